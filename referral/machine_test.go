package referral

import (
	"slices"
	"strings"
	"testing"
)

// allowed is the road of a referral as the design writes it down: in each state the acts and where they lead ("=": it stays).
var allowed = map[Status]string{
	Draft:      "agree= decline= request>requested cancel>cancelled agency_closed>cancelled enter_error>entered-in-error take_back>cancelled consent_over>cancelled acknowledge=",
	Requested:  "link= revoke_link= accept>accepted reject>rejected cancel>cancelled silence= agency_closed>cancelled enter_error>entered-in-error take_back>cancelled consent_over>cancelled acknowledge=",
	Accepted:   "link= revoke_link= begin>in-progress hold>on-hold complete>completed fail>failed cancel>cancelled agency_closed>cancelled enter_error>entered-in-error take_back>cancelled consent_over>cancelled acknowledge= received= not_received=",
	InProgress: "link= revoke_link= hold>on-hold complete>completed fail>failed cancel>cancelled agency_closed>cancelled enter_error>entered-in-error take_back>cancelled consent_over>cancelled acknowledge= received= not_received=",
	OnHold:     "link= revoke_link= begin>in-progress complete>completed fail>failed cancel>cancelled agency_closed>cancelled enter_error>entered-in-error take_back>cancelled consent_over>cancelled acknowledge= received= not_received=",
	Rejected:   "link= enter_error>entered-in-error take_back= consent_over= acknowledge=",
	Completed:  "link= enter_error>entered-in-error take_back= consent_over= acknowledge= received= not_received=",
	Failed:     "link= enter_error>entered-in-error take_back= consent_over= acknowledge= received= not_received=",
	Cancelled:  "link= enter_error>entered-in-error take_back= consent_over= acknowledge=",
	InError:    "link= acknowledge=",
}

// TestTheLoopIsTheTableOfTheDesign compares the machine with the table, row by row.
func TestTheLoopIsTheTableOfTheDesign(t *testing.T) {
	for _, at := range Statuses {
		var got []string
		for _, row := range Loop {
			if !slices.Contains(row.At, at) {
				continue
			}
			to := "="
			if row.Leads != "" {
				to = ">" + string(row.Leads)
			}
			got = append(got, string(row.Event)+to)
		}
		if want := strings.Fields(allowed[at]); !slices.Equal(got, want) {
			t.Errorf("%s:\n got %v\nwant %v", at, got, want)
		}
	}
}

// TestNothingBeginsAgain: no act leads out of a state in which a referral is over, except that it was a mistake.
func TestNothingBeginsAgain(t *testing.T) {
	for _, row := range Loop {
		for _, at := range row.At {
			if at.Over() && row.Leads != "" && row.Leads != InError {
				t.Errorf("%s leads from %s to %s", row.Event, at, row.Leads)
			}
		}
	}
}

// TestEveryActOfAPageIsInTheMachine: no page offers an act that nothing knows.
func TestEveryActOfAPageIsInTheMachine(t *testing.T) {
	for _, k := range slices.Concat(OfWorker, OfWorkerReferral, OfPerson, OfPersonReferral, OfProvider) {
		known := slices.ContainsFunc(slices.Concat(Machine, Loop), func(r Transition) bool { return r.Event == k })
		if !known {
			t.Errorf("no row for %s", k)
		}
		if k != "request" && k != "link" && Commands[k] == nil {
			t.Errorf("no program can ask for %s", k)
		}
	}
	if _, err := Commands.Decode("erase", nil); err == nil {
		t.Error("a program can have a case erased")
	}
}

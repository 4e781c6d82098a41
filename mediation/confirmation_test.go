package mediation

import (
	"testing"
	"time"
)

func prepare() PrepareConfirmation {
	return PrepareConfirmation{Court: "某区人民法院", Venue: "office_place", Excluded: NothingExcluded}
}

func TestConfirmationIsAskedForByAllWithinThirtyDays(t *testing.T) {
	r := newRoad(t).to(Effective)
	r.refused("mediation.guard.confirmation_not_prepared", JoinConfirmation{Party: r.a()})
	r.refused("mediation.field.venue", PrepareConfirmation{Court: "某区人民法院", Venue: "nearest"})
	title := prepare()
	title.Excluded = "title"
	r.refused("mediation.guard.confirmation_excluded", title)
	r.do(prepare(), JoinConfirmation{Party: r.a()})
	if r.c.State != Effective {
		t.Error("one party alone applies")
	}
	r.do(JoinConfirmation{Party: r.b()})
	if r.c.State != ConfirmationApplied {
		t.Fatalf("%s", r.c.State)
	}
	r.do(Confirm{})
	if r.c.State != Confirmed || r.c.Confirmation.Result != "confirmed" {
		t.Errorf("%s %+v", r.c.State, r.c.Confirmation)
	}
	sameOnReplay(t, r)
}

func TestTheThirtiethDay(t *testing.T) {
	zone := func(r *road, day string) time.Time {
		at, err := time.ParseInLocation(time.DateOnly, day, r.know.Rules.Zone)
		if err != nil {
			t.Fatal(err)
		}
		return at
	}
	// In force on 2 March 2026: the thirtieth day is Wednesday, 1 April.
	for name, x := range map[string]struct {
		from, day string
		refused   bool
	}{
		"day 30":                      {"", "2026-04-01", false},
		"day 31":                      {"", "2026-04-02", true},
		"the last day is a holiday":   {"2026-04-03", "2026-05-06", false}, // 3 May is in the holiday of 1 to 5 May
		"the day after the moved one": {"2026-04-03", "2026-05-07", true},
	} {
		r := newRoad(t)
		if x.from != "" {
			r.clock.Set(zone(r, x.from).Add(9 * time.Hour))
		}
		r.to(Effective)
		r.clock.Set(zone(r, x.day).Add(23 * time.Hour))
		switch err := r.try(prepare()); {
		case x.refused && key(err) != "mediation.guard.confirmation_late":
			t.Errorf("%s: %v", name, err)
		case !x.refused && err != nil:
			t.Errorf("%s: %v", name, err)
		}
	}
	// A joint application that was signed in time is in time, though it is entered later.
	r := newRoad(t).to(Effective).do(prepare())
	signed := r.clock.Now().Add(time.Hour)
	r.clock.Add(40 * 24 * time.Hour)
	r.refused("mediation.guard.confirmation_late", JoinConfirmation{Party: r.a()})
	if err := r.tryAt(JoinConfirmation{Party: r.a()}, signed); err != nil {
		t.Error(err)
	}
}

func TestAfterACourtDidNotConfirm(t *testing.T) {
	for way, want := range map[string]State{WaySession: InSession, WayPerform: Performing, WayEnd: Terminated} {
		for _, court := range []bool{true, false} {
			r := newRoad(t).to(Effective)
			r.do(prepare(), JoinConfirmation{Party: r.a()}, JoinConfirmation{Party: r.b()})
			if court {
				r.do(RejectConfirmation{Text: "内容不明确"})
			} else {
				r.do(WithdrawConfirmation{r.b()})
			}
			r.refused("mediation.field.way", Choose{r.a(), "sue"})
			r.do(Choose{r.a(), WaySession}, Choose{r.a(), way})
			if r.c.State != Rejected && r.c.State != Withdrawn {
				t.Fatalf("one party alone chose, and the case went to %s", r.c.State)
			}
			r.do(Choose{r.b(), way})
			if r.c.State != want {
				t.Errorf("%s: %s, want %s", way, r.c.State, want)
			}
			if way == WaySession && (r.c.Agreement != nil || r.c.Standing == nil) {
				t.Error("the old agreement is not in force any more")
			}
			sameOnReplay(t, r)
		}
	}
}

// TestNothingExcludedHasToBeSaid: a declaration that was left out is none, and a code that nobody knows neither.
func TestNothingExcludedHasToBeSaid(t *testing.T) {
	r := newRoad(t).to(Effective)
	for _, said := range []string{"", "nothing", "None"} {
		x := prepare()
		x.Excluded = said
		r.refused("form.choose", x)
	}
	cmd, err := Commands.Decode("prepare_confirmation", []byte(`{"court":"某区人民法院","venue":"office_place"}`))
	if err != nil {
		t.Fatal(err)
	}
	r.refused("form.choose", cmd)
	r.do(prepare())
}

// TestNoCourtConfirmsAStatus: an agreement in a dispute about an adoption binds, and is not taken to court; nor is it
// counted among those that could be.
func TestNoCourtConfirmsAStatus(t *testing.T) {
	r := newRoad(t)
	r.kind = "adoption"
	r.to(Effective)
	r.ruled("mediation.guard.confirmation_barred", "355", prepare())
	if _, ok := r.c.ConfirmationEnds(r.know.Rules); ok {
		t.Error("a term runs for it")
	}
	for _, s := range r.all {
		for _, m := range s.Tallies {
			if m.Measure == "mediation.confirmable" {
				t.Errorf("%s counts it as one that can be confirmed", s.Event.Kind)
			}
		}
	}
	family := newRoad(t)
	family.kind = "marriage_family" // what is agreed on property and support can be confirmed
	family.to(Effective).do(prepare())
}

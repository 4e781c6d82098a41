package app_test

import (
	"testing"
	"time"

	"linli/app/apptest"
	"linli/casefile"
	"linli/consent"
	"linli/referral"
)

// TestTheCountsAreThoseOfTheRequestsForHelp leads requests for help along their roads through the service, lets promises fall due, and holds
// every count by month to a recount of the cases and of their promises; what they counted outlives them.
func TestTheCountsAreThoseOfTheRequestsForHelp(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		clinic, worker := w.Clinic("甲站"), w.Worker()
		var cases []referral.Case
		for _, lead := range []func() referral.Case{
			func() referral.Case {
				x := w.Request()
				x.Needs = []string{"legal_aid", "safety"}
				c, _ := w.Ask(x)
				return c
			},
			func() referral.Case { // the help came, after the person had said that it had not
				c, person, provider := w.Referred(clinic)
				c = w.Help(provider, c, referral.Accept{Referral: provider.Party}, referral.Complete{Referral: provider.Party, Outcome: "given"})
				return w.Help(person, c, referral.NotReceived{Referral: provider.Party}, referral.Received{Referral: provider.Party})
			},
			func() referral.Case { // it did not, and the next service is silent
				c, person, provider := w.Referred(clinic)
				c = w.Help(provider, c, referral.Accept{Referral: provider.Party}, referral.Complete{Referral: provider.Party, Outcome: "given"})
				c = w.Help(person, c, referral.NotReceived{Referral: provider.Party})
				c, _ = w.ReferTo(c, person, w.Clinic("乙站"))
				return c
			},
			func() referral.Case { // a worker says that it came: that is nobody's own word
				c, _, provider := w.Referred(clinic)
				c = w.Help(provider, c, referral.Accept{Referral: provider.Party}, referral.Complete{Referral: provider.Party, Outcome: "given"})
				return w.Help(worker, c, referral.Received{Referral: provider.Party})
			},
			func() referral.Case { // sent by mistake: it counts nowhere
				c, _, provider := w.Referred(clinic)
				return w.Help(worker, c, referral.EnterError{Referral: provider.Party})
			},
			func() referral.Case { // never sent
				c, person := w.Ask(w.Request())
				c = w.Help(worker, c, referral.Take{Apart: true}, referral.Refer{Service: clinic, Need: "legal_aid", Lines: []string{"name"}})
				return w.Help(person, c, referral.Decline{Referral: c.Referrals[0].ID, How: consent.Screen, Language: w.Language()}, referral.Leave{})
			},
			func() referral.Case {
				c, person, provider := w.Referred(clinic)
				c = w.Help(provider, c, referral.Reject{Referral: provider.Party, Reason: referral.Ineligible})
				return w.Help(person, c, referral.Leave{})
			},
		} {
			cases = append(cases, lead())
		}
		want := func() casefile.Cells {
			out := casefile.Cells{}
			for _, c := range cases {
				now, err := w.App.Referral.Repo.Case(w.Ctx, w.Tenant(), c.ID)
				if err != nil {
					t.Fatal(err)
				}
				rules, err := w.App.Referral.Office.RulebookOf(w.Ctx, now.Tenant, now.Rulebook, now.RulebookVersion)
				if err != nil {
					t.Fatal(err)
				}
				rows, err := w.App.Referral.Repo.Promises(w.Ctx, w.Tenant(), c.ID)
				if err != nil {
					t.Fatal(err)
				}
				for cell, n := range referral.Cells(&now, rows, rules) {
					cell.Day.Day, cell.Source = 1, ""
					out[cell] += n
				}
			}
			return out
		}
		seen := counted(t, w, want())
		for measure, n := range map[string]int64{"referral.asked": 8, "referral.sent": 5, "referral.received": 1, "referral.not_received": 1, "referral.told": 2,
			"referral.completed": 3, "by_service:referral.sent": 5, "by_service:referral.answered_in_time": 4,
			"referral.answer_due": 5, "referral.answered_in_time": 4} {
			if seen[measure] != n {
				t.Errorf("%s counts %d, want %d", measure, seen[measure], n)
			}
		}
		w.Clock.Add(40 * 24 * time.Hour)
		if err := w.App.Tick(w.Ctx); err != nil {
			t.Fatal(err)
		}
		before := counted(t, w, want())
		if before["referral.answered_in_time"] != 4 || before["referral.promise_due"] == 0 || before["referral.promise_due"] == before["referral.promise_kept"] {
			t.Errorf("after forty days %v is counted", before)
		}
		w.Clock.Add(800 * 24 * time.Hour)
		if _, err := w.App.DoDue(w.Ctx); err != nil {
			t.Fatal(err)
		}
		if left, err := w.App.Referral.Repo.Case(w.Ctx, w.Tenant(), cases[6].ID); err != nil || left.Erased.IsZero() {
			t.Fatalf("%+v, %v", left, err)
		}
		months, err := monthly(w)
		if err != nil {
			t.Fatal(err)
		}
		after := map[string]int64{}
		for cell, n := range months {
			after[string(cell.Measure)] += n
		}
		for _, measure := range []string{"referral.asked", "referral.sent", "referral.received", "referral.not_received", "by_service:referral.sent"} {
			if after[measure] != before[measure] {
				t.Errorf("after the erasure %s counts %d, before %d", measure, after[measure], before[measure])
			}
		}
	})
}

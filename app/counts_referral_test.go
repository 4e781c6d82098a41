package app_test

import (
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"linli/app/apptest"
	"linli/casefile"
	"linli/consent"
	"linli/insight"
	"linli/platform/access"
	"linli/referral"
	"linli/rulebook"
	"linli/store/dialect"
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
			"referral.answer_due": 5, "referral.answered_in_time": 4, "referral.answered_in_1_day": 4, "by_service:referral.answered_in_1_day": 4,
			"referral.answered_in_7_days": 4} {
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

// TestWhatWasThereIsCountedInNewMeasures: requests that were there before a measure was, those erased among them, come into it once, whoever
// is first to count them: one of several processes, or an act on the request.
func TestWhatWasThereIsCountedInNewMeasures(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		clinic, worker := w.Clinic("甲站"), w.Worker()
		answered := func() (referral.Case, access.Actor, access.Actor) {
			c, person, provider := w.Referred(clinic)
			w.Clock.Add(30 * time.Hour)
			return w.Help(provider, c, referral.Accept{Referral: provider.Party}), person, provider
		}
		timed := func() map[insight.MonthCell]int64 {
			counts, err := monthly(w)
			if err != nil {
				t.Fatal(err)
			}
			maps.DeleteFunc(counts, func(cell insight.MonthCell, n int64) bool {
				return n == 0 || !slices.ContainsFunc(rulebook.AnsweredIn(), func(x rulebook.AnswerTime) bool { return strings.HasSuffix(string(cell.Measure), x.Measure) })
			})
			return counts
		}
		asBefore := func() { // as a program that did not know the measures left them
			var all []dialect.Statement
			for _, x := range rulebook.AnsweredIn() {
				all = append(all, dialect.Statement{SQL: "delete from count_month where measure in ($1, $2)", Args: []any{x.Measure, casefile.ByService + x.Measure}, Rows: dialect.AnyRows})
			}
			all = append(all, dialect.Statement{SQL: "update referral set counted = 0", Rows: dialect.AnyRows})
			if err := w.App.Stores.Cases.Play(w.Ctx, all); err != nil {
				t.Fatal(err)
			}
		}
		atOnce := func() {
			var all sync.WaitGroup
			for range 4 {
				all.Go(func() {
					if err := w.App.Referral.Tick(w.Ctx, w.Tenant()); err != nil {
						t.Error(err)
					}
				})
			}
			all.Wait()
			if left, err := w.App.Referral.Repo.Uncounted(w.Ctx, w.Tenant(), referral.Edition, 10); err != nil || len(left) != 0 {
				t.Errorf("%d requests wait to be counted: %v", len(left), err)
			}
		}
		over, person, provider := answered()
		over = w.Help(provider, over, referral.Complete{Referral: provider.Party, Outcome: "given"})
		w.Help(person, over, referral.Leave{})
		moved, _, _ := answered()
		w.Referred(clinic) // silent yet
		want := timed()
		mistaken, _, wrong := answered()
		if len(want) != 12 && len(want) != 6 { // three measures along one need and one service, in one month or two
			t.Fatalf("%v", want)
		}

		asBefore()
		w.Help(worker, moved, referral.Write{Text: "问过了"})
		w.Help(worker, mistaken, referral.EnterError{Referral: wrong.Party})
		atOnce()
		if d := cmp.Diff(want, timed()); d != "" {
			t.Errorf("brought in beside acts: %s", d)
		}

		asBefore()
		w.Clock.Add(1200 * 24 * time.Hour)
		if _, err := w.App.DoDue(w.Ctx); err != nil { // erases the one that is over, and counts it
			t.Fatal(err)
		}
		atOnce()
		if left, err := w.App.Referral.Repo.Case(w.Ctx, w.Tenant(), over.ID); err != nil || left.Erased.IsZero() {
			t.Fatalf("%+v, %v", left, err)
		}
		if d := cmp.Diff(want, timed()); d != "" {
			t.Errorf("brought in by an erasure: %s", d)
		}

		asBefore()
		atOnce()
		if d := cmp.Diff(want, timed()); d != "" {
			t.Errorf("brought in after an erasure: %s", d)
		}
	})
}

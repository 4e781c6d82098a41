package app_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"linli/app/apptest"
	"linli/casefile"
	"linli/insight"
	"linli/mediation"
	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/platform/notify"
	"linli/promise"
	"linli/referral"
	"linli/report"
)

// waiver is a case on which the office made a promise to one person.
type waiver struct {
	rule  string // of the promise that may be waived, once it runs
	other string // of one that may not, and runs before
	id    id.ID

	person, stranger, staff access.Actor
	begin                   func() // the promise that may be waived begins

	act  func(a access.Actor, x casefile.Waive) error
	rows func() []casefile.PromiseRow
	anew func() []casefile.PromiseRow // reckoned from all events
	told string                       // the key of the notice
}

// waivers are one of each capability.
func waivers(t *testing.T, w *apptest.World) map[string]func() *waiver {
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	return map[string]func() *waiver{
		"mediation": func() *waiver {
			c := w.To(mediation.Invited)
			s := w.App.Mediation
			return &waiver{rule: "call_back", other: "invitation", id: c.ID, person: w.Party(c, 1), stranger: w.Party(c, 0), staff: w.As("clerk"), told: "mediation.notice.waive",
				begin: func() {
					w.Act(w.As("clerk"), c, mediation.LogCall{Party: c.Parties[1].ID, Way: "in", Text: "问能否改期", Promised: "问过后回电"})
				},
				act: func(a access.Actor, x casefile.Waive) error {
					_, _, err := s.Act(w.Ctx, a, c.ID, mediation.Waive{Party: c.Parties[1].ID, Promise: x.Promise, Reason: x.Reason}, mediation.Ask{})
					return err
				},
				rows: func() []casefile.PromiseRow {
					rows, err := s.Repo.Promises(w.Ctx, w.Tenant(), c.ID)
					must(err)
					return rows
				},
				anew: func() []casefile.PromiseRow {
					rules, err := s.Office.RulebookOf(w.Ctx, w.Tenant(), c.Rulebook, c.RulebookVersion)
					must(err)
					again, err := mediation.Replay(w.Tenant(), w.Events(c))
					must(err)
					now, err := s.Repo.Case(w.Ctx, w.Tenant(), c.ID)
					must(err)
					if again.Call(again.Calls[0].ID).Waived != now.Calls[0].Waived || now.Calls[0].Waived.IsZero() || now.Calls[0].Waits() {
						t.Errorf("a call back that was waived is still owed: %+v, replayed %+v", now.Calls, again.Calls)
					}
					return mediation.Promises(again, w.Events(c), rules, w.Clock.Now())
				}}
		},
		"report": func() *waiver {
			c, author := w.Submit(w.Issue())
			handler, s := w.Handler(), w.App.Report
			c = w.Answer(handler, c, report.Take{}, report.Accept{})
			return &waiver{rule: "report_callback", other: "report_answer", id: c.ID, person: author, stranger: access.Actor{Kind: access.Resident, Tenant: w.Tenant(), Case: c.ID, Party: w.App.IDs.New(), Via: "web"}, staff: handler,
				told:  "issue.notice.waive",
				begin: func() { w.Answer(handler, c, report.Fix{Text: "换了灯泡"}) },
				act: func(a access.Actor, x casefile.Waive) error {
					_, err := s.Act(w.Ctx, a, c.ID, report.Waive(x), nil)
					return err
				},
				rows: func() []casefile.PromiseRow {
					rows, err := s.Repo.Promises(w.Ctx, w.Tenant(), c.ID)
					must(err)
					return rows
				},
				anew: func() []casefile.PromiseRow {
					rules, err := s.Office.RulebookOf(w.Ctx, w.Tenant(), c.Rulebook, c.RulebookVersion)
					must(err)
					events, err := s.Repo.Events(w.Ctx, w.Tenant(), c.ID)
					must(err)
					again, err := report.Replay(w.Tenant(), events)
					must(err)
					return report.Promises(again, events, rules, w.Clock.Now())
				}}
		},
		"referral": func() *waiver {
			c, person, provider := w.Referred(w.Clinic("甲站"))
			s := w.App.Referral
			return &waiver{rule: "help_asked_after", other: "provider_answer", id: c.ID, person: person, stranger: provider, staff: w.Worker(), told: "referral.notice.waive",
				begin: func() {
					w.Help(provider, c, referral.Accept{Referral: provider.Party}, referral.Complete{Referral: provider.Party, Outcome: "given"})
				},
				act: func(a access.Actor, x casefile.Waive) error {
					_, err := s.Act(w.Ctx, a, c.ID, referral.Waive(x), nil)
					return err
				},
				rows: func() []casefile.PromiseRow {
					rows, err := s.Repo.Promises(w.Ctx, w.Tenant(), c.ID)
					must(err)
					return rows
				},
				anew: func() []casefile.PromiseRow {
					rules, err := s.Office.RulebookOf(w.Ctx, w.Tenant(), c.Rulebook, c.RulebookVersion)
					must(err)
					events, err := s.Repo.Events(w.Ctx, w.Tenant(), c.ID)
					must(err)
					again, err := referral.Replay(w.Tenant(), events)
					must(err)
					return referral.Promises(again, events, rules, w.Clock.Now())
				}}
		},
	}
}

// of is the promise of a rule, the latest.
func (x *waiver) of(t *testing.T, rule string) casefile.PromiseRow {
	t.Helper()
	rows := slices.DeleteFunc(x.rows(), func(p casefile.PromiseRow) bool { return p.Rule != rule })
	if len(rows) == 0 {
		t.Fatalf("nothing is promised under %s", rule)
	}
	return slices.MaxFunc(rows, func(a, b casefile.PromiseRow) int { return a.Start.Compare(b.Start) })
}

// TestAPromiseIsWaivedByWhomItWasMadeTo: on every kind of case the person alone waives what was promised to it, in time, where the rulebook
// lets it; whoever is at work on it is told, it is counted apart, and a replay gives the same.
func TestAPromiseIsWaivedByWhomItWasMadeTo(t *testing.T) {
	for _, capability := range []string{"mediation", "report", "referral"} {
		t.Run(capability, func(t *testing.T) {
			apptest.Each(t, func(t *testing.T, w *apptest.World) {
				x := waivers(t, w)[capability]()
				why := func(key string) casefile.Waive { return casefile.Waive{Promise: key, Reason: "not_needed"} }
				apptest.Refused(t, x.act(x.person, why(x.of(t, x.other).Key)), "waive.guard.promise_stays")
				apptest.Refused(t, x.act(x.person, why(x.rule+"/"+w.App.IDs.New().String())), "waive.guard.promise_not_yours")
				x.begin()
				key := x.of(t, x.rule).Key
				for who, a := range map[string]access.Actor{"the office": x.staff, "somebody else": x.stranger, "linli": casefile.Itself(w.Tenant()), "its lead": w.As("lead")} {
					if err := x.act(a, why(key)); err == nil || !slices.Contains([]fault.Code{fault.Forbidden, fault.NotFound, fault.Unauthenticated}, fault.Of(err).Code) {
						t.Errorf("%s waives what was promised to somebody: %v", who, err)
					}
				}
				apptest.Refused(t, x.act(x.person, casefile.Waive{Promise: key, Reason: "the office is busy"}), "form.choose")
				before := waivedIn(t, w, capability)
				if err := x.act(x.person, why(key)); err != nil {
					t.Fatal(err)
				}
				p := x.of(t, x.rule)
				if p.State != promise.Waived || p.End.IsZero() || p.Ended.IsZero() {
					t.Errorf("it stands as %+v", p)
				}
				apptest.Refused(t, x.act(x.person, why(key)), "waive.guard.promise_over")
				if n := waivedIn(t, w, capability) - before; n != 1 {
					t.Errorf("%d are counted as waived", n)
				}
				told, err := w.App.Queue.Unread(w.Ctx, w.Tenant(), x.staff.Account, 50)
				if err != nil || !slices.ContainsFunc(told, func(n notify.Notice) bool { return n.Key == x.told && n.Case == x.id }) {
					t.Errorf("nobody is told that it need not be done: %v, %v", told, err)
				}
				// Its day passes, and nobody hears that it was late.
				w.Clock.Add(90 * 24 * time.Hour)
				if err := w.App.Tick(w.Ctx); err != nil {
					t.Fatal(err)
				}
				stands := func(p casefile.PromiseRow) [3]any { return [3]any{p.State, p.End.UTC(), p.Due.UTC()} }
				again := x.anew()
				i := slices.IndexFunc(again, func(p casefile.PromiseRow) bool { return p.Key == key })
				if d := cmp.Diff(stands(x.of(t, x.rule)), stands(again[i])); d != "" || again[i].State != promise.Waived {
					t.Errorf("a replay gives another promise: %s", d)
				}
			})
		})
	}
}

// TestWhatIsLateIsNotWaived: from the first instant after its day on, whether or not it was written down as late.
func TestWhatIsLateIsNotWaived(t *testing.T) {
	for _, capability := range []string{"mediation", "report", "referral"} {
		t.Run(capability, func(t *testing.T) {
			apptest.Each(t, func(t *testing.T, w *apptest.World) {
				x := waivers(t, w)[capability]()
				x.begin()
				p := x.of(t, x.rule)
				w.Clock.Set(p.Due.Add(time.Microsecond))
				word := casefile.Waive{Promise: p.Key, Reason: "rather_not"}
				apptest.Refused(t, x.act(x.person, word), "waive.guard.promise_late")
				if err := w.App.Tick(w.Ctx); err != nil {
					t.Fatal(err)
				}
				apptest.Refused(t, x.act(x.person, word), "waive.guard.promise_late")
				if got := x.of(t, x.rule); got.State != promise.Late {
					t.Errorf("it is %s", got.State)
				}
			})
		})
	}
}

// waivedIn is how many promises of a capability are counted as waived.
func waivedIn(t *testing.T, w *apptest.World, capability string) (n int64) {
	t.Helper()
	months, err := monthly(w)
	if err != nil {
		t.Fatal(err)
	}
	for cell, x := range months {
		if cell.Measure == insight.Measure(capability+".promise_waived") {
			n += x
		}
	}
	return n
}

package app_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"linli/app/apptest"
	"linli/casefile"
	"linli/mediation"
	"linli/platform/access"
	"linli/platform/id"
	"linli/platform/notify"
)

// told are the notices about promises of a rule on an account's page, the oldest first.
func told(t *testing.T, w *apptest.World, login, rule string) (keys []string) {
	t.Helper()
	all, err := w.App.Queue.OfAccount(w.Ctx, w.Tenant(), w.Hired(login).Account, id.ID{}, 50)
	if err != nil {
		t.Fatal(err)
	}
	slices.Reverse(all)
	for _, n := range all {
		if n.Args["rule"] != rule {
			continue
		}
		if err := n.Check(); err != nil {
			t.Error(err)
		}
		keys = append(keys, n.Key)
	}
	return keys
}

// tickAt looks at the deadlines twice at an instant: nothing is told twice.
func tickAt(t *testing.T, w *apptest.World, at time.Time) {
	t.Helper()
	w.Clock.Add(at.Sub(w.Clock.Now()))
	for range 2 {
		if err := w.App.Tick(w.Ctx); err != nil {
			t.Fatal(err)
		}
	}
}

// dueOf is when a case's promise of a rule falls due.
func dueOf(t *testing.T, w *apptest.World, c mediation.Case, rule string) time.Time {
	t.Helper()
	rows, err := w.App.Mediation.Repo.Promises(w.Ctx, w.Tenant(), c.ID)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range rows {
		if p.Rule == rule && p.Open() {
			return p.Due
		}
	}
	t.Fatalf("no promise %s is open", rule)
	return time.Time{}
}

func TestPromisesAreToldOnce(t *testing.T) {
	const day = 24 * time.Hour
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		want := func(login, rule string, keys ...string) {
			t.Helper()
			if got := told(t, w, login, rule); !slices.Equal(got, keys) {
				t.Errorf("on %s %s is told %q of %s, want %q", w.Clock.Now().Format(time.DateTime), login, got, rule, keys)
			}
		}
		warn, late := "promise.notice.warn", "promise.notice.late"

		// A resident brought the one, and nobody is at work on it: the lead is warned. The clerk is at work on the other.
		resident := access.Actor{Kind: access.Resident, Tenant: w.Tenant(), Language: "zh-Hans", Via: "web"}
		if _, _, err := w.App.Mediation.Create(w.Ctx, resident, w.Application(), mediation.Ask{}); err != nil {
			t.Fatal(err)
		}
		screened := w.To(mediation.Screening)
		due := dueOf(t, w, screened, "decision") // Wednesday: 7 working days after Monday
		tickAt(t, w, due.Add(-3*day))
		want("clerk", "decision")
		tickAt(t, w, due.Add(-day))
		want("clerk", "decision", warn)
		want("mediator", "decision")
		tickAt(t, w, due)
		want("lead", "decision", warn)
		want("clerk", "decision", warn)
		tickAt(t, w, due.Add(time.Microsecond)) // the first escalation of each case, to the unit's lead
		want("lead", "decision", warn, late, late)
		want("upper.lead", "decision")
		want("clerk", "decision", warn)

		// One case goes on, so its next escalation never comes; the other's goes to the unit above.
		w.Act(w.As("clerk"), screened, mediation.NotAccept{Reason: "not_suitable"})
		tickAt(t, w, due.Add(7*day))
		want("upper.lead", "decision", late)
		want("lead", "decision", warn, late, late)
		tickAt(t, w, due.Add(60*day))
		want("upper.lead", "decision", late)
		want("lead", "decision", warn, late, late)
		want("other.clerk", "decision")
		want("clerk", "decision", warn)
	})
}

func TestAPausedPromiseTellsNobody(t *testing.T) {
	const day = 24 * time.Hour
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		c := w.To(mediation.InSession)
		due := dueOf(t, w, c, "conclude") // a month after it was accepted; the mediator is told 10 and 5 days and 1 working day before
		tickAt(t, w, due.Add(-9*day))
		if got := told(t, w, "mediator", "conclude"); len(got) != 1 {
			t.Fatalf("10 days before, the mediator is told %q", got)
		}
		c = w.Act(w.As("mediator"), c, mediation.Suspend{Reason: "appraisal"})
		tickAt(t, w, due.Add(20*day))
		if got := told(t, w, "mediator", "conclude"); len(got) != 1 {
			t.Errorf("while it is paused, the mediator is told %q", got)
		}
		c = w.Act(w.As("mediator"), c, mediation.Resume{})
		tickAt(t, w, w.Clock.Now())
		if got := told(t, w, "mediator", "conclude"); len(got) != 1 {
			t.Errorf("as it goes on, the mediator is told %q", got)
		}
		tickAt(t, w, dueOf(t, w, c, "conclude").Add(-4*day))
		if got := told(t, w, "mediator", "conclude"); len(got) != 2 {
			t.Errorf("5 days before the new day, the mediator is told %q", got)
		}
		w.Act(w.As("mediator"), c, mediation.Withdraw{Party: c.Parties[0].ID})
		tickAt(t, w, w.Clock.Now().Add(60*day))
		if got := told(t, w, "mediator", "conclude"); len(got) != 2 || len(told(t, w, "lead", "conclude")) != 0 {
			t.Errorf("after it ended, the mediator is told %q", got)
		}
	})
}

// TestAReminderIsToldByOneProcess has two processes that read the same reminder: the second writes nothing.
func TestAReminderIsToldByOneProcess(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		c := w.To(mediation.Screening)
		w.Clock.Add(dueOf(t, w, c, "decision").Sub(w.Clock.Now()))
		repo := w.App.Mediation.Repo
		rows, err := repo.Untold(w.Ctx, w.Tenant(), mediation.Capability, w.Clock.Now(), 10)
		if err != nil || len(rows) == 0 {
			t.Fatalf("%d reminders wait: %v", len(rows), err)
		}
		n := func() []notify.Notice {
			return []notify.Notice{{Tenant: w.Tenant(), ID: w.App.IDs.New(), Account: w.Hired("clerk").Account, Case: c.ID,
				Key: "promise.notice.warn", Args: map[string]string{"rule": "decision"}, At: w.Clock.Now()}}
		}
		if err := repo.Tell(w.Ctx, w.Tenant(), rows, n()); err != nil {
			t.Fatal(err)
		}
		if err := repo.Tell(w.Ctx, w.Tenant(), rows, n()); !errors.Is(err, casefile.ErrTold) {
			t.Errorf("told again: %v", err)
		}
		if got := told(t, w, "clerk", "decision"); len(got) != 1 {
			t.Errorf("told %q", got)
		}
	})
}

// overtaken is a repository in which something happens just after a case's promises were read for the first time.
type overtaken struct {
	mediation.Repo
	happens func()
}

// Promises returns what stood there before it happened.
func (o *overtaken) Promises(ctx context.Context, tenant, c id.ID) ([]casefile.PromiseRow, error) {
	rows, err := o.Repo.Promises(ctx, tenant, c)
	if h := o.happens; h != nil {
		o.happens = nil
		h()
	}
	return rows, err
}

// TestAnActThatIsOvertakenTellsNothingAgain decides an act on promises that are told of before it is written.
func TestAnActThatIsOvertakenTellsNothingAgain(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		c := w.To(mediation.Screening)
		due := dueOf(t, w, c, "decision")
		w.Clock.Add(due.Add(-time.Second).Sub(w.Clock.Now()))
		happened := false
		w.App.Mediation.Repo = &overtaken{w.App.Mediation.Repo, func() {
			happened = true
			tickAt(t, w, w.Clock.Now())
		}}
		w.Act(w.As("clerk"), c, mediation.Inform{Party: c.Parties[0].ID, Language: "zh-Hans", How: "read_out"}) // a minute later
		tickAt(t, w, w.Clock.Now())
		if got := told(t, w, "lead", "decision"); !happened || len(got) != 1 {
			t.Errorf("happened %v: the lead is told %q", happened, got)
		}
	})
}

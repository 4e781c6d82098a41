package app_test

import (
	"errors"
	"sync"
	"testing"

	"linli/app/apptest"
	"linli/insight"
	"linli/mediation"
	"linli/platform/access"
	store "linli/store/insight"
)

// TestANewCaseAfterAVoidedAgreement: a clerk at work on the case begins the new one, once; it is a registered case of its own,
// takes nothing of what was said, and the two name each other to those who work on them and to nobody else.
func TestANewCaseAfterAVoidedAgreement(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		w.Hire("clerk2", "V1", access.Clerk)
		before := w.After(mediation.Effective)
		anew := func(a access.Actor, edit func(*mediation.Apply)) (mediation.Case, error) {
			cmd := w.Application()
			cmd.Follows = before.ID
			if edit != nil {
				edit(&cmd)
			}
			c, _, err := w.App.Mediation.Create(w.Ctx, a, cmd, mediation.Ask{})
			return c, err
		}
		_, err := anew(w.As("clerk"), nil)
		apptest.Refused(t, err, "mediation.guard.state") // an agreement in force is not mediated anew
		before = w.Act(w.As("lead"), before, mediation.Void{Text: "损害他人利益"})

		_, err = anew(w.As("clerk2"), nil)
		apptest.Refused(t, err, "access.refused.mediation.begin_anew")
		_, err = anew(access.Actor{Kind: access.Resident, Tenant: w.Tenant(), Via: "web"}, nil)
		if err == nil {
			t.Error("whoever applies from home names the office's case")
		}
		_, err = anew(w.As("clerk"), func(a *mediation.Apply) { a.Unit = w.Unit("V2") })
		if err == nil {
			t.Error("the new case begins in another unit")
		}
		_, err = anew(w.As("clerk"), func(a *mediation.Apply) { a.Type = "consumer" })
		apptest.Refused(t, err, "mediation.field.follows_type")
		_, err = anew(w.As("clerk"), func(a *mediation.Apply) { a.Summary = "" })
		apptest.Refused(t, err, "form.required")
		registered := func() int64 {
			sums, err := store.New(w.App.Stores.Cases).Grid(w.Ctx, w.Tenant(), insight.ByUnit, store.Months)
			if err != nil {
				t.Fatal(err)
			}
			var n int64
			for at, counts := range sums {
				if at.Unit == before.Unit {
					n += counts[insight.Column("mediation.registered")]
				}
			}
			return n
		}
		was := registered()

		var made []mediation.Case
		var refused []error
		var mu sync.Mutex
		var all sync.WaitGroup
		for range 4 { // of several who begin it at once, one does
			all.Go(func() {
				c, err := anew(w.As("clerk"), nil)
				mu.Lock()
				defer mu.Unlock()
				if err == nil {
					made = append(made, c)
				} else {
					refused = append(refused, err)
				}
			})
		}
		all.Wait()
		if len(made) != 1 || len(refused) != 3 {
			t.Fatalf("%d new cases: %v", len(made), refused)
		}
		for _, err := range refused {
			if errors.Is(err, mediation.ErrMoved) {
				continue
			}
			apptest.Refused(t, err, "mediation.guard.begun_anew")
		}
		if got := registered(); got != was+1 {
			t.Errorf("%d registered, %d before", got, was)
		}
		next := made[0]
		if before, err = w.App.Mediation.Repo.Case(w.Ctx, w.Tenant(), before.ID); err != nil || before.Anew != next.ID || before.State != mediation.Voided {
			t.Fatalf("%v %s: %v", before.Anew, before.State, err)
		}
		if next.Follows != before.ID || next.State != mediation.Submitted || next.Type != before.Type {
			t.Errorf("%+v", next)
		}
		for _, e := range w.Events(before) {
			if e.Kind == "begin_anew" && e.Visibility.To(before.Parties[0].ID) {
				t.Error("a party of the old case is told of the new one")
			}
		}
		o, err := w.App.Mediation.Open(w.Ctx, w.Party(next, 0), next.ID, access.ForParty)
		if err != nil || !o.Case.Follows.IsZero() {
			t.Errorf("a party reads how the office joined two cases: %v %v", o, err)
		}
		if _, err := w.App.Mediation.LinkedCase(w.Ctx, w.As("clerk"), before.ID); err != nil {
			t.Errorf("who works on both finds the other: %v", err)
		}
		if _, err := w.App.Mediation.LinkedCase(w.Ctx, w.As("clerk2"), before.ID); !errors.Is(err, mediation.ErrNotFound) {
			t.Errorf("who works on one of them: %v", err)
		}
		_, _, err = w.App.Mediation.Act(w.Ctx, w.As("lead"), before.ID, mediation.Reopen{Text: "再谈"}, mediation.Ask{})
		apptest.Refused(t, err, "mediation.guard.begun_anew")
	})
}

package app_test

import (
	"testing"

	"linli/app/apptest"
	"linli/mediation"
	"linli/office"
	"linli/platform/access"
	"linli/platform/id"
)

func TestOperation(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		open := func(login string) int {
			t.Helper()
			n, err := w.App.Operation().Open(w.Ctx, w.Tenant(), w.Hired(login).Account)
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
		w.To(mediation.Submitted)
		w.To(mediation.InSession)
		w.To(mediation.InSession)
		w.To(mediation.Effective) // closed: the mediator is still named there, and nothing waits
		if n := open("mediator"); n != 2 {
			t.Errorf("the mediator works on %d open cases, want 2", n)
		}
		for _, login := range []string{"other.clerk", "admin", "records"} {
			if n := open(login); n != 0 {
				t.Errorf("%s works on %d cases", login, n)
			}
		}
		w.Take("mediator", "V1", access.Mediator)
		next, cli := w.Clock.Now().AddDate(0, 0, 7), access.Actor{Kind: access.System, Tenant: w.Tenant(), Via: "cli"}
		if _, err := w.App.Office.AssignPost(w.Ctx, cli, office.AssignPost{Account: w.Hired("mediator").Account, Unit: w.Unit("V1"), Kind: access.Mediator, From: next}); err != nil {
			t.Fatal(err)
		}
		if n := open("mediator"); n != 0 {
			t.Errorf("with a post that begins next week the mediator works on %d cases today", n)
		}

		state, err := w.App.Operation().State(w.Ctx, w.Tenant())
		if err != nil || len(state.Failed) != 0 || state.Rulebook == nil || state.Rulebook.ID != "cn" {
			t.Fatalf("%+v %v", state, err)
		}
		due, err := w.App.Queue.Due(w.Ctx, w.Tenant(), "mediation.answer", w.Clock.Now().AddDate(1, 0, 0), 1)
		if err != nil || len(due) != 1 {
			t.Fatalf("%d jobs, %v", len(due), err)
		}
		leased, err := w.App.Queue.Lease(w.Ctx, due[0], w.Clock.Now().AddDate(2, 0, 0))
		if err != nil {
			t.Fatal(err)
		}
		if err := w.App.Queue.Bury(w.Ctx, leased, "store.broken"); err != nil {
			t.Fatal(err)
		}
		state, err = w.App.Operation().State(w.Ctx, w.Tenant())
		if err != nil || len(state.Failed) != 1 || state.Failed[0].Error != "store.broken" {
			t.Fatalf("%+v %v", state, err)
		}
		if err := w.App.Operation().Retry(w.Ctx, w.Tenant(), state.Failed[0].ID); err != nil {
			t.Fatal(err)
		}
		if state, err = w.App.Operation().State(w.Ctx, w.Tenant()); err != nil || len(state.Failed) != 0 {
			t.Fatalf("after trying again: %+v %v", state, err)
		}
		if err := w.App.Operation().Retry(w.Ctx, w.Tenant(), id.ID{9}); err == nil {
			t.Error("a job that is not there was tried again")
		}
	})
}

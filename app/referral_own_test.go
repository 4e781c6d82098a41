package app_test

import (
	"slices"
	"testing"

	"linli/app/apptest"
	"linli/platform/access"
	"linli/referral"
)

// TestAWorkerDoesNotHelpItself: somebody who works here asks for help as anybody does. Nobody takes a request before saying that it is neither
// one's own nor of somebody close; a colleague who has it is the only one of the office who reads it, and the person sees that.
func TestAWorkerDoesNotHelpItself(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		worker := w.Worker()
		w.Give("second", "V1", access.Referral)
		c, person := w.Ask(w.Request())
		_, err := w.App.Referral.Act(w.Ctx, worker, c.ID, referral.Take{}, nil)
		apptest.Refused(t, err, "referral.field.apart")
		if _, err := w.App.Referral.Open(w.Ctx, worker, c.ID); err == nil {
			t.Error("it opens before anybody has said so")
		}
		c = w.Help(w.As("second"), c, referral.Take{Apart: true})
		if _, err := w.App.Referral.Open(w.Ctx, worker, c.ID); err == nil {
			t.Error("as one of the office the worker reads what a colleague has taken")
		}
		if _, err := w.App.Referral.Act(w.Ctx, worker, c.ID, referral.Close{}, nil); err == nil {
			t.Error("and acts on it")
		}
		if _, err := w.App.Referral.Open(w.Ctx, w.As("second"), c.ID); err != nil {
			t.Fatal(err)
		}
		o, err := w.App.Referral.Open(w.Ctx, person, c.ID)
		if err != nil {
			t.Fatal(err)
		}
		if !slices.ContainsFunc(o.Reads, func(r access.Row) bool { return r.Account == w.Hired("second").Account }) ||
			slices.ContainsFunc(o.Reads, func(r access.Row) bool { return r.Account == worker.Account }) {
			t.Errorf("the person reads of %+v", o.Reads)
		}
	})
}

package house_test

import (
	"testing"

	"linli/app/apptest"
	"linli/casefile"
	"linli/mediation"
	"linli/platform/id"
	"linli/platform/job"
)

// miscounted leaves a case to a job of its own, as a recount does that could not count it.
func miscounted(t *testing.T, w *apptest.World, c id.ID) {
	t.Helper()
	was, err := w.App.Mediation.Repo.Recount(w.Ctx, w.Tenant(), mediation.Capability)
	if err != nil {
		t.Fatal(err)
	}
	j, err := job.New(w.Tenant(), w.App.IDs.New(), casefile.JobRecount, job.Payload{"capability": mediation.Capability, "case": c.String()}, w.Clock.Now(), w.Clock.Now())
	if err == nil {
		err = w.App.Mediation.Repo.MoveRecount(w.Ctx, w.Tenant(), mediation.Capability, was, was, j)
	}
	if err != nil {
		t.Fatal(err)
	}
}

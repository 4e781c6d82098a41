package house_test

import (
	"slices"
	"testing"
	"time"

	"linli/app/apptest"
	"linli/casefile"
	"linli/duty"
	"linli/mediation"
	"linli/platform/id"
	"linli/platform/job"
)

// owed leads two duties of V1 to their ends: a shift with its log, and a return with words that is checked. Retention runs.
func owed(t *testing.T, w *apptest.World) {
	t.Helper()
	if err := w.App.Duty.Tick(w.Ctx, w.Tenant()); err != nil {
		t.Fatal(err)
	}
	rows, err := w.App.Duty.Repo.Rows(w.Ctx, w.Tenant(), duty.Span{Unit: w.Unit("V1"), Limit: 5000})
	if err != nil {
		t.Fatal(err)
	}
	first := func(rule string) duty.Row {
		i := slices.IndexFunc(rows, func(x duty.Row) bool { return x.Case.Duty == rule })
		if i < 0 {
			t.Fatalf("V1 owes no %s", rule)
		}
		return rows[i]
	}
	act := func(login string, c duty.Case, cmds ...duty.Command) {
		for _, cmd := range cmds {
			if _, err := w.App.Duty.Act(w.Ctx, w.As(login), c.ID, cmd, nil); err != nil {
				t.Fatalf("%s by %s: %v", cmd.Kind(), login, err)
			}
		}
	}
	monthly := first("monthly_return").Case
	act("clerk", monthly, duty.AddEvidence{Sort: "copies", Number: 1, Text: apptest.Planted[0]}, duty.Do{})
	act("lead", monthly, duty.Check{})
	shift := first("safety_round")
	if day := shift.Last.Add(-time.Hour); day.After(w.Clock.Now()) {
		w.Clock.Set(day)
	}
	log := duty.Sheet{Answers: map[string]string{"manned": "yes", "equipment": "yes", "reported": "not_here"}}
	act("clerk", shift.Case, duty.SignUp{}, duty.AddEvidence{Sort: "checklist", NamesNobody: true, Sheet: log}, duty.Do{})
}

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

package app_test

import (
	"slices"
	"testing"
	"time"

	"linli/app/apptest"
	"linli/insight"
	"linli/mediation"
	"linli/platform/access"
	"linli/platform/id"
	"linli/promise"
	store "linli/store/insight"
)

// TestACaseThatGoesToAnotherUnit: who has it now sees and owes it, by the days that ran; who had it does neither; the parties
// are told; it is counted once.
func TestACaseThatGoesToAnotherUnit(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		service := w.App.Mediation
		c := w.To(mediation.Screening)
		before, err := service.Repo.Promises(w.Ctx, w.Tenant(), c.ID)
		if err != nil {
			t.Fatal(err)
		}
		listed := func(login string) bool {
			t.Helper()
			p, err := service.List(w.Ctx, w.As(login), mediation.Filter{})
			if err != nil {
				t.Fatal(err)
			}
			return slices.ContainsFunc(p.Rows, func(r mediation.Row) bool { return r.ID == c.ID })
		}
		owes := func(login string) (out []promise.Place) {
			t.Helper()
			for _, f := range []promise.Filter{{}, {Unit: w.Unit("V2")}} {
				due, err := service.Due(w.Ctx, w.As(login), f)
				if err != nil {
					t.Fatal(err)
				}
				for _, d := range due {
					if d.Case == c.ID {
						if d.Unit != c.Unit {
							t.Errorf("%s owes it in %v, and it is in %v", login, d.Unit, c.Unit)
						}
						out = append(out, d.Place())
					}
				}
			}
			return out
		}
		_, _, err = service.Act(w.Ctx, w.As("other.clerk"), c.ID, mediation.Transfer{Unit: w.Unit("V2"), Text: "x"}, mediation.Ask{})
		apptest.Refused(t, err, "access.not_found")
		for _, unit := range []id.ID{w.App.IDs.New(), w.Unit("T")} { // in the township works a lead and no clerk, who alone can go on with it
			_, _, err = service.Act(w.Ctx, w.As("clerk"), c.ID, mediation.Transfer{Unit: unit, Text: "x"}, mediation.Ask{})
			apptest.Refused(t, err, "mediation.guard.nobody_there")
		}
		w.Clock.Add(48 * time.Hour)
		c = w.Act(w.As("clerk"), c, mediation.Transfer{Unit: w.Unit("V2"), Text: "房屋在二村"})

		for _, login := range []string{"clerk", "lead"} {
			_, _, err := service.See(w.Ctx, w.As(login), c.ID)
			apptest.Refused(t, err, "access.not_found")
			_, err = service.Open(w.Ctx, w.As(login), c.ID, access.ForWork)
			apptest.Refused(t, err, "access.not_found")
			if listed(login) || len(owes(login)) > 0 {
				t.Errorf("%s still has it in a list", login)
			}
		}
		_, err = service.Open(w.Ctx, w.As("other.clerk"), c.ID, access.ForWork)
		apptest.Refused(t, err, "access.refused.mediation.read")     // nobody reads it by its coming
		if !listed("other.clerk") || len(owes("other.clerk")) != 2 { // among all, and among those of its unit
			t.Error("who has it now does not find it")
		}
		told, err := w.App.Queue.OfAccount(w.Ctx, w.Tenant(), w.As("other.clerk").Account, id.ID{}, 10)
		if err != nil || len(told) == 0 || told[0].Key != "mediation.notice.transfer" {
			t.Errorf("who has it now is told %v, %v", told, err)
		}
		after, err := service.Repo.Promises(w.Ctx, w.Tenant(), c.ID)
		if err != nil || len(after) != len(before) {
			t.Fatalf("%d promises, %d before (%v)", len(after), len(before), err)
		}
		for i, p := range before {
			if after[i].Key != p.Key || !after[i].Due.Equal(p.Due) || after[i].State != p.State || after[i].Unit != w.Unit("V1") {
				t.Errorf("%s was due %s in V1, and is due %s in %v", p.Key, p.Due, after[i].Due, after[i].Unit)
			}
		}
		c = w.Act(w.As("other.clerk"), c, mediation.Take{})
		if _, err := service.Open(w.Ctx, w.As("other.clerk"), c.ID, access.ForWork); err != nil {
			t.Error(err)
		}
		o, err := service.Open(w.Ctx, w.Party(c, 0), c.ID, access.ForParty)
		if err != nil || o.Case.Unit != w.Unit("V2") || o.Passage(mediation.FieldReason, c.Moves[0].ID) != "房屋在二村" {
			t.Errorf("the applicant reads %q of %v (%v)", o.Passage(mediation.FieldReason, c.Moves[0].ID), o.Case.Unit, err)
		}
		grid, err := store.New(w.App.Stores.Cases).Grid(w.Ctx, w.Tenant(), insight.ByUnit, store.Months)
		if err != nil {
			t.Fatal(err)
		}
		for cell, counts := range grid {
			n := counts[insight.Column(insight.Measure("mediation.registered"))]
			if want := map[bool]int64{true: 1}[cell.Unit == w.Unit("V2") || cell.Unit.IsZero()]; n != want {
				t.Errorf("%v counts it %d times", cell, n)
			}
		}
	})
}

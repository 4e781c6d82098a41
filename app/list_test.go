package app_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"linli/app/apptest"
	"linli/casefile"
	"linli/mediation"
	"linli/platform/id"
)

// TestAListShowsTheNextDueInstant holds the list's own column to the promises that it is drawn from, at every step of the road.
func TestAListShowsTheNextDueInstant(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		for _, state := range []mediation.State{mediation.Submitted, mediation.Screening, mediation.Invited, mediation.Accepted, mediation.Assigned,
			mediation.Scheduled, mediation.InSession, mediation.Signing, mediation.Effective} {
			c := w.To(state)
			kept, err := w.App.Mediation.Repo.Promises(w.Ctx, w.Tenant(), c.ID)
			if err != nil {
				t.Fatal(err)
			}
			var next time.Time
			for _, p := range kept {
				if p.Open() && p.PausedSince.IsZero() && (next.IsZero() || p.Due.Before(next)) {
					next = p.Due
				}
			}
			if row, ok := listed(t, w, "clerk", mediation.Filter{State: state})[c.ID]; !ok || !row.Due.Equal(next) {
				t.Errorf("%s: the list shows %s, the next promise falls due %s", state, row.Due, next)
			}
		}
	})
}

// inBetween is a repository in which something happens once the promises of a case are read.
type inBetween struct {
	mediation.Repo
	then func()
}

func (m *inBetween) Case(ctx context.Context, tenant, c id.ID) (mediation.Case, error) {
	k, err := m.Repo.Case(ctx, tenant, c)
	m.then()
	return k, err
}

// TestAnActThatMovesNoPromiseLeavesTheListAlone: what a recount moved while somebody acted stays as the recount has it.
func TestAnActThatMovesNoPromiseLeavesTheListAlone(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		c, repo, later := w.To(mediation.InSession), w.App.Mediation.Repo, w.Clock.Now().AddDate(1, 0, 0)
		recount := func() {
			rows, err := repo.Promises(w.Ctx, w.Tenant(), c.ID)
			if err != nil {
				t.Fatal(err)
			}
			rows = slices.DeleteFunc(rows, func(p casefile.PromiseRow) bool { return !p.Open() })
			for i := range rows {
				rows[i].DueWas, rows[i].WarnWas, rows[i].Due = rows[i].Due, rows[i].WarnAt, later
			}
			if err := repo.Play(w.Ctx, mediation.Change{Change: casefile.Change{Tenant: w.Tenant(), Promises: rows}, Case: c, From: c.Version, Due: later}); err != nil {
				t.Fatal(err)
			}
		}
		w.App.Mediation.Repo = &inBetween{repo, recount}
		w.Act(w.Party(c, 0), c, mediation.Statement{Party: c.Parties[0].ID, Text: "我周五来"})
		w.App.Mediation.Repo = repo
		if row := listed(t, w, "clerk", mediation.Filter{State: mediation.InSession})[c.ID]; !row.Due.Equal(later) {
			t.Errorf("the list shows %s, the promises fall due %s", row.Due, later)
		}
	})
}

// TestAUnitsListIsTheSameForWhoeverWorksThere holds the shorter way, by the unit alone, to the longer one.
func TestAUnitsListIsTheSameForWhoeverWorksThere(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		w.To(mediation.Screening)
		w.To(mediation.Assigned)
		all := listed(t, w, "clerk", mediation.Filter{})
		if own := listed(t, w, "clerk", mediation.Filter{Unit: w.Unit("V1")}); len(own) != 2 || len(all) != 2 {
			t.Errorf("%d cases, %d of the unit, want 2 of each", len(all), len(own))
		}
		if other := listed(t, w, "other.clerk", mediation.Filter{Unit: w.Unit("V1")}); len(other) != 0 {
			t.Errorf("%d cases of another unit", len(other))
		}
	})
}

func listed(t *testing.T, w *apptest.World, login string, f mediation.Filter) map[id.ID]mediation.Row {
	t.Helper()
	page, err := w.App.Mediation.List(w.Ctx, w.As(login), f)
	if err != nil {
		t.Fatal(err)
	}
	rows := map[id.ID]mediation.Row{}
	for _, r := range page.Rows {
		rows[r.ID] = r
	}
	return rows
}

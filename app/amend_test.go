package app_test

import (
	"slices"
	"testing"
	"time"

	"linli/app/apptest"
	"linli/mediation"
	"linli/platform/access"
)

// TestACorrectedKindIsTheCasesEverywhere: the lists, what is due and the search at the counter name the kind of dispute as it stands; what
// stood before is read by whoever applied, and that the clerk read it is written down.
func TestACorrectedKindIsTheCasesEverywhere(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		for _, state := range []mediation.State{mediation.Submitted, mediation.InSession} {
			c := w.To(state)
			was, now := c.Type, w.Application()
			c = w.Act(w.As("clerk"), c, mediation.CorrectApplication{Why: "other_type", Type: "inheritance", Summary: "父亲留下的三间老屋怎样分", Claims: now.Claims, Amount: now.Amount})
			page, err := w.App.Mediation.List(w.Ctx, w.As("clerk"), mediation.Filter{Limit: 100})
			if err != nil {
				t.Fatal(err)
			}
			seen := ""
			for _, row := range page.Rows {
				if row.ID == c.ID {
					seen = row.Type
				}
			}
			if seen != "inheritance" {
				t.Errorf("in %s the list says %q", state, seen)
			}
			for kind, want := range map[string]bool{was: false, "inheritance": true} {
				rows, err := w.App.Mediation.Repo.Came(w.Ctx, c.Tenant, c.Unit, kind, c.Received, c.Received.Add(time.Second), 10)
				if err != nil || slices.ContainsFunc(rows, func(r mediation.Row) bool { return r.ID == c.ID }) != want {
					t.Errorf("in %s among %s: %v, %v", state, kind, rows, err)
				}
			}
			o, err := w.App.Mediation.Open(w.Ctx, w.Party(c, 0), c.ID, access.ForParty)
			if err != nil || o.Application.Summary != "父亲留下的三间老屋怎样分" || len(o.Corrected) != 1 {
				t.Errorf("whoever applied reads %+v, %v", o, err)
			}
		}
	})
}

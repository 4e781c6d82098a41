package e2e_test

import (
	"testing"
	"time"

	"linli/app/apptest"
	"linli/mediation"
	"linli/platform/i18n"
	"linli/platform/id"
)

// TestCarried has the sides speak through the mediator, each from its telephone: an offer that is kept, released, opened and
// countered, and a session by video that both agree to.
func TestCarried(t *testing.T) {
	scene{scenarios: []string{"scenarios/carried.mjs"}, logins: []string{"mediator"}, data: func(t *testing.T, w *apptest.World) map[string]any {
		if err := w.App.Office.SetRooms(w.Ctx, w.As("admin"), w.Unit("T"), "https://meet.example.org/{room}"); err != nil {
			t.Fatal(err)
		}
		return each(func(i18n.Language) map[string]any {
			c := w.To(mediation.InSession)
			both := []id.ID{c.Parties[0].ID, c.Parties[1].ID}
			c = w.Act(w.As("mediator"), c, mediation.Schedule{Mode: "video", With: both, Start: w.Free().Add(48 * time.Hour)})
			return map[string]any{"case": c.ID.String(), "session": c.Sessions[1].ID.String(), "first": slipOf(t, w, c, 0), "second": slipOf(t, w, c, 1)}
		})
	}}.play(t)
}

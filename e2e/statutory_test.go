package e2e_test

import (
	"testing"

	"linli/app/apptest"
	"linli/mediation"
	"linli/platform/i18n"
)

// TestStatutoryReport has two people report what the law demands, and the person read it on its own page, on a phone.
func TestStatutoryReport(t *testing.T) {
	scene{scenarios: []string{"scenarios/statutory.mjs"}, logins: []string{"mediator", "lead"}, data: func(t *testing.T, w *apptest.World) map[string]any {
		return each(func(i18n.Language) map[string]any {
			c := w.To(mediation.InSession)
			return map[string]any{"case": c.ID.String(), "party": c.Parties[0].ID.String(), "slip": slipOf(t, w, c, 0), "other": slipOf(t, w, c, 1)}
		})
	}}.play(t)
}

package e2e_test

import (
	"testing"

	"linli/app/apptest"
	"linli/mediation"
	"linli/platform/i18n"
)

// TestUrgent has a case opened urgently: the lead asks, the clerk approves, the lead opens it, the party reads of it.
func TestUrgent(t *testing.T) {
	scene{scenarios: []string{"scenarios/urgent.mjs"}, logins: []string{"lead", "clerk", "privacy"}, data: func(t *testing.T, w *apptest.World) map[string]any {
		return each(func(i18n.Language) map[string]any {
			c := w.To(mediation.Assigned)
			return map[string]any{"case": c.ID.String(), "slip": slipOf(t, w, c, 0)}
		})
	}}.play(t)
}

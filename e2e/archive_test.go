package e2e_test

import (
	"testing"

	"linli/app/apptest"
	"linli/mediation"
	"linli/platform/i18n"
)

// TestArchive has the archivist put a file into the archive.
func TestArchive(t *testing.T) {
	scene{scenarios: []string{"scenarios/archive.mjs"}, logins: []string{"records"}, data: func(t *testing.T, w *apptest.World) map[string]any {
		return each(func(i18n.Language) map[string]any {
			whole := w.To(mediation.Assigned)
			whole = w.Act(w.Party(whole, 1), whole, mediation.Withdraw{Party: whole.Parties[1].ID})
			lacking := w.After(mediation.Performed)
			return map[string]any{"whole": whole.ID.String(), "lacking": lacking.ID.String(), "slip": slipOf(t, w, whole, 0)}
		})
	}}.play(t)
}

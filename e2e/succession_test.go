package e2e_test

import (
	"testing"

	"linli/app/apptest"
	"linli/mediation"
	"linli/platform/i18n"
)

// TestSuccession has a party die in the middle of the talks and an heir take its place.
func TestSuccession(t *testing.T) {
	scene{scenarios: []string{"scenarios/succession.mjs"}, logins: []string{"mediator"}, data: func(_ *testing.T, w *apptest.World) map[string]any {
		return each(func(i18n.Language) map[string]any {
			c := w.To(mediation.InSession)
			return map[string]any{"case": c.ID.String(), "party": c.Parties[1].ID.String()}
		})
	}}.play(t)
}

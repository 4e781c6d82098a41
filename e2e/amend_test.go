package e2e_test

import (
	"testing"

	"linli/app/apptest"
	"linli/mediation"
	"linli/platform/i18n"
)

// TestAnApplicationIsPutRight corrects what an application says, adds a party to the talks, and has a party correct its language.
func TestAnApplicationIsPutRight(t *testing.T) {
	scene{scenarios: []string{"scenarios/amend.mjs"}, logins: []string{"mediator"}, data: func(t *testing.T, w *apptest.World) map[string]any {
		return each(func(i18n.Language) map[string]any {
			c := w.To(mediation.InSession)
			return map[string]any{"case": c.ID.String(), "party": c.Parties[1].ID.String(), "slip": slipOf(t, w, c, 0), "summary": w.Application().Summary, "claims": w.Application().Claims}
		})
	}}.play(t)
}

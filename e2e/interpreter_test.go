package e2e_test

import (
	"testing"

	"linli/app/apptest"
	"linli/mediation"
	"linli/platform/i18n"
)

// TestAnInterpreter has a party speak another language at the counter, and somebody interpret from the notice to the signing.
func TestAnInterpreter(t *testing.T) {
	scene{scenarios: []string{"scenarios/interpreter.mjs"}, logins: []string{"clerk", "mediator"}, data: func(t *testing.T, w *apptest.World) map[string]any {
		return each(func(i18n.Language) map[string]any {
			c := w.To(mediation.Signing)
			return map[string]any{"case": c.ID.String(), "party": c.Parties[1].ID.String()}
		})
	}}.play(t)
}

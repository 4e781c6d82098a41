package e2e_test

import (
	"testing"

	"linli/app/apptest"
	"linli/mediation"
	"linli/platform/i18n"
)

// TestPasskeys plays passkeys with the authenticator of the browser's own test interface.
func TestPasskeys(t *testing.T) {
	scene{scenarios: []string{"scenarios/passkeys.mjs"}, logins: []string{"mediator", "lead"}, data: func(t *testing.T, w *apptest.World) map[string]any {
		return each(func(i18n.Language) map[string]any { // an agreement that lies before its parties, with their slips
			c := w.To(mediation.Signing)
			return map[string]any{"case": c.ID.String(), "first": slipOf(t, w, c, 0), "second": slipOf(t, w, c, 1)}
		})
	}}.play(t)
}

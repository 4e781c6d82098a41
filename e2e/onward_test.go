package e2e_test

import (
	"testing"

	"linli/app/apptest"
	"linli/mediation"
	"linli/platform/i18n"
)

// TestReferralOut has a party agree to a letter to somebody who can help it, line by line, and take that back.
func TestReferralOut(t *testing.T) {
	scene{scenarios: []string{"scenarios/onward.mjs"}, logins: []string{"clerk"}, data: func(t *testing.T, w *apptest.World) map[string]any {
		return each(func(i18n.Language) map[string]any {
			c := w.To(mediation.InSession)
			return map[string]any{"case": c.ID.String(), "party": c.Parties[0].ID.String(), "slip": slipOf(t, w, c, 0), "other": slipOf(t, w, c, 1)}
		})
	}}.play(t)
}

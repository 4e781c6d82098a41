package e2e_test

import (
	"testing"

	"linli/app/apptest"
	"linli/mediation"
	"linli/platform/i18n"
)

// TestACaseGoesToAnotherUnit hands a case to another unit, whose clerk goes on with it; the applicant reads who has it now.
func TestACaseGoesToAnotherUnit(t *testing.T) {
	scene{scenarios: []string{"scenarios/transfer.mjs"}, logins: []string{"clerk", "other.clerk"}, data: func(t *testing.T, w *apptest.World) map[string]any {
		return each(func(i18n.Language) map[string]any {
			c := w.To(mediation.Screening)
			return map[string]any{"case": c.ID.String(), "unit": w.Unit("V2").String(), "slip": slipOf(t, w, c, 0)}
		})
	}}.play(t)
}

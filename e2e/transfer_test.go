package e2e_test

import (
	"strconv"
	"testing"

	"linli/app/apptest"
	"linli/mediation"
	"linli/platform/i18n"
)

// TestAUnitEnds: what it leaves is seen by the lead of its heir, and a party reads who has its case now.
func TestAUnitEnds(t *testing.T) {
	scene{scenarios: []string{"scenarios/heirs.mjs"}, logins: []string{"admin", "upper.lead"}, data: func(t *testing.T, w *apptest.World) map[string]any {
		c, now := w.To(mediation.Invited), w.Clock.Now()
		return map[string]any{"unit": w.Unit("V1").String(), "heir": w.Unit("V2").String(), "name": w.Villages[0], "case": c.ID.String(), "slip": slipOf(t, w, c, 0),
			"day": map[string]string{"year": strconv.Itoa(now.Year()), "month": strconv.Itoa(int(now.Month())), "day": strconv.Itoa(now.Day())}}
	}}.play(t)
}

// TestACaseGoesToAnotherUnit hands a case to another unit, whose clerk goes on with it; the applicant reads who has it now.
func TestACaseGoesToAnotherUnit(t *testing.T) {
	scene{scenarios: []string{"scenarios/transfer.mjs"}, logins: []string{"clerk", "other.clerk"}, data: func(t *testing.T, w *apptest.World) map[string]any {
		return each(func(i18n.Language) map[string]any {
			c := w.To(mediation.Screening)
			return map[string]any{"case": c.ID.String(), "unit": w.Unit("V2").String(), "slip": slipOf(t, w, c, 0)}
		})
	}}.play(t)
}

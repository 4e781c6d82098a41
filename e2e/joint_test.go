package e2e_test

import (
	"testing"

	"linli/app/apptest"
	"linli/mediation"
	"linli/platform/access"
	"linli/platform/i18n"
)

// TestJoint has two units mediate a dispute together: the lead invites, each party is asked alone, the other lead answers and
// names its own mediator.
func TestJoint(t *testing.T) {
	scene{scenarios: []string{"scenarios/joint.mjs"}, logins: []string{"clerk", "lead", "other.lead"}, data: func(t *testing.T, w *apptest.World) map[string]any {
		w.Hire("other.lead", "V2", access.Lead)
		return each(func(i18n.Language) map[string]any {
			c := w.To(mediation.InSession)
			return map[string]any{"case": c.ID.String(), "unit": w.Unit("V2").String(), "second": c.Parties[1].ID.String(), "slip": slipOf(t, w, c, 0),
				"mediator": w.Hired("other.mediator").Account.String()}
		})
	}}.play(t)
}

package e2e_test

import (
	"testing"

	"linli/app/apptest"
	"linli/mediation"
)

// TestOffice opens every page of an office with a case in each state, as a clerk, a mediator, a lead, an administrator
// and the public see it. The pages of a party, and an application written page by page, are played in web/resident.
func TestOffice(t *testing.T) {
	scene{scenarios: []string{"scenarios/public.mjs", "scenarios/staff.mjs"}, data: furnish, logins: []string{"clerk", "mediator", "lead", "admin"}}.play(t)
}

// furnish makes a case in each state.
func furnish(t *testing.T, w *apptest.World) map[string]any {
	t.Helper()
	cases := map[string]string{}
	for _, s := range []mediation.State{mediation.Submitted, mediation.Screening, mediation.Invited, mediation.Accepted, mediation.Assigned,
		mediation.Scheduled, mediation.InSession, mediation.Signing, mediation.Effective} {
		c := w.To(s)
		cases[string(s)] = c.ID.String()
	}
	return map[string]any{"cases": cases, "unit": w.Unit("V1").String()}
}

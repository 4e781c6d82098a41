package e2e_test

import (
	"testing"

	"linli/app/apptest"
	"linli/mediation"
)

// TestComplaints has a party complain from its own page: the unit above answers, the author asks for a review and reads it.
func TestComplaints(t *testing.T) {
	scene{scenarios: []string{"scenarios/complaints.mjs"}, logins: []string{"upper.lead", "privacy"}, data: func(t *testing.T, w *apptest.World) map[string]any {
		c := w.To(mediation.InSession)
		code, digits, err := w.App.Mediation.IssueSlip(w.Ctx, w.Party(c, 0), c.ID, c.Parties[0].ID)
		if err != nil {
			t.Fatal(err)
		}
		return map[string]any{"party": map[string]any{"code": code.String(), "digits": digits}, "mediator": w.Hired("mediator").Account.String()}
	}}.play(t)
}

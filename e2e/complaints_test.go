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

// TestAGrievanceAtAnotherCounter has a clerk of one unit write down what somebody says on the telephone about another.
func TestAGrievanceAtAnotherCounter(t *testing.T) {
	scene{scenarios: []string{"scenarios/counter_grievance.mjs"}, logins: []string{"other.clerk"}, data: func(_ *testing.T, w *apptest.World) map[string]any {
		return map[string]any{"unit": w.Unit("V1").String(), "own": w.Unit("V2").String()}
	}}.play(t)
}

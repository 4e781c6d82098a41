package e2e_test

import (
	"testing"

	"linli/app/apptest"
	"linli/mediation"
	"linli/platform/i18n"
)

// TestMediators opens what concerns those who mediate: one who leaves, and one from elsewhere.
func TestMediators(t *testing.T) {
	scene{scenarios: []string{"scenarios/mediators.mjs"}, data: leaving, logins: []string{"clerk", "lead", "upper.lead", "second"}}.play(t)
}

// leaving is a case whose mediator has left and has a successor, with the slip of a party, and one that no mediator of
// its unit can take.
func leaving(t *testing.T, w *apptest.World) map[string]any {
	t.Helper()
	lead, next := w.As("lead"), w.As("second")
	left := w.To(mediation.InSession)
	left = w.Act(lead, left, mediation.Recuse{Engagement: left.Engagements[0].ID, Reason: "mediator_unavailable"})
	left = w.Act(lead, left, mediation.Propose{Account: next.Account, Lead: true})
	left = w.Act(next, left, mediation.Disclose{Engagement: left.Engagements[1].ID, Conflict: mediation.NoConflict})
	for i, p := range left.Parties {
		left = w.Act(w.Party(left, i), left, mediation.AgreeMediator{Engagement: left.Engagements[1].ID, Party: p.ID, Agree: true})
	}
	none, resigned := map[string]string{}, map[string]string{} // by the browser's language: each is done once
	for _, lang := range i18n.Languages() {
		c := w.To(mediation.Accepted)
		for i, login := range []string{"mediator", "second"} {
			c = w.Act(lead, c, mediation.Propose{Account: w.Hired(login).Account, Lead: true})
			c = w.Act(w.As(login), c, mediation.Disclose{Engagement: c.Engagements[i].ID, Conflict: mediation.Disqualifying})
		}
		none[string(lang)], resigned[string(lang)] = c.ID.String(), w.To(mediation.Assigned).ID.String()
	}
	left = w.Act(next, left, mediation.SendMessage{Party: left.Parties[0].ID, Text: "下次请带维修发票原件。"})
	w.Clock.Add(mediation.MessageHeld)
	if err := w.App.Mediation.SendHeld(w.Ctx, w.Tenant(), left.ID, left.Messages[0].ID); err != nil {
		t.Fatal(err)
	}
	wishing := w.To(mediation.Accepted)
	return map[string]any{"wishing": wishing.ID.String(), "wisher": slipOf(t, w, wishing, 1), "left": left.ID.String(), "none": none, "resigned": resigned, "mediator": w.Hired("mediator").Account.String(), "former": left.Engagements[0].ID.String(),
		"to": left.Parties[1].ID.String(), "slip": slipOf(t, w, left, 0),
		"second": w.Hired("second").Account.String()}
}

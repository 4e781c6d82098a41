package e2e_test

import (
	"testing"

	"linli/app/apptest"
	"linli/mediation"
)

// TestRest opens the pages that neither the main road nor a case in each state leads to.
func TestRest(t *testing.T) {
	scene{scenarios: []string{"scenarios/rest.mjs"}, data: beside, logins: []string{"clerk", "mediator", "lead", "privacy", "admin"}}.play(t)
}

// beside is a case for each page beside the road, and the slips of two parties.
func beside(t *testing.T, w *apptest.World) map[string]any {
	t.Helper()
	mediator := w.As("mediator")
	propose := func() mediation.Case {
		return w.Act(w.As("clerk"), w.To(mediation.Accepted), mediation.Propose{Account: w.Hired("mediator").Account, Lead: true})
	}
	declared := propose()
	declared = w.Act(mediator, declared, mediation.Disclose{Engagement: declared.Engagements[0].ID, Conflict: mediation.Tie, Text: "住同一条巷子"})
	signing, lost := w.To(mediation.Signing), w.To(mediation.Screening)
	slipOf(t, w, lost, 0)
	w.Worker()
	help, err := w.App.Referral.Ask(w.Ctx, w.Anybody(), w.Request(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.App.Referral.FirstSlip(w.Ctx, w.Tenant(), help.Code); err != nil {
		t.Fatal(err)
	}
	cases := map[string]string{}
	for name, c := range map[string]mediation.Case{"proposed": propose(), "declared": declared, "scheduled": w.To(mediation.Scheduled),
		"in_session": w.To(mediation.InSession), "signing": signing, "voided": w.After(mediation.Voided), "lost": lost,
		"suspended": w.Act(mediator, w.To(mediation.InSession), mediation.Suspend{Reason: "appraisal"})} {
		cases[name] = c.ID.String()
	}
	return map[string]any{"cases": cases, "help": help.Case.ID.String(), "signer": slipOf(t, w, signing, 0), "asked": slipOf(t, w, declared, 0), "engagement": declared.Engagements[0].ID.String(),
		"unit": w.Unit("V1").String(), "account": w.Hired("clerk").Account.String()}
}

package resident_test

import (
	"testing"
	"time"

	"linli/e2e"
	"linli/mediation"
)

// A person applies, opens the own page from the slip's address, and decides, on a telephone and at a desk.
func TestOnScreens(t *testing.T) {
	if testing.Short() {
		t.Skip("a browser takes its time")
	}
	pages(t, func(t *testing.T, s *site) {
		data := map[string]any{}
		for name, x := range map[string]struct {
			state mediation.State
			party int
		}{"fresh": {mediation.Submitted, 0}, "invited": {mediation.Invited, 1}, "planned": {mediation.Scheduled, 0}, "signing": {mediation.Signing, 1}, "before": {mediation.Signing, 0}, "ended": {mediation.Assigned, 0}} {
			c := s.To(x.state)
			if name == "planned" {
				c = s.Act(s.As("clerk"), c, mediation.Appoint{Party: c.Parties[0].ID, As: mediation.Agent, Name: "努尔兰律师"})
				c = s.Act(s.As("mediator"), c, mediation.AskExtension{Days: 10})
			}
			if name == "invited" {
				s.Act(s.As("clerk"), c, mediation.Talk{Party: c.Parties[1].ID, Concern: mediation.NoConcernTold})
			}
			if name == "before" { // a new draft, of which the party was offered nothing yet
				c = s.Act(s.Party(c, 1), c, mediation.RefuseSign{Party: c.Parties[1].ID})
				c = s.Act(s.As("mediator"), c, s.Draft(c, "2026-05-31"))
			}
			if name == "ended" {
				s.Act(s.Party(c, 0), c, mediation.Withdraw{Party: c.Parties[0].ID})
			}
			code, digits := s.slip(t, c, x.party)
			data[name] = map[string]string{"code": code.String(), "digits": digits}
		}
		s.Clock.Add(time.Minute)
		e2e.Run(t, e2e.Play{Handler: s.handler, Scenarios: []string{"scenarios/apply.mjs", "scenarios/party.mjs", "scenarios/before.mjs"}, Data: data})
	})
}

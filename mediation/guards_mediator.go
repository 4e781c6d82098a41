package mediation

import (
	"slices"

	"linli/platform/id"
)

// Above is the unit above a case's, in which somebody leads.
type Above struct {
	Unit  id.ID
	Leads []id.ID // accounts
}

// A mediator who leaves, and one from elsewhere.
var (
	// Everybody who could mediate here was asked, and either declared a conflict, was turned down or has left.
	nobodyLeft = Guard{Name: "mediators_left", Holds: func(d *decision) bool {
		return !slices.ContainsFunc(d.Mediators, func(account id.ID) bool { return !d.c.wasEngaged(account) }) &&
			!slices.ContainsFunc(d.c.Engagements, func(e Engagement) bool { return e.To.IsZero() })
	}}
	somebodyAbove = Guard{Name: "nobody_above", Holds: func(d *decision) bool { return !d.Above.Unit.IsZero() }}
	notAskedAbove = Guard{Name: "asked_above", Holds: func(d *decision) bool { return d.c.Asked.IsZero() }}

	mediatorLeft = Guard{Name: "engagement_unknown", Holds: is(func(d *decision, c PermitNotes) bool {
		e := d.c.Engagement(c.Engagement)
		return e != nil && e.Left()
	})}
	// An agreement in force is changed by those whom it binds, and by all of them (民法典 art. 543).
	standingSigners = Guard{Name: "standing_signers", Holds: is(func(d *decision, x drafting) bool {
		if d.c.Standing == nil {
			return true
		}
		parties := x.draft().Parties
		return !slices.ContainsFunc(d.c.Binding(&d.c.Standing.Agreement), func(p id.ID) bool { return !slices.Contains(parties, p) })
	})}
)

func (c *Case) wasEngaged(account id.ID) bool {
	return slices.ContainsFunc(c.Engagements, func(e Engagement) bool { return e.Account == account && !e.To.IsZero() })
}

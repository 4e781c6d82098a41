package mediation

import (
	"slices"
	"time"

	"linli/casefile"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/platform/vault"
)

// StrikeReasons are why a party is taken out that nobody has spoken to: it is somebody else, or it has no part in the dispute.
var StrikeReasons = []string{"somebody_else", "no_part", "twice"}

// StrikeParty takes out a party that was entered wrongly, before anybody has spoken to it or handed it an invitation. The event
// stays; the name and the contact of somebody who has no part in the dispute are destroyed (个人信息保护法 art. 47).
type StrikeParty struct {
	Party id.ID  `json:"party"`
	Why   string `json:"why"` // one of [StrikeReasons]
}

// Kind is the machine's event.
func (StrikeParty) Kind() casefile.Kind { return "strike_party" }

func (x StrikeParty) party() id.ID { return x.Party }

type struck struct {
	Party id.ID  `json:"party"`
	Role  Role   `json:"role"`
	Why   string `json:"why"`
}

func (x StrikeParty) decide(d *decision, s *Step) (any, error) {
	if !slices.Contains(StrikeReasons, x.Why) {
		return nil, fault.Field("why", "form.choose")
	}
	own := map[id.ID]bool{x.Party: true}
	for _, r := range d.c.Representatives {
		own[r.ID] = r.Party == x.Party
	}
	s.Drop = func(k vault.Scope) bool { return own[k.Of] }
	s.Issued = d.ended(x.Party)
	return struck{x.Party, d.c.Party(x.Party).Role, x.Why}, nil
}

func foldStrikeParty(c *Case, _ casefile.Event, b struck) {
	c.Parties = left(c.Parties, func(p Party) bool { return p.ID == b.Party })
	for i := range c.Engagements { // a declaration is owed to those who were added since it fell due, if any is left
		g := &c.Engagements[i]
		if !slices.ContainsFunc(c.Parties, func(p Party) bool { return !p.Added.IsZero() && !p.Added.Before(g.Owes) }) {
			g.Owes = time.Time{}
		}
	}
	c.Representatives = left(c.Representatives, func(r Representative) bool { return r.Party == b.Party })
	c.Calls = left(c.Calls, func(x Call) bool { return x.Party == b.Party })
}

var (
	// Who was told or spoken to is a party: it withdraws, or the case ends. So is who is said to have agreed on paper.
	partyUntouched = Guard{Name: "party_touched", Holds: func(d *decision) bool {
		p := d.thisParty()
		given := slices.ContainsFunc(d.Slips, func(x casefile.Slip) bool { return x.Party == p.ID && x.Hash != "" })
		return !given && !p.Paper && p.Informed.IsZero() && p.Talked.IsZero() && (p.Invited.IsZero() || !p.Added.IsZero()) && p.Consent == (Consent{})
	}}
	// A dispute needs somebody on each side.
	partyNotLast = Guard{Name: "party_last", Holds: func(d *decision) bool {
		p := d.thisParty()
		return slices.ContainsFunc(d.c.needed(), func(x Party) bool { return x.Role == p.Role && x.ID != p.ID })
	}}
)

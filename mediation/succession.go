package mediation

import (
	"slices"
	"time"

	"linli/casefile"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/platform/vault"
)

// How a party ends.
const (
	Died      = "died"      // a person
	Dissolved = "dissolved" // an organisation
)

// PartyEnded records that a person has died, or that an organisation is no more. The mediation waits for those who take
// the place (民事诉讼法 art. 153); what was drafted and not signed by all binds nobody.
type PartyEnded struct {
	Party id.ID  `json:"party"`
	How   string `json:"how"` // died or dissolved
}

// Kind is the machine's event.
func (PartyEnded) Kind() casefile.Kind { return "party_ended" }

func (p PartyEnded) party() id.ID { return p.Party }

type partyEnded struct {
	Party id.ID  `json:"party"`
	How   string `json:"how"`
	Waits bool   `json:"waits,omitempty"` // the mediation waits, and its term with it
}

func (p PartyEnded) decide(d *decision, s *Step) (any, error) {
	if p.How != Died && p.How != Dissolved || (p.How == Died) != (d.thisParty().Kind == "person") {
		return nil, fault.Field("how", "mediation.field.party_ended_how")
	}
	for _, x := range d.Slips {
		if x.Party == p.Party && x.EndedAt.IsZero() { // nobody opens the case with the slip of one who is no more
			x.EndedAt = d.now
			s.Issued = append(s.Issued, x)
		}
	}
	return partyEnded{p.Party, p.How, d.c.canWait() && !d.thisParty().Outside()}, nil
}

func foldPartyEnded(c *Case, e casefile.Event, b partyEnded) {
	c.Party(b.Party).Gone = e.Happened()
	c.wait(e.Happened(), b.Waits)
	if c.Agreement != nil && c.Agreement.Effective.IsZero() && c.State != OralAgreed {
		c.Agreement = nil
	}
	for i := range c.Representatives { // an authority ends with whoever gave it (民法典 art. 173, 175)
		if r := &c.Representatives[i]; r.Party == b.Party && r.Ended.IsZero() {
			r.Ended, r.Why = e.Happened(), PartyGone
		}
	}
}

// canWait reports whether there is a mediation that can wait: it was accepted, and nothing is agreed yet.
func (c *Case) canWait() bool { return slices.Contains(term, c.State) && c.State != OralAgreed }

// wait stops the clock of the mediation until everybody who is needed takes part.
func (c *Case) wait(at time.Time, waits bool) {
	if waits && c.Waits.IsZero() {
		c.Waits = at
	}
}

// Succeed enters one who takes the place of a party that ended: an heir, the company that took over, the group that
// liquidates. A successor is a party with keys, a slip and a consent of its own, and reads nothing that its predecessor
// told alone.
type Succeed struct {
	Party    id.ID  `json:"party"` // whose place it takes
	As       string `json:"as"`    // person or organisation
	Name     string `json:"name"`
	Contact  string `json:"contact,omitempty"`
	Language string `json:"language,omitempty"`
}

// Kind is the machine's event.
func (Succeed) Kind() casefile.Kind { return "succeed" }

func (x Succeed) party() id.ID { return x.Party }

type succeeded struct {
	Party     id.ID  `json:"party"`
	Successor id.ID  `json:"successor"`
	Kind      string `json:"kind"`
	Waits     bool   `json:"waits,omitempty"`
}

func (x Succeed) decide(d *decision, s *Step) (any, error) {
	var l fault.List
	if x.As != "person" && x.As != "organisation" {
		l.Add("as", "mediation.field.kind")
	}
	text(&l, "name", x.Name, maxName, true)
	text(&l, "contact", x.Contact, maxContact, false)
	text(&l, "language", x.Language, maxName, false)
	if len(d.c.Parties) >= maxParties {
		l = append(l, fault.Field("name", "mediation.field.parties_many").With(fault.Args{"max": maxParties}))
	}
	if err := l.Err(); err != nil {
		return nil, err
	}
	b := succeeded{x.Party, d.ids.New(), x.As, d.c.canWait()}
	s.Secrets = append(s.Secrets, secret(vault.Identity, b.Successor, b.Successor, FieldIdentity, identityOf(x.Name, x.Language)))
	if x.Contact != "" {
		s.Secrets = append(s.Secrets, secret(vault.Contact, b.Successor, b.Successor, FieldContact, ContactDetails{Contact: x.Contact}))
	}
	s.Slips = append(s.Slips, b.Successor)
	return b, nil
}

func foldSucceed(c *Case, e casefile.Event, b succeeded) {
	c.Parties = append(c.Parties, Party{ID: b.Successor, Role: c.Party(b.Party).Role, Kind: b.Kind, Succeeds: b.Party, Invited: e.At})
	c.wait(e.Happened(), b.Waits)
}

// foldGoOn ends the waiting: the clock runs on.
func foldGoOn(c *Case, _ casefile.Event, _ struct{}) { c.Waits = time.Time{} }

// everybodyBack reports whether the mediation waited for successors and need wait no more: each place is taken, and
// everybody in one consents.
func (c *Case) everybodyBack() bool {
	return !c.Waits.IsZero() && !slices.ContainsFunc(c.Parties, func(p Party) bool {
		if p.Outside() {
			return false
		}
		if p.Gone.IsZero() {
			return !p.Consent.Stands()
		}
		return len(c.InPlaceOf(p.ID)) == 0
	})
}

// needed are the parties whose word the mediation needs: those who have not ended, and are not only asked to join.
func (c *Case) needed() []Party {
	return slices.DeleteFunc(c.living(), Party.Outside)
}

// living are the parties who have not ended.
func (c *Case) living() []Party {
	return slices.DeleteFunc(slices.Clone(c.Parties), func(p Party) bool { return !p.Gone.IsZero() })
}

// all reports whether everybody who is needed is among some.
func (c *Case) all(some []id.ID) bool {
	return !slices.ContainsFunc(c.needed(), func(p Party) bool { return !slices.Contains(some, p.ID) })
}

// Holds reports whether a party is another, or has taken its place: what was owed to one is owed to its successors.
func (c *Case) Holds(of, party id.ID) bool {
	for !party.IsZero() {
		if party == of {
			return true
		}
		p := c.Party(party)
		if p == nil {
			return false
		}
		party = p.Succeeds
	}
	return false
}

// InPlaceOf are the parties who now stand where a party stood: itself, or its successors.
func (c *Case) InPlaceOf(of id.ID) []id.ID {
	var out []id.ID
	for _, p := range c.living() {
		if c.Holds(of, p.ID) {
			out = append(out, p.ID)
		}
	}
	return out
}

// Bound reports whether an agreement binds a party: as one of its parties, or in the place of one.
func (c *Case) Bound(a *Agreement, party id.ID) bool {
	return a != nil && slices.ContainsFunc(a.Parties, func(p id.ID) bool { return c.Holds(p, party) })
}

// knows reports whether a party knows an agreement: it binds the party, and one who has taken another's place has taken
// part once.
func (c *Case) knows(a *Agreement, party id.ID) bool { return c.Bound(a, party) && c.came(party) }

// came reports whether a party is one of the first, or has taken part in the place of one.
func (c *Case) came(party id.ID) bool {
	p := c.Party(party)
	return p != nil && (p.Succeeds.IsZero() && p.Added.IsZero() || !p.Consent.Given.IsZero())
}

// Binding are all whom an agreement binds now.
func (c *Case) Binding(a *Agreement) []id.ID {
	var out []id.ID
	for _, p := range a.Parties {
		out = append(out, c.InPlaceOf(p)...)
	}
	return out
}

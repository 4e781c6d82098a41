package mediation

import (
	"slices"
	"time"

	"linli/casefile"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/platform/vault"
)

// Propose names a mediator: the lead proposes, or the parties choose. The parties decide.
type Propose struct {
	Account id.ID `json:"account"`
	Lead    bool  `json:"lead"` // leads the mediation; exactly one does
}

// Kind is the machine's event.
func (Propose) Kind() casefile.Kind { return "propose" }

type proposed struct {
	Engagement id.ID `json:"engagement"`
	Account    id.ID `json:"account"`
	Lead       bool  `json:"lead"`
	Unit       id.ID `json:"unit,omitzero"`
}

func (p Propose) decide(d *decision, s *Step) (any, error) {
	if p.Account.IsZero() {
		return nil, fault.Field("account", "form.required")
	}
	s.Tell = []id.ID{p.Account}
	return proposed{d.ids.New(), p.Account, p.Lead, d.For}, nil
}

func foldPropose(c *Case, _ casefile.Event, b proposed) {
	c.Engagements = append(c.Engagements, Engagement{ID: b.Engagement, Account: b.Account, Lead: b.Lead, Unit: b.Unit})
}

// Disclose is a proposed mediator's own declaration of ties to the dispute or the parties.
type Disclose struct {
	Engagement id.ID    `json:"engagement"`
	Conflict   Conflict `json:"conflict"`
	Text       string   `json:"text,omitempty"` // what the tie is; needed where there is one
}

// Kind is the machine's event.
func (Disclose) Kind() casefile.Kind { return "disclose" }

func (x Disclose) engagement() id.ID { return x.Engagement }

type disclosure struct {
	Engagement id.ID    `json:"engagement"`
	Conflict   Conflict `json:"conflict"`
}

func (x Disclose) decide(_ *decision, s *Step) (any, error) {
	var l fault.List
	if x.Conflict != NoConflict && x.Conflict != Tie && x.Conflict != Disqualifying {
		l.Add("conflict", "mediation.field.conflict")
	}
	text(&l, "text", x.Text, maxText, x.Conflict == Tie)
	if err := l.Err(); err != nil {
		return nil, err
	}
	if x.Text != "" && x.Conflict == Tie { // a disqualifying tie is the mediator's own affair: the parties never had that mediator
		s.Secrets = append(s.Secrets, secret(vault.Joint, id.ID{}, x.Engagement, FieldDisclosure, x.Text))
	}
	return disclosure{x.Engagement, x.Conflict}, nil
}

func foldDisclose(c *Case, e casefile.Event, b disclosure) {
	g := c.Engagement(b.Engagement)
	if g.Working() { // of a party that was added: to the others it has declared itself before
		g.Owes = time.Time{}
		return
	}
	if g.Conflict != b.Conflict {
		g.AgreedBy = nil // who agreed did so knowing something else
	}
	g.Disclosed, g.Conflict = e.Happened(), b.Conflict
	if b.Conflict == Disqualifying {
		g.To, g.Ended = e.At, "conflict"
	}
}

// AgreeMediator is one party's word on a proposed mediator.
type AgreeMediator struct {
	Engagement id.ID `json:"engagement"`
	Party      id.ID `json:"party"`
	Agree      bool  `json:"agree"`
	By         id.ID `json:"by,omitzero"` // the representative who says it; zero: the party itself
}

// Kind is the machine's event.
func (AgreeMediator) Kind() casefile.Kind { return "agree_mediator" }

func (a AgreeMediator) party() id.ID      { return a.Party }
func (a AgreeMediator) speaker() id.ID    { return a.By }
func (a AgreeMediator) engagement() id.ID { return a.Engagement }

func (a AgreeMediator) decide(_ *decision, s *Step) (any, error) {
	if !a.Agree {
		s.Event.Visibility = casefile.Only(a.Party) // who turned a mediator down is nobody else's business
	}
	a.By = id.ID{} // who acts for a party is not the other side's to read
	return a, nil
}

func foldAgreeMediator(c *Case, e casefile.Event, b AgreeMediator) {
	g := c.Engagement(b.Engagement)
	if !b.Agree {
		g.To, g.Ended = e.At, "declined"
		return
	}
	if !slices.Contains(g.AgreedBy, b.Party) {
		g.AgreedBy = append(g.AgreedBy, b.Party)
	}
}

// mediatorsAgreed reports whether every proposed mediator has disclosed and has the word of every party whom the
// mediation concerns, and one leads.
func (c *Case) mediatorsAgreed() bool {
	lead := false
	for _, e := range c.Engagements {
		if !e.To.IsZero() {
			continue
		}
		if e.Proposed() && (e.Disclosed.IsZero() || slices.ContainsFunc(c.concerned(), func(p id.ID) bool { return !slices.Contains(e.AgreedBy, p) })) {
			return false
		}
		lead = lead || e.Lead
	}
	return lead
}

// mediatorJoins reports whether somebody is ready to begin on a case that has gone on without.
func (c *Case) mediatorJoins() bool { return len(c.Proposed()) > 0 && c.mediatorsAgreed() }

// concerned are the parties who decide on a mediator: all of them, and those of the agreement once there is one.
func (c *Case) concerned() []id.ID {
	if c.Agreement != nil && (c.State == Signing || c.State == OralAgreed || c.State.InForce()) {
		return c.Binding(c.Agreement)
	}
	var out []id.ID
	for _, p := range c.needed() {
		out = append(out, p.ID)
	}
	return out
}

func foldAssign(c *Case, e casefile.Event, _ struct{}) {
	for i := range c.Engagements {
		if g := &c.Engagements[i]; g.Proposed() {
			g.From = e.At
		}
	}
	c.Wishes = nil
	c.Asked = id.ID{} // the unit above has done what it was asked
}

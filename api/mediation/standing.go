package mediation

import (
	"time"

	"linli/mediation"
	"linli/office"
	"linli/platform/access"
	"linli/platform/id"
)

// Standing is how a case stands: clear facts without any person's words, for whoever may see the case.
type Standing struct {
	ID         id.ID           `json:"id"`
	Unit       id.ID           `json:"unit"`
	UnitCode   string          `json:"unit_code"`
	Number     string          `json:"number,omitempty" doc:"case number; allotted at acceptance, so the answer to that event does not have it yet"`
	Ref        string          `json:"ref,omitempty" doc:"number in the register that the case was brought in from"`
	State      mediation.State `json:"state"`
	Version    int64           `json:"version" doc:"number of events so far"`
	Type       string          `json:"type" doc:"type of the dispute, a code of the rulebook"`
	Source     string          `json:"source" doc:"how the case came, a code of the rulebook"`
	Rulebook   string          `json:"rulebook" doc:"rulebook and version that the case is under"`
	Received   time.Time       `json:"received"`
	Accepted   time.Time       `json:"accepted,omitzero"`
	Ended      time.Time       `json:"ended,omitzero" doc:"when it was closed without an agreement"`
	Reason     string          `json:"reason,omitempty" doc:"closing reason, a code of the rulebook"`
	Parties    []Side          `json:"parties" nullable:"false"`
	Mediators  []Engagement    `json:"mediators" nullable:"false"`
	Joint      []JointUnit     `json:"joint,omitempty" doc:"other units that mediate with this one, or are asked to"`
	Sessions   []Appointment   `json:"sessions" nullable:"false"`
	Agreement  *Agreement      `json:"agreement,omitempty" doc:"the agreement under signature or in force"`
	Missing    []Act           `json:"missing" nullable:"false" doc:"signatures and seal that the agreement still needs"`
	NextEvents []string        `json:"next_events" nullable:"false" doc:"events that this account may ask for in this state; a rule may still refuse one"`
}

// Side is a party as a number and a role.
type Side struct {
	ID   id.ID          `json:"id"`
	Role mediation.Role `json:"role"`
	Kind string         `json:"kind" enum:"person,organisation"`

	Gone     time.Time `json:"gone,omitzero" doc:"the person died, or the organisation is no more"`
	Succeeds id.ID     `json:"succeeds,omitzero" doc:"the party whose place it has taken"`
}

// Engagement is one mediator's work on the case.
type Engagement struct {
	ID        id.ID     `json:"id"`
	Account   id.ID     `json:"account"`
	Lead      bool      `json:"lead"`
	Disclosed time.Time `json:"disclosed,omitzero" doc:"when the mediator declared its ties"`
	From      time.Time `json:"from,omitzero" doc:"at work on the case since"`
	To        time.Time `json:"to,omitzero"`
}

// JointUnit is another unit that mediates the case jointly, or is asked to.
type JointUnit struct {
	ID     id.ID     `json:"id"`
	Unit   id.ID     `json:"unit"`
	Asked  time.Time `json:"asked,omitzero" doc:"every party has agreed, and the unit was asked"`
	Joined time.Time `json:"joined,omitzero"`
	Ended  time.Time `json:"ended,omitzero" doc:"it does not take part, or no longer"`
}

// Appointment is one session, by its time alone.
type Appointment struct {
	ID    id.ID     `json:"id"`
	Start time.Time `json:"start"`
	Begun time.Time `json:"begun,omitzero"`
	Off   string    `json:"off,omitempty" doc:"cancelled or no_show"`
}

// Agreement is a written agreement, by its hash.
type Agreement struct {
	ID        id.ID     `json:"id"`
	Text      string    `json:"text" doc:"SHA-256 of the text in hexadecimal: what a signature refers to"`
	Effective time.Time `json:"effective,omitzero"`
}

// Act is one signature or seal.
type Act struct {
	As string `json:"as" enum:"party,mediator,seal"`
	Of id.ID  `json:"of,omitzero" doc:"the party, the mediator's engagement, or of a joint unit's seal the unit"`
}

func (d *Desk) standing(a access.Actor, unit office.Unit, c *mediation.Case, number string) Standing {
	s := Standing{ID: c.ID, Unit: c.Unit, UnitCode: unit.Code, Number: number, Ref: c.Ref, State: c.State, Version: c.Version, Type: c.Type,
		Source: c.Source, Rulebook: c.Rulebook + " " + c.RulebookVersion, Received: c.Received, Accepted: c.Accepted, Ended: c.Ended, Reason: c.Reason,
		Parties: []Side{}, Mediators: []Engagement{}, Sessions: []Appointment{}, Missing: []Act{}, NextEvents: []string{}}
	for _, p := range c.Parties {
		s.Parties = append(s.Parties, Side{p.ID, p.Role, p.Kind, p.Gone, p.Succeeds})
	}
	for _, e := range c.Engagements {
		s.Mediators = append(s.Mediators, Engagement{e.ID, e.Account, e.Lead, e.Disclosed, e.From, e.To})
	}
	for _, j := range c.Joint {
		s.Joint = append(s.Joint, JointUnit{j.ID, j.Unit, j.Asked, j.Joined, j.Ended})
	}
	for _, x := range c.Sessions {
		s.Sessions = append(s.Sessions, Appointment{x.ID, x.Start, x.Begun, x.Off})
	}
	if g := c.Agreement; g != nil {
		s.Agreement = &Agreement{g.ID, g.Text, g.Effective}
	}
	for _, m := range c.Missing() {
		s.Missing = append(s.Missing, Act{m.As, m.Of})
	}
	facts := c.Facts()
	for _, event := range c.Next() {
		may := d.Service.Access.Check(a, "mediation."+string(event), facts) == nil
		if event == "sign" {
			may = may || d.Service.Access.Check(a, "mediation.seal", facts) == nil
		}
		if may {
			s.NextEvents = append(s.NextEvents, string(event))
		}
	}
	return s
}

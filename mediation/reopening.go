package mediation

import (
	"slices"
	"time"

	"linli/casefile"
	"linli/consent"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/platform/vault"
)

// Void enters a court's ruling that the agreement is void or set aside. The text is kept; the figures are restated.
type Void struct {
	Text   string `json:"text,omitempty"`
	Ruling id.ID  `json:"ruling,omitzero"` // attachment with the court's paper
}

// Kind is the machine's event.
func (Void) Kind() casefile.Kind { return "void" }

func (v Void) proof() id.ID { return v.Ruling }

func (v Void) decide(_ *decision, s *Step) (any, error) {
	var l fault.List
	text(&l, "text", v.Text, maxText, false)
	if v.Text != "" {
		s.Secrets = append(s.Secrets, secret(vault.Joint, id.ID{}, s.Event.ID, FieldReason, v.Text))
	}
	return ruling{v.Ruling}, l.Err()
}

func foldVoid(c *Case, e casefile.Event, b ruling) {
	c.Agreement.Voided = e.Happened()
	c.Agreement.rules(b.Ruling)
}

// Reopening is a closed case on its way back into mediation: the lead proposes it, every party has to agree.
type Reopening struct {
	Asked  time.Time `json:"asked"`
	Agreed []id.ID   `json:"agreed,omitempty"`
}

// Reopen proposes to take a closed case up again, with the reason in words.
type Reopen struct {
	Text string `json:"text"`
}

// Kind is the machine's event.
func (Reopen) Kind() casefile.Kind { return "reopen" }

func (r Reopen) decide(_ *decision, s *Step) (any, error) {
	var l fault.List
	text(&l, "text", r.Text, maxText, true)
	s.Secrets = append(s.Secrets, secret(vault.Joint, id.ID{}, s.Event.ID, FieldReason, r.Text))
	return nil, l.Err()
}

func foldReopen(c *Case, e casefile.Event, _ struct{}) { c.Reopening = &Reopening{Asked: e.At} }

// AgreeReopen is one party's consent to go on. A party that had withdrawn gives a new consent, on a new record.
type AgreeReopen struct {
	Party    id.ID       `json:"party"`
	Yes      bool        `json:"yes"`
	How      consent.How `json:"how"`
	Language string      `json:"language"` // in which the notice was read

	By id.ID `json:"by,omitzero"` // the representative who says it; zero: the party itself
}

func (a AgreeReopen) speaker() id.ID { return a.By }

// Kind is the machine's event.
func (AgreeReopen) Kind() casefile.Kind { return "agree_reopen" }

func (a AgreeReopen) party() id.ID { return a.Party }

type reopenWord struct {
	Party  id.ID `json:"party"`
	Yes    bool  `json:"yes"`
	Record id.ID `json:"record,omitzero"` // a new consent to the mediation, where the old one had ended
}

func (a AgreeReopen) decide(d *decision, s *Step) (any, error) {
	if !slices.Contains([]consent.How{consent.Written, consent.Oral, consent.Screen, consent.Thumbprint}, a.How) {
		return nil, fault.Field("how", "mediation.field.how")
	}
	s.Event.Visibility = casefile.Only(a.Party)
	b := reopenWord{Party: a.Party, Yes: a.Yes}
	if !a.Yes {
		return b, nil
	}
	if _, err := d.give(s, consent.Reopening, d.notice(a.Language, d.Rules.Mediation.Reopening.Text), a.How, a.Party, a.By); err != nil {
		return nil, err
	}
	if !d.c.Party(a.Party).Consent.Stands() {
		r, err := d.give(s, consent.Mediation, d.notice(a.Language, d.Rules.Mediation.Notice.Text), a.How, a.Party, a.By)
		if err != nil {
			return nil, err
		}
		b.Record = r.ID
	}
	return b, nil
}

func foldAgreeReopen(c *Case, e casefile.Event, b reopenWord) {
	if !b.Yes { // one no is enough, and everything stays as it was
		c.Reopening = nil
		return
	}
	if !slices.Contains(c.Reopening.Agreed, b.Party) {
		c.Reopening.Agreed = append(c.Reopening.Agreed, b.Party)
	}
	if !b.Record.IsZero() {
		c.Party(b.Party).Consent = Consent{Given: e.Happened(), Record: b.Record}
	}
}

// allReopen reports whether every party agreed to go on.
func (c *Case) allReopen() bool {
	return c.Reopening != nil && len(c.Reopening.Agreed) > 0 && c.all(c.Reopening.Agreed)
}

// withMediator and withoutMediator tell the two ways in which a case is taken up again.
func (c *Case) withMediator() bool { return c.allReopen() && c.mediatorAtWork() }

func (c *Case) withoutMediator() bool { return c.allReopen() && !c.mediatorAtWork() }

func (c *Case) mediatorAtWork() bool { return slices.ContainsFunc(c.Engagements, Engagement.Working) }

// foldAgain puts the old agreement behind a mediation that goes on: it stays with the file, and what comes next is new. One
// that is in force stands until there is another ([Standing]).
func foldAgain(c *Case, _ casefile.Event, _ struct{}) {
	switch {
	case c.Agreement != nil && c.LastState().InForce():
		c.Standing = &Standing{Agreement: *c.Agreement, Confirmation: c.Confirmation.unchosen(), Breach: c.Breach}
	case c.Agreement != nil:
		c.Former = append(c.Former, *c.Agreement)
	}
	c.Agreement, c.Confirmation, c.Breach, c.Reopening, c.Extension, c.Deposit = nil, nil, nil, nil, nil, nil
	c.Erasures = nil // whoever asked has agreed since that it goes on
	c.Ended, c.Reason, c.Minimised = time.Time{}, "", time.Time{}
	for i := range c.Parties { // asked about the old agreement; the new one asks anew
		c.Parties[i].FollowUp = time.Time{}
	}
}

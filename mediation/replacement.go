package mediation

import (
	"slices"

	"linli/casefile"
	"linli/platform/fault"
	"linli/platform/id"
)

// Recuse takes a mediator off the case, at the mediator's own word, a party's or the lead's, wherever the case stands.
// Sessions are kept and the clock runs on; the mediator cannot read any more, and the successor does not get the
// mediator's notes.
//
// Of a draft the rule is: a signature that was given by a mediator at work stays, for 人民调解法 art. 29 asks that the
// mediator who mediated has signed, not that it goes on mediating. The draft is put aside where nobody who drafted it
// can sign any more, and where the reason taints what the mediator did, as the rulebook says of each reason.
type Recuse struct {
	Engagement id.ID  `json:"engagement"`
	Reason     string `json:"reason"`
	Text       string `json:"text,omitempty"`
}

// Kind is the machine's event.
func (Recuse) Kind() casefile.Kind { return "recuse" }

func (r Recuse) engagement() id.ID { return r.Engagement }

type recused struct {
	Engagement id.ID `json:"engagement"`
	Taints     bool  `json:"taints,omitempty"` // what this mediator drafted and nobody is bound by yet is put aside
}

func (r Recuse) decide(d *decision, s *Step) (any, error) {
	if _, err := ending(d, s, r.Kind(), r.Reason, r.Text); err != nil {
		return nil, err
	}
	why, _ := d.Rules.Mediation.Reason(r.Reason)
	return recused{r.Engagement, why.Taints}, nil
}

func foldRecuse(c *Case, e casefile.Event, b recused) {
	g := c.Engagement(b.Engagement)
	if a := c.Agreement; a != nil && c.State == Signing && b.Taints && slices.Contains(a.Mediators, g.ID) {
		a.Falls = true
	}
	if c.State == InSession {
		c.Agreement = nil // words that wait for others' words were said with a mediator there
	}
	g.To, g.Ended = e.At, e.Reason
	for i := range c.Sessions {
		if c.Sessions[i].Planned() {
			c.Sessions[i].Off = "cancelled"
		}
	}
}

// unmediated reports whether a draft has lost the mediator whom it needs: none who drafted it is at work or has signed,
// or one of them should not have mediated.
func (c *Case) unmediated() bool {
	a := c.Agreement
	if a == nil || a.Oral || !a.Effective.IsZero() {
		return false
	}
	return a.Falls || !slices.ContainsFunc(a.Mediators, func(m id.ID) bool {
		e := c.Engagement(m)
		return e != nil && e.Working() || slices.ContainsFunc(a.Acts, func(s Signature) bool { return s.As == "mediator" && s.Of == m })
	})
}

// foldSetAside forgets a draft: nobody is bound, and what comes next is new.
func foldSetAside(c *Case, _ casefile.Event, _ struct{}) {
	c.Agreement = nil
	if c.Standing != nil { // the parties meet with whoever mediates next
		x := *c.Standing
		x.Varied = false
		c.Standing = &x
	}
}

// atWork are the engagements of the mediators at work.
func (c *Case) atWork() []id.ID {
	var out []id.ID
	for _, e := range c.Engagements {
		if e.Working() {
			out = append(out, e.ID)
		}
	}
	return out
}

// AskAbove asks the lead of the unit above to propose a mediator of another unit: every mediator of the unit and above
// it was asked, and none can take the case.
type AskAbove struct{}

// Kind is the machine's event.
func (AskAbove) Kind() casefile.Kind { return "ask_above" }

type askedAbove struct {
	Unit id.ID `json:"unit"`
}

func (AskAbove) decide(d *decision, s *Step) (any, error) {
	s.Event.Visibility = casefile.Office
	s.Tell = d.Above.Leads
	return askedAbove{d.Above.Unit}, nil
}

func foldAskAbove(c *Case, _ casefile.Event, b askedAbove) { c.Asked = b.Unit }

// PermitNotes is one party's word on whether the mediators at work may read the own notes of one who has left.
//
// One key seals all notes of an engagement, and a note that names no session may speak of anybody. So the notes open only
// when every party of the case permits it, and close at once when one of them takes it back; whether there are any notes
// is told to nobody. Of a party that has ended the word it gave in life counts, and its successors' words too: nobody
// permits in its place what it may have told alone. Nothing is copied under another key: a copy could not be taken back.
type PermitNotes struct {
	Engagement id.ID `json:"engagement"`
	Party      id.ID `json:"party"`
	Yes        bool  `json:"yes"`
}

// Kind is the machine's event.
func (PermitNotes) Kind() casefile.Kind { return "permit_notes" }

func (p PermitNotes) party() id.ID      { return p.Party }
func (p PermitNotes) engagement() id.ID { return p.Engagement }

func (p PermitNotes) decide(d *decision, s *Step) (any, error) {
	if p.Yes == slices.Contains(d.c.Engagement(p.Engagement).Permitted, p.Party) {
		return nil, fault.Field("yes", "mediation.field.said_so")
	}
	s.Event.Visibility = casefile.Only(p.Party)
	return p, nil
}

func foldPermitNotes(c *Case, _ casefile.Event, b PermitNotes) {
	g := c.Engagement(b.Engagement)
	g.Permitted = slices.DeleteFunc(g.Permitted, func(p id.ID) bool { return p == b.Party })
	if b.Yes {
		g.Permitted = append(g.Permitted, b.Party)
	}
}

// NotesOpen reports whether the mediators at work may read the own notes of an engagement that has ended.
func (c *Case) NotesOpen(e *Engagement) bool {
	return e != nil && e.Left() && !slices.ContainsFunc(c.Parties, func(p Party) bool { return !slices.Contains(e.Permitted, p.ID) })
}

// Left reports whether the mediator was at work on the case and is no longer.
func (e Engagement) Left() bool { return !e.From.IsZero() && !e.To.IsZero() }

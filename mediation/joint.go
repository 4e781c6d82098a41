package mediation

import (
	"slices"
	"time"

	"linli/casefile"
	"linli/consent"
	"linli/platform/fault"
	"linli/platform/id"
)

// JointUnit is another unit of the office that mediates a case together with the one that leads it 联合调解, because the
// dispute crosses a boundary (人民调解工作若干规定 art. 21). One unit leads, each sets its seal, and the case is counted once, with
// the one that leads. It comes in by consent: every party says yes to it alone before it hears of the case, and each can
// take that back in one step. Its lead sees the state and the promises, its mediators what their assignment opens, and its
// other people nothing; when it leaves, all of that closes at once.
type JointUnit struct {
	ID     id.ID     `json:"id"`
	Unit   id.ID     `json:"unit"`
	At     time.Time `json:"at"`               // when the unit that leads wanted it
	Agreed []id.ID   `json:"agreed,omitempty"` // parties who let it take part
	Asked  time.Time `json:"asked,omitzero"`   // every party has agreed, and the unit was asked
	Joined time.Time `json:"joined,omitzero"`
	Out    time.Time `json:"out,omitzero"`   // somebody said that it does not take part
	Ended  time.Time `json:"ended,omitzero"` // it is out, and its people with it
}

// Takes reports whether the unit takes part now.
func (j JointUnit) Takes() bool { return !j.Joined.IsZero() && j.Ended.IsZero() }

// Waits reports whether a party, or the unit, has still to say its word.
func (j JointUnit) Waits() bool { return j.Joined.IsZero() && j.Ended.IsZero() }

// maxJoint is how many units take part beside the one that leads.
const maxJoint = 2

// JointUnit returns a joint unit by its id, or nil.
func (c *Case) JointUnit(j id.ID) *JointUnit {
	i := slices.IndexFunc(c.Joint, func(x JointUnit) bool { return x.ID == j })
	if i < 0 {
		return nil
	}
	return &c.Joint[i]
}

// Jointly are the other units that take part now.
func (c *Case) Jointly() []id.ID {
	var out []id.ID
	for _, j := range c.Joint {
		if j.Takes() {
			out = append(out, j.Unit)
		}
	}
	return out
}

// standing are the other units whose leads stand to the case: those that take part, and the one that was asked while it can
// still answer.
func (c *Case) standing() []id.ID {
	var out []id.ID
	for _, j := range c.Joint {
		if j.Takes() || j.Waits() && !j.Asked.IsZero() && slices.Contains(jointly, c.State) {
			out = append(out, j.Unit)
		}
	}
	return out
}

// Other is another unit of the office that can be asked to mediate jointly.
type Other struct {
	Unit  id.ID
	Never bool    // its name is that of a body that is never a joint unit: police, petition, security
	Leads []id.ID // accounts
}

// InviteJoint is the wish of the unit that leads to mediate together with another one. The parties are asked first.
type InviteJoint struct {
	Unit id.ID `json:"unit"`
}

// Kind is the machine's event.
func (InviteJoint) Kind() casefile.Kind { return "invite_joint" }

type invitedJoint struct {
	Unit id.ID `json:"unit"`
}

func (x InviteJoint) decide(d *decision, s *Step) (any, error) {
	if x.Unit.IsZero() {
		return nil, fault.Field("unit", "form.choose")
	}
	s.Tell = slices.DeleteFunc(d.c.Assigned(), func(a id.ID) bool { return a == d.by.Account })
	return invitedJoint{x.Unit}, nil
}

func foldInviteJoint(c *Case, e casefile.Event, b invitedJoint) {
	c.Joint = append(c.Joint, JointUnit{ID: e.ID, Unit: b.Unit, At: e.At})
}

// AgreeJoint is one party's own word on whether another unit takes part. A no needs no reason, holds at once and at any
// time, and who said it is told to nobody: the mediation goes on without that unit.
type AgreeJoint struct {
	Joint    id.ID       `json:"joint"`
	Party    id.ID       `json:"party"`
	Yes      bool        `json:"yes"`
	How      consent.How `json:"how"`
	Language string      `json:"language,omitempty"` // in which the notice was read; for a yes

	By id.ID `json:"by,omitzero"` // the representative who says it; zero: the party itself
}

// Kind is the machine's event.
func (AgreeJoint) Kind() casefile.Kind { return "agree_joint" }

func (x AgreeJoint) joint() id.ID { return x.Joint }

func (x AgreeJoint) party() id.ID { return x.Party }

func (x AgreeJoint) speaker() id.ID { return x.By }

type agreedJoint struct {
	Joint id.ID `json:"joint"`
	Party id.ID `json:"party"`
	Yes   bool  `json:"yes"`
}

func (x AgreeJoint) decide(d *decision, s *Step) (any, error) {
	if !slices.Contains([]consent.How{consent.Written, consent.Oral, consent.Screen, consent.Thumbprint}, x.How) {
		return nil, fault.Field("how", "mediation.field.how")
	}
	s.Event.Visibility = casefile.Only(x.Party)
	b := agreedJoint{x.Joint, x.Party, x.Yes}
	to := consent.Recipient{Kind: consent.Office, ID: d.c.JointUnit(x.Joint).Unit}
	if x.Yes {
		_, err := d.giveTo(s, to, needed(consent.Mediation), consent.Mediation, d.notice(x.Language, d.Rules.Mediation.Joint.Text), x.How, x.Party, x.By)
		return b, err
	}
	for _, r := range d.Records {
		if r.Subject != x.Party || r.Recipient != to || !r.Valid(d.now) {
			continue
		}
		r, err := consent.Apply(r, consent.Act{Event: consent.Withdraw, At: d.now, Claimed: s.Event.Claimed, How: x.How, By: consent.BySubject, Account: d.by.Account}, nil)
		if err != nil {
			return nil, err
		}
		s.Consents = append(s.Consents, r)
	}
	return b, nil
}

func foldAgreeJoint(c *Case, e casefile.Event, b agreedJoint) {
	j := c.JointUnit(b.Joint)
	if !b.Yes {
		j.Out = e.At
		return
	}
	if !slices.Contains(j.Agreed, b.Party) {
		j.Agreed = append(slices.Clone(j.Agreed), b.Party)
	}
}

type ofJoint struct {
	Joint id.ID `json:"joint"`
}

// toAsk is the unit to which every party has said yes, and which has not heard of it; nil: none.
func (c *Case) toAsk() *JointUnit {
	for i := range c.Joint {
		if j := &c.Joint[i]; j.Waits() && j.Out.IsZero() && j.Asked.IsZero() && c.Waits.IsZero() && c.all(j.Agreed) {
			return j
		}
	}
	return nil
}

func (c *Case) jointAgreed() bool { return c.toAsk() != nil }

func (c *Case) asksJoint() any { return ofJoint{c.toAsk().ID} }

// tellsJoint are the leads of the unit that is asked.
func tellsJoint(d *decision) []id.ID { return d.Other.Leads }

func foldAskJoint(c *Case, e casefile.Event, b ofJoint) { c.JointUnit(b.Joint).Asked = e.At }

// AnswerJoint is the other unit's own word, by its lead: it takes part, or it does not.
type AnswerJoint struct {
	Joint id.ID `json:"joint"`
	Yes   bool  `json:"yes"`
}

// Kind is the machine's event.
func (AnswerJoint) Kind() casefile.Kind { return "answer_joint" }

func (x AnswerJoint) joint() id.ID { return x.Joint }

type answeredJoint struct {
	Joint id.ID `json:"joint"`
	Yes   bool  `json:"yes"`
}

func (x AnswerJoint) decide(d *decision, s *Step) (any, error) {
	if !x.Yes { // a party learns that the unit does not take part, not whose word that was
		s.Event.Visibility = casefile.Office
	}
	s.Tell = d.c.Assigned()
	return answeredJoint(x), nil
}

func foldAnswerJoint(c *Case, e casefile.Event, b answeredJoint) {
	j := c.JointUnit(b.Joint)
	if b.Yes {
		j.Joined = e.At
	} else {
		j.Out = e.At
	}
}

// LeaveJoint takes a unit out again, at its own lead's word or at that of the lead of the case; the mediation goes on.
type LeaveJoint struct {
	Joint id.ID `json:"joint"`
}

// Kind is the machine's event.
func (LeaveJoint) Kind() casefile.Kind { return "leave_joint" }

func (x LeaveJoint) joint() id.ID { return x.Joint }

func (x LeaveJoint) decide(d *decision, s *Step) (any, error) {
	s.Event.Visibility = casefile.Office
	s.Tell = slices.DeleteFunc(d.c.Assigned(), func(a id.ID) bool { return a == d.by.Account })
	return ofJoint{x.Joint}, nil
}

func foldLeaveJoint(c *Case, e casefile.Event, b ofJoint) { c.JointUnit(b.Joint).Out = e.At }

// leaves is the unit that is to be out, and whose people are still there; nil: none.
func (c *Case) leaves() *JointUnit {
	i := slices.IndexFunc(c.Joint, func(j JointUnit) bool { return !j.Out.IsZero() && j.Ended.IsZero() })
	if i < 0 {
		return nil
	}
	return &c.Joint[i]
}

func (c *Case) jointLeaves() bool { return c.leaves() != nil }

func (c *Case) partsJoint() any { return ofJoint{c.leaves().ID} }

// foldPartJoint takes a unit's people off the case. Words that nobody is bound by yet were found with them there: they are
// put aside, and the parties go on with who is left.
func foldPartJoint(c *Case, e casefile.Event, b ofJoint) {
	j := c.JointUnit(b.Joint)
	if j.Takes() && (c.State == Signing || c.State == InSession) {
		c.Agreement = nil
	}
	j.Ended = e.At
	for i := range c.Engagements {
		if g := &c.Engagements[i]; g.Unit == j.Unit && g.To.IsZero() {
			g.To, g.Ended = e.At, "unit_left"
		}
	}
}

// jointOf leaves of the joint units what one party may know: those on which it is asked or that take part, without the
// others' words.
func (c *Case) jointOf(party id.ID) []JointUnit {
	var out []JointUnit
	for _, j := range c.Joint {
		if !j.Ended.IsZero() && j.Joined.IsZero() {
			continue
		}
		j.Agreed = slices.DeleteFunc(slices.Clone(j.Agreed), func(p id.ID) bool { return p != party })
		j.Asked, j.Out = time.Time{}, time.Time{}
		out = append(out, j)
	}
	return out
}

// jointly are the states in which a unit can join: the parties have consented to the mediation, and no text names yet who
// mediates.
var jointly = []State{Accepted, Assigned, Scheduled, InSession, Suspended}

// partable are the states, beside signing, in which a joint unit can leave.
var partable = slices.Concat(jointly, []State{OralAgreed}, inForce, []State{Performed, Voided, Terminated})

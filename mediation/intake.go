package mediation

import (
	"slices"
	"time"

	"linli/casefile"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/platform/vault"
)

// Screen opens the case at the desk: the account that does so is at work on it from now on.
type Screen struct{}

// Kind is the machine's event.
func (Screen) Kind() casefile.Kind { return "screen" }

type worker struct {
	Account id.ID `json:"account"`
}

func (Screen) decide(d *decision, _ *Step) (any, error) { return worker{d.by.Account}, nil }

func foldScreen(c *Case, e casefile.Event, b worker) {
	known := slices.ContainsFunc(c.Workers, func(w Worker) bool { return w.Account == b.Account && w.To.IsZero() })
	if !known && !b.Account.IsZero() {
		c.Workers = append(c.Workers, Worker{Account: b.Account, From: e.At})
	}
}

// Concern is what a party said in its private talk about safety. It is sealed in that party's private section; linli
// reads it only to decide whether the mediation may go on, and no other party ever learns that there is one.
type Concern string

// The answers.
const (
	NoConcernTold Concern = "none"
	SeparateOnly  Concern = "separate" // not in one room with the other side
	Violence      Concern = "violence" // violence, threats or coercion: no mediation
)

// Talk records the private talk with one party, held alone.
type Talk struct {
	Party       id.ID   `json:"party"`
	Concern     Concern `json:"concern"`
	Text        string  `json:"text,omitempty"`
	SafeContact string  `json:"safe_contact,omitempty"`
	// Answers are what the party said to the rulebook's private questions.
	Answers []Screened `json:"answers,omitempty"`
	// Weighed says that whoever held the talk heard the answers and stays with a lesser concern than they propose.
	Weighed bool `json:"weighed,omitempty"`

	Interpreter *Interpreting `json:"interpreter,omitempty"`
}

// PrivateTalk is the sealed content of a talk.
type PrivateTalk struct {
	Concern     Concern    `json:"concern"`
	Text        string     `json:"text,omitempty"`
	SafeContact string     `json:"safe_contact,omitempty"`
	Answers     []Screened `json:"answers,omitempty"` // to the rulebook's private questions
}

// Kind is the machine's event.
func (Talk) Kind() casefile.Kind { return "talk" }

func (t Talk) party() id.ID { return t.Party }

func (t Talk) decide(d *decision, s *Step) (any, error) {
	var l fault.List
	if t.Concern != NoConcernTold && t.Concern != SeparateOnly && t.Concern != Violence {
		l.Add("concern", "mediation.field.concern")
	}
	t.checkAnswers(&l, d)
	text(&l, "text", t.Text, maxText, false)
	text(&l, "safe_contact", t.SafeContact, maxContact, false)
	if err := l.Err(); err != nil {
		return nil, err
	}
	if err := d.interpreted(s, t.Interpreter, t.Party, vault.Private); err != nil {
		return nil, err
	}
	s.Event.Visibility = casefile.Only(t.Party)
	s.Secrets = append(s.Secrets, secret(vault.Private, t.Party, t.Party, FieldTalk, PrivateTalk{t.Concern, t.Text, t.SafeContact, t.Answers}))
	return talked{t.Party, t.SafeContact != ""}, nil
}

// talked is a private talk. What a party says there of how to reach it goes before the e-mail that was asked for earlier:
// linli writes none by itself from then on.
type talked struct {
	Party  id.ID `json:"party"`
	NoMail bool  `json:"no_mail,omitempty"`
}

type ofParty struct {
	Party id.ID `json:"party"`
}

func foldTalk(c *Case, e casefile.Event, b talked) {
	p := c.Party(b.Party)
	p.Talked = e.Happened()
	if b.NoMail {
		p.NoMail, p.Mail, p.AddressWaits = true, false, false
	}
}

// Inform records that a party was given the notice of rights and duties (人民调解工作若干规定 art. 30), in its language.
type Inform struct {
	Party    id.ID  `json:"party"`
	Language string `json:"language"`
	How      string `json:"how"` // read_out, handed_over or on_screen

	Interpreter *Interpreting `json:"interpreter,omitempty"`
}

// Kind is the machine's event.
func (Inform) Kind() casefile.Kind { return "inform" }

func (i Inform) party() id.ID { return i.Party }

type informed struct {
	Party  id.ID  `json:"party"`
	Notice string `json:"notice"` // version of the text
	How    string `json:"how"`
}

func (i Inform) decide(d *decision, s *Step) (any, error) {
	if !slices.Contains([]string{"read_out", "handed_over", "on_screen"}, i.How) {
		return nil, fault.Field("how", "mediation.field.how")
	}
	if err := d.interpreted(s, i.Interpreter, i.Party, vault.Private); err != nil {
		return nil, err
	}
	s.Event.Visibility = casefile.Only(i.Party)
	return informed{i.Party, d.Rules.Mediation.Notice.Version, i.How}, nil
}

func foldInform(c *Case, e casefile.Event, b informed) { c.Party(b.Party).Informed = e.Happened() }

// Invite asks the other parties whether they want to mediate. Each gets a code of its own.
type Invite struct{}

// Kind is the machine's event.
func (Invite) Kind() casefile.Kind { return "invite" }

func (Invite) decide(d *decision, s *Step) (any, error) {
	for _, p := range d.c.needed() {
		if p.Role == Respondent && p.Succeeds.IsZero() { // a successor got its slip when it was entered
			s.Slips = append(s.Slips, p.ID)
		}
	}
	return nil, nil
}

func foldInvite(c *Case, e casefile.Event, _ struct{}) {
	for i := range c.Parties {
		if c.Parties[i].Role == Respondent && c.Parties[i].Gone.IsZero() {
			c.Parties[i].Invited = e.At // the time to answer never begins before it was written down
		}
	}
}

// OwnDispute is the reason, of every rulebook, for which a unit takes no dispute of its own, and ends one that is found to be so.
const OwnDispute = "own_dispute"

// NotAccept refuses a case that the office may not mediate, with a written reason and the other routes.
type NotAccept struct {
	Reason string `json:"reason"`
	Text   string `json:"text"`
}

// Kind is the machine's event.
func (NotAccept) Kind() casefile.Kind { return "not_accept" }

func (n NotAccept) decide(d *decision, s *Step) (any, error) {
	return ending(d, s, n.Kind(), n.Reason, n.Text)
}

// ending checks a closing reason and seals the words that go with it in the joint section.
func ending(d *decision, s *Step, event casefile.Kind, code, words string) (any, error) {
	if err := reason(d, event, code); err != nil {
		return nil, err
	}
	var l fault.List
	text(&l, "text", words, maxText, false)
	if r, _ := d.Rules.Mediation.Reason(code); r.Neutral && words != "" {
		l.Add("text", "mediation.field.text_neutral") // what no party may read cannot stand where all of them read
	}
	if err := l.Err(); err != nil {
		return nil, err
	}
	s.Event.Reason = code
	if words != "" {
		s.Secrets = append(s.Secrets, secret(vault.Joint, id.ID{}, s.Event.ID, FieldReason, words))
	}
	return nil, nil
}

func foldEnd(c *Case, e casefile.Event, _ struct{}) {
	c.Ended = e.Happened()
	c.Reason = e.Reason
	c.endWork(e.At)
}

// endWork ends whatever still waits: a closed case has no planned session and no draft that anybody could take for an
// agreement. The accounts stay on it until they hand over, for the papers.
func (c *Case) endWork(at time.Time) {
	for i := range c.Sessions {
		if c.Sessions[i].Planned() {
			c.Sessions[i].Off = "cancelled"
		}
	}
	if c.Agreement != nil && c.Agreement.Effective.IsZero() {
		c.Agreement = nil
	}
	for i := range c.Engagements {
		if e := &c.Engagements[i]; e.Proposed() {
			e.To, e.Ended = at, "closed"
		}
	}
	c.Asked = id.ID{}
}

func foldNothing(*Case, casefile.Event, struct{}) {}

func foldReason(c *Case, e casefile.Event, _ struct{}) { c.Reason = e.Reason }

// HandOver takes an account off the case, or passes its place to another; with it goes the right to read.
type HandOver struct {
	From id.ID `json:"from,omitzero"` // whose place it is; empty: the asking account's own. A lead passes on a colleague's
	To   id.ID `json:"to,omitzero"`
}

// from is the account that leaves.
func (h HandOver) from(asks id.ID) id.ID {
	if h.From.IsZero() {
		return asks
	}
	return h.From
}

// Kind is the machine's event.
func (HandOver) Kind() casefile.Kind { return "hand_over" }

type handedOver struct {
	From id.ID `json:"from"`
	To   id.ID `json:"to,omitzero"`
}

func (h HandOver) decide(d *decision, s *Step) (any, error) {
	s.Event.Visibility = casefile.Office
	if !h.To.IsZero() {
		s.Tell = []id.ID{h.To}
	}
	return handedOver{h.from(d.by.Account), h.To}, nil
}

func foldHandOver(c *Case, e casefile.Event, b handedOver) {
	for i := range c.Workers {
		if w := &c.Workers[i]; w.Account == b.From && w.To.IsZero() {
			w.To = e.At
		}
	}
	if m := c.EngagementOf(b.From); m != nil && !c.State.Open() { // from a mediation that goes on, a mediator leaves by recusal
		m.To, m.Ended = e.At, "handed_over"
	}
	if !b.To.IsZero() {
		foldScreen(c, e, worker{b.To})
	}
}

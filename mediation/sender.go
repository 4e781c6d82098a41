package mediation

import (
	"context"
	"slices"
	"time"

	"linli/casefile"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/platform/vault"
	"linli/promise"
	"linli/rulebook"
)

// Sender is the body whose letter brought a dispute here 移送, as clear facts. It is no party, no account and no unit: it
// gets one letter back, and what stands in that is the rulebook's to say, not the office's.
type Sender struct {
	Kind   string    `json:"kind"`             // of [rulebook.SenderKinds]
	Dated  string    `json:"dated"`            // the day on its letter, YYYY-MM-DD
	Letter id.ID     `json:"letter,omitzero"`  // the scan of the letter
	AtEnd  bool      `json:"at_end,omitempty"` // it is told how the mediation came out, and so when it has
	Due    time.Time `json:"due,omitzero"`     // the day of the reply. Of a sender that learns nothing it is reckoned from the receipt alone
	Opened time.Time `json:"opened,omitzero"`  // since when the reply can be written
	Sent   time.Time `json:"sent,omitzero"`    // when the reply left the office
}

// Letter is the sealed part of it: which body wrote, under which number.
type Letter struct {
	Body   string `json:"body"`
	Number string `json:"number"`
}

// NewSender is a sender as the clerk copies it from the letter.
type NewSender struct {
	Body   string `json:"body"`
	Number string `json:"number"`
	Dated  string `json:"dated"` // YYYY-MM-DD
}

// Asks reports whether a party asked the office itself and wrote the application. Whoever a letter names did not, and whoever
// was added later; and who took no part in it after all, while others did.
func (c *Case) Asks(p *Party) bool {
	return c.Sent == nil && p.Role == Applicant && p.Succeeds.IsZero() && p.Added.IsZero() && !p.Outside()
}

// checkSent demands the letter of a body that sends, and refuses one of anybody else.
func (a Apply) checkSent(d *decision, l *fault.List) {
	_, sends := d.Rules.Mediation.Sender(a.Source)
	switch {
	case !sends && a.Sent != nil:
		l.Add("source", "mediation.field.sent_not_asked")
		return
	case !sends:
		return
	case d.by.Account.IsZero(): // a letter is entered by the office, from the paper
		l.Add("source", "mediation.field.source")
		return
	}
	x := NewSender{}
	if a.Sent != nil {
		x = *a.Sent
	}
	text(l, "sent.body", x.Body, maxName, true)
	text(l, "sent.number", x.Number, maxName, true)
	if day, err := time.ParseInLocation(time.DateOnly, x.Dated, d.Rules.Zone); err != nil {
		l.Add("sent.dated", "mediation.field.sent_dated")
	} else if day.After(d.at) {
		l.Add("sent.dated", "mediation.field.sent_future")
	}
}

// sent is the sender of an application, or nil, with the words of its letter sealed under a key of their own: they are
// needed for the reply, also where everything else was destroyed because nobody wanted to mediate.
func (a Apply) sent(d *decision, s *Step) *Sender {
	rule, ok := d.Rules.Mediation.Sender(a.Source)
	if !ok {
		return nil
	}
	s.Secrets = append(s.Secrets, secret(vault.Letter, d.c.ID, d.c.ID, FieldLetter, Letter{a.Sent.Body, a.Sent.Number}))
	out := &Sender{Kind: rule.Code, Dated: a.Sent.Dated, AtEnd: len(rule.Tells) > 0}
	if !out.AtEnd {
		out.Due = replyDue(d.Rules, rule, s.Event.Happened())
	}
	return out
}

// replyDue is the day of the reply to a sender that learns nothing: a length of the rulebook after the receipt, whatever
// the case has come to by then, so that the day tells nothing either.
func replyDue(rules *rulebook.Rulebook, sender rulebook.Sender, received time.Time) time.Time {
	rule := rulebook.PromiseRule{ID: "reply", Start: []string{"apply"}, Clock: sender.Reply}
	p := promise.Compute([]rulebook.PromiseRule{rule}, rules.Calendar, rules.Zone, []promise.Event{{Kind: "apply", At: received}}, received)
	return p[0].Due
}

var (
	// A referral in needs the letter: nobody is spoken to on the word of a body alone.
	letterThere = Guard{Name: "letter_missing", Holds: func(d *decision) bool { return d.c.Sent == nil || !d.c.Sent.Letter.IsZero() }}
	wasSent     = Guard{Name: "not_sent", Holds: func(d *decision) bool { return d.c.Sent != nil }}
	replyTime   = Guard{Name: "reply_not_due", Holds: func(d *decision) bool {
		x := d.c.Sent
		return x.Opened.IsZero() && (x.AtEnd && !d.c.State.Open() || !x.AtEnd && !d.now.Before(x.Due))
	}}
	replyOpened = Guard{Name: "reply_not_due", Holds: func(d *decision) bool { return !d.c.Sent.Opened.IsZero() }}
	// A file is not put away while a letter is still to be written from it.
	noReplyOwed = Guard{Name: "reply_owed", Holds: func(d *decision) bool { return !d.c.OwesReply() }}
	notReplied  = Guard{Name: "replied", Holds: func(d *decision) bool { return d.c.Sent.Sent.IsZero() }}
)

// ReplyDue is linli's own: the reply to the sender can be written from now on.
type ReplyDue struct{}

// Kind is the machine's event.
func (ReplyDue) Kind() casefile.Kind { return "reply_due" }

func (ReplyDue) decide(_ *decision, s *Step) (any, error) {
	s.Event.Visibility = casefile.Office
	return nil, nil
}

func foldReplyDue(c *Case, e casefile.Event, _ struct{}) {
	x := *c.Sent
	x.Opened = e.At
	if x.AtEnd {
		x.Due = e.At
	}
	c.Sent = &x
}

// AnswerSender records that the reply has left the office. What stands in it nobody types: see package paper.
type AnswerSender struct{}

// Kind is the machine's event.
func (AnswerSender) Kind() casefile.Kind { return "answer_sender" }

func (AnswerSender) decide(_ *decision, s *Step) (any, error) {
	s.Event.Visibility = casefile.Office
	return nil, nil
}

func foldAnswerSender(c *Case, e casefile.Event, _ struct{}) {
	x := *c.Sent
	x.Sent = e.Happened()
	c.Sent = &x
}

// Told is what a reply says beyond that the letter was dealt with: nothing, or of a court what its rule requires. Each fact
// is one of [rulebook.ReplyFacts], and whether it is so.
func (c *Case) Told(rules *rulebook.Rulebook) []Fact {
	if c.Sent == nil {
		return nil
	}
	rule, _ := rules.Mediation.Sender(c.Sent.Kind)
	var out []Fact
	for _, code := range rule.Tells {
		out = append(out, Fact{code, c.fact(code)})
	}
	return out
}

// Fact is one thing that a court is told.
type Fact struct {
	Code string
	Yes  bool
}

func (c *Case) fact(code string) bool {
	settled := c.LastState().InForce() || c.LastState() == Performed
	switch code {
	case "held":
		return c.Mediated
	case "ended":
		return !c.State.Open()
	}
	return settled
}

// OwesReply reports whether a sender waits for its letter: until it has it, somebody stays on the case.
func (c *Case) OwesReply() bool { return c.Sent != nil && c.Sent.Sent.IsZero() && c.Erased.IsZero() }

// refusedSent reports whether somebody whom a letter named wants no mediation, before anybody was invited.
func (c *Case) refusedSent() bool { return c.Sent != nil && c.refused() }

// unasked are the parties of a case that a letter brought and that ended before it was taken on: nobody asked the office
// for anything, so what it holds of all of them goes as of those who refuse.
func (c *Case) unasked() []id.ID {
	if c.Sent == nil || !c.Accepted.IsZero() || c.State.Open() {
		return nil
	}
	var out []id.ID
	for _, p := range c.Parties {
		out = append(out, p.ID)
	}
	return out
}

// ReplyOver opens the reply to the sender on its day. It is the job "mediation.reply".
func (s *Service) ReplyOver(ctx context.Context, tenant, caseID id.ID) error {
	return s.settle(ctx, tenant, caseID, ReplyDue{})
}

// replyJob is when the job "mediation.reply" of an event runs: at once where a court is told how it came out, on the fixed
// day where the sender learns nothing; zero where the event brings none.
func (c *Case) replyJob(e casefile.Event) time.Time {
	switch {
	case c.Sent == nil || !c.Sent.Opened.IsZero():
	case e.Kind == "apply" && !c.Sent.AtEnd:
		return c.Sent.Due
	case c.Sent.AtEnd && slices.Contains(ends, e.Kind):
		return e.At
	}
	return time.Time{}
}

// forParty is what a party may know of who sent its case: that a body did, and on which day it is told that its letter is
// dealt with.
func (s *Sender) forParty() *Sender {
	if s == nil {
		return nil
	}
	out := &Sender{Kind: s.Kind, Dated: s.Dated, AtEnd: s.AtEnd}
	if !s.AtEnd {
		out.Due = s.Due
	}
	return out
}

package mediation

import (
	"context"
	"slices"
	"time"

	"linli/casefile"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/platform/job"
	"linli/platform/vault"
)

// MessageHeld is how long a message of the office waits before it leaves, so that one to the wrong side can be taken back.
const MessageHeld = time.Minute

// Message says that something was written between the office and one party. Its words are sealed in that party's section;
// no other party learns that there is one.
type Message struct {
	ID       id.ID     `json:"id"`
	Party    id.ID     `json:"party"`
	By       id.ID     `json:"by,omitzero"` // the account; zero: the party wrote it
	At       time.Time `json:"at"`
	Held     time.Time `json:"held,omitzero"`      // when it leaves the office
	Left     time.Time `json:"left,omitzero"`      // when the party got it
	TakenOff time.Time `json:"taken_off,omitzero"` // it was taken back before it left; its words are gone
}

// Waits reports whether a message has been written and neither left the office nor been taken back.
func (m Message) Waits() bool { return m.Left.IsZero() && m.TakenOff.IsZero() }

// Message returns a message by its id, or nil.
func (c *Case) Message(x id.ID) *Message {
	for i := range c.Messages {
		if c.Messages[i].ID == x {
			return &c.Messages[i]
		}
	}
	return nil
}

// SendMessage writes to one party. It leaves after [MessageHeld].
type SendMessage struct {
	Party id.ID  `json:"party"`
	Text  string `json:"text"`
}

// Kind is the machine's event.
func (SendMessage) Kind() casefile.Kind { return "message" }

func (m SendMessage) party() id.ID { return m.Party }

type sent struct {
	Message id.ID     `json:"message"`
	Party   id.ID     `json:"party"`
	Held    time.Time `json:"held,omitzero"`
}

func (m SendMessage) decide(d *decision, s *Step) (any, error) {
	s.Event.Visibility = casefile.Office // until it leaves, the party has no message, and one that is taken back it never had
	if err := m.seal(s, m.Party, m.Text); err != nil {
		return nil, err
	}
	return sent{s.Event.ID, m.Party, d.now.Add(MessageHeld)}, nil
}

func (SendMessage) seal(s *Step, party id.ID, words string) error {
	var l fault.List
	text(&l, "text", words, maxText, true)
	if err := l.Err(); err != nil {
		return err
	}
	s.Secrets = append(s.Secrets, secret(vault.Private, party, s.Event.ID, FieldMessage, words))
	return nil
}

func foldMessage(c *Case, e casefile.Event, b sent) {
	c.Messages = append(c.Messages, Message{ID: b.Message, Party: b.Party, By: e.By.Account, At: e.At, Held: b.Held})
}

// TakeBack stops a message that has not left. Its words are overwritten.
type TakeBack struct {
	Message id.ID `json:"message"`
}

// Kind is the machine's event.
func (TakeBack) Kind() casefile.Kind { return "take_back" }

func (t TakeBack) message() id.ID { return t.Message }

type ofMessage struct {
	Message id.ID `json:"message"`
}

func (t TakeBack) decide(d *decision, s *Step) (any, error) {
	s.Event.Visibility = casefile.Office
	s.Secrets = append(s.Secrets, secret(vault.Private, d.c.Message(t.Message).Party, t.Message, FieldMessage, ""))
	return ofMessage{t.Message}, nil
}

func foldTakeBack(c *Case, e casefile.Event, b ofMessage) { c.Message(b.Message).TakenOff = e.At }

// Deliver is linli's own: the time in which a message could be taken back is over, and it is the party's.
type Deliver struct {
	Message id.ID
}

// Kind is the machine's event.
func (Deliver) Kind() casefile.Kind { return "deliver" }

func (x Deliver) message() id.ID { return x.Message }

func (x Deliver) decide(d *decision, s *Step) (any, error) {
	s.Event.Visibility = casefile.Only(d.c.Message(x.Message).Party)
	return ofMessage{x.Message}, nil
}

func foldDeliver(c *Case, e casefile.Event, b ofMessage) { c.Message(b.Message).Left = e.At }

// Reply is what a party writes to the office. It is there at once.
type Reply struct {
	Party id.ID  `json:"party"`
	Text  string `json:"text"`
}

// Kind is the machine's event.
func (Reply) Kind() casefile.Kind { return "reply" }

func (r Reply) party() id.ID { return r.Party }

func (r Reply) decide(_ *decision, s *Step) (any, error) {
	s.Event.Visibility = casefile.Only(r.Party)
	if err := (SendMessage{}).seal(s, r.Party, r.Text); err != nil {
		return nil, err
	}
	return sent{Message: s.Event.ID, Party: r.Party}, nil
}

func foldReply(c *Case, e casefile.Event, b sent) {
	c.Messages = append(c.Messages, Message{ID: b.Message, Party: b.Party, At: e.At, Left: e.At})
}

// Guards of messages.
var (
	partyReached = Guard{Name: "party_not_invited", Holds: func(d *decision) bool {
		p := d.thisParty()
		return p.Role == Applicant || !p.Invited.IsZero()
	}}
	messageWaits = Guard{Name: "message_left", Holds: func(d *decision) bool {
		m := d.thisMessage()
		return m != nil && m.Waits()
	}}
	messageHeld = Guard{Name: "message_held", Holds: func(d *decision) bool { return !d.now.Before(d.thisMessage().Held) }}
)

func (d *decision) thisMessage() *Message {
	if c, ok := d.cmd.(interface{ message() id.ID }); ok {
		return d.c.Message(c.message())
	}
	return nil
}

// deliverJob has a message leave.
const deliverJob = "mediation.deliver"

// leaving is the job that has a message leave when its time has come.
func (s *Service) leaving(ch *Change, e casefile.Event, now time.Time) (job.Job, error) {
	m := ch.Case.Message(e.ID)
	return job.New(ch.Tenant, s.IDs.New(), deliverJob, job.Payload{"case": ch.Case.ID.String(), "message": m.ID.String()}, now, m.Held)
}

// SendHeld has a message leave the office. It is the job "mediation.deliver"; a message that was taken back is no error.
func (s *Service) SendHeld(ctx context.Context, tenant, caseID, message id.ID) error {
	return s.settle(ctx, tenant, caseID, Deliver{Message: message})
}

// messagesOf keeps what one party may see of the messages, and takes the words of the others out of what was opened.
func (o *Opened) messagesOf(c *Case, party id.ID) {
	c.Messages = slices.DeleteFunc(c.Messages, func(m Message) bool {
		hidden := m.Party != party || m.Left.IsZero()
		if hidden {
			delete(o.Texts, m.ID)
		}
		return hidden
	})
	for i := range c.Messages {
		c.Messages[i].At = c.Messages[i].Left // when it reached the party; how long it waited is the office's
	}
}

package report

import (
	"slices"
	"time"

	"linli/casefile"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/platform/vault"
	"linli/rulebook"
)

// Forward sends a report to another office that speaks Open311: in the words that a person decided on after reading it, and with the
// place, never with the reporter's name or contact. It is sent where the reporter allowed that; else the words that everybody reads, as they are. The
// office's own promises go on: who was told does not owe the answer.
type Forward struct {
	To    id.ID  `json:"to"` // one of the offices that take reports of the category
	Text  string `json:"text"`
	Place string `json:"place,omitempty"` // where it is, in words
	Stays bool   `json:"stays,omitempty"` // as in [Publish]
	// Answers are those to the category's questions that are chosen from a list: Open311's attributes.
	Answers []Choice `json:"answers,omitempty"`
}

// Choice is what was chosen from the list of a question.
type Choice struct {
	Question string   `json:"question"` // its code
	Values   []string `json:"values"`
}

// Sent is one report as one other office has it.
type Sent struct {
	To      id.ID     `json:"to"`               // the office, by its entry in the list of recipients
	Text    id.ID     `json:"text"`             // owner of the words that are sent
	Asked   time.Time `json:"asked"`            // when somebody decided to send it
	Token   string    `json:"token,omitempty"`  // what it answered where it gives its number later
	Remote  string    `json:"remote,omitempty"` // its number there: text, also where it looks like a number
	Arrived time.Time `json:"arrived,omitzero"`
	Given   time.Time `json:"given_up,omitzero"` // since when it is not tried any more
	Status  string    `json:"status,omitempty"`  // there: "open" or "closed"
	As      time.Time `json:"as,omitzero"`       // as of when the status is, by the clock of the office there
	Heard   []string  `json:"heard,omitempty"`   // the updates that were read, by their ids there
}

// Recipient is another office that takes reports of a category.
type Recipient struct {
	ID   id.ID
	Name string
}

type forwarded struct {
	To id.ID `json:"to"`
}

// Kind is the machine's event.
func (Forward) Kind() casefile.Kind { return "forward" }

func (f Forward) decide(d *decision, s *Step) (any, error) {
	var l fault.List
	at := slices.IndexFunc(d.Recipients, func(r Recipient) bool { return r.ID == f.To })
	if at < 0 || d.c.sent(f.To) != nil {
		return nil, fault.Field("to", "form.choose")
	}
	if !d.c.MayPass && (f.Text != d.Read.Text || f.Place != d.Read.Place || len(f.Answers) > 0) {
		return nil, fault.Field("text", "issue.field.published_words")
	}
	text(&l, "text", f.Text, maxText, true)
	text(&l, "place", f.Place, maxAddress, d.c.Place.Point.IsZero())
	for field, words := range map[string]string{"text": f.Text, "place": f.Place} {
		points(&l, field, words, f.Stays)
	}
	category, _ := d.Rules.Report.Category(d.c.Category)
	for _, given := range f.Answers {
		i := slices.IndexFunc(category.Questions, func(q rulebook.AskedWith) bool { return q.Code == given.Question })
		if i < 0 || !Chosen(category.Questions[i]) || wrongAnswer(category.Questions[i], given.Values) != "" {
			l.Add("answers", "issue.field.question")
		}
	}
	if err := l.Err(); err != nil {
		return nil, err
	}
	s.seal(vault.Joint, id.ID{}, s.Event.ID, FieldAnswer, Answer{Text: f.Text, Right: d.Recipients[at].Name, Place: f.Place, Given: f.Answers})
	return forwarded{f.To}, nil
}

// Chosen reports whether a question is answered from a list. Whatever is written, a number too, may lead to a person.
func Chosen(q rulebook.AskedWith) bool { return len(q.Values) > 0 }

func foldForward(c *Case, e casefile.Event, b forwarded) {
	c.Sent = append(c.Sent, Sent{To: b.To, Text: e.ID, Asked: e.At})
}

// sent is what went to another office, or nil.
func (c *Case) sent(to id.ID) *Sent {
	for i := range c.Sent {
		if c.Sent[i].To == to {
			return &c.Sent[i]
		}
	}
	return nil
}

// Delivered writes down that another office took a report: linli's own act, after it was sent.
type Delivered struct {
	To     id.ID  `json:"to"`
	Token  string `json:"token,omitempty"`
	Remote string `json:"remote,omitempty"`
}

// Kind is the machine's event.
func (Delivered) Kind() casefile.Kind { return "delivered" }

func (x Delivered) decide(*decision, *Step) (any, error) { return x, nil }

func foldDelivered(c *Case, e casefile.Event, b Delivered) {
	if s := c.sent(b.To); s != nil {
		s.Token, s.Remote, s.Arrived = b.Token, b.Remote, e.At
	}
}

// Undelivered writes down that a report did not reach another office, and is not tried any more: somebody has to tell it otherwise.
type Undelivered struct {
	To id.ID `json:"to"`
}

// Kind is the machine's event.
func (Undelivered) Kind() casefile.Kind { return "undelivered" }

func (x Undelivered) decide(*decision, *Step) (any, error) { return x, nil }

func foldUndelivered(c *Case, e casefile.Event, b Undelivered) {
	if s := c.sent(b.To); s != nil {
		s.Given = e.At
	}
}

// Hear writes down what another office says of a report that it was sent. It closes nothing here: that they call it done does not
// make it so, and the reporter has linli's promise.
type Hear struct {
	To     id.ID     `json:"to"`
	Remote string    `json:"remote,omitempty"` // its number there, where it came later than the answer
	Status string    `json:"status,omitempty"`
	As     time.Time `json:"as,omitzero"`
	IDs    []string  `json:"ids,omitempty"` // of the updates
	Text   string    `json:"-"`
	Name   string    `json:"-"`
}

// Kind is the machine's event.
func (Hear) Kind() casefile.Kind { return "heard" }

func (h Hear) decide(_ *decision, s *Step) (any, error) {
	if h.Text != "" {
		s.seal(vault.Joint, id.ID{}, s.Event.ID, FieldAnswer, Answer{Text: h.Text, Right: h.Name})
	}
	return h, nil
}

func foldHear(c *Case, _ casefile.Event, b Hear) {
	s := c.sent(b.To)
	if s == nil {
		return
	}
	if b.Remote != "" {
		s.Remote = b.Remote
	}
	if b.Status != "" && !b.As.Before(s.As) { // what happened there earlier and is told later changes nothing
		s.Status, s.As = b.Status, b.As
	}
	for _, x := range b.IDs {
		if !slices.Contains(s.Heard, x) {
			s.Heard = append(s.Heard, x)
		}
	}
}

var maySend = Guard{"may_not_send", func(d *decision) bool { return d.c.mayLeave() }}

// mayLeave: the reporter let it be passed on, or everybody may read it anyway; and did not take it back.
func (c *Case) mayLeave() bool {
	return c.State != Withdrawn && !c.Restricted() && (c.MayPass || !c.Published.IsZero())
}

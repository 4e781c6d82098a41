package report

import (
	"slices"

	"linli/casefile"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/platform/vault"
	"linli/rulebook"
)

// Answer is what the office tells the author, sealed.
type Answer struct {
	Text  string   `json:"text"`
	Right string   `json:"right,omitempty"` // the office that is responsible, where this one is not; those that it is sent to, or the one that says it
	Place string   `json:"place,omitempty"` // of what is sent to another office: where it is
	Given []Choice `json:"given,omitempty"` // likewise: what was chosen from lists
}

// Take has an account of the desk take the complaint: it is the handler from now on, and nobody else reads it.
type Take struct{}

// Kind is the machine's event.
func (Take) Kind() casefile.Kind { return "take" }

type ofAccount struct {
	Account id.ID `json:"account"`
}

func (Take) decide(d *decision, _ *Step) (any, error) { return ofAccount{d.by.Account}, nil }

func foldTake(c *Case, _ casefile.Event, b ofAccount) { c.Handler, c.With = b.Account, nil }

// Accept takes the complaint on: the clock of the answer starts.
type Accept struct{}

// Kind is the machine's event.
func (Accept) Kind() casefile.Kind { return "accept" }

func (Accept) decide(*decision, *Step) (any, error) { return nil, nil }

// NotAccept tells the author that another office is responsible, and which.
type NotAccept struct {
	Reason string `json:"reason"` // a code of the rulebook
	Right  string `json:"right"`  // the office that is responsible
	Text   string `json:"text"`
	Passed bool   `json:"passed,omitempty"` // the report was passed on to that office, which its reporter allowed
}

type notAccepted struct {
	Passed bool `json:"passed,omitempty"`
}

// Kind is the machine's event.
func (NotAccept) Kind() casefile.Kind { return "not_accept" }

func (n NotAccept) decide(d *decision, s *Step) (any, error) {
	var l fault.List
	if !slices.ContainsFunc(d.Rules.Report.NotAccepted, func(c rulebook.Code) bool { return c.Code == n.Reason }) {
		l.Add("reason", "form.choose")
	}
	text(&l, "right", n.Right, maxContact, true)
	text(&l, "text", n.Text, maxText, true)
	if n.Passed && !d.c.MayPass {
		l.Add("passed", "issue.field.may_pass")
	}
	if err := l.Err(); err != nil {
		return nil, err
	}
	s.Event.Reason = n.Reason
	s.seal(vault.Joint, id.ID{}, s.Event.ID, FieldAnswer, Answer{Text: n.Text, Right: n.Right})
	return notAccepted{n.Passed}, nil
}

func foldNotAccept(c *Case, e casefile.Event, b notAccepted) {
	c.Reason = e.Reason
	if b.Passed {
		c.Passed = e.At
	}
	foldAnswer(c, e, struct{}{})
}

// Extend makes the term of the answer longer, once, and tells the author why.
type Extend struct {
	Text string `json:"text"`
}

// Kind is the machine's event.
func (Extend) Kind() casefile.Kind { return "extend" }

func (x Extend) decide(_ *decision, s *Step) (any, error) { return answered(s, x.Text) }

func foldExtend(c *Case, e casefile.Event, _ struct{}) { c.Extension = e.ID }

// GiveAnswer answers the complaint.
type GiveAnswer struct {
	Text string `json:"text"`
}

// Kind is the machine's event.
func (GiveAnswer) Kind() casefile.Kind { return "answer" }

func (a GiveAnswer) decide(_ *decision, s *Step) (any, error) { return answered(s, a.Text) }

func foldAnswer(c *Case, e casefile.Event, _ struct{}) {
	c.Answer, c.AnsweredBy, c.Answered = e.ID, e.By.Account, e.At
}

func answered(s *Step, words string) (any, error) {
	var l fault.List
	text(&l, "text", words, maxText, true)
	s.seal(vault.Joint, id.ID{}, s.Event.ID, FieldAnswer, Answer{Text: words})
	return nil, l.Err()
}

// AskReview is the author's: somebody else looks at what it was told. Whoever had the complaint has it no longer.
type AskReview struct {
	Text string `json:"text"`
}

// Kind is the machine's event.
func (AskReview) Kind() casefile.Kind { return "ask_review" }

type askedReview struct {
	Desk Desk `json:"desk"`
}

func (a AskReview) decide(d *decision, s *Step) (any, error) {
	return askedReview{d.Desk}, written(s, d.c.Author, a.Text)
}

func foldAskReview(c *Case, e casefile.Event, b askedReview) {
	if last := c.final(); c.State == Joined && last != nil { // what it disagrees with was told where it is handled
		c.Answer, c.AnsweredBy, c.Answered = last.ID, last.By, last.At
	}
	c.Review, c.Desk, c.Handler, c.With = e.ID, b.Desk, id.ID{}, nil
}

// DecideReview tells the author what the review came to. It is the office's last word.
type DecideReview struct {
	Text string `json:"text"`
}

// Kind is the machine's event.
func (DecideReview) Kind() casefile.Kind { return "decide_review" }

func (x DecideReview) decide(d *decision, s *Step) (any, error) {
	if d.c.lastWord() {
		s.Drop = reachesAuthor
	}
	return answered(s, x.Text)
}

// lastWord reports whether the office has nothing more to say once the review is decided: a grievance can be reviewed again.
func (c *Case) lastWord() bool { return c.Sort != rulebook.Grievance || !c.Second.IsZero() }

func foldDecideReview(c *Case, e casefile.Event, _ struct{}) {
	c.ReviewedBy, c.Answered = e.By.Account, e.At
	if c.lastWord() {
		c.Named, c.Reached = false, false
	}
	if c.Second.IsZero() {
		c.Decision = e.ID
		return
	}
	c.Final = e.ID
}

// AskSecondReview is the author's, of a grievance: the decision of the review is looked at once more, further up.
type AskSecondReview struct {
	Text string `json:"text"`
}

// Kind is the machine's event.
func (AskSecondReview) Kind() casefile.Kind { return "ask_second_review" }

func (a AskSecondReview) decide(d *decision, s *Step) (any, error) {
	return askedReview{d.Desk}, written(s, d.c.Author, a.Text)
}

func foldAskSecondReview(c *Case, e casefile.Event, b askedReview) {
	c.Second, c.Desk, c.Handler = e.ID, b.Desk, id.ID{}
}

// reachesAuthor are the sections that nobody needs once the office has nothing more to say: who the author is, and how it is
// reached.
func reachesAuthor(s vault.Scope) bool { return s.Kind == vault.Identity || s.Kind == vault.Contact }

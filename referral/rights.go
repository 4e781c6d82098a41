package referral

import (
	"slices"
	"time"

	"linli/casefile"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/platform/vault"
)

// Correction is what a person asks to have put right 更正请求, or objects to 反对. What was written before stays beside it: both are read together.
type Correction struct {
	ID       id.ID     `json:"id"`
	What     string    `json:"what"` // of [Wants]
	Asked    time.Time `json:"asked"`
	Answered time.Time `json:"answered,omitzero"`
	Answer   id.ID     `json:"answer,omitzero"` // the event whose words answer it
	Done     bool      `json:"done,omitempty"`  // it was done as the person asked
}

// Wants are what can be asked.
var Wants = []string{"correct", "object"}

// Erasure 删除请求 is the person's request that the office erase what it holds. While the term runs for which the file is kept, it is
// restricted: stored, and opened by nobody of the office but the archivist (个人信息保护法 art. 47).
type Erasure struct {
	Asked    time.Time `json:"asked"`
	Answered time.Time `json:"answered,omitzero"`
}

type (
	// AskChange is the person's request to put something right, or its objection.
	AskChange struct {
		What string `json:"what"`
		Text string `json:"text"`
	}
	// AnswerChange answers it.
	AnswerChange struct {
		Done bool   `json:"done"`
		Text string `json:"text"`
	}
	// AskErasure takes effect at once: the file is restricted before anybody has answered.
	AskErasure struct{}
	// AnswerErasure is the archivist's. Names and how the person is reached go with it; the rest by itself when the term is over.
	AnswerErasure struct{}
)

// Kind is the machine's event.
func (AskChange) Kind() casefile.Kind { return "ask_change" }

// Kind is the machine's event.
func (AnswerChange) Kind() casefile.Kind { return "answer_change" }

// Kind is the machine's event.
func (AskErasure) Kind() casefile.Kind { return "ask_erasure" }

// Kind is the machine's event.
func (AnswerErasure) Kind() casefile.Kind { return "answer_erasure" }

type changeAsked struct {
	What string `json:"what"`
}

type changeAnswered struct {
	Done bool `json:"done"`
}

func (x AskChange) decide(d *decision, s *Step) (any, error) {
	if !slices.Contains(Wants, x.What) {
		return nil, fault.Field("what", "form.choose")
	}
	return changeAsked{x.What}, d.written(s, x.Text, true)
}

func (x AnswerChange) decide(d *decision, s *Step) (any, error) {
	return changeAnswered{x.Done}, d.written(s, x.Text, true)
}

func (AskErasure) decide(*decision, *Step) (any, error) { return nil, nil }

func (AnswerErasure) decide(_ *decision, s *Step) (any, error) {
	s.Drop = func(x vault.Scope) bool { return x.Kind == vault.Identity || x.Kind == vault.Contact }
	return nil, nil
}

func foldAskChange(c *Case, e casefile.Event, b changeAsked) {
	c.Corrections = append(c.Corrections, Correction{ID: e.ID, What: b.What, Asked: e.At})
}

func foldAnswerChange(c *Case, e casefile.Event, b changeAnswered) {
	x := c.waiting()
	x.Answered, x.Answer, x.Done = e.At, e.ID, b.Done
}

func foldAskErasure(c *Case, e casefile.Event, _ struct{}) { c.Erasure = &Erasure{Asked: e.At} }

func foldAnswerErasure(c *Case, e casefile.Event, _ struct{}) {
	c.Erasure = &Erasure{Asked: c.Erasure.Asked, Answered: e.At}
	c.Reached = false
}

// waiting is the change that waits for its answer, or nil.
func (c *Case) waiting() *Correction {
	i := slices.IndexFunc(c.Corrections, func(x Correction) bool { return x.Answered.IsZero() })
	if i < 0 {
		return nil
	}
	return &c.Corrections[i]
}

// Restricted reports whether the file is stored and nothing else.
func (c *Case) Restricted() bool { return c.Erasure != nil }

// The guards of a person's requests.
var (
	changeOnce   = Guard{"change_waits", func(d *decision) bool { return d.c.waiting() == nil }}
	changeWaits  = Guard{"no_change", func(d *decision) bool { return d.c.waiting() != nil }}
	erasureOnce  = Guard{"erasure_asked", func(d *decision) bool { return d.c.Erasure == nil }}
	erasureWaits = Guard{"erasure_not_asked", func(d *decision) bool { return d.c.Erasure != nil && d.c.Erasure.Answered.IsZero() }}
)

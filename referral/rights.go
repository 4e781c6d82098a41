package referral

import (
	"time"

	"linli/casefile"
	"linli/platform/vault"
	"linli/rulebook"
)

type (
	// AskChange is the person's request to put something right, or its objection.
	AskChange struct {
		What string `json:"what"` // of [casefile.Wants]
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

func (x AskChange) decide(d *decision, s *Step) (any, error) {
	b, err := casefile.Asks(x.What)
	if err != nil {
		return nil, err
	}
	return b, d.written(s, x.Text, true)
}

func (x AnswerChange) decide(d *decision, s *Step) (any, error) {
	return casefile.ChangeAnswered{Done: x.Done}, d.written(s, x.Text, true)
}

func (AskErasure) decide(*decision, *Step) (any, error) { return nil, nil }

func (AnswerErasure) decide(_ *decision, s *Step) (any, error) {
	s.Drop = func(x vault.Scope) bool { return x.Kind == vault.Identity || x.Kind == vault.Contact }
	return nil, nil
}

func foldAskChange(c *Case, e casefile.Event, b casefile.ChangeAsked) { c.FoldChangeAsked(e, b) }

func foldAnswerChange(c *Case, e casefile.Event, b casefile.ChangeAnswered) {
	c.FoldChangeAnswered(e, b)
}

func foldAskErasure(c *Case, e casefile.Event, _ struct{}) { c.FoldErasureAsked(e) }

func foldAnswerErasure(c *Case, e casefile.Event, _ struct{}) {
	c.FoldErasureAnswered(e)
	c.Reached = false
}

// KeptUntil is when the rest of a case that is over is destroyed by itself.
func (c *Case) KeptUntil(rules *rulebook.Rulebook) time.Time {
	return c.Ended.AddDate(0, 0, rules.Help.Kept.N).Add(c.Paused(c.Ended))
}

// right is a rule of a person's requests as a guard.
func right(rule casefile.RightsRule) Guard {
	return Guard{rule.Name, func(d *decision) bool { return rule.Holds(&d.c.Rights) }}
}

package mediation

import (
	"slices"
	"time"

	"linli/platform/fault"
	"linli/platform/id"
	"linli/rulebook"
)

// Screened is a party's answer to one of the rulebook's private questions.
type Screened struct {
	Question string `json:"question"` // code
	Answer   string `json:"answer"`   // one of [ScreeningAnswers]
}

// ScreeningAnswers are the answers to a private question. Nobody has to answer one.
var ScreeningAnswers = []string{"yes", "no", "unsaid"}

// Proposed is the concern that answers to the private questions propose. It decides nothing: whoever holds the talk does,
// with the party.
func Proposed(s rulebook.Safety, answers []Screened) Concern {
	out := NoConcernTold
	for _, a := range answers {
		q, ok := s.Question(a.Question)
		if !ok || q.Proposes == "" || q.Answer != a.Answer {
			continue
		}
		if c := Concern(q.Proposes); c.weight() > out.weight() {
			out = c
		}
	}
	return out
}

// weight orders the concerns by what they keep apart.
func (c Concern) weight() int {
	return slices.Index([]Concern{NoConcernTold, SeparateOnly, Violence}, c)
}

// checkAnswers refuses answers to questions that the rulebook does not ask, and asks whoever stays below what the answers
// propose whether that was weighed.
func (t Talk) checkAnswers(l *fault.List, d *decision) {
	for i, a := range t.Answers {
		twice := slices.ContainsFunc(t.Answers[:i], func(x Screened) bool { return x.Question == a.Question })
		if _, ok := d.Rules.Mediation.Safety.Question(a.Question); !ok || twice || !slices.Contains(ScreeningAnswers, a.Answer) {
			l.Add("answers", "mediation.field.screening")
			return
		}
	}
	if p := Proposed(d.Rules.Mediation.Safety, t.Answers); len(*l) == 0 && !t.Weighed && p.weight() > t.Concern.weight() {
		*l = append(*l, fault.Field("weighed", "mediation.field.concern_proposed").With(fault.Args{"concern": fault.Text("mediation.concern." + string(p))}))
	}
}

// Nobody who told of fear meets the other side: not in one room, not on one line. What goes between them in writing goes
// through the mediator. The sentence says nothing of what was told, nor by whom.
var (
	jointConcern = Guard{Name: "separate_only", Holds: is(func(d *decision, c Schedule) bool { return d.mayMeet(c.Mode, c.With) })}
	// The same at the door of a session that was planned before somebody told of fear.
	jointBegins = Guard{Name: "separate_only", Holds: is(func(d *decision, c Begin) bool {
		s := d.thisSession()
		return s == nil || d.mayMeet(s.Mode, s.With)
	})}
	// Arrivals lie apart in every case, whatever was told in it: a rule for some would tell who they are.
	arrivalsApart = Guard{Name: "arrivals_apart", Holds: is(func(d *decision, c Schedule) bool { return d.c.arrives(c, d.apart()).IsZero() }),
		Args: func(d *decision) fault.Args {
			c := d.cmd.(Schedule)
			return fault.Args{"at": d.c.arrives(c, d.apart()), "minutes": d.Rules.Mediation.Safety.ArrivalsApart}
		}}
)

func (d *decision) mayMeet(mode string, with []id.ID) bool {
	return len(with) < 2 || !d.concerned(SeparateOnly) || mode == "writing" && !d.concerned(Violence)
}

func (d *decision) apart() time.Duration {
	return time.Duration(d.Rules.Mediation.Safety.ArrivalsApart) * time.Minute
}

// arrives is when another party comes for a talk of its own, too near to the one that is asked for; zero: nobody does.
func (c *Case) arrives(asked Schedule, apart time.Duration) time.Time {
	if asked.Mode != "separate" || len(asked.With) != 1 {
		return time.Time{}
	}
	for _, s := range c.Sessions {
		if s.Planned() && s.Mode == "separate" && !slices.Equal(s.With, asked.With) && asked.Start.Sub(s.Start).Abs() < apart {
			return s.Start
		}
	}
	return time.Time{}
}

// SeparateOnly reports whether somebody told, in what the reader may read, that the sides are not to meet.
func (o *Opened) SeparateOnly() bool {
	for _, t := range o.Talk {
		if t.Concern != NoConcernTold {
			return true
		}
	}
	return false
}

package resident

import (
	"strings"
	"time"

	"linli/mediation"
)

// moved is that another unit of the office has the case now.
type moved struct {
	At        time.Time
	Unit, Why string
	Ended     string // the unit that had it and is no more
	Contact   string // where the unit receives people
}

// Moved is the last time that the case went to another unit, for whoever knew of the case before; nil: it never did. Of what is over
// only the end of its unit is told: who has a person's data must say so when it takes another's place (个人信息保护法 art. 22).
func (o *partyPage) Moved() *moved {
	m := moved{At: o.ended.ClosedAt, Ended: o.ended.Name}
	if n := len(o.Case.Moves); n > 0 && m.At.IsZero() && (o.Case.State.Open() || o.Case.State.InForce()) {
		x := o.Case.Moves[n-1]
		m.At, m.Why = x.At, strings.TrimSpace(o.Passage(mediation.FieldReason, x.ID))
	}
	if m.At.IsZero() || o.Me.Invited.After(m.At) || o.Me.Added.After(m.At) {
		return nil
	}
	m.Unit, m.Contact = o.Unit, o.Desk.Line(o.say)
	return &m
}

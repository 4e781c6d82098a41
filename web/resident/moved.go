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
	Contact   string // where the unit receives people
}

// Moved is the last time that the case went to another unit, for whoever knew of the case before and still has something to do
// with it; nil: it never did.
func (o *partyPage) Moved() *moved {
	if len(o.Case.Moves) == 0 || !o.Case.State.Open() && !o.Case.State.InForce() {
		return nil
	}
	m := o.Case.Moves[len(o.Case.Moves)-1]
	if o.Me.Invited.After(m.At) || o.Me.Added.After(m.At) {
		return nil
	}
	return &moved{At: m.At, Unit: o.Unit, Why: strings.TrimSpace(o.Passage(mediation.FieldReason, m.ID)), Contact: contact(o.say, o.Desk)}
}

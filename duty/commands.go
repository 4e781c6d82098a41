package duty

import (
	"time"

	"linli/casefile"
	"linli/platform/fault"
	"linli/platform/id"
)

// Commands are those that a program can send. What is recorded, files and what linli does by itself are none.
var Commands = casefile.Commands[Command]{
	"agenda": WriteAgenda{}, "evidence": AddEvidence{}, "do": Do{}, "check": Check{}, "send_back": SendBack{}, "miss": Miss{}, "void": Cancel{},
	"sign_up": SignUp{}, "step_back": StepBack{}, "offer": Offer{}, "take_over": TakeOver{},
}

// Open writes down an occurrence that the calendar makes; [Record] one that somebody makes owed.
type Open struct{ Occurrence }

// Kind is the machine's event.
func (Open) Kind() casefile.Kind { return "open" }

func (o Open) decide(*decision, *casefile.Event) (any, error) {
	o.Edition = edition
	return o.Occurrence, nil
}

func foldOpen(c *Case, e casefile.Event, b Occurrence) {
	c.ID, c.Occurrence, c.Opened, c.Happened = e.Case, b, e.At, e.Claimed
}

// Do says that it was done. After the last instant it says why so late, whenever it claims to have been.
type Do struct {
	Claimed time.Time `json:"claimed,omitzero"`
	Reason  string    `json:"reason,omitempty"` // one of [Reasons], where it is late
}

// Kind is the machine's event.
func (Do) Kind() casefile.Kind { return "do" }

type done struct {
	Late   bool   `json:"late,omitempty"`
	Places []Look `json:"places,omitempty"`
}

func (x Do) decide(d *decision, e *casefile.Event) (any, error) {
	var l fault.List
	late := d.WasLate || d.now.After(d.due())
	checkReason(&l, x.Reason, late)
	d.checkClaim(&l, x.Claimed)
	e.Claimed, e.Reason = x.Claimed, x.Reason
	return done{late, d.Places}, l.Err()
}

func foldDo(c *Case, e casefile.Event, b done) {
	c.Acts = append(c.Acts, Act{At: e.At, Claimed: e.Claimed, By: e.By.Account})
	c.Late, c.Reason, c.Places = b.Late, e.Reason, b.Places
}

// Check says that somebody else looked at it and found it done.
type Check struct{}

// Kind is the machine's event.
func (Check) Kind() casefile.Kind { return "check" }

func (Check) decide(*decision, *casefile.Event) (any, error) { return nil, nil }

func foldCheck(c *Case, e casefile.Event, _ struct{}) {
	c.CheckedBy, c.CheckedAt, c.Ended = e.By.Account, e.At, e.At
}

// SendBack says that somebody else looked at it and found it not done: it is due as it was.
type SendBack struct{}

// Kind is the machine's event.
func (SendBack) Kind() casefile.Kind { return "send_back" }

func (SendBack) decide(*decision, *casefile.Event) (any, error) { return nil, nil }

func foldSendBack(c *Case, e casefile.Event, _ struct{}) {
	c.Acts[len(c.Acts)-1].SentBack = e.At
	c.Late, c.Reason = false, ""
}

// Miss ends an occurrence that will not be done any more, and says why. It stays late in every count.
type Miss struct {
	Reason string `json:"reason"`
}

// Kind is the machine's event.
func (Miss) Kind() casefile.Kind { return "miss" }

func (m Miss) decide(_ *decision, e *casefile.Event) (any, error) {
	var l fault.List
	checkReason(&l, m.Reason, true)
	e.Reason = m.Reason
	return nil, l.Err()
}

func foldMiss(c *Case, e casefile.Event, _ struct{}) { c.Reason, c.Ended = e.Reason, e.At }

// Move gives an occurrence to the unit into which its unit was merged. Where it was before stays written.
type Move struct{}

// Kind is the machine's event.
func (Move) Kind() casefile.Kind { return "move" }

type moved struct {
	Unit id.ID `json:"unit"`
}

func (Move) decide(d *decision, _ *casefile.Event) (any, error) { return moved{d.Unit}, nil }

func foldMove(c *Case, _ casefile.Event, b moved) { c.Units, c.Unit = append(c.Units, c.Unit), b.Unit }

// Cancel ends an occurrence of a unit that is no more, or one that somebody recorded by mistake.
type Cancel struct{}

// Kind is the machine's event.
func (Cancel) Kind() casefile.Kind { return "void" }

func (Cancel) decide(*decision, *casefile.Event) (any, error) { return nil, nil }

func foldEnd(c *Case, e casefile.Event, _ struct{}) { c.Ended = e.At }

package duty

import (
	"slices"
	"time"

	"linli/casefile"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/rulebook"
)

// Open writes an occurrence down: the calendar's, or that of somebody who records the event upon which it is owed.
type Open struct{ Occurrence }

// Kind is the machine's event.
func (Open) Kind() casefile.Kind { return "open" }

func (o Open) decide(*decision, *casefile.Event) (any, error) { return o.Occurrence, nil }

func foldOpen(c *Case, e casefile.Event, b Occurrence) {
	c.ID, c.Occurrence, c.Opened = e.Case, b, e.At
}

// AddEvidence puts one piece of evidence there, or a new version of one.
type AddEvidence struct {
	Sort     string    // one of the kinds that the rule asks for
	Number   int       // people in the room, photographs, hours, copies
	Hash     string    // of the sealed file or words
	Replaces id.ID     // the version before; zero: it is the first
	Claimed  time.Time // when it was made, according to who enters it; zero: now
	// NamesNobody is the declaration that minutes and logs name no resident.
	NamesNobody bool
}

// Kind is the machine's event.
func (AddEvidence) Kind() casefile.Kind { return "evidence" }

// written are the kinds of evidence in which a name could stand.
var written = []string{"minutes", "paper", "checklist"}

func (a AddEvidence) decide(d *decision, e *casefile.Event) (any, error) {
	var l fault.List
	if !slices.ContainsFunc(d.Rule.Evidence, func(p rulebook.Proof) bool { return p.Kind == a.Sort }) {
		l.Add("kind", "form.choose")
	}
	if a.Number < 0 || a.Number > 100_000 {
		l.Add("number", "duty.number.wrong")
	}
	if slices.Contains(written, a.Sort) && !a.NamesNobody {
		l.Add("names_nobody", "duty.names_nobody.required")
	}
	old := slices.IndexFunc(d.c.Evidence, func(x Evidence) bool { return x.ID == a.Replaces })
	switch {
	case a.Replaces.IsZero() && d.c.State == Checked, !a.Replaces.IsZero() && (old < 0 || d.c.Evidence[old].Kind != a.Sort || !d.c.Evidence[old].Replaced.IsZero()):
		l.Add("replaces", "form.choose")
	}
	d.checkClaim(&l, a.Claimed)
	e.Claimed = a.Claimed
	return Evidence{ID: e.ID, Kind: a.Sort, Number: a.Number, Hash: a.Hash, At: d.now, Claimed: a.Claimed, By: d.by.Account, Replaces: a.Replaces}, l.Err()
}

func foldEvidence(c *Case, e casefile.Event, b Evidence) {
	for i := range c.Evidence {
		if c.Evidence[i].ID == b.Replaces && !b.Replaces.IsZero() {
			c.Evidence[i].Replaced = e.At
		}
	}
	c.Evidence = append(c.Evidence, b)
	c.CheckedBy, c.CheckedAt, c.Ended = id.ID{}, time.Time{}, time.Time{}
}

// Do says that it was done. After the last instant it says why so late, whenever it claims to have been.
type Do struct {
	Claimed time.Time
	Reason  string // one of [Reasons], where it is late
}

// Kind is the machine's event.
func (Do) Kind() casefile.Kind { return "do" }

type done struct {
	Late bool `json:"late,omitempty"`
}

func (x Do) decide(d *decision, e *casefile.Event) (any, error) {
	var l fault.List
	late := d.now.After(d.due())
	checkReason(&l, x.Reason, late)
	d.checkClaim(&l, x.Claimed)
	e.Claimed, e.Reason = x.Claimed, x.Reason
	return done{late}, l.Err()
}

func foldDo(c *Case, e casefile.Event, b done) {
	c.Acts = append(c.Acts, Act{At: e.At, Claimed: e.Claimed, By: e.By.Account})
	c.Late, c.Reason = b.Late, e.Reason
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
type Miss struct{ Reason string }

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

// Cancel ends an occurrence of a unit that is no more and that no other follows.
type Cancel struct{}

// Kind is the machine's event.
func (Cancel) Kind() casefile.Kind { return "void" }

func (Cancel) decide(*decision, *casefile.Event) (any, error) { return nil, nil }

func foldEnd(c *Case, e casefile.Event, _ struct{}) { c.Ended = e.At }

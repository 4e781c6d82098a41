package release

import (
	"slices"
	"time"

	"linli/platform/access"
	"linli/platform/calendar"
	"linli/platform/fault"
	"linli/rulebook"
)

// transition is one step of a version: who may take it, from where to where, and what has to hold.
type transition struct {
	from, to State
	event    string
	action   string // of package access
	guards   []Guard
}

var machine = []transition{
	{Draft, Draft, "edit", "rulebook.edit", nil},
	{Draft, Proposed, "propose", "rulebook.edit", []Guard{alone, sound, changed}},
	{Draft, Withdrawn, "withdraw", "rulebook.edit", nil},
	{Proposed, Draft, "take_back", "rulebook.edit", nil},
	{Proposed, Withdrawn, "withdraw", "rulebook.edit", nil},
	{Proposed, Draft, "send_back", "rulebook.release", nil},
	{Proposed, Released, "release", "rulebook.release", []Guard{second, asRead, alone, sound}},
	{Released, Withdrawn, "stop", "rulebook.release", []Guard{before}},
}

// find is the row of a step, and whether there is one.
func find(from State, event string) (transition, bool) {
	for _, t := range machine {
		if t.from == from && t.event == event {
			return t, true
		}
	}
	return transition{}, false
}

// decision is what the guards look at.
type decision struct {
	version Version
	actor   access.Actor
	read    string // the hash of the text that the actor read
	looked  Look   // the text as it is read now
	today   calendar.Date
	others  []Version
	books   []*rulebook.Rulebook // all that the office has: those of its folder and of the program too
	now     time.Time
}

// Guard is a condition of a step. Its refusal is rulebook.guard.NAME.
type Guard struct {
	Name  string
	Holds func(*decision) bool
}

var (
	// second: whoever wrote or proposed a version never releases it.
	second = Guard{"own", func(d *decision) bool { return !d.version.wrote(d.actor.Account) }}
	// asRead: a yes counts for the text that was read, and for no other that was put in its place.
	asRead = Guard{"as_read", func(d *decision) bool {
		return d.read != "" && d.read == d.version.Hash && d.read == d.looked.hash()
	}}
	// alone: no other version waits for its day, wherever it was written; two that follow each other could not both have been
	// read before, and two of one day would leave the office without any.
	alone = Guard{"waiting", func(d *decision) bool {
		return waiting(d.others, d.today) == nil && !slices.ContainsFunc(d.books, func(b *rulebook.Rulebook) bool { return b.Effective.After(d.today) })
	}}
	sound = Guard{"unsound", func(d *decision) bool { return d.looked.Sound() }}
	// changed: a version that says the same under another name tells people of a change that there is not.
	changed = Guard{"unchanged", func(d *decision) bool { return len(d.looked.Differences) > 0 }}
	before  = Guard{"in_effect", func(d *decision) bool { return d.version.Effective.After(d.today) }}
)

func guard(name string) *fault.Error { return fault.New(fault.Guard, "rulebook.guard."+name) }

// waiting is the released version that has not reached its day; nil where there is none.
func waiting(all []Version, today calendar.Date) *Version {
	for i := range all {
		if all[i].State == Released && all[i].Effective.After(today) {
			return &all[i]
		}
	}
	return nil
}

// Look is what was found in the text of a version.
type Look struct {
	Book     *rulebook.Rulebook // nil with findings
	Findings []rulebook.Finding
	Examples int // that ran and hold
	// Differences are what it says otherwise than the version that is in effect, but for its own name and days.
	Differences []rulebook.Difference
	// Lost are the examples of the version in effect that it drops or changes: whoever releases it says yes to that too.
	Lost []rulebook.LostExample
}

// Sound reports whether an office could work under it.
func (l Look) Sound() bool { return l.Book != nil && len(l.Findings) == 0 }

func (l Look) hash() string {
	if l.Book == nil {
		return ""
	}
	return l.Book.Hash
}

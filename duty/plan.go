package duty

import (
	"slices"
	"strings"
	"time"

	"linli/platform/calendar"
	"linli/platform/id"
	"linli/promise"
	"linli/rulebook"
)

// Unit is what planning needs to know of a unit.
type Unit struct {
	ID     id.ID
	Parent id.ID  // zero at the root
	Heir   id.ID  // of one that ends: the unit that has its work now, which is itself until that day
	Kind   string // one of [rulebook.UnitLevels]
	Opened calendar.Date
	Closed calendar.Date // the first day on which it is no more; zero: it is open
}

// ended reports whether the unit is no more: one whose end lies ahead works until then.
func (u Unit) ended() bool { return !u.Heir.IsZero() && u.Heir != u.ID }

func (u Unit) open(d calendar.Date) bool {
	return !d.Before(u.Opened) && (u.Closed.IsZero() || d.Before(u.Closed))
}

// Plan lists the occurrences whose last day lies between two days, both included, in the order of last day, duty and unit. A
// unit owes what ends while it is open: one that opens within a period owes it, one that ends within a period does not.
func Plan(book *rulebook.Rulebook, cal *calendar.Calendar, units []Unit, from, to calendar.Date) []Occurrence {
	return planned(book, cal, units, from, to, func(calendar.Date) bool { return true })
}

// planned is [Plan] of the periods whose first day is wanted.
func planned(book *rulebook.Rulebook, cal *calendar.Calendar, units []Unit, from, to calendar.Date, wanted func(calendar.Date) bool) []Occurrence {
	if from.Before(book.Effective) {
		from = book.Effective
	}
	var out []Occurrence
	for _, rule := range book.Duties.Duties {
		for _, p := range rule.Periods(book.Duties.Terms, cal, from, to) {
			if !wanted(p.From) {
				continue
			}
			for _, u := range units {
				if slices.Contains(rule.Units, u.Kind) && u.open(p.Due) {
					out = append(out, Occurrence{Rulebook: book.ID, RulebookVersion: book.Version, Duty: rule.ID, Unit: u.ID,
						Period: p.Key, From: p.From, Last: p.Due, Provisional: p.Provisional})
				}
			}
		}
	}
	slices.SortStableFunc(out, func(a, b Occurrence) int { return a.Last.Compare(b.Last) })
	return out
}

// around is how many days from where it was planned a last day is looked for again: further than any holiday moves one.
const around = 60

// by is the occurrence by the holidays that the rulebook knows now: what was planned falls due where they move it. A day that a
// person named stays, and so does one that the plan would not make any more.
func (c Case) by(rules *rulebook.Rulebook) Case {
	rule, _ := rules.Duty(c.Duty)
	if !rule.NextWorkingDay || c.Last.IsZero() || c.Upon() {
		return c
	}
	for _, p := range rule.Periods(rules.Duties.Terms, rules.Calendar, c.Last.AddDays(-around), c.Last.AddDays(around)) {
		if p.Key == c.Period {
			c.Last, c.Provisional = p.Due, p.Provisional
		}
	}
	return c
}

// Upon is the occurrence that an event makes owed: its term runs from the recorded instant of the event.
func Upon(book *rulebook.Rulebook, duty string, unit, event id.ID, day calendar.Date) Occurrence {
	return Occurrence{Rulebook: book.ID, RulebookVersion: book.Version, Duty: duty, Unit: unit, Period: event.String(), From: day}
}

// Holding are the accounts that hold a post in a unit now.
type Holding func(unit id.ID, post rulebook.Post) []id.ID

// Gap is why nobody could do or check an occurrence.
type Gap struct {
	Occurrence
	Post rulebook.Post // nobody holds it; or who holds it could only check its own work
	Why  string        // "nobody_does", "nobody_checks" or "nobody_else"
}

// Gaps lists the occurrences that would be late because of a vacancy. They are shown before they happen, and told along the
// chain of the duty at once.
func Gaps(book *rulebook.Rulebook, units []Unit, all []Occurrence, hold Holding) []Gap {
	var out []Gap
	for _, o := range all {
		rule, ok := book.Duty(o.Duty)
		if !ok {
			continue
		}
		does, checks := holders(units, o.Unit, rule.OwedBy, hold), holders(units, o.Unit, rule.CheckedBy, hold)
		switch {
		case len(does) == 0:
			out = append(out, Gap{o, rule.OwedBy, "nobody_does"})
		case len(checks) == 0:
			out = append(out, Gap{o, rule.CheckedBy, "nobody_checks"})
		case len(does) == 1 && len(checks) == 1 && does[0] == checks[0]:
			out = append(out, Gap{o, rule.CheckedBy, "nobody_else"})
		}
	}
	return out
}

func holders(units []Unit, unit id.ID, post rulebook.Post, hold Holding) []id.ID {
	name, above := strings.CutPrefix(string(post), "parent.")
	if !above {
		return hold(unit, post)
	}
	i := slices.IndexFunc(units, func(u Unit) bool { return u.ID == unit })
	if i < 0 || units[i].Parent.IsZero() {
		return nil
	}
	return hold(units[i].Parent, rulebook.Post(name))
}

// Owed is the promise of an occurrence: to be done by its last instant. What was sent back was not done; only recorded times
// count. It is the engine's own promise, so that it is warned of, escalated and counted as every other.
func Owed(c Case, rule rulebook.DutyRule, zone *time.Location, cal *calendar.Calendar, now time.Time) promise.Promise {
	clock := rule.Recurs.Within
	if !c.Last.IsZero() {
		clock = rulebook.Length{N: calendar.DateOf(c.Opened, zone).Until(c.Last), Unit: rulebook.Days}
	}
	p := rulebook.PromiseRule{ID: rule.ID, Capability: Capability, OwedBy: rule.OwedBy, Start: []string{"open"}, KeptBy: []string{"do"},
		VoidBy: []string{"void"}, Clock: clock, NextWorkingDay: c.Last.IsZero() && rule.NextWorkingDay, Warn: rule.Warn, Chain: rule.Chain}
	start := c.Opened
	if !c.Last.IsZero() && clock.N < 0 { // planned after its day, while the server stood still
		start, clock.N = c.Last.Start(zone), 0
	}
	p.Clock = clock
	events := []promise.Event{{ID: c.ID, Kind: "open", At: start}}
	for _, a := range c.Acts {
		if a.SentBack.IsZero() {
			events = append(events, promise.Event{ID: c.ID, Kind: "do", At: a.At})
		}
	}
	if c.State == Void {
		events = append(events, promise.Event{ID: c.ID, Kind: "void", At: c.Ended})
	}
	out := promise.Compute([]rulebook.PromiseRule{p}, cal, zone, events, now)[0]
	if c.Late && out.State == promise.Kept {
		out.State = promise.Late
	}
	out.Provisional = out.Provisional || c.Provisional
	return out
}

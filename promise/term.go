package promise

import (
	"slices"
	"time"

	"linli/platform/calendar"
	"linli/rulebook"
)

// term is the clock of one promise: for a clock by days the last day, for one by hours the due instant.
type term struct {
	rule rulebook.PromiseRule
	cal  *calendar.Calendar
	zone *time.Location

	last    calendar.Date // clocks by day: the last day, before it is moved to a working day
	instant time.Time     // clocks by hours, and "at once"
}

func newTerm(rule rulebook.PromiseRule, cal *calendar.Calendar, zone *time.Location, start time.Time) term {
	if rule.Own != nil {
		cal = rule.Own
	}
	t := term{rule: rule, cal: cal, zone: zone}
	if t.byDay() {
		t.last = t.addDays(calendar.DateOf(start, zone), rule.Clock)
	} else {
		t.instant = t.addHours(start, rule.Clock)
	}
	return t
}

// on is the term that ends on a day that was promised by name; a rule by hours ends with that day too.
func (t term) on(d calendar.Date) term {
	switch {
	case d.IsZero():
	case t.byDay():
		t.last, t.rule.NextWorkingDay = d, false
	default:
		t.instant = d.End(t.zone)
	}
	return t
}

// addHours adds hours by the clock, or by the calendar's opening hours.
func (t term) addHours(at time.Time, l rulebook.Length) time.Time {
	if l.Unit == rulebook.Hours {
		return at.Add(hours(l))
	}
	return t.cal.AddWorkingTime(at, hours(l), t.zone)
}

// ofClock reports whether a length counts hours.
func ofClock(l rulebook.Length) bool {
	return l.Unit == rulebook.WorkingHours || l.Unit == rulebook.Hours
}

func hours(l rulebook.Length) time.Duration { return time.Duration(l.N) * time.Hour }

// byDay reports whether the clock ends with a day rather than at an instant.
func (t term) byDay() bool {
	return !ofClock(t.rule.Clock) && t.rule.Clock.Unit != rulebook.AtOnce
}

func (t term) addDays(d calendar.Date, l rulebook.Length) calendar.Date {
	switch l.Unit {
	case rulebook.WorkingDays:
		return t.cal.AddWorkingDays(d, l.N)
	case rulebook.Months:
		return d.AddMonths(l.N)
	default:
		return d.AddDays(l.N)
	}
}

// dueDay is the day on which the term ends.
func (t term) dueDay() calendar.Date {
	switch {
	case !t.byDay():
		return calendar.DateOf(t.instant, t.zone)
	case t.rule.NextWorkingDay:
		return t.cal.NextWorking(t.last)
	default:
		return t.last
	}
}

// due is the last instant of the term.
func (t term) due() time.Time {
	if !t.byDay() {
		return t.instant
	}
	return t.dueDay().End(t.zone)
}

// provisional reports whether holidays that are not published yet could move the end of the term.
func (t term) provisional() bool {
	counts := t.rule.NextWorkingDay || t.rule.Clock.Unit == rulebook.WorkingDays || t.rule.Clock.Unit == rulebook.WorkingHours
	return counts && t.cal.Provisional(t.dueDay())
}

// afterPause gives the term back, at the resumption, what was left of it at the pause. Days are counted as the clock
// counts them; a pause within one day costs nothing.
func (t term) afterPause(paused, resumed time.Time) term {
	if !resumed.After(paused) {
		return t
	}
	if t.rule.Clock.Unit == rulebook.Hours {
		t.instant = t.instant.Add(resumed.Sub(paused))
		return t
	}
	if !t.byDay() {
		t.instant = t.cal.AddWorkingTime(resumed, t.cal.WorkingTime(paused, t.instant, t.zone), t.zone)
		return t
	}
	p, r := calendar.DateOf(paused, t.zone), calendar.DateOf(resumed, t.zone)
	if p == r {
		return t
	}
	if t.rule.Clock.Unit == rulebook.WorkingDays {
		if left := t.cal.WorkingDays(p, t.last); left > 0 {
			t.last = t.cal.AddWorkingDays(r, left)
		} else {
			t.last = t.cal.NextWorking(r)
		}
		return t
	}
	t.last = r.AddDays(max(0, p.Until(t.last)))
	return t
}

// extended is the term made longer; the length is added to the last day, not to the day of asking.
func (t term) extended(l rulebook.Length) term {
	switch {
	case t.byDay():
		t.last = t.addDays(t.last, l)
	case ofClock(l):
		t.instant = t.addHours(t.instant, l)
	default:
		t.instant = t.addDays(t.dueDay(), l).End(t.zone)
	}
	return t
}

// warnings are the instants before the due instant at which the office reminds itself, at opening time.
func (t term) warnings(start time.Time) []time.Time {
	var out []time.Time
	for _, l := range t.rule.Warn {
		back := rulebook.Length{N: -l.N, Unit: l.Unit}
		var at time.Time
		if ofClock(l) {
			at = t.addHours(t.due(), back)
		} else {
			at = t.cal.Opening(t.addDays(t.dueDay(), back), t.zone)
		}
		if at.After(start) && at.Before(t.due()) {
			out = append(out, at)
		}
	}
	slices.SortFunc(out, time.Time.Compare)
	return slices.CompactFunc(out, time.Time.Equal)
}

// escalations are the posts that are told when the promise stays open, each at the opening of its day.
func (t term) escalations() []Escalation {
	var out []Escalation
	for _, s := range t.rule.Chain {
		e := Escalation{At: t.due(), Post: s.Post, Parent: s.Parent}
		switch {
		case s.After.N == 0:
		case ofClock(s.After):
			e.At = t.addHours(t.due(), s.After)
		default:
			e.At = t.cal.Opening(t.addDays(t.dueDay(), s.After), t.zone)
		}
		out = append(out, e)
	}
	return out
}

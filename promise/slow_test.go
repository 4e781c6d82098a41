package promise_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"linli/platform/calendar"
	"linli/platform/id"
	"linli/promise"
	"linli/rulebook"
)

// slow is a term as somebody counts it on a wall calendar, or with a watch in the hand: it goes from day to day, or from minute to
// minute, and takes one off what is left wherever one counts. While it is paused it takes nothing off. Once it is over it stands.
type slow struct {
	rule   rulebook.PromiseRule
	cal    *calendar.Calendar
	zone   *time.Location
	at     time.Time // as far as it was counted
	left   int       // days, working days or minutes
	paused time.Time // zero: it runs
	over   bool
}

func slowly(rule rulebook.PromiseRule, cal *calendar.Calendar, zone *time.Location, start time.Time) *slow {
	m := &slow{rule: rule, cal: cal, zone: zone, at: start, left: rule.Clock.N}
	switch {
	case m.byMinute():
		m.left *= 60
	case rule.Clock.Unit == rulebook.Months: // to the day that has the same number, or the month's last
		first := calendar.DateOf(start, zone)
		m.left = first.Until(first.AddMonths(rule.Clock.N))
	}
	return m
}

func (m *slow) byMinute() bool {
	return m.rule.Clock.Unit == rulebook.Hours || m.rule.Clock.Unit == rulebook.WorkingHours
}

func (m *slow) counts(d calendar.Date) bool {
	return m.rule.Clock.Unit != rulebook.WorkingDays || m.cal.Working(d)
}

// open reports whether the minute that begins at an instant counts.
func (m *slow) open(at time.Time) bool {
	return m.rule.Clock.Unit == rulebook.Hours || m.cal.WorkingTime(at, at.Add(time.Minute), m.zone) > 0
}

// from is the instant from which what is left is counted.
func (m *slow) from() time.Time {
	if m.paused.IsZero() {
		return m.at
	}
	return m.paused
}

func (m *slow) due() time.Time {
	n := m.left
	if m.byMinute() {
		at := m.from()
		for ; n > 0; at = at.Add(time.Minute) {
			if m.open(at) {
				n--
			}
		}
		return at
	}
	d := calendar.DateOf(m.from(), m.zone)
	for n > 0 {
		if d = d.AddDays(1); m.counts(d) {
			n--
		}
	}
	for ; n < 0; d = d.AddDays(-1) { // its last day is over, and it was moved to a day that is not
		n++
	}
	for m.rule.NextWorkingDay && !m.cal.Working(d) {
		d = d.AddDays(1)
	}
	return d.End(m.zone)
}

// pass counts on to an instant.
func (m *slow) pass(to time.Time) {
	for m.at.Before(to) && !m.over {
		if !m.paused.IsZero() {
			m.at = to
			return
		}
		next := m.at.Add(time.Minute)
		counts := m.byMinute() && m.open(m.at)
		if !m.byMinute() {
			tomorrow := calendar.DateOf(m.at, m.zone).AddDays(1)
			if next = tomorrow.Start(m.zone); next.After(to) {
				next = to
			} else {
				counts = m.counts(tomorrow)
			}
		}
		if next.After(m.due()) {
			m.over = true
			return
		}
		if m.at = next; counts {
			m.left--
		}
	}
}

// happens does what an event does to the term.
func (m *slow) happens(e promise.Event) {
	m.pass(e.At)
	switch {
	case m.over:
	case e.Kind == "suspend" && m.paused.IsZero():
		m.paused = e.At
	case e.Kind == "resume" && !m.paused.IsZero():
		if before, today := calendar.DateOf(m.paused, m.zone), calendar.DateOf(e.At, m.zone); !m.byMinute() && before != today && m.left <= 0 {
			m.left = 0
			if m.rule.Clock.Unit == rulebook.WorkingDays && !m.cal.Working(today) { // paused on its last day: the next working day is its last
				m.left = 1
			}
		}
		m.paused = time.Time{}
	case e.Kind == "extend" && m.byMinute():
		m.left += 60 * e.Extend.Length.N
	case e.Kind == "extend":
		m.left += e.Extend.Length.N
	}
}

// TestDueInstantsAreThoseOfASlowModel: whatever pauses and extensions come in whatever order, the engine's due instant is that of somebody
// who counts day by day and minute by minute.
func TestDueInstantsAreThoseOfASlowModel(t *testing.T) {
	cal := office(t)
	rapid.Check(t, func(t *rapid.T) {
		zone, err := time.LoadLocation(rapid.SampledFrom([]string{"Asia/Shanghai", "America/New_York"}).Draw(t, "zone"))
		if err != nil {
			t.Fatal(err)
		}
		r := rule(rapid.SampledFrom([]string{"1 day", "5 days", "1 month", "4 working days", "1 working day", "6 working hours", "24 hours"}).Draw(t, "clock"))
		r.Extension = &rulebook.Extension{By: []string{"lead"}}
		unit := r.Clock.Unit
		if unit == rulebook.Months {
			unit = rulebook.Days
		}
		r.NextWorkingDay = rapid.Bool().Draw(t, "next working day") && unit != rulebook.WorkingHours && unit != rulebook.Hours
		at := time.Date(2026, 1, 20, 0, 0, 0, 0, time.UTC).Add(time.Duration(rapid.IntRange(0, 60*24*60).Draw(t, "start")) * time.Minute)
		events := []promise.Event{{ID: id.ID{1}, Kind: "ask", At: at}}
		m := slowly(r, cal, zone, at)
		for i := range rapid.IntRange(0, 7).Draw(t, "events") {
			at = at.Add(time.Duration(rapid.IntRange(0, 3*24*60).Draw(t, "minutes")) * time.Minute)
			e := promise.Event{ID: id.ID{byte(i + 2)}, At: at, Kind: rapid.SampledFrom([]string{"suspend", "resume", "extend"}).Draw(t, "kind")}
			if e.Kind == "extend" {
				e.Extend = &promise.Extension{Rule: r.ID, Length: rulebook.Length{N: rapid.IntRange(1, 6).Draw(t, "length"), Unit: unit}, By: "lead"}
			}
			events = append(events, e)
			m.happens(e)
		}
		got := promise.Compute([]rulebook.PromiseRule{r}, cal, zone, events, at)[0]
		want := promise.Running
		switch {
		case m.over:
			want = promise.Late
		case !m.paused.IsZero():
			want = promise.Paused
		}
		if !got.Due.Equal(m.due()) || got.State != want {
			t.Fatalf("%s, moved to a working day: %v\n%+v\nis due %v and %s, counted one by one %v and %s", r.Clock, r.NextWorkingDay, events, got.Due.In(zone), got.State, m.due().In(zone), want)
		}
	})
}

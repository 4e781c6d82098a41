package promise_test

import (
	"testing"
	"time"

	"linli/platform/calendar"
	"linli/promise"
	"linli/rulebook"
)

// TestAClockForOpenCases: a later version's clock counts from its day on for what is open then; it moves no day that is over, makes nothing
// late that was in time, and what ended stays as it ended.
func TestAClockForOpenCases(t *testing.T) {
	zone := location(t, "Asia/Shanghai")
	clock := func(s string) rulebook.Length {
		l, err := rulebook.ParseLength(s)
		if err != nil {
			t.Fatal(err)
		}
		return l
	}
	from := calendar.Date{Year: 2026, Month: 3, Day: 10}
	for name, x := range map[string]struct {
		amended string
		lines   []string
		now     string
		state   promise.State
		last    string
	}{
		"longer, for what is open on the day":         {"30 days", []string{"2026-03-02 10:00 ask"}, "2026-03-13 09:00", promise.Running, "2026-04-01"},
		"due on the day itself":                       {"30 days", []string{"2026-02-28 10:00 ask"}, "2026-03-13 09:00", promise.Running, "2026-03-30"},
		"due the day before":                          {"30 days", []string{"2026-02-27 10:00 ask"}, "2026-03-13 09:00", promise.Late, "2026-03-09"},
		"kept late by its own clock, in time by this": {"30 days", []string{"2026-03-02 10:00 ask", "2026-03-20 10:00 answer"}, "2026-03-21 09:00", promise.Kept, "2026-04-01"},
		"kept before the day":                         {"30 days", []string{"2026-03-02 10:00 ask", "2026-03-09 10:00 answer"}, "2026-03-21 09:00", promise.Kept, "2026-03-12"},
		"shorter":                                     {"8 days", []string{"2026-03-05 10:00 ask"}, "2026-03-10 09:00", promise.Running, "2026-03-13"},
		"shorter, and over before the day":            {"3 days", []string{"2026-03-02 10:00 ask"}, "2026-03-10 09:00", promise.Running, "2026-03-12"},
		"paused over the day":                         {"30 days", []string{"2026-02-24 10:00 ask", "2026-02-26 10:00 suspend", "2026-03-12 10:00 resume"}, "2026-03-13 09:00", promise.Running, "2026-04-09"},
		"paused still":                                {"30 days", []string{"2026-02-24 10:00 ask", "2026-02-26 10:00 suspend"}, "2026-03-13 09:00", promise.Paused, "2026-03-26"},
	} {
		r := rule("10 days")
		r.Amended = []rulebook.Amendment{{From: from, Clock: clock(x.amended)}}
		p := promise.Compute([]rulebook.PromiseRule{r}, office(t), zone, events(t, zone, x.lines...), when(t, zone, x.now))[0]
		if last := p.Due.In(zone).Format(time.DateOnly); p.State != x.state || last != x.last {
			t.Errorf("%s: %s until %s, want %s until %s", name, p.State, last, x.state, x.last)
		}
	}
}

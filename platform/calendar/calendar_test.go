package calendar_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"linli/platform/calendar"
)

// spring is a calendar around the Spring Festival of 2026.
func spring(t interface{ Fatal(...any) }) *calendar.Calendar {
	holidays, moved := map[calendar.Date]string{}, map[calendar.Date]string{}
	for d := range 9 {
		holidays[calendar.Date{Year: 2026, Month: 2, Day: 15 + d}] = "spring_festival"
	}
	for _, d := range []int{14, 28} {
		moved[calendar.Date{Year: 2026, Month: 2, Day: d}] = "spring_festival"
	}
	c, err := calendar.New(calendar.Table{
		ID: "spring", Rest: []time.Weekday{time.Saturday, time.Sunday}, Holidays: holidays, Moved: moved,
		Hours:          []calendar.Hours{{From: 9 * 60, To: 12 * 60}, {From: 13 * 60, To: 18 * 60}},
		PublishedUntil: calendar.Date{Year: 2026, Month: 12, Day: 31},
	})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestWorkingDaysAroundAHoliday(t *testing.T) {
	c := spring(t)
	for day, want := range map[string]bool{"2026-02-13": true, "2026-02-14": true, "2026-02-15": false, "2026-02-20": false, "2026-02-23": false,
		"2026-02-24": true, "2026-02-28": true, "2026-03-01": false, "2026-03-07": false} {
		if got := c.Working(date(t, day)); got != want {
			t.Errorf("Working(%s) = %v", day, got)
		}
	}
	for _, x := range []struct {
		from string
		n    int
		want string
	}{
		{"2026-02-13", 0, "2026-02-13"}, {"2026-02-13", 1, "2026-02-14"}, {"2026-02-13", 2, "2026-02-24"}, {"2026-02-20", 1, "2026-02-24"},
		{"2026-02-27", 1, "2026-02-28"}, {"2026-02-27", 2, "2026-03-02"}, {"2026-02-24", -1, "2026-02-14"}, {"2026-02-24", -2, "2026-02-13"},
	} {
		if got := c.AddWorkingDays(date(t, x.from), x.n); got.String() != x.want {
			t.Errorf("%s and %d working days = %s, want %s", x.from, x.n, got, x.want)
		}
	}
	if got := c.NextWorking(date(t, "2026-02-15")); got.String() != "2026-02-24" {
		t.Errorf("the first working day from 15 February is %s", got)
	}
	if c.Holiday(date(t, "2026-02-17")) != "spring_festival" || c.Holiday(date(t, "2026-02-28")) != "spring_festival" || c.Holiday(date(t, "2026-03-03")) != "" {
		t.Error("a day has the wrong holiday")
	}
	if c.Provisional(date(t, "2026-12-31")) || !c.Provisional(date(t, "2027-01-01")) {
		t.Error("the table is published until the end of 2026")
	}
}

func TestWorkingTime(t *testing.T) {
	c, z := spring(t), zone(t, "Asia/Shanghai")
	at := func(s string) time.Time {
		v, err := time.ParseInLocation("2006-01-02 15:04", s, z)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	for _, x := range []struct {
		from string
		add  time.Duration
		want string
	}{
		{"2026-03-02 09:00", 4 * time.Hour, "2026-03-02 14:00"},
		{"2026-03-02 17:00", 4 * time.Hour, "2026-03-03 12:00"},
		{"2026-02-14 17:30", time.Hour, "2026-02-24 09:30"},
		{"2026-02-17 08:00", 8 * time.Hour, "2026-02-24 18:00"},
		{"2026-03-02 12:30", time.Hour, "2026-03-02 14:00"},
		{"2026-03-03 12:00", -4 * time.Hour, "2026-03-02 17:00"},
		{"2026-03-08 03:00", -time.Hour, "2026-03-06 17:00"},
	} {
		if got := c.AddWorkingTime(at(x.from), x.add, z); !got.Equal(at(x.want)) {
			t.Errorf("%s and %v of working time = %s, want %s", x.from, x.add, got.In(z), x.want)
		}
	}
	if got := c.WorkingTime(at("2026-02-14 12:30"), at("2026-02-24 10:00"), z); got != 6*time.Hour {
		t.Errorf("the working time over the holiday is %v, want 6h", got)
	}
}

func TestWorkingHoursWhenTheClockChanges(t *testing.T) {
	z := zone(t, "America/New_York")
	c, err := calendar.New(calendar.Table{Rest: []time.Weekday{time.Saturday}, Hours: []calendar.Hours{{From: 0, To: 24 * 60}}})
	if err != nil {
		t.Fatal(err)
	}
	for day, want := range map[string]time.Duration{"2025-03-09": 23 * time.Hour, "2025-11-02": 25 * time.Hour, "2025-06-02": 24 * time.Hour} {
		d := date(t, day)
		if got := c.WorkingTime(d.Start(z), d.AddDays(1).Start(z), z); got != want {
			t.Errorf("%s has %v of working time, want %v", day, got, want)
		}
	}
}

func TestNewRefusesCalendarsThatNeverWork(t *testing.T) {
	day := calendar.Date{Year: 2026, Month: 1, Day: 3}
	hours := []calendar.Hours{{From: 540, To: 1080}}
	for name, table := range map[string]calendar.Table{
		"no working weekday": {Rest: []time.Weekday{0, 1, 2, 3, 4, 5, 6}, Hours: hours},
		"no hours":           {Rest: []time.Weekday{0}},
		"no weekday 7":       {Rest: []time.Weekday{7}, Hours: hours},
		"backwards":          {Hours: []calendar.Hours{{From: 600, To: 540}}},
		"overlap":            {Hours: []calendar.Hours{{From: 540, To: 720}, {From: 700, To: 800}}},
		"past midnight":      {Hours: []calendar.Hours{{From: 540, To: 1441}}},
		"holiday and moved":  {Hours: hours, Holidays: map[calendar.Date]string{day: "a"}, Moved: map[calendar.Date]string{day: "b"}},
	} {
		if _, err := calendar.New(table); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func TestWorkingDaysProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := spring(t)
		from := calendar.Date{Year: 2025, Month: 12, Day: 1}.AddDays(rapid.IntRange(0, 200).Draw(t, "day"))
		n := rapid.IntRange(1, 60).Draw(t, "n")
		to := c.AddWorkingDays(from, n)
		if !c.Working(to) || c.WorkingDays(from, to) != n {
			t.Fatalf("%v and %d working days = %v, which is %d away", from, n, to, c.WorkingDays(from, to))
		}
		if back := c.AddWorkingDays(to, -n); c.Working(from) && back != from {
			t.Fatalf("%v and back = %v", from, back)
		}
	})
}

func TestWorkingTimeProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, z := spring(t), anyZone(t)
		from := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(rapid.IntRange(0, 200*24*60).Draw(t, "minute")) * time.Minute)
		w := time.Duration(rapid.IntRange(1, 200*60).Draw(t, "work")) * time.Minute
		to := c.AddWorkingTime(from, w, z)
		if got := c.WorkingTime(from, to, z); got != w {
			t.Fatalf("%v and %v = %v, which is %v away", from, w, to, got)
		}
		back := c.AddWorkingTime(to, -w, z)
		if back.Before(from) || c.WorkingTime(back, to, z) != w {
			t.Fatalf("%v back from %v is %v, before %v", w, to, back, from)
		}
	})
}

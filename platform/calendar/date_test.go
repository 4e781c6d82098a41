package calendar_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"linli/platform/calendar"
)

func date(t *testing.T, s string) calendar.Date {
	t.Helper()
	d, err := calendar.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func zone(t *testing.T, name string) *time.Location {
	t.Helper()
	z, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

func TestParseDateRefusesWhatIsNoDay(t *testing.T) {
	for _, s := range []string{"", "2026-02-30", "2026-02-29", "2025-13-01", "2025-00-10", "2025-01-00", "0000-01-01", "2026-1-1", "26-01-01",
		"2026/01/01", "2026-01-01 ", "2026-01-0x", "-026-01-01", "２０２６-01-01"} {
		if d, err := calendar.ParseDate(s); err == nil {
			t.Errorf("ParseDate(%q) = %v, want an error", s, d)
		}
	}
	if d, err := calendar.ParseDate("2024-02-29"); err != nil || d.Weekday() != time.Thursday {
		t.Errorf("the leap day 2024-02-29 gave %v, %v", d, err)
	}
}

func TestAddMonthsEndsWithTheMonth(t *testing.T) {
	for _, c := range []struct {
		from   string
		months int
		want   string
	}{
		{"2025-01-31", 1, "2025-02-28"},
		{"2024-01-31", 1, "2024-02-29"},
		{"2024-02-29", 1, "2024-03-29"},
		{"2024-02-29", 12, "2025-02-28"},
		{"2025-08-31", 1, "2025-09-30"},
		{"2025-12-31", 2, "2026-02-28"},
		{"2025-03-31", -1, "2025-02-28"},
		{"2025-01-15", -13, "2023-12-15"},
		{"1900-01-31", 1, "1900-02-28"},
		{"2000-01-31", 1, "2000-02-29"},
	} {
		if got := date(t, c.from).AddMonths(c.months); got.String() != c.want {
			t.Errorf("%s and %d months = %s, want %s", c.from, c.months, got, c.want)
		}
	}
}

func TestStartAndEndOfOddDays(t *testing.T) {
	for _, c := range []struct {
		zone, day, start string
		length           time.Duration
	}{
		{"Asia/Shanghai", "2026-02-16", "2026-02-15T16:00:00Z", 24 * time.Hour},
		{"America/New_York", "2025-03-09", "2025-03-09T05:00:00Z", 23 * time.Hour},
		{"America/New_York", "2025-11-02", "2025-11-02T04:00:00Z", 25 * time.Hour},
		// The clock goes from midnight to one: the day begins at one.
		{"America/Sao_Paulo", "2018-11-04", "2018-11-04T03:00:00Z", 23 * time.Hour},
		// The clock goes from one back to midnight: the day begins at the first midnight.
		{"America/Havana", "2024-11-03", "2024-11-03T04:00:00Z", 25 * time.Hour},
		// The clock goes from 0:01 back to 23:01: the eve ends an hour later.
		{"America/St_Johns", "2010-11-07", "2010-11-07T03:30:00Z", 24 * time.Hour},
		// Samoa left out 30 December 2011.
		{"Pacific/Apia", "2011-12-30", "2011-12-30T10:00:00Z", 0},
		{"Pacific/Apia", "2011-12-31", "2011-12-30T10:00:00Z", 24 * time.Hour},
		{"Pacific/Kiritimati", "2026-01-01", "2025-12-31T10:00:00Z", 24 * time.Hour},
	} {
		z, d := zone(t, c.zone), date(t, c.day)
		if got := d.Start(z).Format(time.RFC3339); got != c.start {
			t.Errorf("%s begins in %s at %s, want %s", c.day, c.zone, got, c.start)
		}
		if got := d.End(z).Sub(d.Start(z)) + time.Microsecond; got != c.length {
			t.Errorf("%s lasts %v in %s, want %v", c.day, got, c.zone, c.length)
		}
	}
}

// zones have clocks that change, do not, and changed oddly.
var zones = []string{"UTC", "Asia/Shanghai", "America/New_York", "America/Havana", "America/Sao_Paulo", "Pacific/Apia", "Australia/Lord_Howe",
	"Asia/Kathmandu", "America/St_Johns", "Africa/Casablanca", "Europe/London"}

func anyZone(t *rapid.T) *time.Location {
	z, err := time.LoadLocation(rapid.SampledFrom(zones).Draw(t, "zone"))
	if err != nil {
		t.Fatal(err)
	}
	return z
}

func anyDate(t *rapid.T) calendar.Date {
	base := calendar.Date{Year: 1990, Month: 1, Day: 1}
	return base.AddDays(rapid.IntRange(0, 20_000).Draw(t, "day"))
}

func TestDatesCount(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, n := anyDate(t), rapid.IntRange(-5000, 5000).Draw(t, "n")
		if e := d.AddDays(n); d.Until(e) != n || e.AddDays(-n) != d {
			t.Fatalf("%v and %d days = %v, %d days away", d, n, e, d.Until(e))
		}
		back, err := calendar.ParseDate(d.String())
		if err != nil || back != d {
			t.Fatalf("%v reads back as %v, %v", d, back, err)
		}
		m := rapid.IntRange(0, 600).Draw(t, "months")
		e := d.AddMonths(m)
		if _, err := calendar.NewDate(e.Year, e.Month, e.Day); err != nil {
			t.Fatal(err)
		}
		if months := (e.Year-d.Year)*12 + int(e.Month) - int(d.Month); months != m || e.Day > d.Day {
			t.Fatalf("%v and %d months = %v", d, m, e)
		}
		if e.Day < d.Day && e.AddDays(1).Day != 1 {
			t.Fatalf("%v and %d months = %v: neither the corresponding day nor the month's last", d, m, e)
		}
		if d.AddMonths(m).After(d.AddDays(1).AddMonths(m)) {
			t.Fatalf("a later start gives an earlier end after %v", d)
		}
	})
}

func TestDaysTileTheLine(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		z, d := anyZone(t), anyDate(t)
		start, end, next := d.Start(z), d.End(z), d.AddDays(1).Start(z)
		if end.Add(time.Microsecond) != next {
			t.Fatalf("%v ends at %v and the next day begins at %v", d, end, next)
		}
		if next.Before(start) {
			t.Fatalf("%v begins at %v, after the next day", d, start)
		}
		if next.After(start) && (calendar.DateOf(start, z) != d || calendar.DateOf(end, z) != d) {
			t.Fatalf("%v in %v runs from %v to %v", d, z, start.In(z), end.In(z))
		}
	})
}

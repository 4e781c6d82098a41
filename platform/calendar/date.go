package calendar

import (
	"fmt"
	"time"
	_ "time/tzdata" // an office's zone must be known also on a machine without a zone database
)

// Date is a day of the Gregorian calendar, without a zone. The zero Date means "none".
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// NewDate returns the day, or an error where the calendar has none such: 30 February, month 13, a year outside 1-9999.
func NewDate(year int, month time.Month, day int) (Date, error) {
	d := Date{Year: year, Month: month, Day: day}
	if year < 1 || year > 9999 {
		return Date{}, fmt.Errorf("calendar: the year %d is outside 1 to 9999", year)
	}
	if month < 1 || month > 12 {
		return Date{}, fmt.Errorf("calendar: there is no month %d", month)
	}
	if last := daysIn(year, month); day < 1 || day > last {
		return Date{}, fmt.Errorf("calendar: there is no %s: the month ends on day %d", d, last)
	}
	return d, nil
}

// ParseDate reads an ISO 8601 calendar date, year-month-day with all its digits: 2026-01-31.
func ParseDate(s string) (Date, error) {
	if len(s) != 10 || s[4] != '-' || s[7] != '-' {
		return Date{}, fmt.Errorf("calendar: %q is not a day written as 2026-01-31", s)
	}
	n := [3]int{}
	for i, part := range []string{s[:4], s[5:7], s[8:]} {
		for _, c := range []byte(part) {
			if c < '0' || c > '9' {
				return Date{}, fmt.Errorf("calendar: %q is not a day written as 2026-01-31", s)
			}
			n[i] = n[i]*10 + int(c-'0')
		}
	}
	return NewDate(n[0], time.Month(n[1]), n[2])
}

// DateOf is the day on which the instant falls in the zone.
func DateOf(t time.Time, zone *time.Location) Date {
	y, m, d := t.In(zone).Date()
	return Date{Year: y, Month: m, Day: d}
}

// IsZero reports whether the date is "none".
func (d Date) IsZero() bool { return d == Date{} }

// String is the ISO 8601 form; the zero Date is the empty string.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
}

// MarshalText is [Date.String].
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what [Date.MarshalText] wrote.
func (d *Date) UnmarshalText(b []byte) (err error) {
	if len(b) == 0 {
		*d = Date{}
		return nil
	}
	*d, err = ParseDate(string(b))
	return err
}

// Compare is -1, 0 or +1 as d is before, equal to or after e.
func (d Date) Compare(e Date) int { return d.midnight().Compare(e.midnight()) }

// Before reports whether d is an earlier day than e.
func (d Date) Before(e Date) bool { return d.Compare(e) < 0 }

// After reports whether d is a later day than e.
func (d Date) After(e Date) bool { return d.Compare(e) > 0 }

// Weekday is the day of the week.
func (d Date) Weekday() time.Weekday { return d.midnight().Weekday() }

// Until is the number of days from d to e, negative when e is earlier.
func (d Date) Until(e Date) int { return int(e.midnight().Sub(d.midnight()) / (24 * time.Hour)) }

// AddDays is n calendar days later, or earlier when n is negative.
func (d Date) AddDays(n int) Date {
	y, m, day := d.midnight().AddDate(0, 0, n).Date()
	return Date{Year: y, Month: m, Day: day}
}

// AddMonths is the same day n months later; where that month has no such day, its last one: 31 January and one month is
// 28 or 29 February (民法典 art. 202: without a corresponding day, the month's last day is the last day of the term).
func (d Date) AddMonths(n int) Date {
	y, m, _ := time.Date(d.Year, d.Month+time.Month(n), 1, 0, 0, 0, 0, time.UTC).Date()
	return Date{Year: y, Month: m, Day: min(d.Day, daysIn(y, m))}
}

// midnight is the day as a point on a line without zones, for counting only.
func (d Date) midnight() time.Time {
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC)
}

func daysIn(year int, month time.Month) int {
	return time.Date(year, month+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

// Start is the first instant of the day in the zone: the instant from which no clock of the zone shows an earlier day.
// Where the day was left out (Samoa, 30 December 2011) it is the start of the next one.
func (d Date) Start(zone *time.Location) time.Time {
	day := d.midnight()
	from, to := day.Add(-36*time.Hour), day.Add(36*time.Hour) // no zone is further from UTC than 26 hours
	start := from
	for t := from; t.Before(to); {
		_, offset := t.In(zone).Zone()
		_, change := t.In(zone).ZoneBounds()
		if change.IsZero() || change.After(to) {
			change = to
		}
		local := day.Add(-time.Duration(offset) * time.Second) // midnight by this offset
		if t.Before(local) {
			if start = local; change.Before(local) {
				start = change
			}
		}
		t = change
	}
	return start.UTC()
}

// End is the last microsecond of the day in the zone: what is done at that instant is done on the day.
func (d Date) End(zone *time.Location) time.Time {
	return d.AddDays(1).Start(zone).Add(-time.Microsecond)
}

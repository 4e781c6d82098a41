package rulebook

import (
	"fmt"
	"strconv"
	"strings"
)

// Unit is what a length counts.
type Unit string

// The units of a clock.
const (
	Days         Unit = "days"          // calendar days; the term ends with the last day
	WorkingDays  Unit = "working days"  // by the calendar; the term ends with the last day
	WorkingHours Unit = "working hours" // by the calendar's hours, to the microsecond
	Hours        Unit = "hours"         // by the clock, nights and days off included, to the microsecond
	SameDay      Unit = "same day"      // until the end of the day of its start, worked or not
	Months       Unit = "months"        // to the corresponding day, or the month's last (民法典 art. 202)
	AtOnce       Unit = "at once"       // the office's own step makes it; due at the instant of its start
)

// Length is a span of a clock: "30 days", "3 working days", "4 working hours", "4 hours", "1 month", "same day", "at once".
type Length struct {
	N    int
	Unit Unit
}

func (l Length) String() string {
	if l.Unit == AtOnce || l.Unit == SameDay {
		return string(l.Unit)
	}
	unit := string(l.Unit)
	if l.N == 1 {
		unit = strings.TrimSuffix(unit, "s")
	}
	return strconv.Itoa(l.N) + " " + unit
}

// Key is the message key of the length, such as "rulebook.length.working_days", with the placeholder {n}; a length of one
// has its own, such as "rulebook.length.working_day".
func (l Length) Key() string {
	unit := string(l.Unit)
	if l.N == 1 {
		unit = strings.TrimSuffix(unit, "s")
	}
	return "rulebook.length." + strings.ReplaceAll(unit, " ", "_")
}

// ParseLength reads a length. The number is at most 9999, and not negative.
func ParseLength(s string) (Length, error) {
	s = strings.Join(strings.Fields(s), " ")
	if s == string(AtOnce) || s == string(SameDay) {
		return Length{Unit: Unit(s)}, nil
	}
	number, unit, ok := strings.Cut(s, " ")
	n, err := strconv.Atoi(number)
	if err != nil || !ok {
		return Length{}, fmt.Errorf("%q is no length of time: write for instance \"30 days\", \"3 working days\", \"4 working hours\", \"1 month\", \"same day\" or \"at once\"", s)
	}
	if n < 0 {
		return Length{}, fmt.Errorf("%q is negative: a length of time is at least 0", s)
	}
	if n > 9999 {
		return Length{}, fmt.Errorf("%q is too long: the number is at most 9999", s)
	}
	if !strings.HasSuffix(unit, "s") {
		unit += "s"
	}
	switch u := Unit(unit); u {
	case Days, WorkingDays, WorkingHours, Hours, Months:
		return Length{N: n, Unit: u}, nil
	}
	return Length{}, fmt.Errorf("%q counts in an unknown unit: write days, working days, hours, working hours or months", s)
}

package directory

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// reach is how many days after the first one occurrences are looked for: some 60 years.
const reach = 22_000

// Open reports whether a schedule is open at an instant. Its days are those of RFC 5545 as far as HSDS has them (freq,
// interval, byday, bymonthday, byweekno, byyearday, wkst, dtstart, until, count), within valid_from and valid_to, both
// inclusive. A schedule that closes before it opens closes on the following day. Days are those of the schedule's timezone,
// hours from UTC; HSDS takes a schedule without one to be of UTC.
//
// HSDS has no field for public holidays. holiday says which days are some: on such a day only a schedule that holds on
// Saturdays and Sundays too, or one made for single days (without freq), is taken to be open.
func (s *Schedule) Open(at time.Time, holiday func(time.Time) bool) bool {
	opens, ok := minutes(s.OpensAt)
	closes, fine := minutes(s.ClosesAt)
	if !ok || !fine {
		return false // who does not say when opens at no known time
	}
	local := at.UTC().Add(time.Duration(float64(time.Hour) * s.offset()))
	day := time.Date(local.Year(), local.Month(), local.Day(), 0, 0, 0, 0, time.UTC)
	now := local.Hour()*60 + local.Minute()
	if closes <= opens {
		return now >= opens && s.On(day, holiday) || now < closes && s.On(day.AddDate(0, 0, -1), holiday)
	}
	return now >= opens && now < closes && s.On(day, holiday)
}

func (s *Schedule) offset() float64 {
	n, err := s.Timezone.Float64()
	if err != nil || n < -14 || n > 14 {
		return 0
	}
	return n
}

// On reports whether a schedule holds on a day, given as its midnight in UTC.
func (s *Schedule) On(day time.Time, holiday func(time.Time) bool) bool {
	text := day.Format(time.DateOnly)
	if s.ValidFrom != "" && text < s.ValidFrom || s.ValidTo != "" && text > s.ValidTo || s.Until != "" && text > s.Until || s.DTStart != "" && text < s.DTStart {
		return false
	}
	if !s.falls(day) || !s.counted(day) {
		return false
	}
	return holiday == nil || s.Freq == "" || !holiday(day) || s.weekends()
}

// first is the day from which intervals and counts run.
func (s *Schedule) first() (time.Time, bool) {
	for _, text := range []string{s.DTStart, s.ValidFrom} {
		if t, err := time.Parse(time.DateOnly, text); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}

// counted reports whether a day is among the first count occurrences.
func (s *Schedule) counted(day time.Time) bool {
	count, err := s.Count.Int64()
	from, ok := s.first()
	if err != nil || !ok {
		return true
	}
	for d, n := from, 0; n < reach && d.Before(day); d, n = d.AddDate(0, 0, 1), n+1 {
		if s.falls(d) {
			count--
		}
	}
	return count > 0
}

// weekends reports whether the schedule holds on Saturdays and Sundays.
func (s *Schedule) weekends() bool {
	days := days(s.ByDay)
	has := func(w time.Weekday) bool { return slices.ContainsFunc(days, func(d nth) bool { return d.day == w }) }
	return len(days) == 0 && s.Freq == "WEEKLY" && s.DTStart == "" || has(time.Saturday) && has(time.Sunday)
}

// falls reports whether the recurrence has a day, without its ends.
func (s *Schedule) falls(day time.Time) bool {
	from, ok := s.first()
	interval, err := s.Interval.Int64()
	if err != nil || interval < 1 {
		interval = 1
	}
	switch s.Freq {
	case "WEEKLY":
		if ok && interval > 1 && weeks(s.weekOf(from), s.weekOf(day))%interval != 0 {
			return false
		}
		return s.inWeek(day, from, ok)
	case "MONTHLY":
		months := int64(day.Year()*12+int(day.Month())) - int64(from.Year()*12+int(from.Month()))
		if ok && months%interval != 0 {
			return false
		}
		return s.inMonth(day, from, ok)
	}
	if list := days(s.ByDay); len(list) > 0 {
		return slices.ContainsFunc(list, func(d nth) bool { return d.day == day.Weekday() })
	}
	if single, err := time.Parse(time.DateOnly, s.DTStart); err == nil {
		return single.Equal(day) // one day
	}
	return true // every day on which it is valid
}

func (s *Schedule) inWeek(day, from time.Time, ok bool) bool {
	list := days(s.ByDay)
	switch {
	case len(list) > 0:
		if !slices.ContainsFunc(list, func(d nth) bool { return d.day == day.Weekday() }) {
			return false
		}
	case ok && s.DTStart != "" && day.Weekday() != from.Weekday():
		return false
	}
	if s.ByWeekNo != "" && !s.weekNumber(day) {
		return false
	}
	return s.ByYearDay == "" || within(s.ByYearDay, day.YearDay(), daysOfYear(day.Year()))
}

func (s *Schedule) inMonth(day, from time.Time, ok bool) bool {
	last := time.Date(day.Year(), day.Month()+1, 0, 0, 0, 0, 0, time.UTC).Day()
	list := days(s.ByDay)
	if s.ByMonthDay != "" && !within(s.ByMonthDay, day.Day(), last) {
		return false
	}
	if len(list) > 0 && !slices.ContainsFunc(list, func(d nth) bool { return d.inMonth(day, last) }) {
		return false
	}
	if s.ByYearDay != "" && !within(s.ByYearDay, day.YearDay(), daysOfYear(day.Year())) {
		return false
	}
	if s.ByMonthDay == "" && len(list) == 0 && s.ByYearDay == "" {
		return ok && day.Day() == from.Day()
	}
	return true
}

// nth is a day of the week, and in a month which one of them: 2 the second, -1 the last, 0 each.
type nth struct {
	n   int
	day time.Weekday
}

var weekdays = map[string]time.Weekday{"SU": time.Sunday, "MO": time.Monday, "TU": time.Tuesday, "WE": time.Wednesday, "TH": time.Thursday, "FR": time.Friday, "SA": time.Saturday}

// days reads byday: "MO,TU", "1MO,-1FR". What is no day is left out.
func days(text string) []nth {
	var out []nth
	for word := range strings.SplitSeq(text, ",") {
		word = strings.ToUpper(strings.TrimSpace(word))
		if len(word) < 2 {
			continue
		}
		day, ok := weekdays[word[len(word)-2:]]
		n, err := strconv.Atoi(strings.TrimPrefix(word[:len(word)-2], "+"))
		if ok && (err == nil || len(word) == 2) {
			out = append(out, nth{n, day})
		}
	}
	return out
}

func (d nth) inMonth(day time.Time, last int) bool {
	if day.Weekday() != d.day {
		return false
	}
	switch {
	case d.n > 0:
		return (day.Day()-1)/7+1 == d.n
	case d.n < 0:
		return (last-day.Day())/7+1 == -d.n
	}
	return true
}

// within reports whether a list of whole numbers, counted from the end where they are negative, has one of them.
func within(list string, n, last int) bool {
	for word := range strings.SplitSeq(list, ",") {
		if x, err := strconv.Atoi(strings.TrimSpace(word)); err == nil && (x == n || x < 0 && last+1+x == n) {
			return true
		}
	}
	return false
}

func daysOfYear(year int) int { return time.Date(year, 12, 31, 0, 0, 0, 0, time.UTC).YearDay() }

// weekOf is the first day of a day's week, which begins with wkst.
func (s *Schedule) weekOf(day time.Time) time.Time {
	begin := time.Monday
	if w, ok := weekdays[s.WkSt]; ok {
		begin = w
	}
	return day.AddDate(0, 0, -(int(day.Weekday()-begin)+7)%7)
}

func weeks(a, b time.Time) int64 { return int64(b.Sub(a).Hours()) / (24 * 7) }

// weekNumber reports whether byweekno has the day's week of the year: the first is the one with at least four days in it
// (RFC 5545 section 3.3.10).
func (s *Schedule) weekNumber(day time.Time) bool {
	middle := s.weekOf(day).AddDate(0, 0, 3) // in the year to which the week belongs
	last := (daysOfYear(middle.Year()) - 1) / 7
	n := (middle.YearDay()-1)/7 + 1
	if end := time.Date(middle.Year(), 12, 31, 0, 0, 0, 0, time.UTC); s.weekOf(end).AddDate(0, 0, 3).Year() == middle.Year() {
		last = (s.weekOf(end).AddDate(0, 0, 3).YearDay()-1)/7 + 1
	}
	return within(s.ByWeekNo, n, last)
}

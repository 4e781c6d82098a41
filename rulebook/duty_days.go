package rulebook

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/teambition/rrule-go"

	"linli/platform/calendar"
)

// Period is one occurrence 期次 of a duty that comes back: the days that it is for, and the last day on which it is done in
// time. It is the same for every unit that owes the duty.
type Period struct {
	Key      string // of the period within the duty: "2026-03", "2026-Q1", "2026-spring", or the day of a shift
	From, To calendar.Date
	Due      calendar.Date // the last day, moved to a working day where the rule says so
	// Begin and End are the hours of a shift, after midnight by the office's clock; End is 0 where there is none.
	Begin, End time.Duration
	// Provisional says that holidays which are not published yet could move the last day.
	Provisional bool
}

// Starts is the first instant of the period in the zone.
func (p Period) Starts(zone *time.Location) time.Time {
	return p.at(p.From, p.Begin, zone, p.From.Start(zone))
}

// Ends is the last instant at which it is done in time.
func (p Period) Ends(zone *time.Location) time.Time { return p.at(p.Due, p.End, zone, p.Due.End(zone)) }

func (p Period) at(d calendar.Date, clock time.Duration, zone *time.Location, whole time.Time) time.Time {
	if p.End == 0 {
		return whole
	}
	return time.Date(d.Year, d.Month, d.Day, int(clock/time.Hour), int(clock/time.Minute%60), 0, 0, zone).UTC()
}

// longestAhead bounds what is asked of a recurrence at once, in days.
const longestAhead = 3700

// Periods are the occurrences of a duty whose last day lies between two days, both included, in the order of time. A duty
// that is owed upon an event has none. It depends on the rule and the calendar alone.
func (r *DutyRule) Periods(terms []SchoolTerm, cal *calendar.Calendar, from, to calendar.Date) []Period {
	if from.Until(to) > longestAhead {
		to = from.AddDays(longestAhead)
	}
	// A last day is moved by one holiday at most, and a period is a year long at most.
	early, late := from.AddDays(-2*longestHoliday), to.AddDays(370)
	var out []Period
	add := func(p Period) {
		if p.Due.IsZero() {
			p.Due = p.To
		}
		if r.NextWorkingDay && p.End == 0 {
			p.Provisional = cal.Provisional(p.Due)
			p.Due = cal.NextWorking(p.Due)
			p.Provisional = p.Provisional || cal.Provisional(p.Due)
		}
		if !p.Due.Before(from) && !p.Due.After(to) {
			out = append(out, p)
		}
	}
	begin, end, _ := shiftHours(r.Recurs.Hours)
	switch every := r.Recurs.Every; {
	case r.Recurs.Upon != "":
	case r.Recurs.Shifts != "":
		for _, d := range shiftDays(r.Recurs.Shifts, r.Recurs.Since.Day, from, to) {
			add(Period{Key: d.String(), From: d, To: d, Begin: begin, End: end})
		}
	case every == "working_day":
		for d := from; !d.After(to); d = d.AddDays(1) {
			if cal.Working(d) {
				add(Period{Key: d.String(), From: d, To: d, Begin: begin, End: end, Provisional: cal.Provisional(d)})
			}
		}
	case every == "week":
		for d := early.AddDays(-int(early.Weekday()+6) % 7); !d.After(late); d = d.AddDays(7) {
			add(Period{Key: d.String(), From: d, To: d.AddDays(6)})
		}
	case every == "term":
		for year := early.Year - 1; year <= late.Year; year++ {
			for _, t := range terms {
				if p, ok := t.in(year); ok {
					add(p)
				}
			}
		}
	case months[every] > 0:
		for d := (calendar.Date{Year: early.Year, Month: 1, Day: 1}); !d.After(late); d = d.AddMonths(months[every]) {
			add(r.months(d, months[every]))
		}
	}
	return out
}

// months are how many months the periods of a rhythm have; each divides the year.
var months = map[string]int{"month": 1, "two_months": 2, "quarter": 3, "half_year": 6, "year": 12}

// months is the period of n months that begins on a day.
func (r *DutyRule) months(first calendar.Date, n int) Period {
	p := Period{From: first, To: first.AddMonths(n).AddDays(-1)}
	if last := r.Recurs.Month; last > 0 && n == 12 {
		p.To = first.AddMonths(last).AddDays(-1)
	}
	if day := r.Recurs.Day; day > 0 {
		p.Due = calendar.Date{Year: p.To.Year, Month: p.To.Month, Day: min(day, p.To.Day)}
	}
	nth := (int(first.Month)-1)/n + 1
	switch n {
	case 1:
		p.Key = fmt.Sprintf("%04d-%02d", first.Year, int(first.Month))
	case 12:
		p.Key = fmt.Sprintf("%04d", first.Year)
	default:
		p.Key = fmt.Sprintf("%04d-%s%d", first.Year, map[int]string{2: "B", 3: "Q", 6: "H"}[n], nth)
	}
	return p
}

// in is the term that begins in a year.
func (t SchoolTerm) in(year int) (Period, bool) {
	fm, fd, err := monthDay(t.From)
	tm, td, wrong := monthDay(t.To)
	if err != nil || wrong != nil || year < 1 {
		return Period{}, false
	}
	p := Period{Key: fmt.Sprintf("%04d-%s", year, t.ID), From: calendar.Date{Year: year, Month: fm, Day: fd}, To: calendar.Date{Year: year, Month: tm, Day: td}}
	if p.To.Before(p.From) {
		p.To.Year++
	}
	return p, true
}

// monthDay reads "09-01". The leap day is none: it would not come each year.
func monthDay(s string) (time.Month, int, error) {
	d, err := calendar.ParseDate("2001-" + s)
	return d.Month, d.Day, err
}

// shiftHours reads "07:10-08:10", hours within one day.
func shiftHours(s string) (from, to time.Duration, err error) {
	a, b, ok := strings.Cut(s, "-")
	midnight := time.Date(0, 1, 1, 0, 0, 0, 0, time.UTC)
	x, err := time.Parse("15:04", a)
	y, wrong := time.Parse("15:04", b)
	if !ok || err != nil || wrong != nil || len(a) != 5 || len(b) != 5 || !y.After(x) {
		return 0, 0, errors.New("no hours of a shift")
	}
	return x.Sub(midnight), y.Sub(midnight), nil
}

// checkShifts refuses what a rota has no use for: rules finer than a day, and rules that end by themselves, after which a
// duty would vanish without anybody being told.
func checkShifts(s string) error {
	o, err := rrule.StrToROption(s)
	switch {
	case err != nil:
		return errors.New("write for instance FREQ=WEEKLY;BYDAY=MO,WE (RFC 5545)")
	case o.Freq > rrule.DAILY:
		return errors.New("a shift is at most once a day: FREQ is DAILY, WEEKLY, MONTHLY or YEARLY")
	case o.Count > 0 || !o.Until.IsZero():
		return errors.New("it would end by itself (COUNT, UNTIL): a new version of the rulebook ends it")
	case !o.Dtstart.IsZero() || len(o.Byhour)+len(o.Byminute)+len(o.Bysecond)+len(o.Byeaster) > 0:
		return errors.New("the day stands under since, the time under hours")
	case o.Interval > 366:
		return errors.New("the interval is longer than a year")
	}
	_, err = rrule.NewRRule(*o)
	return err
}

// shiftDays are the days of a rule of shifts between two days. Days have no zone, so they are counted in UTC.
func shiftDays(rule string, since, from, to calendar.Date) []calendar.Date {
	o, err := rrule.StrToROption(rule)
	if err != nil {
		return nil // told when the rulebook was read
	}
	o.Dtstart = since.Start(time.UTC)
	r, err := rrule.NewRRule(*o)
	if err != nil {
		return nil
	}
	var out []calendar.Date
	for _, t := range r.Between(from.Start(time.UTC), to.Start(time.UTC), true) {
		out = append(out, calendar.DateOf(t, time.UTC))
	}
	return out
}

package rulebook_test

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"linli/platform/calendar"
	"linli/rulebook"
)

// slow says of one day whether a duty falls due on it, looking at nothing but that day and those before it: the obvious
// model, day by day.
func slow(r rulebook.DutyRule, terms []rulebook.SchoolTerm, cal *calendar.Calendar, d calendar.Date) bool {
	if r.NextWorkingDay && r.Recurs.Hours == "" {
		if !cal.Working(d) {
			return false
		}
		for back := d; ; back = back.AddDays(-1) { // the day itself, or a day off right before it
			if falls(r, terms, cal, back) {
				return true
			}
			if cal.Working(back.AddDays(-1)) {
				return false
			}
		}
	}
	return falls(r, terms, cal, d)
}

func falls(r rulebook.DutyRule, terms []rulebook.SchoolTerm, cal *calendar.Calendar, d calendar.Date) bool {
	lastOfMonth := d.AddDays(1).Day == 1
	onDay := d.Day == r.Recurs.Day || lastOfMonth && (r.Recurs.Day == 0 || r.Recurs.Day > d.Day)
	month := int(d.Month)
	switch r.Recurs.Every {
	case "working_day":
		return cal.Working(d)
	case "week":
		return d.Weekday() == time.Sunday
	case "month":
		return onDay
	case "two_months":
		return onDay && month%2 == 0
	case "quarter":
		return onDay && month%3 == 0
	case "half_year":
		return onDay && month%6 == 0
	case "year":
		last := r.Recurs.Month
		if last == 0 {
			last = 12
		}
		return onDay && month == last
	case "term":
		return slices.ContainsFunc(terms, func(t rulebook.SchoolTerm) bool { return d.String()[5:] == t.To })
	}
	return false
}

// TestWhenADutyFallsDue holds the fast way against the slow one: leap days, ends of months, holidays, moved working
// Saturdays, years beyond the published table.
func TestWhenADutyFallsDue(t *testing.T) {
	book := load(t, cn(t))
	terms := load(t, town(t)).Duties.Terms
	rapid.Check(t, func(t *rapid.T) {
		r := rulebook.DutyRule{NextWorkingDay: rapid.Bool().Draw(t, "next working day")}
		r.Recurs.Every = rapid.SampledFrom(rulebook.Rhythms()).Draw(t, "every")
		if !slices.Contains([]string{"working_day", "week", "term"}, r.Recurs.Every) {
			r.Recurs.Day = rapid.IntRange(0, 31).Draw(t, "day")
		}
		if r.Recurs.Every == "year" {
			r.Recurs.Month = rapid.IntRange(0, 12).Draw(t, "month")
		}
		from := calendar.Date{Year: 2023, Month: 11, Day: 1}.AddDays(rapid.IntRange(0, 1600).Draw(t, "from"))
		to := from.AddDays(rapid.IntRange(0, 500).Draw(t, "days"))
		var want []calendar.Date
		for d := from; !d.After(to); d = d.AddDays(1) {
			if slow(r, terms, book.Calendar, d) {
				want = append(want, d)
			}
		}
		var got []calendar.Date
		keys := map[string]bool{}
		for _, p := range r.Periods(terms, book.Calendar, from, to) {
			if keys[p.Key] {
				t.Fatalf("the period %s comes twice", p.Key)
			}
			keys[p.Key] = true
			if p.Due.Before(p.From) || !p.Ends(book.Zone).After(p.Starts(book.Zone)) {
				t.Fatalf("%+v ends before it begins", p)
			}
			got = append(got, p.Due)
		}
		if got = slices.Compact(got); !slices.Equal(got, slices.Compact(want)) { // two weeks in one long holiday end on one day
			t.Fatalf("%+v between %s and %s: %v, want %v", r.Recurs, from, to, got, want)
		}
	})
}

// TestShiftsByARule holds the rule of shifts against days that are looked at one by one.
func TestShiftsByARule(t *testing.T) {
	cal := load(t, cn(t)).Calendar
	week := []string{"MO", "TU", "WE", "TH", "FR", "SA", "SU"}
	rapid.Check(t, func(t *rapid.T) {
		since := calendar.Date{Year: 2024, Month: 1, Day: 1}.AddDays(rapid.IntRange(0, 700).Draw(t, "since"))
		day := rapid.IntRange(0, 6).Draw(t, "weekday")
		r := rulebook.DutyRule{Recurs: rulebook.Recurrence{Shifts: "FREQ=WEEKLY;BYDAY=" + week[day], Since: rulebook.Moment{Day: since}, Hours: "19:00-21:00"}}
		from := since.AddDays(rapid.IntRange(-40, 400).Draw(t, "from"))
		to := from.AddDays(rapid.IntRange(0, 120).Draw(t, "days"))
		var want, got []calendar.Date
		for d := from; !d.After(to); d = d.AddDays(1) {
			if !d.Before(since) && int(d.Weekday()+6)%7 == day {
				want = append(want, d)
			}
		}
		for _, p := range r.Periods(nil, cal, from, to) {
			got = append(got, p.From)
		}
		if !slices.Equal(got, want) {
			t.Fatalf("%s from %s: %v, want %v", r.Recurs.Shifts, since, got, want)
		}
	})
}

// shift is a rule of shifts as it is written, with the obvious model of it: whether a shift lies on a day, by nothing but that day and the
// first one.
type shift struct {
	rule string
	on   func(since, d calendar.Date) bool
}

// anyShift is a rule of one of the shapes that a rota is written in.
func anyShift(t *rapid.T) shift {
	week := []string{"MO", "TU", "WE", "TH", "FR", "SA", "SU"}
	every := rapid.IntRange(1, 4).Draw(t, "interval")
	weekday := func(d calendar.Date) int { return int(d.Weekday()+6) % 7 }
	months := func(since, d calendar.Date) int { return 12*(d.Year-since.Year) + int(d.Month) - int(since.Month) }
	prefix := func(freq string) string { return fmt.Sprintf("FREQ=%s;INTERVAL=%d", freq, every) }
	switch rapid.SampledFrom([]string{"daily", "weekly", "monthly day", "monthly weekday"}).Draw(t, "shape") {
	case "daily":
		return shift{prefix("DAILY"), func(since, d calendar.Date) bool { return since.Until(d)%every == 0 }}
	case "weekly":
		days := rapid.SliceOfNDistinct(rapid.IntRange(0, 6), 1, 4, rapid.ID).Draw(t, "weekdays")
		var names []string
		for _, x := range days {
			names = append(names, week[x])
		}
		return shift{prefix("WEEKLY") + ";BYDAY=" + strings.Join(names, ","), func(since, d calendar.Date) bool {
			monday := since.AddDays(-weekday(since))
			return slices.Contains(days, weekday(d)) && monday.Until(d)/7%every == 0
		}}
	case "monthly day":
		day := rapid.SampledFrom([]int{1, 15, 29, 31, -1}).Draw(t, "day of the month")
		return shift{prefix("MONTHLY") + ";BYMONTHDAY=" + strconv.Itoa(day), func(since, d calendar.Date) bool {
			return months(since, d)%every == 0 && (d.Day == day || day == -1 && d.AddDays(1).Day == 1)
		}}
	default:
		nth, x := rapid.IntRange(1, 5).Draw(t, "nth"), rapid.IntRange(0, 6).Draw(t, "weekday")
		return shift{prefix("MONTHLY") + ";BYDAY=" + strconv.Itoa(nth) + week[x], func(since, d calendar.Date) bool {
			return months(since, d)%every == 0 && weekday(d) == x && (d.Day-1)/7 == nth-1
		}}
	}
}

// TestShiftsOfEveryShape holds rules with intervals, several weekdays, days of the month and weekdays of the month against days that are looked
// at one by one.
func TestShiftsOfEveryShape(t *testing.T) {
	cal := load(t, cn(t)).Calendar
	rapid.Check(t, func(t *rapid.T) {
		since := calendar.Date{Year: 2024, Month: 1, Day: 1}.AddDays(rapid.IntRange(0, 700).Draw(t, "since"))
		x := anyShift(t)
		r := rulebook.DutyRule{Recurs: rulebook.Recurrence{Shifts: x.rule, Since: rulebook.Moment{Day: since}, Hours: "19:00-21:00"}}
		from := since.AddDays(rapid.IntRange(-40, 400).Draw(t, "from"))
		to := from.AddDays(rapid.IntRange(0, 300).Draw(t, "days"))
		var want, got []calendar.Date
		for d := from; !d.After(to); d = d.AddDays(1) {
			if !d.Before(since) && x.on(since, d) {
				want = append(want, d)
			}
		}
		for _, p := range r.Periods(nil, cal, from, to) {
			got = append(got, p.From)
		}
		if !slices.Equal(got, want) {
			t.Fatalf("%s from %s: %v, want %v", x.rule, since, got, want)
		}
	})
}

// TestAShiftKeepsItsHoursWhenTheClockChanges: the hours are the office's clock, whatever the zone does in the night.
func TestAShiftKeepsItsHoursWhenTheClockChanges(t *testing.T) {
	zone, err := time.LoadLocation("America/New_York")
	if err != nil {
		t.Fatal(err)
	}
	r := rulebook.DutyRule{Recurs: rulebook.Recurrence{Shifts: "FREQ=DAILY", Since: rulebook.Moment{Day: calendar.Date{Year: 2026, Month: 1, Day: 1}}, Hours: "07:10-08:10"}}
	var at []string
	for _, p := range r.Periods(nil, load(t, cn(t)).Calendar, calendar.Date{Year: 2026, Month: 3, Day: 7}, calendar.Date{Year: 2026, Month: 3, Day: 9}) {
		at = append(at, p.Starts(zone).Format("01-02 15:04")+" "+p.Ends(zone).In(zone).Format("15:04"))
	}
	if want := []string{"03-07 12:10 08:10", "03-08 11:10 08:10", "03-09 11:10 08:10"}; !slices.Equal(at, want) {
		t.Errorf("shifts at %v, want %v", at, want)
	}
}

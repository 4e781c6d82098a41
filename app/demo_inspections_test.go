package app

import (
	"strconv"
	"testing"
	"time"

	"linli/platform/calendar"
)

// TestTheDemosOrdersRunOnEveryDay: terms of orders are days and the demo's steps are working days, so more time is asked for before the
// term ends on whichever day of a year the demo is furnished.
func TestTheDemosOrdersRunOnEveryDay(t *testing.T) {
	books, err := ShippedRulebooks()
	if err != nil {
		t.Fatal(err)
	}
	days := books.Versions(demoRulebook)[0].Calendar
	all, err := readInspections()
	if err != nil {
		t.Fatal(err)
	}
	asked := 0
	for _, s := range all.Inspections {
		for today := (calendar.Date{Year: 2026, Month: time.January, Day: 1}); today.Year == 2026; today = today.AddDays(1) {
			at := -s.Start
			var until calendar.Date
			for _, line := range s.Then {
				x, err := parseStep(line, demoInspectionArgs)
				if err != nil {
					t.Fatal(err)
				}
				at += x.gap
				day := days.AddWorkingDays(today, at)
				switch x.name {
				case "order":
					n, err := strconv.Atoi(x.args[0])
					if err != nil {
						t.Fatal(err)
					}
					until = day.AddDays(n)
				case "ask_extension":
					if asked++; day.After(until) {
						t.Errorf("furnished on %s, %s asks for more time on %s: the term ended on %s", today, s.Place, day, until)
					}
				}
			}
		}
	}
	if asked == 0 {
		t.Error("nobody asks for more time")
	}
}

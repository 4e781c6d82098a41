package duty

import (
	"testing"
	"time"

	"linli/casefile"
	"linli/platform/calendar"
	"linli/platform/id"
	"linli/promise"
)

func (r *road) looking(places ...Look) *road { r.places = places; return r }

// TestAnInspectionIsTheEvidence: nothing is put there beside it, a place that nobody looked at leaves the duty open, whoever looked at one
// does not check it, and its coverage is counted once, after the period.
func TestAnInspectionIsTheEvidence(t *testing.T) {
	r := begin(t, "shop_inspection", township, "2026-01-05", "2026-03-31").as(casefile.System)
	shop := Look{Place: id.ID{5, 1}, Name: "商店", Case: id.ID{6, 1}, At: at(t, "2026-02-03 10:00"), By: holder.Account, Found: true}
	market := Look{Place: id.ID{5, 2}, Name: "市场"}
	r.as(holder).refused("form.choose", AddEvidence{Sort: "coverage", Number: 2})
	r.looking(shop, market).as(casefile.System).refused("duty.guard.not_covered", Do{})
	r.refused("duty.guard.not_over", Count{})
	market.Case, market.At, market.By = id.ID{6, 2}, at(t, "2026-02-04 10:00"), id.ID{2, 3}
	r.on("2026-02-04 10:01").looking(shop, market).do(Do{})
	if r.owed().State != promise.Kept || len(r.c.Places) != 2 || !r.c.Doer().IsZero() {
		t.Errorf("%+v", r.c)
	}
	r.as(holder).refused("duty.guard.own_work", Check{}) // nobody said that it is done, and the shop was looked at by this account
	r.as(checker).do(Check{})
	late := Look{Place: id.ID{5, 3}, Name: "新店"} // came into the register afterwards, and was not looked at any more
	r.as(casefile.System).on("2026-04-01 00:00").looking(shop, market, late).do(Count{})
	if *r.c.Coverage != (Coverage{Listed: 3, Looked: 2, Found: 1}) || r.c.State != Checked {
		t.Errorf("%+v in %s", r.c.Coverage, r.c.State)
	}
	r.refused("duty.guard.counted", Count{})
	day := calendar.Date{Year: 2026, Month: 3, Day: 31}
	cells := Cells(&r.c, nil, nil, r.book)
	for measure, n := range map[string]int64{"duty.places_listed": 3, "duty.places_looked": 2, "duty.places_found": 1} {
		if cells[casefile.Cell{Unit: township, Measure: measure, Day: day}] != n {
			t.Errorf("%s: %v", measure, cells)
		}
	}
	begin(t, "monthly_return", village, "2026-03-01", "2026-03-23").on("2026-03-24 09:00").refused("duty.guard.no_coverage", Count{})
}

// TestWhatWasLookedAtTooLateIsLate: looking afterwards does it late, with a reason, and counts for no period.
func TestWhatWasLookedAtTooLateIsLate(t *testing.T) {
	r := begin(t, "crossing_inspection", township, "2026-03-01", "2026-03-31").on("2026-04-02 09:00")
	after := Look{Place: id.ID{5}, At: r.clock.Now(), By: holder.Account}
	r.looking(after).as(casefile.System).refused("form.choose", Do{})
	r.as(holder).do(Do{Reason: "weather"})
	if r.owed().State != promise.Late {
		t.Errorf("%+v", r.owed())
	}
	r.as(casefile.System).looking(Look{Place: id.ID{5}, At: time.Time{}}).do(Count{})
	if *r.c.Coverage != (Coverage{Listed: 1}) {
		t.Errorf("%+v", r.c.Coverage)
	}
}

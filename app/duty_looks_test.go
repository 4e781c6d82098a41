package app_test

import (
	"slices"
	"testing"
	"time"

	"linli/duty"
	"linli/platform/access"
	"linli/platform/id"
	"linli/report"
	"linli/report/inspection"
)

// TestAnInspectionFulfilsADuty: what the inspector and the round have recorded once is the evidence of the period's duty; another person
// checks it, and at the end of the period the places are counted over the register as it stood.
func TestAnInspectionFulfilsADuty(t *testing.T) {
	inTown(t, func(t *testing.T, w *town) {
		market := w.Inspectors()
		w.Hire("upper.inspector", "T", access.Inspector)
		square, err := w.App.Inspect.PutPlace(w.Ctx, w.As("inspector"), inspection.Place{KnownPlace: report.KnownPlace{Unit: w.Unit("V1"), Name: "河边广场"}, Kind: "square", Keeper: access.Inspector}, "")
		if err != nil {
			t.Fatal(err)
		}
		stands := func(unit, rule string) duty.Case {
			t.Helper()
			return w.of(unit, rule)[0].Case
		}
		record := func(login, unit, checklist string) {
			t.Helper()
			c, err := w.App.Inspect.Begin(w.Ctx, w.As(login), inspection.Begin{Unit: w.Unit(unit), Place: market.ID, Checklist: checklist}, nil)
			if err != nil {
				t.Fatal(err)
			}
			r := shopRecord("东侧出口堆放纸箱")
			if checklist == "fire" {
				r.Answers = map[string]string{"exits": inspection.Fine, "extinguishers": inspection.Fine, "hydrant": inspection.Fine, "alarm": inspection.NotHere}
			}
			w.Inspect(login, c, r)
		}
		w.refused("upper.inspector", stands("T", "shop_inspection"), duty.Do{}, "duty.guard.not_covered")
		record("upper.inspector", "T", "fire") // with the wrong checklist
		record("inspector", "V1", "shop")      // the village for itself
		shops := stands("T", "shop_inspection")
		if shops.State != duty.Due || stands("T", "fire_inspection").State != duty.Done {
			t.Errorf("shops %s, fire %s", shops.State, stands("T", "fire_inspection").State)
		}
		seen, err := w.App.Duty.See(w.Ctx, w.As("upper.inspector"), shops.ID)
		if err != nil || len(seen.Places) != 1 || !seen.Places[0].At.IsZero() || slices.Contains(seen.Next, "do") {
			t.Errorf("%+v, %v", seen, err)
		}
		record("upper.inspector", "T", "shop")
		shops = stands("T", "shop_inspection")
		if shops.State != duty.Done || len(shops.Places) != 1 || shops.Places[0].Case.IsZero() || shops.Places[0].By != w.Hired("upper.inspector").Account {
			t.Fatalf("%+v", shops)
		}
		if got := w.told("upper.lead", shops.ID); !slices.Contains(got, "duty.notice.done") {
			t.Errorf("the lead is told %v", got)
		}
		shops = w.act("upper.lead", shops, duty.SendBack{})
		if got := w.told("upper.inspector", shops.ID); !slices.Contains(got, "duty.notice.sent_back") {
			t.Errorf("who looked is told %v", got)
		}
		record("upper.inspector", "T", "shop")
		if stands("T", "shop_inspection").State != duty.Due {
			t.Error("what was sent back is said to be done by itself")
		}
		w.act("upper.lead", w.act("upper.inspector", shops, duty.Do{}), duty.Check{})

		visit := func(place id.ID) {
			t.Helper()
			_, err := w.App.Inspect.Visit(w.Ctx, w.As("inspector"), inspection.Visited{Unit: w.Unit("V1"), Place: place, Checklist: "public_place",
				Answers: map[string]string{"lighting": inspection.Fine, "surface": inspection.Fine, "barriers": inspection.Fine, "signs": inspection.NotHere}})
			if err != nil {
				t.Fatal(err)
			}
		}
		visit(market.ID)
		if s := stands("V1", "village_round").State; s != duty.Due {
			t.Errorf("half a round is %s", s)
		}
		visit(square.ID)
		round := stands("V1", "village_round")
		if round.State != duty.Done || len(round.Places) != 2 {
			t.Errorf("%+v", round)
		}

		for _, c := range []duty.Case{round, shops} {
			if err := w.App.Duty.PeriodOver(w.Ctx, w.Tenant(), c.ID); err != nil {
				t.Fatal(err)
			}
		}
		if round = stands("V1", "village_round"); round.Coverage != nil {
			t.Errorf("counted before the period is over: %+v", round.Coverage)
		}
		w.Clock.Set(time.Date(2026, 3, 31, 16, 0, 0, 0, time.UTC)) // midnight at the end of the quarter, by the office's zone
		w.App.Inspect.Saw(w.Ctx, w.Tenant(), w.Unit("T"))          // nothing is done by itself any more
		for _, c := range []duty.Case{round, shops, stands("T", "venue_inspection")} {
			if err := w.App.Duty.PeriodOver(w.Ctx, w.Tenant(), c.ID); err != nil {
				t.Fatal(err)
			}
		}
		if a, b := stands("V1", "village_round").Coverage, stands("T", "shop_inspection").Coverage; *a != (duty.Coverage{Listed: 2, Looked: 2}) || *b != (duty.Coverage{Listed: 1, Looked: 1, Found: 1}) {
			t.Errorf("%+v %+v", a, b)
		}
		got, err := monthly(w.World)
		if err != nil {
			t.Fatal(err)
		}
		sum := map[string]int64{}
		for cell, n := range got {
			sum[string(cell.Measure)] += n
		}
		if sum["duty.places_listed"] != 3 || sum["duty.places_looked"] != 3 || sum["duty.places_found"] != 1 {
			t.Errorf("%v", sum)
		}
	})
}

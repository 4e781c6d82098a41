package app_test

import (
	"maps"
	"testing"
	"time"

	"linli/casefile"
	"linli/duty"
)

// TestTheCountsAreThoseOfTheDuties leads occurrences along their roads through the service, lets what nobody does fall due, closes a unit,
// and holds every count by month to a recount of the occurrences, of their promises and of their entries.
func TestTheCountsAreThoseOfTheDuties(t *testing.T) {
	inTown(t, func(t *testing.T, w *town) {
		done := w.of("V1", "monthly_return")[0]
		w.Clock.Set(done.Last.Add(-time.Hour))
		c := w.act("clerk", done.Case, duty.AddEvidence{Sort: "copies", Number: 1}, duty.Do{Claimed: w.Clock.Now().Add(-5 * 24 * time.Hour)})
		c = w.act("lead", c, duty.SendBack{})
		c = w.act("clerk", c, duty.Do{})
		w.act("lead", c, duty.Check{})
		incident, err := w.App.Duty.Record(w.Ctx, w.As("lead"), duty.Record{Occurrence: duty.Occurrence{Duty: "incident_notice", Unit: w.Unit("V1"), Cause: "fire"},
			Happened: w.Clock.Now().Add(-time.Hour)}, nil)
		if err != nil {
			t.Fatal(err)
		}
		want := func() casefile.Cells {
			out := casefile.Cells{}
			for _, unit := range []string{"T", "V1", "V2"} {
				rows, err := w.App.Duty.Repo.Rows(w.Ctx, w.Tenant(), duty.Span{Unit: w.Unit(unit), Until: w.Clock.Now().AddDate(9, 0, 0), Limit: 5000})
				if err != nil {
					t.Fatal(err)
				}
				for _, x := range rows {
					rules, err := w.App.Duty.Office.RulebookOf(w.Ctx, w.Tenant(), x.Case.Rulebook, x.Case.RulebookVersion)
					if err != nil {
						t.Fatal(err)
					}
					owed, err := w.App.Duty.Repo.Promises(w.Ctx, w.Tenant(), x.Case.ID)
					if err != nil {
						t.Fatal(err)
					}
					events, err := w.App.Duty.Repo.Events(w.Ctx, w.Tenant(), x.Case.ID)
					if err != nil {
						t.Fatal(err)
					}
					for cell, n := range duty.Cells(&x.Case, owed, events, rules) {
						cell.Day.Day = 1
						out[cell] += n
					}
				}
			}
			return out
		}
		first := maps.Clone(counted(t, w.World, want()))
		if first["duty.promise_due"] < 60 || first["duty.promise_kept"] < 3 || first["entry.claimed"] != 2 || first["entry.late"] != 1 {
			t.Errorf("%v is counted", first)
		}
		w.Clock.Set(incident.Moved.Add(33 * 24 * time.Hour))
		if err := w.App.Tick(w.Ctx); err != nil {
			t.Fatal(err)
		}
		if err := w.App.Office.CloseUnit(w.Ctx, w.As("admin"), w.Unit("V1"), w.Clock.Now()); err != nil {
			t.Fatal(err)
		}
		w.Clock.Add(time.Minute)
		w.tick()
		after := counted(t, w.World, want())
		if after["duty.promise_kept"] != first["duty.promise_kept"] || after["duty.promise_due"] < first["duty.promise_due"] {
			t.Errorf("%v was counted, and after a month in which nobody did anything %v", first, after)
		}
	})
}

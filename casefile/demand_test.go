package casefile_test

import (
	"testing"
	"time"

	"linli/casefile"
	"linli/platform/access"
	"linli/platform/id"
)

// TestAReadingTellsNothingOfASilentDemand: a reading stands under the quarter of an hour in which it began, which may begin before the demand.
func TestAReadingTellsNothingOfASilentDemand(t *testing.T) {
	asked := time.Date(2026, 11, 24, 9, 7, 0, 0, time.UTC)
	quarter := asked.Truncate(access.Quarter)
	reads := func() []access.Row {
		return []access.Row{
			{Purpose: access.ForDemand, At: quarter}, {Purpose: access.ForDemand, At: quarter.Add(access.Quarter)},
			{Purpose: access.ForDemand, At: quarter.Add(-access.Quarter)}, {Purpose: access.ForWork, At: quarter},
		}
	}
	d := casefile.Demanded{}
	if left := d.Unread(reads()); len(left) != 4 {
		t.Errorf("without a demand %d of 4 readings are told", len(left))
	}
	d.FoldDemand(casefile.Event{At: asked}, casefile.DemandOf{Demand: id.ID{1}, Days: 30})
	left := d.Unread(reads())
	if len(left) != 2 || left[0].At != quarter.Add(-access.Quarter) || left[1].Purpose != access.ForWork {
		t.Errorf("told are %+v", left)
	}
	d.FoldTellDemand(casefile.Event{At: asked.AddDate(0, 0, 30)}, casefile.DemandOf{Demand: id.ID{1}})
	if left := d.Unread(reads()); len(left) != 4 {
		t.Errorf("once it was told, %d of 4 readings are", len(left))
	}
}

// TestWhatADemandHeldBackIsReleased: with each event after which none holds any more, and not before.
func TestWhatADemandHeldBackIsReleased(t *testing.T) {
	asked := time.Date(2026, 11, 24, 9, 7, 0, 0, time.UTC)
	d := casefile.Demanded{}
	d.FoldDemand(casefile.Event{At: asked}, casefile.DemandOf{Demand: id.ID{1}, Days: 30})
	d.FoldAnswerDemand(casefile.Event{At: asked.Add(time.Hour)}, casefile.DemandAnswered{Demand: id.ID{1}, Answer: casefile.Refuses})
	if d.Releases("answer_demand") {
		t.Error("what nobody was told of is let go")
	}
	d.FoldTellDemand(casefile.Event{At: asked.AddDate(0, 0, 30)}, casefile.DemandOf{Demand: id.ID{1}})
	for kind, want := range map[casefile.Kind]bool{"tell_demand": true, "answer_demand": true, "end_demand": true, "demand": false, "keep_hold": false} {
		if d.Releases(kind) != want {
			t.Errorf("%s releases: %v", kind, !want)
		}
	}
}

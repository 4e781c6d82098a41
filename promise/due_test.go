package promise

import (
	"testing"
	"time"

	"linli/platform/id"
)

// Every open promise stands in at most one stretch: what ends with a day belongs to it, whatever instant of the day it is now.
func TestStretchesDoNotOverlap(t *testing.T) {
	shanghai := time.FixedZone("", 8*3600)
	now := time.Date(2026, 3, 2, 23, 59, 0, 0, shanghai)
	midnight := time.Date(2026, 3, 3, 0, 0, 0, 0, shanghai)
	for due, want := range map[time.Time]string{
		now.Add(-time.Microsecond): "late", now: "today", midnight: "today", midnight.Add(time.Microsecond): "week",
		midnight.AddDate(0, 0, 7): "week", midnight.AddDate(0, 0, 7).Add(time.Microsecond): "",
	} {
		got := ""
		for _, stretch := range Stretches {
			if Within(stretch, now.UTC(), shanghai).Holds(Place{Due: due, Case: id.ID{1}}, false) {
				got += stretch
			}
		}
		if got != want {
			t.Errorf("due %s is in %q, want %q", due, got, want)
		}
	}
	if f := Within("waiting", now, nil); !f.Holds(Place{Due: now.AddDate(1, 0, 0), Case: id.ID{1}}, true) || f.Holds(Place{Due: now, Case: id.ID{1}}, false) {
		t.Error("what waits is what is paused, whenever it falls due")
	}
}

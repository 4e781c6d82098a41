package clock_test

import (
	"testing"
	"time"

	"linli/platform/clock"
)

func TestMicrosRoundTrip(t *testing.T) {
	at := time.Date(2024, 2, 29, 23, 59, 59, 123456789, time.FixedZone("CST", 8*3600))
	kept := clock.Truncate(at)
	if got := clock.FromMicros(clock.Micros(kept)); !got.Equal(kept) || got.Location() != time.UTC {
		t.Errorf("round trip of %v gave %v", kept, got)
	}
	if !clock.FromMicros(clock.Micros(time.Time{})).IsZero() {
		t.Error("the zero time does not survive")
	}
}

func TestManualMovesOnlyWhenTold(t *testing.T) {
	start := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	c := clock.NewManual(start)
	c.Add(90 * time.Minute)
	if got, want := c.Now(), start.Add(90*time.Minute); !got.Equal(want) {
		t.Errorf("Now() = %v, want %v", got, want)
	}
	c.Set(start)
	if !c.Now().Equal(start) {
		t.Error("Set did not move the clock back")
	}
}

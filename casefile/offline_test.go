package casefile_test

import (
	"testing"
	"time"

	"linli/casefile"
	"linli/platform/fault"
)

func TestTheTimesOfAFormWrittenWithoutALine(t *testing.T) {
	now := time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	from := now.AddDate(0, 0, -20)
	ago := func(d time.Duration) time.Time { return now.Add(-d) }
	for _, x := range []struct {
		what          string
		said, written time.Time
		key           string
		claimed       time.Time
	}{
		{"this morning", ago(3 * time.Hour), ago(2 * time.Hour), "", ago(3 * time.Hour)},
		{"a clock that goes a minute fast", now.Add(time.Minute), now.Add(time.Minute), "", time.Time{}},
		{"a clock that goes five minutes fast", ago(time.Hour), now.Add(5 * time.Minute), "offline.said_future", time.Time{}},
		{"tomorrow", now.Add(24 * time.Hour), now, "offline.said_future", time.Time{}},
		{"after it was written", ago(time.Hour), ago(3 * time.Hour), "offline.said_future", time.Time{}},
		{"no time", time.Time{}, ago(time.Hour), "offline.said_missing", time.Time{}},
		{"kept to the last minute", ago(80 * time.Hour), ago(72 * time.Hour), "", ago(80 * time.Hour)},
		{"kept too long", ago(80 * time.Hour), ago(72*time.Hour + time.Second), "offline.written_old", time.Time{}},
		{"fourteen days ago", ago(14 * 24 * time.Hour), ago(time.Hour), "", ago(14 * 24 * time.Hour)},
		{"fifteen days ago", ago(15 * 24 * time.Hour), ago(time.Hour), "offline.said_old", time.Time{}},
		{"before the case was accepted", from.Add(-time.Second), ago(time.Hour), "offline.said_early", time.Time{}},
	} {
		claimed, err := casefile.Offline{Key: "k", Said: x.said, Written: x.written}.Claimed(now, from)
		if key := keyOf(err); key != x.key || !claimed.Equal(x.claimed) {
			t.Errorf("%s: %v, %q; want %v, %q", x.what, claimed, key, x.claimed, x.key)
		}
	}
}

func keyOf(err error) string {
	if err == nil {
		return ""
	}
	return fault.Of(err).Key
}

package roster_test

import (
	"testing"
	"time"

	"linli/mediation/roster"
)

func TestAway(t *testing.T) {
	shanghai := time.FixedZone("", 8*60*60)
	e := roster.Entry{Hours: []roster.Hours{{Day: time.Monday, From: 9 * 60, Until: 12 * 60}, {Day: time.Monday, From: 18 * 60, Until: 24 * 60}},
		Leave: []roster.Leave{{From: "2026-03-09", Until: "2026-03-09"}}}
	for name, x := range map[string]struct {
		at     string // in the office's zone; 2 March 2026 is a Monday
		length time.Duration
		want   string
	}{
		"within":            {"2026-03-02 09:00", time.Hour, ""},
		"to the end":        {"2026-03-02 11:00", time.Hour, ""},
		"begins before":     {"2026-03-02 08:59", time.Hour, roster.OutsideHours},
		"ends after":        {"2026-03-02 11:01", time.Hour, roster.OutsideHours},
		"between two spans": {"2026-03-02 11:30", 7 * time.Hour, roster.OutsideHours},
		"until midnight":    {"2026-03-02 23:00", time.Hour, ""},
		"past midnight":     {"2026-03-02 23:30", time.Hour, roster.OutsideHours},
		"another day":       {"2026-03-03 09:00", time.Hour, roster.OutsideHours},
		"on leave":          {"2026-03-09 09:00", time.Hour, roster.OnLeave},
		"the week after":    {"2026-03-16 09:00", time.Hour, ""},
	} {
		at, err := time.ParseInLocation("2006-01-02 15:04", x.at, shanghai)
		if err != nil {
			t.Fatal(err)
		}
		if got := e.Away(at.UTC(), x.length, shanghai); got != x.want {
			t.Errorf("%s: %q, want %q", name, got, x.want)
		}
	}
	if got := (roster.Entry{}).Away(time.Now(), time.Hour, shanghai); got != "" {
		t.Errorf("who states no hours is away: %q", got)
	}
}

func TestSpeaks(t *testing.T) {
	e := roster.Entry{Languages: []string{"zh", "yue"}}
	for tag, want := range map[string]bool{"zh": true, "zh-Hant": true, "ZH-hans": true, "yue": true, "en": false, "": false, "z": false} {
		if e.Speaks(tag) != want {
			t.Errorf("speaks %q: %v", tag, !want)
		}
	}
}

func TestTrainedCountsTheYear(t *testing.T) {
	e := roster.Entry{Training: []roster.Training{{Day: "2026-01-01", Minutes: 90}, {Day: "2026-12-31", Minutes: 30}, {Day: "2025-12-31", Minutes: 600}}}
	if got := e.Trained("2026"); got != 120 {
		t.Errorf("%d minutes", got)
	}
}

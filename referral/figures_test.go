package referral

import (
	"testing"
	"time"

	"linli/casefile"
	"linli/platform/calendar"
	"linli/platform/id"
	"linli/rulebook"
)

// TestDaysToTheFirstAnswer: days are those of the office's calendar, whatever the hour and however long a day is, and the day on which
// the service was asked is none of them.
func TestDaysToTheFirstAnswer(t *testing.T) {
	zone := func(name string) *time.Location {
		z, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		return z
	}
	shanghai, newYork := zone("Asia/Shanghai"), zone("America/New_York")
	for name, x := range map[string]struct {
		zone           *time.Location
		sent, answered string
		counts         int // in how many measures: in the longest one first
	}{
		"on the same day":                          {shanghai, "2026-03-02T09:00:00+08:00", "2026-03-02T17:00:00+08:00", 3},
		"two minutes later, past midnight":         {shanghai, "2026-03-02T23:59:00+08:00", "2026-03-03T00:01:00+08:00", 3},
		"at the last second of the next day":       {shanghai, "2026-03-02T00:00:00+08:00", "2026-03-03T23:59:59+08:00", 3},
		"at the first of the day after":            {shanghai, "2026-03-02T23:59:59+08:00", "2026-03-04T00:00:00+08:00", 2},
		"that day elsewhere":                       {newYork, "2026-03-02T23:59:59+08:00", "2026-03-04T00:00:00+08:00", 3},
		"at the end of the third day":              {shanghai, "2026-03-02T08:00:00+08:00", "2026-03-05T23:59:59+08:00", 2},
		"over the change of clocks, an hour short": {newYork, "2026-03-07T00:30:00-05:00", "2026-03-08T23:30:00-04:00", 3},
		"over it, on the fourth day":               {newYork, "2026-03-07T12:00:00-05:00", "2026-03-11T00:00:00-04:00", 1},
		"at the end of the seventh":                {shanghai, "2026-02-25T10:00:00+08:00", "2026-03-04T23:59:59+08:00", 1},
		"on the eighth":                            {shanghai, "2026-02-25T10:00:00+08:00", "2026-03-05T00:00:00+08:00", 0},
		"not yet":                                  {shanghai, "2026-02-25T10:00:00+08:00", "", 0},
	} {
		t.Run(name, func(t *testing.T) {
			at := func(s string) time.Time {
				if s == "" {
					return time.Time{}
				}
				v, err := time.Parse(time.RFC3339, s)
				if err != nil {
					t.Fatal(err)
				}
				return v.UTC()
			}
			c := Case{Unit: id.ID{1}, Referrals: []Referral{{ID: id.ID{2}, Service: id.ID{3}, Need: "work", Status: Requested, Requested: at(x.sent), Answered: at(x.answered)}}}
			need, service := 0, 0
			for cell, n := range Cells(&c, nil, &rulebook.Rulebook{Zone: x.zone}) {
				for _, in := range rulebook.AnsweredIn() {
					switch {
					case cell.Day != calendar.DateOf(at(x.sent), x.zone):
						t.Errorf("%+v counts on another day than that on which it was sent", cell)
					case cell.Measure == in.Measure && cell.Type == "work":
						need += int(n)
					case cell.Measure == casefile.ByService+in.Measure && cell.Type == c.Referrals[0].Service.String():
						service += int(n)
					}
				}
			}
			if need != x.counts || service != x.counts {
				t.Errorf("it counts in %d measures by need and %d by service, want %d", need, service, x.counts)
			}
		})
	}
}

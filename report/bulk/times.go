package bulk

import (
	"strings"
	"time"

	"linli/platform/tabular"
)

// zoned are times that say where their clock stood, local ones that do not: both are read in every file, besides the map's.
var (
	zoned = []string{time.RFC3339, "2006-01-02T15:04Z07:00", "2006-01-02T15:04:05.999999999Z0700", "2006-01-02 15:04:05Z07:00", "2006-01-02 15:04:05 -0700",
		"2006-01-02 15:04:05 UTC", "2006-01-02 15:04:05.999999999 UTC"}
	local = []string{"2006-01-02T15:04:05.999999999", "2006-01-02 15:04:05.999999999", "2006-01-02T15:04", "2006-01-02 15:04", "2006/01/02 15:04:05", "2006/1/2 15:04"}
)

// times reads the three times of a row. An end that lies before the beginning is taken for the beginning, and reported.
func (r *reader) times(out *Row, fields []string) (string, tabular.Reason) {
	text, column := r.cell(fields, r.at.requested)
	if text == "" {
		return column, tabular.ReasonMissing
	}
	at, reason := r.instant(out.Line, column, text)
	if reason != "" {
		return column, reason
	}
	out.Requested, out.Updated = at, at
	for _, x := range []struct {
		at   []int
		into *time.Time
	}{{r.at.updated, &out.Updated}, {r.at.closed, &out.Closed}} {
		text, column := r.cell(fields, x.at)
		if text == "" {
			continue
		}
		at, reason := r.instant(out.Line, column, text)
		if reason != "" {
			return column, reason
		}
		if at.Before(out.Requested) {
			at = out.Requested
			r.mapped(out.Line, column, text, at.Format(time.RFC3339))
		}
		*x.into = at
	}
	if out.Updated.Before(out.Closed) {
		out.Updated = out.Closed
	}
	return "", ""
}

// instant reads one time.
func (r *reader) instant(line int, column, text string) (time.Time, tabular.Reason) {
	text = strings.ToUpper(text)
	for _, layout := range zoned {
		if at, err := time.Parse(layout, text); err == nil {
			return at, r.bounded(at)
		}
	}
	for _, layout := range append(r.Map.layouts, local...) {
		wall, err := time.Parse(layout, text)
		if err != nil {
			continue
		}
		if r.Zone == nil {
			return time.Time{}, ZoneMissing
		}
		at, other, ok := on(wall, r.Zone)
		if !ok {
			return time.Time{}, TimeGap
		}
		if other {
			r.mapped(line, column, text, at.Format(time.RFC3339))
		}
		return at, r.bounded(at)
	}
	return time.Time{}, tabular.ReasonDate
}

func (r *reader) bounded(at time.Time) tabular.Reason {
	switch {
	case at.After(r.Now):
		return DateFuture
	case at.Year() < 1900:
		return tabular.ReasonDate
	}
	return ""
}

// on is the instant at which the clocks of a zone showed a time. Where they showed it twice, it is the first of both and
// other is set; where they never did, because they were put forward over it, ok is not.
func on(wall time.Time, zone *time.Location) (at time.Time, other, ok bool) {
	y, m, d := wall.Date()
	at = time.Date(y, m, d, wall.Hour(), wall.Minute(), wall.Second(), wall.Nanosecond(), zone)
	if at.Hour() != wall.Hour() || at.Minute() != wall.Minute() || at.Day() != d {
		return time.Time{}, false, false
	}
	same := func(t time.Time) bool {
		return t.Hour() == wall.Hour() && t.Minute() == wall.Minute() && t.Second() == wall.Second() && t.Day() == d
	}
	for _, apart := range []time.Duration{time.Hour, 30 * time.Minute, 2 * time.Hour} { // of Lord Howe and of Troll
		if before := at.Add(-apart); same(before) {
			return before, true, true
		}
		if same(at.Add(apart)) {
			return at, true, true
		}
	}
	return at, false, true
}

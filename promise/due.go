package promise

import (
	"bytes"
	"cmp"
	"time"

	"linli/platform/id"
)

// Stretches are the stretches of time in which open promises are shown, in the order of the page: late, due today, due within
// seven days, and waiting while the clock stands still.
var Stretches = []string{"late", "today", "week", "waiting"}

// Filter narrows a list of open promises.
type Filter struct {
	Unit        id.ID     // that answers for them; zero for all units
	From, Until time.Time // due instants, From inclusive, Until exclusive; zero for open ends
	Paused      bool      // those of which the clock stands still, instead of those that run or are late
	After       Place     // where the page before ended
	Limit       int
}

// Within is one of [Stretches] at an instant, in days of the office's zone; nil is UTC.
func Within(stretch string, now time.Time, zone *time.Location) Filter {
	if zone == nil {
		zone = time.UTC
	}
	day := now.In(zone)
	midnight := time.Date(day.Year(), day.Month(), day.Day()+1, 0, 0, 0, 0, zone)
	// A promise that ends with the day falls due at its last instant, so midnight itself still belongs to the day.
	endOfDay := midnight.Add(time.Microsecond)
	switch stretch {
	case "late":
		return Filter{Until: now}
	case "today":
		return Filter{From: now, Until: endOfDay}
	case "week":
		return Filter{From: endOfDay, Until: endOfDay.AddDate(0, 0, 7)}
	case "waiting":
		return Filter{Paused: true}
	}
	return Filter{}
}

// Place is where an open promise stands among those of cases of every kind: the next due first.
type Place struct {
	Due  time.Time `json:"due"`
	Case id.ID     `json:"case"`
	Key  string    `json:"key"`
}

// Compare orders places.
func (p Place) Compare(q Place) int {
	return cmp.Or(p.Due.Compare(q.Due), bytes.Compare(p.Case[:], q.Case[:]), cmp.Compare(p.Key, q.Key))
}

// Holds reports whether a list that is narrowed like this shows the promise at a place, were the page long enough.
func (f Filter) Holds(at Place, paused bool) bool {
	return paused == f.Paused && !at.Due.Before(f.From) && (f.Until.IsZero() || at.Due.Before(f.Until)) && at.Compare(f.After) > 0
}

// In reports whether the promises of a unit are asked for.
func (f Filter) In(unit id.ID) bool { return f.Unit.IsZero() || f.Unit == unit }

package casefile

import (
	"time"

	"linli/platform/calendar"
	"linli/platform/fault"
)

// Days are whole days of the office, to which a list is narrowed: from the first instant of the first until the first instant
// after the last. A zero one is open.
type Days struct{ From, Until time.Time }

// DaysOf are the days from one to another, both included. Error: fault.Field "to" where the last lies before the first.
func DaysOf(first, last calendar.Date, zone *time.Location) (d Days, err error) {
	if !first.IsZero() && !last.IsZero() && last.Before(first) {
		return d, fault.Field("to", "find.before_from")
	}
	if !first.IsZero() {
		d.From = first.Start(zone)
	}
	if !last.IsZero() {
		d.Until = last.AddDays(1).Start(zone)
	}
	return d, nil
}

// Has reports whether an instant lies in them.
func (d Days) Has(t time.Time) bool {
	return !t.Before(d.From) && (d.Until.IsZero() || t.Before(d.Until))
}

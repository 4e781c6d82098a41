package georeport

import (
	"strings"
	"time"

	"linli/platform/fault"
)

// ReadInstant reads a date as the W3C's note has it (https://www.w3.org/TR/NOTE-datetime), with hours, minutes and a zone. A
// plus sign before the zone that came in an address without being written as %2B has become a space, and is read as the
// plus sign that it was. Errors: open311.date_zone where only the zone is missing, open311.date otherwise.
func ReadInstant(field, s string) (time.Time, error) {
	s = strings.ToUpper(strings.TrimSpace(s))
	if i := strings.LastIndexByte(s, ' '); i > len("2006-01-02") {
		s = s[:i] + "+" + s[i+1:]
	}
	for _, layout := range []string{"2006-01-02T15:04:05Z07:00", "2006-01-02T15:04Z07:00", "2006-01-02T15:04:05Z0700"} {
		if at, err := time.Parse(layout, s); err == nil {
			return at, within(at, field)
		}
	}
	for _, layout := range []string{"2006-01-02T15:04:05", "2006-01-02T15:04", "2006-01-02 15:04:05", "2006-01-02"} {
		if _, err := time.Parse(layout, s); err == nil {
			return time.Time{}, fault.Field(field, "open311.date_zone")
		}
	}
	return time.Time{}, fault.Field(field, "open311.date")
}

// within refuses years that a store of microseconds, or another program, cannot hold.
func within(at time.Time, field string) error {
	if y := at.UTC().Year(); y < 1900 || y > 2999 {
		return fault.Field(field, "open311.date")
	}
	return nil
}

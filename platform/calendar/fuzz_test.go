package calendar_test

import (
	"testing"

	"linli/platform/calendar"
)

// FuzzParseDate: a day reads back as it is written, in one way only.
func FuzzParseDate(f *testing.F) {
	for _, seed := range []string{"2026-01-31", "2024-02-29", "2026-02-29", "0000-00-00", "9999-12-31", "2026-1-31", "2026-13-01", "２０２６-01-01", "", "2026-01-31T00:00", "-026-01-01", "2026-01-0\x00"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := calendar.ParseDate(s)
		if err != nil {
			if !d.IsZero() {
				t.Errorf("%q is refused and read as %s", s, d)
			}
			return
		}
		if d.String() != s {
			t.Errorf("%q is written as %q", s, d)
		}
	})
}

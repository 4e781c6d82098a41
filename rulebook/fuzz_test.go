package rulebook_test

import (
	"testing"
	"time"

	"linli/rulebook"
)

// FuzzParseLength: a length is within its bounds, and its key names a unit that has words.
func FuzzParseLength(f *testing.F) {
	for _, seed := range []string{"30 days", "1 day", "3 working days", "4 working hours", "1 month", "at once", "", "-1 days", "99999999999999999999 days", "1 fortnight", "1  \t month", "+1 days", "0x1 days", "1", " at  once "} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		l, err := rulebook.ParseLength(s)
		if err != nil {
			if l != (rulebook.Length{}) || err.Error() == "" {
				t.Errorf("%q: %+v, %v", s, l, err)
			}
			return
		}
		if l.N < 0 || l.N > 9999 || l.Unit == "" {
			t.Errorf("%q is read as %+v", s, l)
		}
	})
}

// FuzzParseMoment: a moment of an example is a real day, and a time within it.
func FuzzParseMoment(f *testing.F) {
	for _, seed := range []string{"2026-01-01", "2026-01-01 10:00", "2026-01-01 23:59:59", "2026-01-01 10:00:00.000001", "2026-01-01 24:00", "2026-02-30", "", " ", "2026-01-01 10", "2026-01-01  -1:00"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		m, err := rulebook.ParseMoment(s)
		if err != nil {
			return
		}
		if m.IsZero() || m.Clock < 0 || m.Clock >= 24*time.Hour || m.Exact && !m.In(time.UTC).Equal(m.Day.Start(time.UTC).Add(m.Clock)) {
			t.Errorf("%q is read as %+v", s, m)
		}
	})
}

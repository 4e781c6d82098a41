package page_test

import (
	"fmt"
	"net/url"
	"testing"
	"time"

	"linli/web/page"
)

// FuzzDateInput: three fields are a real day in the zone, nothing, or a fault; and a number is a number or a fault.
func FuzzDateInput(f *testing.F) {
	for _, seed := range [][3]string{{"2026", "1", "31"}, {"2026", "2", "30"}, {"２０２６", "０３", "０２"}, {"", "", ""}, {"2026", "", ""}, {"99999999999999999999", "1", "1"}, {"-2026", "1", "1"},
		{"2026", "13", "1"}, {"2026", "0", "0"}, {"1899", "12", "31"}, {"2026", "4294967297", "1"}, {"x", "y", "z"}, {"+2026", "+1", "+1"}} {
		f.Add(seed[0], seed[1], seed[2])
	}
	zone := time.FixedZone("Asia/Shanghai", 8*60*60)
	f.Fuzz(func(t *testing.T, year, month, day string) {
		form := page.NewForm(url.Values{"d-year": {year}, "d-month": {month}, "d-day": {day}, "n": {year}})
		got := form.Date("d", zone)
		switch {
		case got.IsZero():
		case form.Faulty():
			t.Errorf("%q %q %q is a fault and %s", year, month, day, got)
		case got.Year() < 1900 || got.Year() > 9999 || got.Hour() != 0 || got.Location() != zone:
			t.Errorf("%q %q %q is read as %s", year, month, day, got)
		}
		before := form.Faulty()
		if n := form.Number("n"); n != 0 && form.Faulty() && !before {
			t.Errorf("%q is a fault and %d", year, n)
		}
		if got.IsZero() && !before && fmt.Sprint(year, month, day) != fmt.Sprint("", "", "") && page.NewForm(url.Values{"d-year": {year}}).Value("d-year") != "" {
			t.Errorf("%q %q %q is nothing, and nobody is told", year, month, day)
		}
	})
}

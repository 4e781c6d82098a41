package page

import (
	"net/url"
	"time"

	"linli/platform/calendar"
	"linli/platform/fault"
	"linli/platform/i18n"
)

// dayFields are the fields of the two [DateInput]s "from" and "to" with which a list is narrowed to days.
var dayFields = []string{"from-year", "from-month", "from-day", "to-year", "to-month", "to-day"}

// Days reads the days that a list is narrowed to; a zero one is open.
func (f *Form) Days() (first, last calendar.Date) {
	day := func(name string) (d calendar.Date) {
		if t := f.Date(name, time.UTC); !t.IsZero() {
			d = calendar.DateOf(t, time.UTC)
		}
		return d
	}
	return day("from"), day("to")
}

// Narrows are those fields of a list's form that narrow it, among some and its days: what the address of its next page says again.
func (f *Form) Narrows(names ...string) url.Values {
	out := url.Values{}
	for _, name := range append(names, dayFields...) {
		if v := f.Value(name); v != "" {
			out.Set(name, v)
		}
	}
	return out
}

// SaidDays says the days from an instant until before another; empty where both are open.
func SaidDays(l i18n.Locale, from, until time.Time) string {
	args := fault.Args{"from": l.Date(from), "to": l.Date(until.Add(-time.Microsecond))}
	switch {
	case from.IsZero() && until.IsZero():
		return ""
	case until.IsZero():
		return l.Text("find.said.from", args)
	case from.IsZero():
		return l.Text("find.said.to", args)
	}
	return l.Text("find.said.days", args)
}

package insight

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"time"

	"linli/platform/calendar"
	"linli/platform/fault"
)

var errPeriod = fault.Field("period", "insight.field.period")

// months is how many months a period of a form has.
var months = map[string]int{"month": 1, "quarter": 3, "half_year": 6, "year": 12}

// PeriodDays are the first and the last day of a period, which is written 2026-10, 2026-Q3, 2026-H1 or 2026.
func PeriodDays(kind, period string) (from, to calendar.Date, err error) {
	n := months[kind]
	if len(period) < 4 || n == 0 {
		return from, to, errPeriod
	}
	year, err := strconv.Atoi(period[:4])
	if err != nil || year < 1950 || year > 9000 {
		return from, to, errPeriod
	}
	for i := range 12 / n {
		from = calendar.Date{Year: year, Month: time.Month(1 + i*n), Day: 1}
		if PeriodOf(kind, from) == period {
			return from, from.AddMonths(n).AddDays(-1), nil
		}
	}
	return calendar.Date{}, calendar.Date{}, errPeriod
}

// PeriodAmong is of which kind a period is, and its days.
func PeriodAmong(kinds []string, period string) (kind string, from, to calendar.Date, err error) {
	err = errPeriod
	for _, kind = range kinds {
		if from, to, err = PeriodDays(kind, period); err == nil {
			break
		}
	}
	return kind, from, to, err
}

// PeriodOf is the period in which a day lies.
func PeriodOf(kind string, d calendar.Date) string {
	nth := (int(d.Month)-1)/months[kind] + 1
	switch kind {
	case "month":
		return fmt.Sprintf("%04d-%02d", d.Year, nth)
	case "quarter":
		return fmt.Sprintf("%04d-Q%d", d.Year, nth)
	case "half_year":
		return fmt.Sprintf("%04d-H%d", d.Year, nth)
	}
	return fmt.Sprintf("%04d", d.Year)
}

// Closed are the last n periods that are over, the latest first.
func Closed(kind string, today calendar.Date, n int) []string {
	from, _, err := PeriodDays(kind, PeriodOf(kind, today))
	if err != nil {
		return nil
	}
	var out []string
	for range n {
		from = from.AddMonths(-months[kind])
		out = append(out, PeriodOf(kind, from))
	}
	return out
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

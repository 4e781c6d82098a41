package insight

import "linli/platform/calendar"

// span is a range of numbers of days, inclusive; from above to is empty.
type span struct{ from, to int64 }

var nothing = span{1, 0}

// window is a range of days as whole months, and the days before the first and after the last of them.
type window struct{ months, before, after span }

// always bounds an open side; no day has so high a number.
const always = 99_999_999

// split takes a range of days apart. A zero day leaves its side open.
func split(from, to calendar.Date) window {
	w := window{months: span{0, always}, before: nothing, after: nothing}
	if !from.IsZero() && !to.IsZero() && month(from) == month(to) && !(from.Day == 1 && lastOfMonth(to)) {
		return window{months: nothing, before: span{number(from), number(to)}, after: nothing}
	}
	if !from.IsZero() {
		w.months.from = month(from)
		if from.Day != 1 {
			next := calendar.Date{Year: from.Year, Month: from.Month, Day: 1}.AddMonths(1)
			w.before = span{number(from), number(next) - 1}
			w.months.from = number(next)
		}
	}
	if !to.IsZero() {
		w.months.to = month(to)
		if !lastOfMonth(to) {
			w.after = span{month(to), number(to)}
			w.months.to = month(to) - 1
		}
	}
	return w
}

func lastOfMonth(d calendar.Date) bool { return d.AddDays(1).Day == 1 }

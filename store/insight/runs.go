package insight

import (
	"linli/insight"
	"linli/platform/calendar"
)

// span is a range of periods, inclusive; from above to is empty.
type span struct{ from, to int64 }

var nothing = span{1, 0}

// always bounds an open side; no day has so high a number.
const always = 99_999_999

// runsOf are the grains of the runs into which a window is taken apart, in the order of [runs]. Kinds and sources have no
// days; a table by month reads months alone.
func runsOf(by insight.Dimension) []int {
	switch by {
	case insight.ByUnit:
		return []int{Months, Years, Months, Days, Days}
	case insight.ByMonth:
		return []int{Months}
	}
	return []int{Months, Years, Months}
}

// runs takes a window of days apart: the whole years in it, the whole months before and after them, and the days before
// and after those. A zero day leaves its side open. Windows of other dimensions than the unit are whole months.
func runs(by insight.Dimension, from, to calendar.Date) []span {
	out := []span{{0, always}, nothing, nothing, nothing, nothing}
	months := &out[0]
	if !from.IsZero() {
		first := from
		if first.Day != 1 {
			first = calendar.Date{Year: from.Year, Month: from.Month, Day: 1}.AddMonths(1)
			out[3] = span{number(from), number(first) - 1}
		}
		months.from = number(first) / 100
	}
	if !to.IsZero() {
		months.to = number(to) / 100
		if next := to.AddDays(1); next.Day != 1 {
			out[4] = span{months.to * 100, number(to)}
			months.to = number(calendar.Date{Year: to.Year, Month: to.Month, Day: 1}.AddDays(-1)) / 100
		}
	}
	if months.from > months.to { // no whole month
		*months = nothing
		if !from.IsZero() && !to.IsZero() {
			out[3], out[4] = span{number(from), number(to)}, nothing
		}
		return out[:len(runsOf(by))]
	}
	if by != insight.ByMonth {
		out[0], out[1], out[2] = years(*months)
	}
	return out[:len(runsOf(by))]
}

// years takes a run of months apart into whole years, and the months before and after them.
func years(months span) (before, whole, after span) {
	whole = span{(months.from + 98) / 100, months.to / 100} // from January on the year itself, else the next
	if months.from == 0 {
		whole.from = 0
	}
	if months.to == always {
		whole.to = always
	} else if months.to%100 < 12 {
		whole.to--
	}
	if whole.from > whole.to {
		return months, nothing, nothing
	}
	before, after = nothing, nothing
	if months.from < whole.from*100 {
		before = span{months.from, whole.from*100 - 1}
	}
	if months.to != always && months.to > whole.to*100+12 {
		after = span{whole.to*100 + 101, months.to}
	}
	return before, whole, after
}

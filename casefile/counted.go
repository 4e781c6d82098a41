package casefile

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"linli/platform/calendar"
	"linli/platform/id"
	"linli/promise"
)

// Cell is where a case counts in a published measure, once or several times.
type Cell struct {
	Unit    id.ID
	Type    string // a code of the rulebook, or empty
	Source  string
	Measure string
	Day     calendar.Date // in the office's zone
}

// ByService is what a measure begins with where it is counted along services: a second time, apart from the one along codes.
const ByService = "by_service:"

// Cells are all the places in which a case counts as it stands. What a change counts is the difference of two of them, so that
// the tallies are those of the cases, whatever road a case takes.
type Cells map[Cell]int64

// Counted are the steps from what a case counted before to what it counts after.
func Counted(c id.ID, before, after Cells) []Tally {
	sum := maps.Clone(after)
	if sum == nil {
		sum = Cells{}
	}
	for cell, n := range before {
		sum[cell] -= n
	}
	var out []Tally
	for cell, n := range sum {
		if n != 0 {
			out = append(out, Tally{Case: c, Unit: cell.Unit, Type: cell.Type, Source: cell.Source, Measure: cell.Measure, Day: cell.Day.String(), N: n})
		}
	}
	slices.SortFunc(out, func(a, b Tally) int {
		return cmp.Or(slices.Compare(a.Unit[:], b.Unit[:]), cmp.Compare(a.Measure, b.Measure), cmp.Compare(a.Day, b.Day), cmp.Compare(a.Type, b.Type), cmp.Compare(a.N, b.N))
	})
	return out
}

// Promised counts promises, each on the day on which it falls due and in the unit in which it began: due, of these kept, and
// of these waived. One that is late is due and not kept, on its day, whether or not anything was done since; so nobody gains
// by leaving it open. What is no longer owed, and what waits for somebody else, is not due.
func (c Cells) Promised(rows []PromiseRow, code string, zone *time.Location) {
	for _, p := range rows {
		if p.State == promise.Void || p.State == promise.Paused {
			continue
		}
		cell := Cell{Unit: p.Unit, Type: code, Measure: p.Capability + ".promise_due", Day: calendar.DateOf(p.Due, zone)}
		c[cell]++
		switch p.State {
		case promise.Kept:
			cell.Measure = p.Capability + ".promise_kept"
			c[cell]++
		case promise.Waived:
			cell.Measure = p.Capability + ".promise_waived"
			c[cell]++
		}
	}
}

// Standing are the promises of a case as they stand when all that its events give is written over those that are kept: a rule
// that is no longer known keeps its row, and a row keeps the unit in which it began.
func Standing(old, all []PromiseRow) []PromiseRow {
	out := slices.Clone(old)
	for _, p := range all {
		i := slices.IndexFunc(out, func(o PromiseRow) bool { return o.Key == p.Key })
		if i < 0 {
			out = append(out, p)
			continue
		}
		p.Unit = out[i].Unit
		out[i] = p
	}
	return out
}

// onTime is how long after a thing happened it may be written down and is no late entry.
const onTime = 72 * time.Hour

// Entered counts the entries of accounts that say when a thing happened, and of these the late ones, on the day on which they
// were written down. Nothing that an office enters later is refused; that it does so is seen.
func (c Cells) Entered(unit id.ID, events []Event, zone *time.Location) {
	for _, e := range events {
		if e.Claimed.IsZero() || e.By.Account.IsZero() {
			continue
		}
		cell := Cell{Unit: unit, Measure: "entry.claimed", Day: calendar.DateOf(e.At, zone)}
		c[cell]++
		if e.At.Sub(e.Claimed) > onTime {
			cell.Measure = "entry.late"
			c[cell]++
		}
	}
}

package casefile

import (
	"slices"
	"time"

	"linli/promise"
)

// Owed compares the promises of a case as they stand with those that all its events give. It returns the rows that are new
// or changed, and the instant at which the next promise of all falls due: zero where none runs. The sweep alone writes down
// what is late, so that it never misses what has to follow.
func Owed(old, all []PromiseRow, now time.Time) (written []PromiseRow, due time.Time) {
	for i, p := range all {
		known := slices.ContainsFunc(old, func(o PromiseRow) bool { return o.Key == p.Key && o.State == promise.Late })
		if p.Open() && p.State == promise.Late && !known {
			all[i].State = promise.Running
		}
	}
	due = nextDue(all)
	return changed(old, remind(old, all, now)), due
}

// nextDue is the earliest due instant of the promises that run, zero where none does.
func nextDue(all []PromiseRow) time.Time {
	var due time.Time
	for _, p := range all {
		if p.Open() && p.PausedSince.IsZero() && (due.IsZero() || p.Due.Before(due)) {
			due = p.Due
		}
	}
	return due
}

func changed(old, now []PromiseRow) []PromiseRow {
	return slices.DeleteFunc(now, func(p PromiseRow) bool {
		i := slices.IndexFunc(old, func(o PromiseRow) bool { return o.Key == p.Key })
		return i >= 0 && old[i].State == p.State && old[i].Due.Equal(p.Due) && old[i].End.Equal(p.End) &&
			old[i].PausedSince.Equal(p.PausedSince) && old[i].Extended == p.Extended && old[i].Provisional == p.Provisional &&
			old[i].WarnAt.Equal(p.WarnAt)
	})
}

// remind sets when somebody is next to be told of each promise. What waits to be told since before the change goes on waiting; what
// was told is not told again.
func remind(old, all []PromiseRow, now time.Time) []PromiseRow {
	for i := range all {
		p := &all[i]
		var told time.Time // a new promise: everything that a late entry has missed is still to be told
		if was := slices.IndexFunc(old, func(o PromiseRow) bool { return o.Key == p.Key }); was >= 0 {
			p.WarnWas, p.DueWas, told = old[was].WarnAt, old[was].Due, now
			if waits := p.WarnWas; !waits.IsZero() && !waits.After(now) {
				told = waits.Add(-time.Microsecond)
			}
		}
		p.WarnAt = p.Next(told)
	}
	return all
}

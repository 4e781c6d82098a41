package casefile

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"time"

	"linli/promise"
)

// Tell has what waits to be told of promises told case by case. A case that cannot be told does not keep the others waiting; one
// that moved meanwhile, or was told by another process, is looked at again the next time: its error is moved.
func Tell(rows []Reminder, moved error, tell func([]Reminder) error) error {
	rows = slices.Clone(rows)
	slices.SortStableFunc(rows, func(a, b Reminder) int { return bytes.Compare(a.Case[:], b.Case[:]) })
	var failed []error
	for len(rows) > 0 {
		n := 1
		for n < len(rows) && rows[n].Case == rows[0].Case {
			n++
		}
		if err := tell(rows[:n]); err != nil && !errors.Is(err, moved) {
			failed = append(failed, fmt.Errorf("tell of case %s: %w", rows[0].Case, err))
		}
		rows = rows[n:]
	}
	return errors.Join(failed...)
}

// Remind sets when somebody is next to be told of each of the promises of one case, and returns what is to be told of them now:
// what falls due soon, unless it is late by now, and what is late to the next post of the chain. all are the case's promises; one
// that the rules know no more is told of never again.
func Remind(rows []Reminder, all []PromiseRow, now time.Time) []promise.Notice {
	var out []promise.Notice
	for i := range rows {
		at := slices.IndexFunc(all, func(p PromiseRow) bool { return p.Key == rows[i].Key })
		if at < 0 {
			continue
		}
		p := all[at].Promise
		rows[i].Next = p.Next(now)
		for _, n := range promise.Notices([]promise.Promise{p}, rows[i].At.Add(-time.Microsecond), now) {
			if n.Late || !now.After(p.Due) { // that it falls due soon is no news once it is late
				out = append(out, n)
			}
		}
	}
	return out
}

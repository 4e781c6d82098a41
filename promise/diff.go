package promise

import (
	"cmp"
	"slices"
)

// What happened to a promise between two computations.
type What string

// The kinds of change. A promise may have moved and changed its state at once; the state is told first.
const (
	Opened  What = "opened"  // it is new and open
	Settled What = "settled" // it ended: kept, late, waived or void
	Turned  What = "turned"  // it is still open, in another state
	Moved   What = "moved"   // its due instant, or whether that is provisional, changed
	Gone    What = "gone"    // the new rules know it no more
)

// Change is one difference between two computations of the same case.
type Change struct {
	What What
	Key  string
	Old  Promise // zero when opened
	New  Promise // zero when gone
}

// Diff lists how the promises changed, ordered by key: after an event, after a day, or under another version of a
// rulebook or a calendar. Equal promises are left out.
func Diff(old, now []Promise) []Change {
	before := map[string]Promise{}
	for _, p := range old {
		before[p.Key] = p
	}
	var out []Change
	for _, p := range now {
		was, known := before[p.Key]
		delete(before, p.Key)
		if what := difference(was, p, known); what != "" {
			out = append(out, Change{What: what, Key: p.Key, Old: was, New: p})
		}
	}
	for key, p := range before {
		out = append(out, Change{What: Gone, Key: key, Old: p})
	}
	slices.SortFunc(out, func(a, b Change) int { return cmp.Compare(a.Key, b.Key) })
	return out
}

func difference(was, is Promise, known bool) What {
	switch {
	case !is.Open() && (!known || was.Open() || was.State != is.State || !was.End.Equal(is.End)):
		return Settled
	case !known || !was.Open() && is.Open():
		return Opened
	case was.State != is.State:
		return Turned
	case !was.Due.Equal(is.Due) || was.Provisional != is.Provisional:
		return Moved
	}
	return ""
}

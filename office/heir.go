package office

import (
	"slices"
	"time"

	"linli/platform/id"
)

// Break is a day from which a unit's figures are those of another: a unit was merged into others, or split.
type Break struct {
	At   time.Time
	Unit Unit   // that was closed
	To   []Unit // its heirs
}

// Breaks are the breaks of a unit with all below it, the earliest first. What changes hands within it is none.
func (t Tree) Breaks(unit id.ID) []Break {
	within := t.Below(unit)
	var out []Break
	for _, u := range t.units {
		b := Break{At: u.ClosedAt, Unit: u}
		inside, parts := 0, append([]id.ID{u.ID}, u.Heirs...)
		for i, x := range parts {
			if slices.Contains(within, x) {
				inside++
			}
			if i > 0 {
				b.To = append(b.To, t.units[x])
			}
		}
		if len(u.Heirs) > 0 && inside > 0 && inside < len(parts) {
			out = append(out, b)
		}
	}
	slices.SortFunc(out, func(a, b Break) int { return a.At.Compare(b.At) })
	return out
}

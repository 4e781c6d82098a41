package office

import (
	"maps"
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

// Now is the unit that has the work of a unit at an instant: itself while it is open, else its first heir, or the unit above it where it
// named none, and so on to one that is open. Another organisation's work goes to nobody of this office.
func (t Tree) Now(unit id.ID, at time.Time) id.ID {
	for range t.units {
		u, known := t.units[unit]
		if !known || u.Guest() || u.Open(at) || u.heir().IsZero() {
			break
		}
		unit = u.heir()
	}
	return unit
}

func (u Unit) heir() id.ID {
	if len(u.Heirs) > 0 {
		return u.Heirs[0]
	}
	return u.Parent
}

// stays reports whether a unit's work comes to a unit that no day is set for, however many ends lie ahead.
func (t Tree) stays(unit id.ID) bool {
	for range t.units {
		u := t.units[unit]
		if u.ClosedAt.IsZero() {
			return true
		}
		unit = u.heir()
	}
	return false
}

// Left are the units that have ended and whose work a unit has at an instant.
func (t Tree) Left(unit id.ID, at time.Time) []id.ID {
	var out []id.ID
	for _, u := range t.units {
		if !u.Open(at) && t.Now(u.ID, at) == unit {
			out = append(out, u.ID)
		}
	}
	slices.SortFunc(out, func(a, b id.ID) int { return slices.Compare(a[:], b[:]) })
	return out
}

// with is the tree as it is once a unit is another.
func (t Tree) with(u Unit) Tree {
	units := maps.Clone(t.units)
	units[u.ID] = u
	return Tree{units, t.children}
}

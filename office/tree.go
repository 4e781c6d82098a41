package office

import "linli/platform/id"

// Tree answers who is below whom.
type Tree struct {
	units    map[id.ID]Unit
	children map[id.ID][]id.ID
}

// NewTree arranges the units of one tenant.
func NewTree(units []Unit) Tree {
	t := Tree{units: map[id.ID]Unit{}, children: map[id.ID][]id.ID{}}
	for _, u := range units {
		t.units[u.ID] = u
		t.children[u.Parent] = append(t.children[u.Parent], u.ID)
	}
	return t
}

// Unit returns the unit with this id.
func (t Tree) Unit(u id.ID) (Unit, bool) {
	unit, ok := t.units[u]
	return unit, ok
}

// ByCode returns the unit with this code.
func (t Tree) ByCode(code string) (Unit, bool) {
	for _, u := range t.units {
		if u.Code == code {
			return u, true
		}
	}
	return Unit{}, false
}

// Below returns the unit and all below it, the unit first, in the order of the list that made the tree. A unit that
// does not exist has nothing below it.
func (t Tree) Below(unit id.ID) []id.ID {
	if _, ok := t.units[unit]; !ok {
		return nil
	}
	out := []id.ID{unit}
	for i := 0; i < len(out) && len(out) <= len(t.units); i++ {
		out = append(out, t.children[out[i]]...)
	}
	return out
}

// Root is the unit without a parent.
func (t Tree) Root() (Unit, bool) {
	if roots := t.children[id.ID{}]; len(roots) > 0 {
		return t.units[roots[0]], true
	}
	return Unit{}, false
}

// IsRoot reports whether a unit has all others below it.
func (t Tree) IsRoot(unit id.ID) bool {
	u, ok := t.units[unit]
	return ok && u.Parent.IsZero() && len(t.children[id.ID{}]) == 1
}

// Row is a unit with its depth below the root, 0 for the root.
type Row struct {
	Unit
	Depth int
}

// Rows lists the tree from the root, each unit before those below it.
func (t Tree) Rows() []Row {
	var out []Row
	var walk func(parent id.ID, depth int)
	walk = func(parent id.ID, depth int) {
		for _, u := range t.children[parent] {
			out = append(out, Row{t.units[u], depth})
			walk(u, depth+1)
		}
	}
	walk(id.ID{}, 0)
	return out
}

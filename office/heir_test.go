package office_test

import (
	"testing"
	"time"

	"linli/office"
	"linli/platform/id"
)

// TestWhoHasTheWorkOfAUnit: the first heir, the unit above where none was named, and on to one that is open; another organisation's work is
// nobody's here.
func TestWhoHasTheWorkOfAUnit(t *testing.T) {
	at := time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)
	name := func(n byte) id.ID { return id.ID{15: n} }
	root, town, other, a, b, guest := name(1), name(2), name(3), name(4), name(5), name(6)
	tree := office.NewTree([]office.Unit{{ID: root, Level: office.County}, {ID: town, Parent: root, Level: office.Township},
		{ID: other, Parent: root, Level: office.Township, ClosedAt: at.AddDate(0, 1, 0)},
		{ID: a, Parent: town, Level: office.Village, ClosedAt: at, Heirs: []id.ID{b, town}}, {ID: b, Parent: other, Level: office.Village, ClosedAt: at.AddDate(0, 0, 1)},
		{ID: guest, Parent: town, Level: office.Guest, ClosedAt: at}})
	for _, x := range []struct {
		unit id.ID
		days int
		want id.ID
	}{{a, -1, a}, {a, 0, b}, {a, 1, other}, {a, 40, root}, {b, 0, b}, {b, 1, other}, {guest, 9, guest}, {root, 99, root}, {name(99), 1, name(99)}} {
		if got := tree.Now(x.unit, at.AddDate(0, 0, x.days)); got != x.want {
			t.Errorf("after %d days %s has the work of %s, want %s", x.days, got, x.unit, x.want)
		}
	}
	if left := tree.Left(root, at.AddDate(0, 0, 40)); len(left) != 3 {
		t.Errorf("the county has the work of %v", left)
	}
	if left := tree.Left(town, at.AddDate(0, 0, 40)); len(left) != 0 {
		t.Errorf("the town has the work of %v", left)
	}
}

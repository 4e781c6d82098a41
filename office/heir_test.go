package office_test

import (
	"testing"
	"time"

	"linli/office"
	"linli/platform/access"
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

// TestWhoCannotBeAnHeir: what a unit leaves goes to an open unit of this office that stands no lower, each named once, and that whoever
// closes it administers: otherwise nobody could go on with it, or a desk's work would come to those whom complaints are about.
func TestWhoCannotBeAnHeir(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		admin := w.admin()
		town, other := w.unit(admin, w.Root.ID, office.Township, "T1"), w.unit(admin, w.Root.ID, office.Township, "T2")
		guest := w.unit(admin, w.Root.ID, office.Guest, "G1")
		admin = w.again(admin)
		ends, beside, over, far := w.unit(admin, town.ID, office.Village, "V1"), w.unit(admin, town.ID, office.Village, "V2"), w.unit(admin, town.ID, office.Village, "V3"), w.unit(admin, other.ID, office.Village, "V4")
		admin = w.again(admin)
		lead, _ := w.account(admin, w.Root.ID, "lead")
		for _, u := range []office.Unit{w.Root, town, other, beside, over, far} {
			w.post(admin, lead.ID, u.ID, access.Lead)
		}
		now := w.clock.Now()
		if err := w.CloseUnit(t.Context(), admin, over.ID, now); err != nil {
			t.Fatal(err)
		}
		for name, heirs := range map[string][]id.ID{
			"itself": {ends.ID}, "one that has ended": {over.ID}, "another organisation's": {guest.ID}, "one twice": {beside.ID, beside.ID},
			"one that is not there": {{15: 9}}, "one of several": {beside.ID, over.ID},
		} {
			if err := w.CloseUnit(t.Context(), admin, ends.ID, now, heirs...); err == nil {
				t.Errorf("%s is an heir", name)
			} else {
				wants(t, err, "office.unit.heir_unfit")
			}
		}
		towns, code := w.account(admin, town.ID, "towns")
		w.post(admin, towns.ID, town.ID, access.Administrator)
		_, signed := w.enrol(code)
		wants(t, w.CloseUnit(t.Context(), signed.Actor, ends.ID, now, far.ID), "office.unit.heir_unfit") // another township's, which it does not administer
		if err := w.CloseUnit(t.Context(), admin, far.ID, now, beside.ID); err != nil {
			t.Errorf("a village of another township: %v", err)
		}
		wants(t, w.CloseUnit(t.Context(), admin, other.ID, now, beside.ID), "office.unit.heir_unfit") // it stands lower
		if err := w.CloseUnit(t.Context(), admin, other.ID, now, town.ID); err != nil {
			t.Errorf("the township beside: %v", err)
		}
		units, err := w.Units(t.Context(), admin)
		if err != nil {
			t.Fatal(err)
		}
		for _, u := range units {
			if u.ID == ends.ID && !u.ClosedAt.IsZero() {
				t.Error("a unit without an heir has ended")
			}
		}
	})
}

package office_test

import (
	"errors"
	"strings"
	"testing"

	"linli/office"
	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
)

func TestDesk(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		admin := w.admin()
		town := w.unit(admin, w.Root.ID, office.Township, "T1")
		village := w.unit(w.again(admin), town.ID, office.Village, "V1")
		admin = w.again(admin)
		desk := func() office.Desk {
			t.Helper()
			tree, err := w.Tree(t.Context(), w.Tenant.ID)
			if err != nil {
				t.Fatal(err)
			}
			return tree.Desk(village.ID)
		}
		if d := desk(); !d.IsZero() {
			t.Errorf("nobody said where people go, but: %+v", d)
		}
		county := office.Desk{Address: "青山县和平路 3 号", Phone: "010-5555 0100", Hours: "周一至周五 9:00—17:00"}
		if err := w.SetDesk(t.Context(), admin, w.Root.ID, office.Desk{Address: " " + county.Address, Phone: county.Phone + "\t", Hours: county.Hours}); err != nil {
			t.Fatal(err)
		}
		if d := desk(); d != county {
			t.Errorf("a village without a desk sends people to %+v", d)
		}
		own := office.Desk{Phone: "+86 (10) 5555-0101 转 12"}
		if err := w.SetDesk(t.Context(), admin, village.ID, own); err != nil {
			t.Fatal(err)
		}
		if d := desk(); d != own { // the county's address beside the village's telephone would send people to the wrong door
			t.Errorf("a village with a telephone of its own sends people to %+v", d)
		}
		if u := w.unit(admin, town.ID, office.Village, "V2"); !u.Desk.IsZero() {
			t.Errorf("%+v", u.Desk)
		}
		x, code := w.account(admin, w.Root.ID, "auditor")
		w.post(admin, x.ID, w.Root.ID, access.Privacy)
		_, auditor := w.enrol(code)
		events, err := w.Record(t.Context(), auditor.Actor, id.ID{}, 10)
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for _, e := range events {
			if e.Kind == "unit.desk" {
				n++
			}
		}
		if n != 2 {
			t.Errorf("the record has %d changes of a desk, want 2", n)
		}
	})
}

func TestDeskThatIsNone(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		admin := w.admin()
		at := func(name string, err error, field, key string) {
			t.Helper()
			var list fault.List
			if !errors.As(err, &list) || len(list) != 1 || list[0].Field != field || list[0].Key != key {
				t.Errorf("%s: %v, want %s at %s", name, err, key, field)
			}
		}
		for name, c := range map[string]struct {
			desk  office.Desk
			field string
			key   string
		}{
			"words for a telephone":  {office.Desk{Phone: "ask Mei"}, "phone", "office.desk.phone_unfit"},
			"two figures":            {office.Desk{Phone: "11"}, "phone", "office.desk.phone_unfit"},
			"a telephone too long":   {office.Desk{Phone: strings.Repeat("1", 41)}, "phone", "office.desk.phone_unfit"},
			"a link":                 {office.Desk{Phone: "010-5555<b>"}, "phone", "office.desk.phone_unfit"},
			"an address of lines":    {office.Desk{Address: "a\nb"}, "address", "office.desk.address_unfit"},
			"an address too long":    {office.Desk{Address: strings.Repeat("路", 121)}, "address", "office.desk.address_unfit"},
			"hours too long":         {office.Desk{Hours: strings.Repeat("周", 81)}, "hours", "office.desk.hours_unfit"},
			"hours that turn around": {office.Desk{Hours: "9:00 \u202e 17:00"}, "hours", "office.desk.hours_unfit"},
		} {
			at(name, w.SetDesk(t.Context(), admin, w.Root.ID, c.desk), c.field, c.key)
			_, err := w.AddUnit(t.Context(), admin, office.AddUnit{Parent: w.Root.ID, Level: office.Village, Code: "X", Name: "x", Desk: c.desk})
			at(name, err, c.field, c.key)
		}
		other := w.unit(admin, w.Root.ID, office.Township, "T1")
		clerk := access.Actor{Kind: access.Staff, Tenant: w.Tenant.ID, Posts: []access.Post{{Kind: access.Clerk, Unit: other.ID}}}
		wants(t, w.SetDesk(t.Context(), clerk, other.ID, office.Desk{Phone: "12348"}), "access.refused.office.manage")
	})
}

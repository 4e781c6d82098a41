package office_test

import (
	"testing"

	"linli/office"
	"linli/platform/access"
)

// TestGuests: a unit of another organisation has people who lead or mediate there until a day, and nothing else.
func TestGuests(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		admin := w.admin()
		guest, town := w.unit(admin, w.Root.ID, office.Guest, "G1"), w.unit(admin, w.Root.ID, office.Township, "T1")
		admin = w.again(admin)
		_, err := w.AddUnit(t.Context(), admin, office.AddUnit{Parent: guest.ID, Level: office.Village, Code: "G2", Name: "其下"})
		wants(t, err, "office.guard.level_order")
		_, err = w.AddUnit(t.Context(), admin, office.AddUnit{Parent: guest.ID, Level: office.Guest, Code: "G2", Name: "其下"})
		wants(t, err, "office.guard.level_order")
		_, err = w.AddUnit(t.Context(), admin, office.AddUnit{Parent: town.ID, Level: office.Guest, Code: "G2", Name: "青石县公安局"})
		wants(t, err, "office.name.sender")

		theirs, _ := w.account(admin, guest.ID, "theirs")
		ours, _ := w.account(admin, town.ID, "ours")
		now := w.clock.Now()
		day := now.AddDate(0, 1, 0)
		for _, x := range []struct {
			give office.AssignPost
			want string
		}{
			{office.AssignPost{Account: theirs.ID, Unit: guest.ID, Kind: access.Clerk, To: day}, "office.guard.guest_post"},
			{office.AssignPost{Account: theirs.ID, Unit: guest.ID, Kind: access.Administrator, To: day}, "office.guard.guest_post"},
			{office.AssignPost{Account: theirs.ID, Unit: guest.ID, Kind: access.Lead}, "office.guest.until"},
			{office.AssignPost{Account: theirs.ID, Unit: guest.ID, Kind: access.Lead, To: now.AddDate(2, 0, 0)}, "office.guest.until"},
			{office.AssignPost{Account: theirs.ID, Unit: town.ID, Kind: access.Mediator, To: day}, "office.guard.guest_people"},
			{office.AssignPost{Account: ours.ID, Unit: guest.ID, Kind: access.Lead, To: day}, "office.guard.guest_people"},
		} {
			_, err := w.AssignPost(t.Context(), admin, x.give)
			wants(t, err, x.want)
		}
		for _, kind := range []access.PostKind{access.Lead, access.Mediator} {
			if _, err := w.AssignPost(t.Context(), admin, office.AssignPost{Account: theirs.ID, Unit: guest.ID, Kind: kind, To: day}); err != nil {
				t.Errorf("%s: %v", kind, err)
			}
		}
		open, err := w.OpenUnits(t.Context(), admin.Tenant)
		if err != nil {
			t.Fatal(err)
		}
		for _, u := range open {
			if u.Guest() {
				t.Error("the guest stands where people choose a unit")
			}
		}
		_, err = w.Found(t.Context(), w.cli, office.Found{Slug: "guest", Name: "x", Zone: "UTC", Languages: []string{"en"}, Rulebook: "cn", Level: office.Guest, Code: "X", Login: "aa", Person: "b"})
		wants(t, err, "office.level.unknown")
	})
}

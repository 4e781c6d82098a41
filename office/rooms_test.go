package office_test

import (
	"testing"

	"linli/office"
	"linli/platform/access"
)

// The office has one video server of its own; no address of it can carry a name, a password or a case along.
func TestTheRoomsOfTheOffice(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		admin := w.admin()
		for _, address := range []string{"http://meet.example.org/{room}", "https://meet.example.org/", "https://{room}.example.org/", "https://a:b@meet.example.org/{room}",
			"https://meet.example.org/{room}/{room}", "https://meet.example.org/{room}#x", "https://meet.example.org/x?r={room}", "javascript:alert({room})", "meet.example.org/{room}"} {
			wants(t, w.SetRooms(t.Context(), admin, w.Root.ID, address), "office.rooms.unfit")
		}
		below := w.unit(admin, w.Root.ID, office.Township, "T1")
		there := access.Actor{Kind: access.Staff, Tenant: w.Tenant.ID, Posts: []access.Post{{Kind: access.Administrator, Unit: below.ID}}}
		wants(t, w.SetRooms(t.Context(), there, below.ID, "https://meet.example.org/{room}"), "office.not_found")
		clerk := access.Actor{Kind: access.Staff, Tenant: w.Tenant.ID, Posts: []access.Post{{Kind: access.Clerk, Unit: w.Root.ID}}}
		wants(t, w.SetRooms(t.Context(), clerk, w.Root.ID, ""), "access.refused.office.manage")
		for _, address := range []string{" https://meet.example.org/room/{room} ", "https://meet.example.org/room/{room}", ""} {
			if err := w.SetRooms(t.Context(), admin, w.Root.ID, address); err != nil {
				t.Fatal(err)
			}
			got, err := w.TenantByID(t.Context(), w.Tenant.ID)
			if want := map[bool]string{true: "", false: "https://meet.example.org/room/{room}"}[address == ""]; err != nil || got.Rooms != want {
				t.Errorf("the rooms are at %q, %v", got.Rooms, err)
			}
		}
	})
}

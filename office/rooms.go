package office

import (
	"context"
	"net/url"
	"strings"
	"unicode/utf8"

	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
)

// roomMark stands in the address of a video server where the name of a room goes.
const roomMark = "{room}"

const maxRooms = 200 // characters

// SetRooms says where the office's own video server opens its rooms: an address with {room} in its path. Empty: it has
// none. Sessions get a link to a room with a random name; linli itself loads nothing from there. It needs office.manage
// on the top unit. Errors: Invalid for "rooms".
func (s *Service) SetRooms(ctx context.Context, a access.Actor, top id.ID, address string) error {
	if err := s.manage(a, top); err != nil {
		return err
	}
	address = strings.TrimSpace(address)
	if address != "" && !fitRooms(address) {
		return fault.Field("rooms", "office.rooms.unfit").With(fault.Args{"mark": roomMark})
	}
	return decide(func() error {
		u, err := s.unit(ctx, a.Tenant, top)
		if err != nil {
			return err
		}
		if !u.Parent.IsZero() {
			return ErrNotFound // the office has one video server, not each unit its own
		}
		t, err := s.repo.Tenant(ctx, a.Tenant)
		if err != nil || t.Rooms == address {
			return err
		}
		t.Rooms = address
		t.Version++
		return s.repo.Play(ctx, Change{Tenant: a.Tenant, Tenants: []Tenant{t}, Events: []Event{s.event(a, "tenant.rooms", u.ID, id.ID{}, u.Code)}})
	})
}

// fitRooms reports whether an address leads to a room of a server: encrypted, without a name or password in it, and with
// the room's name in the path, where no other site learns of it.
func fitRooms(address string) bool {
	u, err := url.Parse(address)
	return err == nil && utf8.RuneCountInString(address) <= maxRooms && printable(address) && !strings.ContainsAny(address, " <>\"'\\") &&
		u.Scheme == "https" && u.Hostname() != "" && u.User == nil && u.Fragment == "" && !strings.Contains(u.Host, roomMark) &&
		strings.Count(address, roomMark) == 1 && strings.Contains(u.Path, roomMark)
}

package office

import (
	"context"
	"time"

	"linli/platform/fault"
	"linli/platform/id"
)

// Device is the door of a device that keeps forms of an account without a line. It opens nothing: with its token a device
// only asks whether it still stands, and empties itself when it does not.
const Device = "device"

// deviceEnds is how long a device stands after things were last taken along on it: longer than anything is kept there.
const deviceEnds = 7 * 24 * time.Hour

// IssueDevice makes the token of a device of the actor's own account. It stands among the account's sessions, where it is
// ended like one. It wants no fresh sign-in, as it gives no right.
func (s *Service) IssueDevice(ctx context.Context, who SignedIn) (string, error) {
	if err := staff(who.Actor); err != nil {
		return "", err
	}
	t, err := s.repo.Tenant(ctx, who.Actor.Tenant)
	if err != nil {
		return "", err
	}
	token, session, err := s.newSession(t, who.Actor.Account, Device, "device")
	if err != nil {
		return "", err
	}
	session.EndsAt = session.CreatedAt.Add(deviceEnds)
	return token, s.repo.Play(ctx, Change{Tenant: t.ID, Sessions: []Session{session},
		Events: []Event{s.event(who.Actor, "device.issued", who.Account.Unit, who.Actor.Account, "")}})
}

// DeviceOf is the account of a device that stands; the zero ID where it was ended, is over, or its account is closed.
// Errors: the store's.
func (s *Service) DeviceOf(ctx context.Context, token string) (id.ID, error) {
	who, err := s.Resolve(ctx, token, Device)
	if err != nil && fault.Of(err).Code == fault.Unauthenticated {
		return id.ID{}, nil
	}
	return who.Actor.Account, err
}

package mediation

import (
	"context"
	"time"

	"linli/casefile"
	"linli/platform/access"
	"linli/platform/id"
)

// ReserveSlip makes a slip for an application that the account will take without a line, in one of its units. Errors: those of
// access, the store's.
func (s *Service) ReserveSlip(ctx context.Context, a access.Actor, unit id.ID) (_ casefile.Reserved, err error) {
	defer wrap(&err, "reserve a slip")
	if err := s.Access.Check(a, "mediation.apply", access.Facts{Tenant: a.Tenant, Unit: unit, Kind: Capability}); err != nil {
		return casefile.Reserved{}, err
	}
	tag, err := s.Office.Tag(ctx, a.Tenant)
	if err != nil {
		return casefile.Reserved{}, err
	}
	return casefile.Reserve(ctx, s.Repo, s.Slips.Hash, a.Tenant, tag, a.Account, s.Clock.Now())
}

// ArriveApply opens the case of an application that was taken without a line: once, with the time at which it was taken, and
// under the code of the slip that the person left with. Errors: those of [Service.Create] and of
// [casefile.Offline.Claimed], casefile.ErrNotReserved.
func (s *Service) ArriveApply(ctx context.Context, a access.Actor, cmd Apply, code id.Code, f casefile.Arrival) (Case, error) {
	claimed, err := f.Claimed(s.Clock.Now(), time.Time{})
	if err != nil {
		return Case{}, err
	}
	cmd.reserved = code
	c, _, err := s.Create(ctx, a, cmd, Ask{Claimed: claimed, Request: f.Request()})
	return c, err
}

package report

import (
	"context"
	"errors"
	"time"

	"linli/casefile"
	"linli/platform/access"
	"linli/platform/id"
)

// ReserveSlip makes a slip for somebody who will come to the counter while it has no line. Errors: those of access, the store's.
func (s *Service) ReserveSlip(ctx context.Context, a access.Actor) (_ casefile.Reserved, err error) {
	defer wrap(&err, "reserve a slip")
	if !s.MayWrite(a) {
		return casefile.Reserved{}, s.Access.Check(a, "report.enter", access.Facts{Tenant: a.Tenant, Kind: Capability, Desk: inQueue})
	}
	tag, err := s.Office.Tag(ctx, a.Tenant)
	if err != nil {
		return casefile.Reserved{}, err
	}
	return casefile.Reserve(ctx, s.Repo, s.Slips.Hash, a.Tenant, tag, a.Account, s.Clock.Now())
}

// ArriveSubmit opens a report that was written down without a line: once, received when the person told it, under the code of the
// slip that the person left with. Errors: those of [Service.Submit] and of [casefile.Offline.Claimed], casefile.ErrNotReserved,
// casefile.ErrOutOfOrder.
func (s *Service) ArriveSubmit(ctx context.Context, a access.Actor, cmd Submit, code id.Code, f casefile.Arrival) (filed Filed, err error) {
	if err := f.InTurn(ctx, s.Repo, a.Tenant); err != nil {
		return Filed{}, err
	}
	if cmd.claimed, err = f.Claimed(s.Clock.Now(), time.Time{}); err != nil {
		return Filed{}, err
	}
	cmd.reserved = code
	filed, err = s.Submit(ctx, a, cmd, f.Request(), nil)
	if errors.Is(err, ErrMoved) { // of a new report nothing moves but the slip, which somebody else has used
		return Filed{}, casefile.ErrNotReserved
	}
	return filed, err
}

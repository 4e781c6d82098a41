package mediation

import (
	"context"
	"time"

	"linli/casefile"
	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
)

// Reserved is a slip that is given before its case is there: to somebody at a counter without a line. Until the application
// arrives its code opens nothing. What is not used is destroyed when its time is over.
type Reserved struct {
	Code       id.Code
	Passphrase string // returned this once, and kept as a hash
	Until      time.Time
}

// ErrNotReserved says that a slip is not, or no more, reserved for the asking account.
var ErrNotReserved = fault.New(fault.Invalid, "offline.slip_gone")

const (
	halfReserved  = "reserved"
	reservedLasts = casefile.OfflineKept + time.Hour // as long as the application that was written with it can arrive
)

func reservedAs(code id.Code) string { return "slip:" + string(code) }

// ReserveSlip makes a slip for an application that the account will take without a line, in one of its units. The row that
// waits for it has the account in the place of a case, and goes with the application. Errors: those of access, the store's.
func (s *Service) ReserveSlip(ctx context.Context, a access.Actor, unit id.ID) (_ Reserved, err error) {
	defer wrap(&err, "reserve a slip")
	if err := s.Access.Check(a, "mediation.apply", access.Facts{Tenant: a.Tenant, Unit: unit, Kind: Capability}); err != nil {
		return Reserved{}, err
	}
	tag, err := s.Office.Tag(ctx, a.Tenant)
	if err != nil {
		return Reserved{}, err
	}
	r := Reserved{Code: id.NewCode(tag, nil), Passphrase: id.NewPassphrase(nil), Until: s.Clock.Now().Add(reservedLasts)}
	hash, err := s.Slips.Hash(ctx, r.Passphrase)
	if err != nil {
		return Reserved{}, err
	}
	h := HalfSigned{Case: a.Account, Act: reservedAs(r.Code), Kind: halfReserved, Body: hash, EndsAt: r.Until}
	return r, s.Repo.KeepHalfSigned(ctx, a.Tenant, h)
}

// reserved is a slip that waits for an application of the account.
func (s *Service) reserved(ctx context.Context, a access.Actor, code id.Code) (*heldSlip, error) {
	h, err := s.Repo.HalfSigned(ctx, a.Tenant, a.Account, reservedAs(code), halfReserved)
	switch {
	case isNotFound(err), err == nil && !s.Clock.Now().Before(h.EndsAt):
		return nil, ErrNotReserved
	case err != nil:
		return nil, err
	}
	return &heldSlip{h, code}, nil
}

// heldSlip is a reserved slip on its way to its case.
type heldSlip struct {
	row  HalfSigned
	code id.Code
}

// of is the slip as the first applicant has it from the start: it was given when the application was written down.
func (h *heldSlip) of(c, party id.ID, at time.Time) casefile.Slip {
	return casefile.Slip{Code: h.code, Case: c, Capability: Capability, Party: party, Hash: h.row.Body, IssuedAt: at, Session: casefile.SessionNumber()}
}

// ArriveApply opens the case of an application that was taken without a line: once, with the time at which it was taken, and
// under the code of the slip that the person left with. Errors: those of [Service.Create] and of
// [casefile.Offline.Claimed], ErrNotReserved.
func (s *Service) ArriveApply(ctx context.Context, a access.Actor, cmd Apply, code id.Code, f OffLine) (Case, error) {
	claimed, err := f.Claimed(s.Clock.Now(), time.Time{})
	if err != nil {
		return Case{}, err
	}
	cmd.reserved = code
	asked := *f.Asked
	asked.Keep = casefile.OfflineKept
	c, _, err := s.Create(ctx, a, cmd, Ask{Claimed: claimed, Request: &asked})
	return c, err
}

package casefile

import (
	"context"
	"time"

	"linli/platform/fault"
	"linli/platform/id"
)

// Reservation is a slip that is given before its case is there: to somebody at a counter without a line. Until the form
// arrives that was filled in with it, its code opens nothing. What is not used is destroyed when its time is over.
type Reservation struct {
	Code    id.Code
	Account id.ID  // which reserved it, and alone can use it
	Hash    string // Argon2id of the passphrase in PHC form
	EndsAt  time.Time
}

// Reserved is a reservation as it is given out.
type Reserved struct {
	Code       id.Code
	Passphrase string // returned this once, and kept as a hash
	Until      time.Time
}

// ErrNotReserved says that a slip is not, or no more, reserved for the asking account.
var ErrNotReserved = fault.New(fault.Invalid, "offline.slip_gone")

// reservedLasts is as long as the form that was written with a slip can arrive.
const reservedLasts = OfflineKept + time.Hour

// Reservations keeps slips that wait for their cases.
type Reservations interface {
	// KeepReservation writes a slip that waits.
	KeepReservation(ctx context.Context, tenant id.ID, r Reservation) error
	// Reservation returns one of an account, or a fault.NotFound.
	Reservation(ctx context.Context, tenant, account id.ID, code id.Code) (Reservation, error)
}

// Reserve makes a slip for a case that the account will open later. Whether it may is for the caller to ask.
func Reserve(ctx context.Context, kept Reservations, hash func(ctx context.Context, passphrase string) (string, error), tenant id.ID, tag string, account id.ID, now time.Time) (Reserved, error) {
	out := Reserved{Code: id.NewCode(tag, nil), Passphrase: id.NewPassphrase(nil), Until: now.Add(reservedLasts)}
	hashed, err := hash(ctx, out.Passphrase)
	if err != nil {
		return Reserved{}, err
	}
	return out, kept.KeepReservation(ctx, tenant, Reservation{out.Code, account, hashed, out.Until})
}

// Held is the slip that waits for a form of the account. Error: ErrNotReserved.
func Held(ctx context.Context, kept Reservations, tenant, account id.ID, code id.Code, now time.Time) (*Reservation, error) {
	r, err := kept.Reservation(ctx, tenant, account, code)
	if f := fault.Of(err); f != nil && f.Code == fault.NotFound || err == nil && !now.Before(r.EndsAt) {
		return nil, ErrNotReserved
	}
	return &r, err
}

// Slip is the reservation as the slip of a party of its case: it was given when the form was written.
func (r *Reservation) Slip(c, party id.ID, capability string, at time.Time) Slip {
	return Slip{Code: r.Code, Case: c, Capability: capability, Party: party, Hash: r.Hash, IssuedAt: at, Session: SessionNumber()}
}

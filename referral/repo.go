package referral

import (
	"context"
	"time"

	"linli/casefile"
	"linli/consent"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/platform/notify"
	"linli/platform/vault"
)

// Faults of a repository.
var (
	ErrNotFound = fault.New(fault.NotFound, "referral.not_found")
	// ErrMoved says that the case moved between deciding and playing: decide again.
	ErrMoved = fault.New(fault.Conflict, "referral.moved")
	// ErrAnswered says that the request was answered meanwhile, under the same idempotency key.
	ErrAnswered = fault.New(fault.Conflict, "request.answered")
)

// Change is what one command does to a case.
type Change struct {
	casefile.Change
	Case Case
	From int64     // the version that it was decided on; 0 for a new case
	Due  time.Time // when the next promise that runs falls due; zero where none does

	Came, Left id.ID // the account that takes the case with the change, and the one that had it
}

// Repo keeps cases. Every method is bounded to one tenant.
type Repo interface {
	// Case returns a case as it stands, or ErrNotFound.
	Case(ctx context.Context, tenant, c id.ID) (Case, error)
	// Events returns a case's events in order; Happened the same with no more than promises are counted from.
	Events(ctx context.Context, tenant, c id.ID) ([]casefile.Event, error)
	Happened(ctx context.Context, tenant, c id.ID) ([]casefile.Event, error)
	// Keys returns which data keys seal which sections of a case.
	Keys(ctx context.Context, tenant, c id.ID) ([]vault.Key, error)
	// Sealed returns a case's sealed fields; without bodies where only versions are asked for.
	Sealed(ctx context.Context, tenant, c id.ID, bodies bool) ([]vault.Sealed, error)
	// Consents returns a case's consent records, the oldest first.
	Consents(ctx context.Context, tenant, c id.ID) ([]consent.Record, error)
	// Promises returns a case's promises.
	Promises(ctx context.Context, tenant, c id.ID) ([]casefile.PromiseRow, error)
	// Slips returns a case's slips; Slip that of a code, or a fault.NotFound.
	Slips(ctx context.Context, tenant, c id.ID) ([]casefile.Slip, error)
	Slip(ctx context.Context, tenant id.ID, code id.Code) (casefile.Slip, error)
	// List returns cases of a unit that are open, or closed ones, the next due first.
	List(ctx context.Context, tenant, unit id.ID, closed bool, after Cursor, limit int) ([]Row, error)
	// Came returns the cases of a unit that came in a stretch of time, the oldest first.
	Came(ctx context.Context, tenant, unit id.ID, from, until time.Time, limit int) ([]Case, error)
	// Mine returns the open cases that an account has taken, the next due first.
	Mine(ctx context.Context, tenant, account id.ID, limit int) ([]Row, error)
	// Due returns the open promises of a unit's cases, the next due first.
	Due(ctx context.Context, tenant, unit id.ID, f DueFilter) ([]DueRow, error)
	// Linked returns the case and the referral that a link leads to, or ErrNotFound.
	Linked(ctx context.Context, tenant id.ID, link id.Code) (c, referral id.ID, err error)
	// Running returns services with open referrals, by id, behind one; Runs the open referrals of a service.
	Running(ctx context.Context, tenant, after id.ID, limit int) ([]id.ID, error)
	Runs(ctx context.Context, tenant, service id.ID, limit int) ([]Running, error)
	// Overdue returns promises that are past due and not yet written down as late, the longest overdue first.
	Overdue(ctx context.Context, tenant id.ID, now time.Time, limit int) ([]casefile.Reminder, error)
	// MarkLate writes down that a promise is late.
	MarkLate(ctx context.Context, tenant id.ID, p casefile.Reminder) error
	// Untold returns the promises of a capability of which somebody is to be told by now, those that wait longest first.
	Untold(ctx context.Context, tenant id.ID, capability string, now time.Time, limit int) ([]casefile.Reminder, error)
	// Tell writes notices of one case's promises and moves their reminders on, all or nothing. It returns ErrMoved when
	// one of them was told or changed meanwhile.
	Tell(ctx context.Context, tenant id.ID, told []casefile.Reminder, notices []notify.Notice) error
	// Answer returns the stored answer under a key, or a fault.NotFound.
	Answer(ctx context.Context, tenant id.ID, key [32]byte) (casefile.Answer, error)
	// Play writes a change, all or nothing. It returns ErrMoved or ErrAnswered as they are explained above.
	Play(ctx context.Context, c Change) error
}

// Running is an open referral.
type Running struct{ Case, Referral id.ID }

// Cursor is the place in a list after which the next page begins: the due instant and the id of the last row.
type Cursor struct {
	Due time.Time
	ID  id.ID
}

// Row is what a list shows of a case: clear facts, and no name.
type Row struct {
	Case Case
	Due  time.Time // the next promise of the office; zero where none runs
}

// DueFilter narrows the list of promises.
type DueFilter struct {
	From, Until time.Time // due instants, From inclusive, Until exclusive; zero for open ends
	After       DueRow    // the last row of the page before
	Limit       int
}

// DueRow is one promise that is owed on a case.
type DueRow struct {
	Case Case
	Rule string
	Key  string
	Due  time.Time
}

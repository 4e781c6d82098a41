package casefile

import (
	"context"
	"time"

	"linli/platform/fault"
	"linli/platform/id"
	"linli/platform/job"
	"linli/platform/notify"
	"linli/platform/vault"
)

// ErrAnswered says that the request was answered meanwhile, under the same idempotency key.
var ErrAnswered = fault.New(fault.Conflict, "request.answered")

// Kept is what the store keeps of every case, whichever capability it belongs to. Every method is bounded to one tenant.
type Kept interface {
	Answers
	// Events returns a case's events in order.
	Events(ctx context.Context, tenant, c id.ID) ([]Event, error)
	// Happened returns the same events with no more than promises are counted from: id, kind, instants and body.
	Happened(ctx context.Context, tenant, c id.ID) ([]Event, error)
	// Keys returns which data keys seal which sections of a case.
	Keys(ctx context.Context, tenant, c id.ID) ([]vault.Key, error)
	// Sealed returns a case's sealed fields.
	Sealed(ctx context.Context, tenant, c id.ID) ([]vault.Sealed, error)
	// Version returns how often a field of a case was sealed under its owner; 0 for never.
	Version(ctx context.Context, tenant, c, owner id.ID, field string) (int64, error)
	// Promises returns a case's promises.
	Promises(ctx context.Context, tenant, c id.ID) ([]PromiseRow, error)
	// Recount returns how far the open promises of a capability are counted by new rules; nothing where they never were.
	Recount(ctx context.Context, tenant id.ID, capability string) (Recount, error)
	// MoveRecount writes how far they are counted, with the jobs of what could not be. It returns ErrRecounted where that was moved
	// meanwhile.
	MoveRecount(ctx context.Context, tenant id.ID, capability string, was, next Recount, missed ...job.Job) error
	// OpenCases returns the cases after one, in their order, on which something of the capability is open.
	OpenCases(ctx context.Context, tenant id.ID, capability string, after id.ID, limit int) ([]id.ID, error)
	// Overdue returns the promises of a capability that are past due and not yet written down as late, the longest overdue first.
	Overdue(ctx context.Context, tenant id.ID, capability string, now time.Time, limit int) ([]Reminder, error)
	// MarkLate writes down that promises are late, all of them at once; one that ended meanwhile is passed over.
	MarkLate(ctx context.Context, tenant id.ID, all []Reminder) error
	// Untold returns the promises of a capability of which somebody is to be told by now, those that wait longest first.
	Untold(ctx context.Context, tenant id.ID, capability string, now time.Time, limit int) ([]Reminder, error)
	// Tell writes notices of one case's promises and moves their reminders on, all or nothing. It returns ErrTold when one of
	// them was told or changed meanwhile.
	Tell(ctx context.Context, tenant id.ID, told []Reminder, notices []notify.Notice) error
}

// Repo keeps the cases C of a capability, and plays its changes Ch.
type Repo[C, Ch any] interface {
	Kept
	// Case returns a case as it stands, or the capability's ErrNotFound.
	Case(ctx context.Context, tenant, c id.ID) (C, error)
	// Play writes a change, all or nothing; of one without an event no more than the promises that moved, and what follows from them.
	// It returns ErrAnswered, or the capability's ErrMoved where the case moved between deciding and playing.
	Play(ctx context.Context, c Ch) error
}

// History is what happened to a case and what is owed on it before a change; nothing of a new one.
func History(ctx context.Context, kept Kept, tenant, c id.ID, version int64) (happened []Event, owed []PromiseRow, err error) {
	if version == 0 {
		return nil, nil, nil
	}
	if happened, err = kept.Happened(ctx, tenant, c); err != nil {
		return nil, nil, err
	}
	owed, err = kept.Promises(ctx, tenant, c)
	return happened, owed, err
}

package duty

import (
	"context"
	"time"

	"linli/casefile"
	"linli/platform/calendar"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/platform/notify"
	"linli/platform/vault"
)

// Faults of a repository.
var (
	ErrNotFound = fault.New(fault.NotFound, "duty.not_found")
	// ErrMoved says that the occurrence moved between deciding and playing: decide again.
	ErrMoved = fault.New(fault.Conflict, "duty.moved")
	// ErrPlanned says that the unit has the occurrence already.
	ErrPlanned = fault.New(fault.Conflict, "duty.planned")
	// ErrAnswered says that the request was answered meanwhile, under the same idempotency key.
	ErrAnswered = fault.New(fault.Conflict, "request.answered")
)

// Change is what one command does to an occurrence.
type Change struct {
	casefile.Change
	Case Case
	From int64     // the version that it was decided on; 0 for a new one
	Last time.Time // the last instant at which it is in time
	Next time.Time // when the next promise that runs falls due; zero where none does
}

// What an occurrence waits for.
const (
	ToDo    = "do"
	ToCheck = "check"
)

// Waits is what an occurrence waits for, empty where it has ended: also where its evidence was destroyed before anybody checked
// it, as a shift's is.
func (c *Case) Waits() string {
	switch {
	case c.State == Due:
		return ToDo
	case c.State == Done && c.Erased.IsZero():
		return ToCheck
	}
	return ""
}

// Row is an occurrence in a list.
type Row struct {
	Case Case
	Last time.Time // the last instant at which it is in time
	Next time.Time // when what it waits for falls due; zero where it waits for nothing
}

// Span narrows a list of occurrences of a unit.
type Span struct {
	Unit        id.ID
	Waits       string    // [ToDo] or [ToCheck]; empty for all, whatever they wait for
	From, Until time.Time // of Next where Waits is set, else of Last; From inclusive, Until exclusive
	After       Row       // the last row of the page before
	Limit       int
}

// Repo keeps occurrences. Every method is bounded to one tenant.
type Repo interface {
	// Case returns an occurrence as it stands, or ErrNotFound.
	Case(ctx context.Context, tenant, c id.ID) (Case, error)
	// Rows returns occurrences of a unit, the next due first.
	Rows(ctx context.Context, tenant id.ID, s Span) ([]Row, error)
	// Of returns the occurrences that another one made owed, the oldest first.
	Of(ctx context.Context, tenant, of id.ID) ([]Row, error)
	// Planned returns the keys ([Occurrence.Key], with the unit that owed them first) of occurrences whose last day is not before a day.
	Planned(ctx context.Context, tenant id.ID, from calendar.Date) (map[string]bool, error)
	// Events returns an occurrence's events in order.
	Events(ctx context.Context, tenant, c id.ID) ([]casefile.Event, error)
	// Happened returns the same events with no more than promises are counted from.
	Happened(ctx context.Context, tenant, c id.ID) ([]casefile.Event, error)
	// Keys returns which data keys seal which sections.
	Keys(ctx context.Context, tenant, c id.ID) ([]vault.Key, error)
	// Sealed returns sealed fields; without bodies where only versions are asked for.
	Sealed(ctx context.Context, tenant, c id.ID, bodies bool) ([]vault.Sealed, error)
	// Promises returns the promises of an occurrence.
	Promises(ctx context.Context, tenant, c id.ID) ([]casefile.PromiseRow, error)
	// Overdue returns promises that are past due and not yet written down as late, the longest overdue first.
	Overdue(ctx context.Context, tenant id.ID, now time.Time, limit int) ([]casefile.Reminder, error)
	// MarkLate writes down that a promise is late.
	MarkLate(ctx context.Context, tenant id.ID, p casefile.Reminder) error
	// Untold returns the promises of a capability of which somebody is to be told by now, those that wait longest first.
	Untold(ctx context.Context, tenant id.ID, capability string, now time.Time, limit int) ([]casefile.Reminder, error)
	// Tell writes notices of one occurrence's promises and moves their reminders on, all or nothing, or returns ErrMoved.
	Tell(ctx context.Context, tenant id.ID, told []casefile.Reminder, notices []notify.Notice) error
	// Answer returns the stored answer under a key, or a fault.NotFound.
	Answer(ctx context.Context, tenant id.ID, key [32]byte) (casefile.Answer, error)
	// Play writes a change, all or nothing. It returns ErrMoved, ErrPlanned or ErrAnswered as they are explained above.
	Play(ctx context.Context, c Change) error
}

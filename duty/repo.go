package duty

import (
	"context"
	"time"

	"linli/casefile"
	"linli/casefile/signing"
	"linli/platform/calendar"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/promise"
)

// Faults of a repository.
var (
	ErrNotFound = fault.New(fault.NotFound, "duty.not_found")
	// ErrMoved says that the occurrence moved between deciding and playing: decide again.
	ErrMoved = fault.New(fault.Conflict, "duty.moved")
	// ErrPlanned says that the unit has the occurrence already.
	ErrPlanned = fault.New(fault.Conflict, "duty.planned")
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

// Place is where what it waits for stands among all that is owed.
func (x Row) Place() promise.Place {
	return promise.Place{Due: x.Next, Case: x.Case.ID, Key: x.Case.Waits()}
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
	casefile.Repo[Case, Change]
	signing.Halves
	// Rows returns occurrences of a unit, the next due first.
	Rows(ctx context.Context, tenant id.ID, s Span) ([]Row, error)
	// Of returns the occurrences that another one made owed, the oldest first.
	Of(ctx context.Context, tenant, of id.ID) ([]Row, error)
	// OfRule returns the occurrences of one duty that a unit owed first, of those whose last instant lies in a span, the first first.
	OfRule(ctx context.Context, tenant id.ID, rule string, s Span) ([]Row, error)
	// Planned returns the keys ([Occurrence.Key], with the unit that owed them first) of occurrences whose last day is not before a day.
	Planned(ctx context.Context, tenant id.ID, from calendar.Date) (map[string]bool, error)
}

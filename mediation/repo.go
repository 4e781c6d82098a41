package mediation

import (
	"context"
	"slices"
	"time"

	"linli/casefile"
	"linli/casefile/signing"
	"linli/consent"
	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/platform/job"
	"linli/promise"
)

// Faults of a repository.
var (
	ErrNotFound = fault.New(fault.NotFound, "mediation.not_found")
	// ErrMoved says that the case moved between deciding and playing: decide again.
	ErrMoved = fault.New(fault.Conflict, "mediation.moved")
)

// Change is what one command does to a mediation.
type Change struct {
	casefile.Change
	Case       Case
	From       int64     // the version that it was decided on; 0 for a new case
	Due        time.Time // when the next promise that runs falls due; zero where none does
	Still      bool      // no promise moves: Due stays as it is kept, where a recount may have moved it meanwhile
	Number     bool      // allots the next number of unit and year
	Unnumbered bool      // the number that the case had on paper is free again
	Came       []id.ID
	Left       []id.ID        // accounts that are on the case, or no longer, from this change on
	WasAt      id.ID          // the unit that hands it over with this change, at which they stood on it; zero: none does
	Booked     []Booking      // times of mediators that are taken from this change on
	Freed      []Booking      // and those that are free again
	Free       bool           // the mediators have to be free at what is booked, else it is ErrMoved
	Half       []signing.Half // waits from this change on, in place of an older one
	Used       []signing.Half // waits no longer
	Counts     []Counted      // what it adds to the counts that the office publishes of itself
	With       *Change        // of the case that a new one follows: both are written, or neither
	Run        id.ID          // the import run that brings it in, or zero
}

// Counted is one more of something that the office counts of itself, in a year of its own time. No case stands beside it.
type Counted struct {
	What string
	Year int
}

// Repo keeps mediations. Every method is bounded to one tenant.
type Repo interface {
	casefile.Repo[Case, Change]
	Nicknames
	// WalkIn is the next number of a day (YYYYMMDD) at a unit's counter. It returns ErrMoved when another took it at the same time.
	WalkIn(ctx context.Context, tenant, unit id.ID, day int) (int64, error)
	// CountedBefore is how many of something the office counted in the years before one.
	CountedBefore(ctx context.Context, tenant id.ID, what string, year int) (int64, error)
	// Consents returns a case's consent records.
	Consents(ctx context.Context, tenant, c id.ID) ([]consent.Record, error)
	// Slips returns a case's slips.
	Slips(ctx context.Context, tenant, c id.ID) ([]casefile.Slip, error)
	// Slip returns the slip of a code, or ErrNotFound.
	Slip(ctx context.Context, tenant id.ID, code id.Code) (casefile.Slip, error)
	// EndSessions gives a slip another session number. A slip that is not there or has ended stays as it is.
	EndSessions(ctx context.Context, tenant id.ID, code id.Code, next int64) error
	casefile.Reservations
	casefile.Registers
	signing.Halves
	// Came returns the cases of a unit and a kind of dispute that reached it from an instant on until before another.
	Came(ctx context.Context, tenant, unit id.ID, kind string, from, until time.Time, limit int) ([]Row, error)
	// List returns one page of cases within a scope.
	List(ctx context.Context, s access.Scope, f Filter) (Page, error)
	// OpenIn returns cases of a unit of which something is still to do.
	OpenIn(ctx context.Context, tenant, unit id.ID, limit int) ([]id.ID, error)
	// Named is the case of a unit that bears a number from elsewhere, or ErrNotFound.
	Named(ctx context.Context, tenant, unit id.ID, ref string) (id.ID, error)
	// AtWork returns the accounts that stand on a case of a unit, by their ids.
	AtWork(ctx context.Context, tenant, unit id.ID) ([]id.ID, error)
	// Planned returns the cases within a scope that can have sessions to come, and every case of its account.
	Planned(ctx context.Context, s access.Scope) ([]Case, error)
	// Files returns cases of a unit in some states that have a file here, the next due first: none that an import brought in.
	Files(ctx context.Context, tenant, unit id.ID, states []State, after Cursor, limit int) ([]File, error)
	// Bookings returns the times in which a mediator is taken and that overlap with a stretch, the first first.
	Bookings(ctx context.Context, tenant, account id.ID, from, until time.Time) ([]Booking, error)
	// Register returns the newest rows of a register, the newest first.
	Register(ctx context.Context, tenant id.ID, kind string, limit int) ([]RegisterRow, error)
	// Registered counts the rows of each register.
	Registered(ctx context.Context, tenant id.ID) (map[string]int64, error)
	// Ended counts the entries of a register that ended before an instant.
	Ended(ctx context.Context, tenant id.ID, kind string, before time.Time) (int64, error)
	// RefTaken reports whether a case of the unit was brought in under a number, from a register or from paper.
	RefTaken(ctx context.Context, tenant, unit id.ID, ref string) (bool, error)
	// Brought counts the cases of an office that were brought in, from a register or from paper.
	Brought(ctx context.Context, tenant id.ID) (int64, error)
	// Numbered is the case of a unit that bears a number, or ErrNotFound.
	Numbered(ctx context.Context, tenant, unit id.ID, year, number int) (id.ID, error)
	// OwedBy returns the open promises of a unit that a post owes, the next due first.
	OwedBy(ctx context.Context, tenant, unit id.ID, post access.PostKind, limit int) ([]DueRow, error)
	// OwedOf returns the open promises of a post that concern entries of the registers, the next due first.
	OwedOf(ctx context.Context, tenant id.ID, post access.PostKind, limit int) ([]DueRow, error)
	// Due returns one page of the promises that are owed within a scope, the next due first.
	Due(ctx context.Context, s access.Scope, f promise.Filter) ([]DueRow, error)
	// Queue adds a job that belongs to no change.
	Queue(ctx context.Context, j job.Job) error
}

// Filter narrows a list. The zero filter is everything within the scope, the next due first.
type Filter struct {
	Unit    id.ID
	State   State
	Type    string
	Number  string // as somebody types it: the whole number, or a part with the running one
	Running []int  // what of it can be the running number; [Service.List] reads it
	Days    casefile.Days
	Mine    bool // only cases that the account itself is at work on or asked to mediate
	After   Cursor
	Limit   int
}

// Narrow reports whether the filter leaves anything of the scope out.
func (f Filter) Narrow() bool {
	return !f.Unit.IsZero() || f.State != "" || f.Type != "" || f.Number != "" || f.Days != (casefile.Days{})
}

// Fits reports whether a row is one of those that the filter asks for.
func (f Filter) Fits(r Row) bool {
	return (f.Unit.IsZero() || r.Unit == f.Unit) && (f.State == "" || r.State == f.State) && (f.Type == "" || r.Type == f.Type) && f.Days.Has(r.Received) &&
		(f.Number == "" || r.Ref == f.Number || slices.Contains(f.Running, r.Number))
}

// Cursor is the place in a list after which the next page begins: the due instant and the id of the last row.
type Cursor struct {
	Due time.Time
	ID  id.ID
}

// Row is what a list shows of a case: clear facts, and no name.
type Row struct {
	ID       id.ID
	Unit     id.ID
	State    State
	Type     string
	Year     int
	Number   int
	Ref      string
	Received time.Time
	Due      time.Time // the next promise of the office; zero where none runs
}

// Page is one page of a list.
type Page struct {
	Rows []Row
	Next Cursor // zero on the last page
}

// DueRow is one promise that is owed.
type DueRow struct {
	Case  id.ID
	Unit  id.ID
	Rule  string
	Key   string
	Due   time.Time
	State string
	Type  string
	Year  int
	No    int
	Ref   string

	Received time.Time // when the application reached the office; not given by Overdue
	Subject  id.ID     // the entry of a register that it concerns; given by OwedOf alone
}

// Place is where it stands in a list.
func (x DueRow) Place() promise.Place { return promise.Place{Due: x.Due, Case: x.Case, Key: x.Key} }

package report

import (
	"context"
	"time"

	"linli/casefile"
	"linli/platform/fault"
	"linli/platform/geo"
	"linli/platform/id"
)

// Faults of a repository.
var (
	ErrNotFound = fault.New(fault.NotFound, "report.not_found")
	// ErrMoved says that the case moved between deciding and playing: decide again.
	ErrMoved = fault.New(fault.Conflict, "report.moved")
)

// Change is what one command does to a complaint.
type Change struct {
	casefile.Change
	Case Case
	From int64     // the version that it was decided on; 0 for a new case
	Due  time.Time // when the next promise that runs falls due; zero where none does

	Public     *Public   // what everybody may read of it after the change; nil: it is never public
	Told       time.Time // when everybody is told of it, where it is public; zero: never
	Shown      *Shown    // words that a person lets through, or takes back; nil: as before
	Came, Left []id.ID   // accounts that come to the report with the change, and leave it
	WasAt      id.ID     // the unit that answered before the change
}

// Repo keeps complaints. Every method is bounded to one tenant.
type Repo interface {
	casefile.Repo[Case, Change]
	casefile.Left
	publicUpdates
	publishedReads
	dueReads
	Views
	QueueFiles
	// Slips returns a case's slips.
	Slips(ctx context.Context, tenant, c id.ID) ([]casefile.Slip, error)
	// Slip returns the slip of a code, or a fault.NotFound.
	Slip(ctx context.Context, tenant id.ID, code id.Code) (casefile.Slip, error)
	// List returns cases that a desk of the unit answers, the next due first.
	List(ctx context.Context, tenant id.ID, f QueueFilter) ([]Row, error)
	// AtDesk returns reports that a desk of the unit has to answer.
	AtDesk(ctx context.Context, tenant, unit id.ID, limit int) ([]Case, error)
	// Queue returns reports in a unit's queue, the next due first.
	Queue(ctx context.Context, tenant id.ID, f QueueFilter) ([]QueueRow, error)
	// Handled returns the open reports that an account handles, the next due first.
	Handled(ctx context.Context, tenant, account id.ID, limit int) ([]QueueRow, error)
	// Near returns the reports of a category in a unit that came since an instant, the newest first.
	Near(ctx context.Context, tenant, unit id.ID, category string, since time.Time, limit int) ([]Case, error)
	// Came returns the reports of a category that a unit answers and that came in a stretch of time, the oldest first.
	Came(ctx context.Context, tenant, unit id.ID, category string, from, until time.Time, limit int) ([]Case, error)
	// Public returns what everybody may read of a report, by its public id, or ErrNotFound.
	Public(ctx context.Context, tenant, publicID id.ID) (Public, error)
	// PublicList returns what everybody may read of reports, the newest first.
	PublicList(ctx context.Context, tenant id.ID, f PublicFilter) ([]Public, error)
	// Places returns the places that were ever listed, by unit and name.
	Places(ctx context.Context, tenant id.ID) ([]KnownPlace, error)
	// KnownPlace returns one of them, or ErrNotFound.
	KnownPlace(ctx context.Context, tenant, place id.ID) (KnownPlace, error)
	// PutPlace writes a place.
	PutPlace(ctx context.Context, tenant id.ID, p KnownPlace) error
	// Area returns what the office serves; empty where no bound is set.
	Area(ctx context.Context, tenant id.ID) (geo.Area, error)
	// PutArea sets it.
	PutArea(ctx context.Context, tenant id.ID, area geo.Area) error
	casefile.Reservations
	casefile.Registers
}

// Cursor is the place in a list after which the next page begins: the due instant and the id of the last row.
type Cursor struct {
	Due time.Time
	ID  id.ID
}

// Row is what a list shows of a complaint: clear facts, and no name.
type Row struct {
	Case Case
	Due  time.Time // the next promise of the office; zero where none runs
}

package inspection

import (
	"context"
	"time"

	"linli/casefile"
	"linli/platform/calendar"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/platform/job"
	"linli/platform/notify"
	"linli/promise"
)

// Faults of a repository.
var (
	ErrNotFound = fault.New(fault.NotFound, "inspection.not_found")
	// ErrMoved says that the case moved between deciding and playing: decide again.
	ErrMoved = fault.New(fault.Conflict, "inspection.moved")
)

// Change is what one command does to an inspection.
type Change struct {
	casefile.Change
	Case   Case
	From   int64     // the version that it was decided on; 0 for a new case
	Due    time.Time // when the next promise that runs falls due; zero where none does
	Public string    // what everybody may read from now on; empty: as before
}

// Repo keeps inspections, the register of places and the visits of rounds. Every method is bounded to one tenant.
type Repo interface {
	casefile.Repo[Case, Change]
	register
	visits
	// List returns inspections of a unit, the next due first.
	List(ctx context.Context, tenant id.ID, f Filter) ([]Row, error)
	// OfPlace returns the inspections of a place, the newest first.
	OfPlace(ctx context.Context, tenant, place id.ID, limit int) ([]Row, error)
	// Supervised returns what everybody may read of supervised places, the newest first.
	Supervised(ctx context.Context, tenant id.ID, limit int) ([]Notice, error)
	// Recorded returns the inspections of a unit that were recorded in a span of time, the oldest first.
	Recorded(ctx context.Context, tenant, unit id.ID, from, until time.Time) ([]Case, error)
	// Due returns the open promises of a unit's inspections, the next due first.
	Due(ctx context.Context, tenant, unit id.ID, f promise.Filter) ([]DueRow, error)
}

// register is the register of places.
type register interface {
	// Places returns the places of units that the register holds by kind and name; with ended, also those that left it.
	Places(ctx context.Context, tenant id.ID) ([]Place, error)
	// ListedIn returns the places that are listed in a unit now, whether it works or has ended.
	ListedIn(ctx context.Context, tenant, unit id.ID) ([]Place, error)
	// Stood returns which places the register held at an instant: id, unit and kind as they were then.
	Stood(ctx context.Context, tenant id.ID, at time.Time) ([]Place, error)
	// Place returns one, or ErrNotFound.
	Place(ctx context.Context, tenant, place id.ID) (Place, error)
	// Keep writes places, all or nothing, with the section of a contact where one is sealed anew or destroyed, and the lines that tell of it. It
	// returns ErrMoved where one of them was changed meanwhile.
	Keep(ctx context.Context, tenant id.ID, all []Kept, also []job.Job, told []notify.Notice) error
	// OpenRun begins an import, CloseRun ends it, EndUndo writes down that it was taken back.
	OpenRun(ctx context.Context, tenant, run, unit id.ID, at time.Time) error
	CloseRun(ctx context.Context, tenant, run id.ID, at time.Time, rows, accepted, unchanged, rejected int) error
	EndUndo(ctx context.Context, tenant, run id.ID, at time.Time) error
	// Run returns when a run was taken back, or ErrNoRun.
	Run(ctx context.Context, tenant, run id.ID) (undone time.Time, err error)
}

// visits are the visits of rounds.
type visits interface {
	// Visit writes a visit.
	Visit(ctx context.Context, tenant id.ID, v Visit) error
	// Visits returns those of a unit in a span of days, the oldest first.
	Visits(ctx context.Context, tenant, unit id.ID, from, until calendar.Date) ([]Visit, error)
}

// Filter narrows a list of inspections.
type Filter struct {
	Unit  id.ID
	State State  // empty: every state
	Kind  string // of the place; empty: every kind
	Open  bool   // only those in which the office has something to do
	After Cursor
	Limit int
}

// Cursor is the place in a list after which the next page begins.
type Cursor struct {
	Due time.Time
	ID  id.ID
}

// Row is what a list shows: clear facts, and no name but the place's.
type Row struct {
	Case Case
	Due  time.Time // the next promise of the office; zero where none runs
}

// Notice is what everybody may read of a supervised place.
type Notice struct {
	Place, Area string
	Kind        string
	Text        string
	Published   time.Time
	Until       calendar.Date
	Over        bool // it was put right and closed
}

// DueRow is one promise that is owed on an inspection.
type DueRow struct {
	Case Case
	Rule string
	Key  string
	Due  time.Time
}

// Place is where it stands in a list.
func (x DueRow) Place() promise.Place { return promise.Place{Due: x.Due, Case: x.Case.ID, Key: x.Key} }

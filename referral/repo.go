package referral

import (
	"context"
	"time"

	"linli/casefile"
	"linli/consent"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/promise"
)

// Faults of a repository.
var (
	ErrNotFound = fault.New(fault.NotFound, "referral.not_found")
	// ErrMoved says that the case moved between deciding and playing: decide again.
	ErrMoved = fault.New(fault.Conflict, "referral.moved")
)

// Change is what one command does to a case.
type Change struct {
	casefile.Change
	Case Case
	From int64     // the version that it was decided on; 0 for a new case
	Due  time.Time // when the next promise that runs falls due; zero where none does

	Came, Left id.ID // the account that takes the case with the change, and the one that had it
	WasAt      id.ID // the unit that had it before the change
}

// Repo keeps cases. Every method is bounded to one tenant.
type Repo interface {
	casefile.Repo[Case, Change]
	// Consents returns a case's consent records, the oldest first.
	Consents(ctx context.Context, tenant, c id.ID) ([]consent.Record, error)
	// Slips returns a case's slips; Slip that of a code, or a fault.NotFound.
	Slips(ctx context.Context, tenant, c id.ID) ([]casefile.Slip, error)
	Slip(ctx context.Context, tenant id.ID, code id.Code) (casefile.Slip, error)
	// List returns cases of a unit, the next due first.
	List(ctx context.Context, tenant, unit id.ID, f Filter) ([]Row, error)
	// Came returns the cases of a unit that came in a stretch of time, the oldest first.
	Came(ctx context.Context, tenant, unit id.ID, from, until time.Time, limit int) ([]Case, error)
	// Mine returns the open cases that an account has taken, the next due first.
	Mine(ctx context.Context, tenant, account id.ID, limit int) ([]Row, error)
	// Due returns the open promises of a unit's cases that a post owes, or any, the next due first.
	Due(ctx context.Context, tenant, unit id.ID, owedBy string, f promise.Filter) ([]DueRow, error)
	// Linked returns the case and the referral that a link leads to, or ErrNotFound.
	Linked(ctx context.Context, tenant id.ID, link id.Code) (c, referral id.ID, err error)
	// Asked returns the referrals that are open to the accounts of an organisation, by the code of their links, behind one.
	Asked(ctx context.Context, tenant, organisation id.ID, after id.Code, limit int) ([]Running, error)
	// Running returns services with open referrals, by id, behind one; Runs the open referrals of a service.
	Running(ctx context.Context, tenant, after id.ID, limit int) ([]id.ID, error)
	Runs(ctx context.Context, tenant, service id.ID, limit int) ([]Running, error)
	// Uncounted returns requests whose counts are of an older edition of the measures; CountAnew adds the counts of one, and makes its
	// edition the present one. It returns ErrMoved where the case was counted or moved meanwhile.
	Uncounted(ctx context.Context, tenant id.ID, edition, limit int) ([]id.ID, error)
	CountAnew(ctx context.Context, c Case, counts []casefile.Tally) error
	// CountFile counts a file of one referral that left a unit in a year; Files is how many left the office in all.
	CountFile(ctx context.Context, tenant, unit id.ID, year int) error
	Files(ctx context.Context, tenant id.ID) (int64, error)
	casefile.Registers
	casefile.Left
}

// Running is an open referral.
type Running struct{ Case, Referral id.ID }

// Filter narrows a list. The zero filter is what is open in every unit of the actor.
type Filter struct {
	Unit  id.ID
	State State  // empty: those in which the office still has something to do
	Need  string // one of those that a person named
	Days  casefile.Days
	After Cursor
	Limit int
}

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

// DueRow is one promise that is owed on a case.
type DueRow struct {
	Case Case
	Rule string
	Key  string
	Due  time.Time
}

// Place is where it stands in a list.
func (x DueRow) Place() promise.Place { return promise.Place{Due: x.Due, Case: x.Case.ID, Key: x.Key} }

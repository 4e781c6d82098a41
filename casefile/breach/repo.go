package breach

import (
	"context"
	"time"

	"linli/office"
	"linli/platform/id"
	"linli/platform/job"
	"linli/platform/notify"
)

// Change is what one command does, all or nothing.
type Change struct {
	Entry   *Entry
	Add     []Row // cases that it touched; one that stands there already stays as it is
	Whole   id.ID // all cases of this unit are added
	Remove  id.ID // a case that was named by mistake
	Events  []office.Event
	Jobs    []job.Job
	Notices []notify.Notice
}

// Repo keeps the register. Every method is bounded to one tenant.
type Repo interface {
	// Entries returns the newest entries, the newest first, without how many cases each touched.
	Entries(ctx context.Context, tenant id.ID, limit int) ([]Entry, error)
	// Entry returns one, or ErrNotFound.
	Entry(ctx context.Context, tenant, entry id.ID) (Entry, error)
	// Cases returns those that a breach touched, in the order of their codes.
	Cases(ctx context.Context, tenant, entry id.ID, limit int) ([]Row, error)
	// Untold returns cases of a breach whose parties were not told yet, with their kinds.
	Untold(ctx context.Context, tenant, entry id.ID, limit int) ([]Row, error)
	// OfCase returns the entries that touched a case.
	OfCase(ctx context.Context, tenant, of id.ID) ([]Entry, error)
	// Count returns how many entries there are.
	Count(ctx context.Context, tenant id.ID) (int64, error)
	// Play writes a change. ErrMoved where the entry is no longer the version before.
	Play(ctx context.Context, tenant id.ID, c Change) error
	// Tell writes down that the parties of a case were told, with the jobs that do it. ErrMoved where they were already.
	Tell(ctx context.Context, tenant, entry, of id.ID, at time.Time, jobs []job.Job) error
	// Forget removes the entries that were closed before an instant.
	Forget(ctx context.Context, tenant id.ID, closed time.Time) error
}

package report

import (
	"context"
	"errors"
	"time"

	"linli/platform/fault"
	"linli/platform/id"
)

// ErrNotPublished says of a public id alike that there is no such report, and that nobody may read it.
var ErrNotPublished = fault.New(fault.NotFound, "reported.not_found")

// publishedReads is what a repository tells of the reports that everybody reads.
type publishedReads interface {
	// Published returns reports whose words a person has let through, those published last first; after the zero cursor from
	// the beginning.
	Published(ctx context.Context, tenant id.ID, f PublishedFilter, after PublicCursor) ([]Public, error)
	// PublicPicture returns the copy of a photograph that everybody sees, by its place from 0, or ErrNotPublished.
	PublicPicture(ctx context.Context, tenant, publicID id.ID, n int) ([]byte, error)
	// Loads counts the reports of a span of time that may become public, by unit and whether the office still has
	// something to do.
	Loads(ctx context.Context, tenant id.ID, from, until time.Time) ([]Load, error)
}

// PublishedFilter says which published reports are listed; zero fields do not filter.
type PublishedFilter struct {
	Units    []id.ID
	Category string
	Open     *bool
	After    id.ID // the public id of the last row that was read; one that is no longer published begins anew
	Limit    int   // at most 100
}

// Load is how many reports a unit has that are open, or are not.
type Load struct {
	Unit id.ID
	Open bool
	N    int64
}

// mostPublished is how many published reports one question reads at most.
const mostPublished = 100

// Published are reports as everybody reads them, those published last first, and the public id after which the next page
// begins: zero on the last.
func (s *Service) Published(ctx context.Context, tenant id.ID, f PublishedFilter) (rows []Public, next id.ID, err error) {
	defer wrap(&err, "published")
	if f.Limit <= 0 || f.Limit > mostPublished {
		f.Limit = mostPublished
	}
	var after PublicCursor
	if !f.After.IsZero() {
		last, err := s.Repo.Public(ctx, tenant, f.After)
		if err != nil && !errors.Is(err, ErrNotFound) {
			return nil, id.ID{}, err
		}
		if err == nil && last.Published {
			after = PublicCursor{last.Since, last.ID}
		}
	}
	want := f.Limit
	f.Limit = want + 1
	if rows, err = s.Repo.Published(ctx, tenant, f, after); err != nil || len(rows) <= want {
		return rows, id.ID{}, err
	}
	return rows[:want], rows[want-1].ID, nil
}

// PublishedView is one published report by its public id. Error: ErrNotPublished for one whose words no person has let
// through, as for one that there is not.
func (s *Service) PublishedView(ctx context.Context, tenant, publicID id.ID) (Public, error) {
	p, err := s.PublicView(ctx, tenant, publicID)
	if err == nil && !p.Published {
		err = ErrNotFound
	}
	if errors.Is(err, ErrNotFound) {
		err = ErrNotPublished
	}
	return p, err
}

// Loads counts reports by unit, for tables that suppress small cells.
func (s *Service) Loads(ctx context.Context, tenant id.ID, from, until time.Time) (_ []Load, err error) {
	defer wrap(&err, "loads")
	return s.Repo.Loads(ctx, tenant, from, until)
}

// Week is the beginning of the Monday in whose week an instant lies, in a zone: how exactly the time of a report is told
// where its category rounds places. The zero time stays.
func Week(at time.Time, zone *time.Location) time.Time {
	if at.IsZero() {
		return at
	}
	at = at.In(zone)
	return time.Date(at.Year(), at.Month(), at.Day()-(int(at.Weekday())+6)%7, 0, 0, 0, 0, zone)
}

// WeekEnd is the beginning of the Monday after that week. It says no more than [Week] does, and nothing that is told then was told
// before: whoever asks what came since it last asked misses nothing.
func WeekEnd(at time.Time, zone *time.Location) time.Time {
	if at.IsZero() {
		return at
	}
	return Week(at, zone).AddDate(0, 0, 7)
}

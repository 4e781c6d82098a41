package report

import (
	"bytes"
	"cmp"
	"context"
	"slices"
	"time"

	"linli/platform/id"
	"linli/report"
	cases "linli/store/casefile"
	"linli/store/dialect"
)

// What was never published stands after every instant, so that no question about instants reads it. Each list has an index that begins
// with what it is narrowed to; what it is narrowed to beside that is read in the index.
const (
	listPublished = `select ` + publicColumns + ` from report_public where tenant_id = $1 and (published_at, public_id) < ($2, $3)
		and ($4 < 0 or open = $4) order by published_at desc, public_id desc limit $5`
	listPublishedIn = `select ` + publicColumns + ` from report_public where tenant_id = $1 and category = $2 and (published_at, public_id) < ($3, $4)
		and ($5 < 0 or open = $5) order by published_at desc, public_id desc limit $6`
	listPublishedOf = `select ` + publicColumns + ` from report_public where tenant_id = $1 and unit_id = $2 and (published_at, public_id) < ($3, $4)
		and ($5 = '' or category = $5) and ($6 < 0 or open = $6) order by published_at desc, public_id desc limit $7`
	countStanding = `select unit_id, open, count(*) from report_public where tenant_id = $1 and received_at >= $2 and received_at < $3
		group by unit_id, open`
)

// Published returns reports whose words a person has let through, those published last first. Those of several units are read unit by
// unit, each no further than one page goes.
func (s *Store) Published(ctx context.Context, tenant id.ID, f report.PublishedFilter, after report.PublicCursor) ([]report.Public, error) {
	var out []report.Public
	read := func(query string, args ...any) error {
		return s.db.Query(ctx, query, append([]any{tenant}, args...), func(r *dialect.Rows) error {
			x, err := scanPublic(tenant, r.Scan)
			out = append(out, x)
			return err
		})
	}
	until, below, open := cases.Order(after.Received), after.ID[:], -1
	if f.Open != nil {
		open = 0
		if *f.Open {
			open = 1
		}
	}
	if len(f.Units) == 0 {
		var err error
		if f.Category == "" {
			err = read(listPublished, until, below, open, f.Limit)
		} else {
			err = read(listPublishedIn, f.Category, until, below, open, f.Limit)
		}
		return out, err
	}
	for _, unit := range f.Units {
		if err := read(listPublishedOf, unit, until, below, f.Category, open, f.Limit); err != nil {
			return nil, err
		}
	}
	slices.SortFunc(out, func(a, b report.Public) int {
		return cmp.Or(b.Since.Compare(a.Since), bytes.Compare(b.ID[:], a.ID[:]))
	})
	return out[:min(len(out), f.Limit)], nil
}

// Loads counts the reports of a span of time by unit and whether the office still has something to do.
func (s *Store) Loads(ctx context.Context, tenant id.ID, from, until time.Time) ([]report.Load, error) {
	var out []report.Load
	err := s.db.Query(ctx, countStanding, []any{tenant, from, until}, func(r *dialect.Rows) error {
		var x report.Load
		err := r.Scan(&x.Unit, &x.Open, &x.N)
		out = append(out, x)
		return err
	})
	return out, err
}

package report

import (
	"context"
	"slices"
	"time"

	"linli/platform/id"
	"linli/report"
	cases "linli/store/casefile"
	"linli/store/dialect"
)

// What was never published stands after every instant, so that no question about instants reads it.
const (
	listPublished = `select ` + publicColumns + ` from report_public where tenant_id = $1 and (published_at, public_id) < ($2, $3)
		and ($4 = '' or category = $4) order by published_at desc, public_id desc limit $5`
	countStanding = `select unit_id, open, count(*) from report_public where tenant_id = $1 and received_at >= $2 and received_at < $3
		group by unit_id, open`
)

// Published returns reports whose words a person has let through, those published last first.
func (s *Store) Published(ctx context.Context, tenant id.ID, f report.PublishedFilter, after report.PublicCursor) ([]report.Public, error) {
	until, below := cases.Order(after.Received), after.ID
	var out []report.Public
	for {
		read := 0
		err := s.db.Query(ctx, listPublished, []any{tenant, until, below[:], f.Category, publicPage}, func(r *dialect.Rows) error {
			x, err := scanPublic(tenant, r.Scan)
			read++
			until, below = cases.Order(x.Since), x.ID
			if len(out) < f.Limit && (len(f.Units) == 0 || slices.Contains(f.Units, x.Unit)) && (f.Open == nil || x.Open == *f.Open) {
				out = append(out, x)
			}
			return err
		})
		if err != nil || read < publicPage || len(out) >= f.Limit {
			return out, err
		}
	}
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

package report

import (
	"context"
	"time"

	"linli/platform/id"
	"linli/report"
	"linli/store/dialect"
)

const listChanged = `select ` + publicColumns + ` from report_public where tenant_id = $1 and updated_at >= $2 order by updated_at, public_id limit $3`

// PublicChanged returns what everybody may read of reports that last moved at or after an instant.
func (s *Store) PublicChanged(ctx context.Context, tenant id.ID, since time.Time, limit int) ([]report.Public, error) {
	var out []report.Public
	err := s.db.Query(ctx, listChanged, []any{tenant, since, limit}, func(r *dialect.Rows) error {
		x, err := scanPublic(tenant, r.Scan)
		out = append(out, x)
		return err
	})
	return out, err
}

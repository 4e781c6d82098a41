package mediation

import (
	"context"
	"fmt"

	"linli/mediation"
	"linli/platform/id"
	"linli/store/dialect"
)

// CountedBefore implements mediation.Repo.
func (s *Store) CountedBefore(ctx context.Context, tenant id.ID, what string, year int) (int64, error) {
	var n int64
	if err := s.db.Query(ctx, countedBefore, []any{tenant, what, year}, func(r *dialect.Rows) error { return r.Scan(&n) }); err != nil {
		return 0, fmt.Errorf("counting %s: %w", what, err)
	}
	return n, nil
}

// Count is one more of something that an office counts of itself.
func Count(tenant, unit id.ID, x mediation.Counted) []dialect.Statement {
	return []dialect.Statement{{SQL: countOne, Rows: 1, Args: []any{tenant, unit, x.Year, x.What}}}
}

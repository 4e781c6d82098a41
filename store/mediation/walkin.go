package mediation

import (
	"context"
	"errors"
	"fmt"

	"linli/mediation"
	"linli/platform/id"
	cases "linli/store/casefile"
	"linli/store/dialect"
)

const (
	selectWalkIn = `select n from counter where tenant_id = $1 and unit_id = $2 and year = $3 and kind = 'walk_in'`
	raiseWalkIn  = `update counter set n = n + 1 where tenant_id = $1 and unit_id = $2 and year = $3 and kind = 'walk_in' and n = $4`
	firstWalkIn  = `insert into counter (tenant_id, unit_id, year, kind, n) values ($1, $2, $3, 'walk_in', 1)`
	pastWalkIns  = `delete from counter where tenant_id = $1 and unit_id = $2 and kind = 'walk_in' and year < $3`
)

// WalkIn implements mediation.Repo. Of two who take a number at once one is refused by the other's, and takes the next.
func (s *Store) WalkIn(ctx context.Context, tenant, unit id.ID, day int) (int64, error) {
	var n int64
	err := s.db.Query(ctx, selectWalkIn, []any{tenant, unit, day}, func(r *dialect.Rows) error { return r.Scan(&n) })
	if err != nil {
		return 0, fmt.Errorf("the last number of the day: %w", err)
	}
	next := []dialect.Statement{{SQL: raiseWalkIn, Rows: 1, Args: []any{tenant, unit, day, n}}}
	if n == 0 {
		next = []dialect.Statement{{SQL: pastWalkIns, Rows: dialect.AnyRows, Args: []any{tenant, unit, day}}, {SQL: firstWalkIn, Rows: 1, Args: []any{tenant, unit, day}}}
	}
	if err := cases.Played(s.db.Play(ctx, next), mediation.ErrMoved); err != nil {
		if errors.Is(err, mediation.ErrMoved) {
			return 0, mediation.ErrMoved
		}
		return 0, fmt.Errorf("a number of the day: %w", err)
	}
	return n + 1, nil
}

package insight

import (
	"context"
	"fmt"
	"math"

	"linli/insight"
	"linli/platform/id"
	"linli/store/dialect"
)

const selectSums = `select unit_id, period, code, ` + columns + ` from tally where tenant_id = $1 and axis = $2 and grain = $3`

// Grid lists every cell of a tenant along a dimension, of days, months or years, those of the whole office under the zero
// unit, for comparison with a recount. Nobody may count meanwhile.
func (s *Store) Grid(ctx context.Context, tenant id.ID, by insight.Dimension, grain int) (map[insight.GridCell]insight.Counts, error) {
	out := map[insight.GridCell]insight.Counts{}
	add := func(at insight.GridCell, c insight.Counts) {
		if c = out[at].Plus(c); c == (insight.Counts{}) {
			delete(out, at)
		} else {
			out[at] = c
		}
	}
	axis := dimensions[by].axis
	err := s.db.Query(ctx, selectSums, []any{tenant, axis, grain}, func(r *dialect.Rows) error {
		var at insight.GridCell
		var c insight.Counts
		err := r.Scan(append([]any{&at.Unit, &at.Period, &at.Of}, c.Each()...)...)
		add(at, c)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("listing the tallies: %w", err)
	}
	steps, _, err := s.steps(ctx, tenant, math.MaxInt32, math.MaxInt32)
	for at, c := range steps {
		at.sums(c, func(to sum, c insight.Counts) {
			if to.axis == axis && to.grain == grain {
				add(insight.GridCell{Period: to.period, Unit: to.unit, Of: to.code}, c)
			}
		})
	}
	return out, err
}

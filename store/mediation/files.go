package mediation

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"linli/mediation"
	"linli/platform/access"
	"linli/platform/clock"
	"linli/platform/id"
	cases "linli/store/casefile"
	"linli/store/dialect"
)

// Files returns closed cases of a unit in some states that no import brought in, the next due first.
func (s *Store) Files(ctx context.Context, tenant, unit id.ID, states []mediation.State, after mediation.Cursor, limit int) ([]mediation.File, error) {
	from := clock.Micros(after.Due)
	if after.Due.IsZero() && !after.ID.IsZero() {
		from = cases.Order(after.Due)
	}
	var out []mediation.File
	for _, state := range states {
		err := s.db.Query(ctx, filesUnit, []any{tenant, unit, string(state), from, after.ID[:], limit}, func(r *dialect.Rows) error {
			var body json.RawMessage
			var due int64
			var of id.ID
			x := mediation.File{}
			var version int64
			var number int
			if err := r.Scan(&body, &version, &number, &due, &of); err != nil {
				return err
			}
			if err := json.Unmarshal(body, &x.Case); err != nil {
				return fmt.Errorf("decode case %s: %w", of, err)
			}
			x.Case.Tenant, x.Case.Version, x.Case.Number, x.Due = tenant, version, number, cases.Instant(due)
			out = append(out, x)
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	slices.SortFunc(out, func(a, b mediation.File) int {
		return cmp.Or(cmp.Compare(cases.Order(a.Due), cases.Order(b.Due)), bytes.Compare(a.Case.ID[:], b.Case.ID[:]))
	})
	return out[:min(len(out), limit)], nil
}

// OwedBy returns the open promises of a unit that a post owes, the next due first.
func (s *Store) OwedBy(ctx context.Context, tenant, unit id.ID, post access.PostKind, limit int) ([]mediation.DueRow, error) {
	var rows []mediation.DueRow
	scan := func(r *dialect.Rows) error {
		var x mediation.DueRow
		err := r.Scan(&x.Case, &x.Unit, &x.Rule, &x.Key, &x.Due, &x.State, &x.Type, &x.Year, &x.No, &x.Ref, &x.Received)
		rows = append(rows, x)
		return err
	}
	for _, state := range []string{"running", "late"} {
		for _, query := range []string{owedUnit, owedMoved} {
			if err := s.db.Query(ctx, query, []any{tenant, unit, state, string(post), limit}, scan); err != nil {
				return nil, err
			}
		}
	}
	slices.SortFunc(rows, func(a, b mediation.DueRow) int {
		return cmp.Or(a.Due.Compare(b.Due), bytes.Compare(a.Case[:], b.Case[:]), cmp.Compare(a.Key, b.Key))
	})
	return rows[:min(len(rows), limit)], nil
}

package mediation

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"linli/mediation"
	"linli/platform/access"
	"linli/platform/id"
	"linli/store/dialect"
)

// AtWork returns the accounts that stand on a case of a unit.
func (s *Store) AtWork(ctx context.Context, tenant, unit id.ID) ([]id.ID, error) {
	var out []id.ID
	err := s.db.Query(ctx, atWork, []any{tenant, unit}, func(r *dialect.Rows) error {
		var x id.ID
		err := r.Scan(&x)
		out = append(out, x)
		return err
	})
	return out, err
}

// Planned returns the cases within a scope that can have sessions to come, and every case of its account.
func (s *Store) Planned(ctx context.Context, scope access.Scope) ([]mediation.Case, error) {
	var out []mediation.Case
	scan := func(r *dialect.Rows) error {
		var body json.RawMessage
		k := mediation.Case{}
		var version int64
		var number int
		if err := r.Scan(&body, &version, &number); err != nil {
			return err
		}
		if err := json.Unmarshal(body, &k); err != nil {
			return fmt.Errorf("decode a case: %w", err)
		}
		k.Tenant, k.Version, k.Number = scope.Tenant, version, number
		if !slices.ContainsFunc(out, func(x mediation.Case) bool { return x.ID == k.ID }) {
			out = append(out, k)
		}
		return nil
	}
	if !scope.Account.IsZero() {
		if err := s.db.Query(ctx, plannedOwn, []any{scope.Tenant, scope.Account}, scan); err != nil {
			return nil, err
		}
	}
	for _, unit := range scope.Units {
		for _, state := range []mediation.State{mediation.Scheduled, mediation.InSession} {
			if err := s.db.Query(ctx, plannedUnit, []any{scope.Tenant, unit, string(state)}, scan); err != nil {
				return nil, err
			}
		}
	}
	return out, nil
}

package insight

import (
	"context"
	"errors"

	"linli/insight"
	"linli/platform/id"
	"linli/store/dialect"
)

const (
	insertReturn = `insert into stat_return (tenant_id, unit_id, form, period, version, frozen_at, account_id, reason, hash, body)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`
	selectReturns = `select version, frozen_at, account_id, reason, hash, body from stat_return
		where tenant_id = $1 and unit_id = $2 and form = $3 order by period, version`
	selectPeriod = `select version, frozen_at, account_id, reason, hash, body from stat_return
		where tenant_id = $1 and unit_id = $2 and form = $3 and period = $4 order by version`
)

// Keep implements [insight.Returns].
func (s *Store) Keep(ctx context.Context, tenant id.ID, r insight.Return, body []byte) error {
	err := s.db.Play(ctx, []dialect.Statement{{SQL: insertReturn, Rows: 1, Args: []any{tenant, r.Body.Unit, r.Body.Form, r.Body.Period,
		int64(r.Version), r.Frozen, r.By, r.Reason, r.Hash, string(body)}}})
	var twice *dialect.DuplicateError
	if errors.As(err, &twice) {
		return insight.ErrFrozen
	}
	return err
}

// Kept implements [insight.Returns].
func (s *Store) Kept(ctx context.Context, tenant, unit id.ID, form, period string) ([]insight.Return, [][]byte, error) {
	var out []insight.Return
	var bodies [][]byte
	query, args := selectReturns, []any{tenant, unit, form}
	if period != "" {
		query, args = selectPeriod, append(args, period)
	}
	err := s.db.Query(ctx, query, args, func(r *dialect.Rows) error {
		var one insight.Return
		var version int64
		var body string
		if err := r.Scan(&version, &one.Frozen, &one.By, &one.Reason, &one.Hash, &body); err != nil {
			return err
		}
		one.Version = int(version)
		out, bodies = append(out, one), append(bodies, []byte(body))
		return nil
	})
	return out, bodies, err
}

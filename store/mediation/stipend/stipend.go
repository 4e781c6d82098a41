// Package stipend keeps claims, batches and budgets of stipends.
package stipend

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"linli/mediation/stipend"
	"linli/platform/id"
	"linli/store/dialect"
)

const (
	columns     = `case_id, unit_id, year, version, state, batch, body`
	selectClaim = `select ` + columns + ` from stipend_claim where tenant_id = $1 and case_id = $2`
	selectYear  = `select ` + columns + ` from stipend_claim where tenant_id = $1 and unit_id = $2 and year = $3 order by case_id`
	selectState = `select ` + columns + ` from stipend_claim where tenant_id = $1 and unit_id = $2 and state = 'approved' order by case_id limit $3`
	selectBatch = `select ` + columns + ` from stipend_claim where tenant_id = $1 and unit_id = $2 and batch = $3 order by case_id`
	selectOwn   = `select c.case_id, c.unit_id, c.year, c.version, c.state, c.batch, c.body from stipend_share s
		join stipend_claim c on c.tenant_id = s.tenant_id and c.case_id = s.case_id
		where s.tenant_id = $1 and s.account_id = $2 and s.year = $3 order by s.case_id`
	insertClaim = `insert into stipend_claim (tenant_id, case_id, unit_id, year, version, state, batch, body) values ($1, $2, $3, $4, $5, $6, $7, $8)`
	updateClaim = `update stipend_claim set year = $4, version = $5, state = $6, batch = $7, body = $8
		where tenant_id = $1 and case_id = $2 and version = $3`
	deleteShares = `delete from stipend_share where tenant_id = $1 and case_id = $2`
	insertShare  = `insert into stipend_share (tenant_id, account_id, year, case_id) values ($1, $2, $3, $4)`

	selectOne     = `select version, taken, body from stipend_batch where tenant_id = $1 and unit_id = $2 and month = $3`
	selectBatches = `select month, version, taken, body from stipend_batch where tenant_id = $1 and unit_id = $2 order by month desc limit $3`
	insertBatch   = `insert into stipend_batch (tenant_id, unit_id, month, version, taken, body) values ($1, $2, $3, $4, $5, $6)`
	updateBatch   = `update stipend_batch set version = $5, taken = $6, body = $7 where tenant_id = $1 and unit_id = $2 and month = $3 and version = $4`
	sumTaken      = `select cast(coalesce(sum(taken), 0) as bigint) from stipend_batch where tenant_id = $1`

	selectBudget = `select version, planned from stipend_budget where tenant_id = $1 and unit_id = $2 and year = $3`
	insertBudget = `insert into stipend_budget (tenant_id, unit_id, year, version, planned) values ($1, $2, $3, $4, $5)`
	updateBudget = `update stipend_budget set version = $5, planned = $6 where tenant_id = $1 and unit_id = $2 and year = $3 and version = $4`
)

// Queries lists the package's SQL.
func Queries() []string {
	return []string{selectClaim, selectYear, selectState, selectBatch, selectOwn, insertClaim, updateClaim, deleteShares, insertShare, selectOne,
		selectBatches, insertBatch, updateBatch, sumTaken, selectBudget, insertBudget, updateBudget}
}

// Store keeps stipends in a database. It implements stipend.Repo.
type Store struct{ db *dialect.DB }

var _ stipend.Repo = (*Store)(nil)

// New returns the store over a database.
func New(db *dialect.DB) *Store { return &Store{db} }

// claims reads the claims of a query.
func (s *Store) claims(ctx context.Context, query string, args ...any) ([]stipend.Claim, error) {
	var out []stipend.Claim
	err := s.db.Query(ctx, query, args, func(r *dialect.Rows) error {
		var body json.RawMessage
		var year int64
		var state string
		var caseID, unit id.ID
		var version int64
		var batch string
		if err := r.Scan(&caseID, &unit, &year, &version, &state, &batch, &body); err != nil {
			return err
		}
		var c stipend.Claim
		if err := json.Unmarshal(body, &c); err != nil {
			return fmt.Errorf("decode a claim: %w", err)
		}
		c.Case, c.Unit, c.Year, c.Version, c.State, c.Batch = caseID, unit, int(year), version, stipend.State(state), batch
		out = append(out, c)
		return nil
	})
	return out, err
}

// Claim implements [stipend.Repo].
func (s *Store) Claim(ctx context.Context, tenant, c id.ID) (stipend.Claim, error) {
	found, err := s.claims(ctx, selectClaim, tenant, c)
	if err == nil && len(found) == 0 {
		err = stipend.ErrNotFound
	}
	if err != nil {
		return stipend.Claim{}, err
	}
	return found[0], nil
}

// Own implements [stipend.Repo].
func (s *Store) Own(ctx context.Context, tenant, account id.ID, year int) ([]stipend.Claim, error) {
	return s.claims(ctx, selectOwn, tenant, account, int64(year))
}

// Claims implements [stipend.Repo].
func (s *Store) Claims(ctx context.Context, tenant, unit id.ID, year int) ([]stipend.Claim, error) {
	return s.claims(ctx, selectYear, tenant, unit, int64(year))
}

// Unpaid implements [stipend.Repo].
func (s *Store) Unpaid(ctx context.Context, tenant, unit id.ID, limit int) ([]stipend.Claim, error) {
	return s.claims(ctx, selectState, tenant, unit, int64(limit))
}

// InBatch implements [stipend.Repo].
func (s *Store) InBatch(ctx context.Context, tenant, unit id.ID, month string) ([]stipend.Claim, error) {
	return s.claims(ctx, selectBatch, tenant, unit, month)
}

// Batch implements [stipend.Repo].
func (s *Store) Batch(ctx context.Context, tenant, unit id.ID, month string) (stipend.Batch, error) {
	var body json.RawMessage
	b := stipend.Batch{}
	err := s.db.QueryRow(ctx, selectOne, []any{tenant, unit, month}, &b.Version, &b.Taken, &body)
	if errors.Is(err, dialect.ErrNoRows) {
		return b, stipend.ErrNotFound
	}
	if err != nil {
		return b, err
	}
	return batch(unit, month, b.Version, b.Taken, body)
}

func batch(unit id.ID, month string, version, taken int64, body json.RawMessage) (b stipend.Batch, err error) {
	if err := json.Unmarshal(body, &b); err != nil {
		return b, fmt.Errorf("decode a batch: %w", err)
	}
	b.Unit, b.Month, b.Version, b.Taken = unit, month, version, taken
	return b, nil
}

// Batches implements [stipend.Repo].
func (s *Store) Batches(ctx context.Context, tenant, unit id.ID, limit int) ([]stipend.Batch, error) {
	var out []stipend.Batch
	err := s.db.Query(ctx, selectBatches, []any{tenant, unit, int64(limit)}, func(r *dialect.Rows) error {
		var month string
		var version, taken int64
		var body json.RawMessage
		if err := r.Scan(&month, &version, &taken, &body); err != nil {
			return err
		}
		b, err := batch(unit, month, version, taken, body)
		out = append(out, b)
		return err
	})
	return out, err
}

// Budget implements [stipend.Repo].
func (s *Store) Budget(ctx context.Context, tenant, unit id.ID, year int) (stipend.Budget, error) {
	b := stipend.Budget{Unit: unit, Year: year}
	err := s.db.QueryRow(ctx, selectBudget, []any{tenant, unit, int64(year)}, &b.Version, &b.Planned)
	if errors.Is(err, dialect.ErrNoRows) {
		return b, nil
	}
	return b, err
}

// Exports implements [stipend.Repo].
func (s *Store) Exports(ctx context.Context, tenant id.ID) (n int64, err error) {
	return n, s.db.QueryRow(ctx, sumTaken, []any{tenant}, &n)
}

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

// Keep implements [stipend.Repo].
func (s *Store) Keep(ctx context.Context, tenant id.ID, k stipend.Kept) error {
	var all []dialect.Statement
	add := func(rows int64, query string, args ...any) {
		all = append(all, dialect.Statement{SQL: query, Rows: rows, Args: args})
	}
	for _, c := range k.Claims {
		body, err := json.Marshal(c)
		if err != nil {
			return fmt.Errorf("encode a claim: %w", err)
		}
		if c.Version == 1 {
			add(1, insertClaim, tenant, c.Case, c.Unit, int64(c.Year), c.Version, string(c.State), c.Batch, json.RawMessage(body))
		} else {
			add(1, updateClaim, tenant, c.Case, c.Version-1, int64(c.Year), c.Version, string(c.State), c.Batch, json.RawMessage(body))
		}
		add(dialect.AnyRows, deleteShares, tenant, c.Case)
		for _, x := range c.Shares {
			add(1, insertShare, tenant, x.Account, int64(c.Year), c.Case)
		}
	}
	if b := k.Batch; b != nil {
		body, err := json.Marshal(b)
		if err != nil {
			return fmt.Errorf("encode a batch: %w", err)
		}
		if b.Version == 1 {
			add(1, insertBatch, tenant, b.Unit, b.Month, b.Version, b.Taken, json.RawMessage(body))
		} else {
			add(1, updateBatch, tenant, b.Unit, b.Month, b.Version-1, b.Version, b.Taken, json.RawMessage(body))
		}
	}
	if b := k.Budget; b != nil {
		if b.Version == 1 {
			add(1, insertBudget, tenant, b.Unit, int64(b.Year), b.Version, b.Planned)
		} else {
			add(1, updateBudget, tenant, b.Unit, int64(b.Year), b.Version-1, b.Version, b.Planned)
		}
	}
	err := s.db.Play(ctx, all)
	var rows *dialect.RowsError
	var taken *dialect.DuplicateError
	if errors.As(err, &rows) || errors.As(err, &taken) {
		return fmt.Errorf("%w: %w", stipend.ErrMoved, err)
	}
	return err
}

package referral

import (
	"context"
	"fmt"

	"linli/platform/id"
	"linli/store/dialect"
)

// CountFile implements referral.Repo.
func (s *Store) CountFile(ctx context.Context, tenant, unit id.ID, year int) error {
	if err := s.db.Play(ctx, []dialect.Statement{{SQL: countFile, Rows: 1, Args: []any{tenant, unit, year}}}); err != nil {
		return fmt.Errorf("counting a file of a referral: %w", err)
	}
	return nil
}

// Files implements referral.Repo.
func (s *Store) Files(ctx context.Context, tenant id.ID) (n int64, err error) {
	if err := s.db.QueryRow(ctx, sumFiles, []any{tenant}, &n); err != nil {
		return 0, fmt.Errorf("counting files of referrals: %w", err)
	}
	return n, nil
}

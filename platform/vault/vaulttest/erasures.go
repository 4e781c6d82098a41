package vaulttest

import (
	"context"
	"math"
	"slices"
	"time"

	"linli/platform/id"
	"linli/platform/vault"
)

// Record is [vault.Erasures].Record.
func (s *Store) Record(ctx context.Context, entries []vault.Entry) error {
	return s.step(ctx, "Record", func() error {
		for _, e := range entries {
			if _, ok := s.rows.journal[dataKey{e.Tenant, e.Key}]; !ok {
				s.rows.journal[dataKey{e.Tenant, e.Key}] = e
			}
		}
		return nil
	})
}

// Finish is [vault.Erasures].Finish.
func (s *Store) Finish(ctx context.Context, tenant id.ID, keys []id.ID, at time.Time) error {
	return s.step(ctx, "Finish", func() error {
		for _, k := range keys {
			if e, ok := s.rows.journal[dataKey{tenant, k}]; ok && e.FinishedAt.IsZero() {
				e.FinishedAt = at
				s.rows.journal[dataKey{tenant, k}] = e
			}
		}
		return nil
	})
}

// Erased is [vault.Erasures].Erased.
func (s *Store) Erased(ctx context.Context, tenant id.ID, keys []id.ID) (found []id.ID, err error) {
	err = s.step(ctx, "Erased", func() error {
		for _, k := range keys {
			if _, ok := s.rows.journal[dataKey{tenant, k}]; ok {
				found = append(found, k)
			}
		}
		return nil
	})
	return found, err
}

// Unfinished is [vault.Erasures].Unfinished.
func (s *Store) Unfinished(ctx context.Context, tenant id.ID, limit int) ([]vault.Entry, error) {
	return s.entries(ctx, "Unfinished", limit, func(e vault.Entry) bool { return e.Tenant == tenant && e.FinishedAt.IsZero() })
}

// Shredded is [vault.Erasures].Shredded.
func (s *Store) Shredded(ctx context.Context, tenant id.ID, before time.Time) (int64, error) {
	all, err := s.entries(ctx, "Shredded", math.MaxInt, func(e vault.Entry) bool {
		return e.Tenant == tenant && !e.FinishedAt.IsZero() && e.FinishedAt.Before(before)
	})
	journals := map[id.ID]bool{}
	for _, e := range all {
		journals[e.Journal] = true
	}
	return int64(len(journals)), err
}

// Entries is [vault.Erasures].Entries.
func (s *Store) Entries(ctx context.Context, tenant, after id.ID, limit int) ([]vault.Entry, error) {
	return s.entries(ctx, "Entries", limit, func(e vault.Entry) bool { return e.Tenant == tenant && compare(e.Key, after) > 0 })
}

func (s *Store) entries(ctx context.Context, step string, limit int, wanted func(vault.Entry) bool) (found []vault.Entry, err error) {
	err = s.step(ctx, step, func() error {
		for _, e := range s.rows.journal {
			if wanted(e) {
				found = append(found, e)
			}
		}
		slices.SortFunc(found, func(a, b vault.Entry) int { return compare(a.Key, b.Key) })
		found = found[:min(len(found), limit)]
		return nil
	})
	return found, err
}

// Hold is [vault.Holds].Hold.
func (s *Store) Hold(ctx context.Context, tenant id.ID, at time.Time) error {
	return s.step(ctx, "Hold", func() error { s.rows.held[tenant] = at; return nil })
}

// Held is [vault.Holds].Held.
func (s *Store) Held(ctx context.Context, tenant id.ID) (held bool, err error) {
	err = s.step(ctx, "Held", func() error { _, held = s.rows.held[tenant]; return nil })
	return held, err
}

// Release is [vault.Holds].Release.
func (s *Store) Release(ctx context.Context, tenant id.ID) error {
	return s.step(ctx, "Release", func() error { delete(s.rows.held, tenant); return nil })
}

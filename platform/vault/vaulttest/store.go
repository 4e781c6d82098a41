// Package vaulttest has a key store in memory for tests, which can fail at any step, and the contract that every key
// store has to keep.
package vaulttest

import (
	"bytes"
	"cmp"
	"context"
	"maps"
	"slices"
	"sync"
	"time"

	"linli/platform/id"
	"linli/platform/vault"
)

type dataKey struct{ tenant, key id.ID }

type tenantKey struct {
	tenant     id.ID
	generation int64
}

type rows struct {
	data    map[dataKey]vault.WrappedKey
	tenants map[tenantKey]vault.TenantKey
	journal map[dataKey]vault.Entry
	held    map[id.ID]time.Time
}

func (r rows) clone() rows {
	return rows{maps.Clone(r.data), maps.Clone(r.tenants), maps.Clone(r.journal), maps.Clone(r.held)}
}

// Store is a [vault.KeyStore] in memory. Its zero value is not ready; use [NewStore].
type Store struct {
	mu   sync.Mutex
	rows rows
	// before and after are asked at each step, by the method's name; an error fails the step before or after its effect.
	before, after func(step string) error
}

// NewStore returns an empty store.
func NewStore() *Store {
	return &Store{rows: rows{make(map[dataKey]vault.WrappedKey), make(map[tenantKey]vault.TenantKey), make(map[dataKey]vault.Entry), make(map[id.ID]time.Time)}}
}

// Fail sets functions that are called with a method's name before and after its effect; an error fails the call as a
// crash at that point would. Nil: never.
func (s *Store) Fail(before, after func(step string) error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.before, s.after = before, after
}

// Backup returns a function that puts the store back to its present content.
func (s *Store) Backup() (restore func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	kept := s.rows.clone()
	return func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.rows = kept.clone()
	}
}

// Count is the number of data keys held.
func (s *Store) Count() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.rows.data)
}

// step runs one effect under the lock, between the failures that a test asked for.
func (s *Store) step(ctx context.Context, name string, effect func() error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	s.mu.Lock()
	before, after := s.before, s.after
	s.mu.Unlock()
	if before != nil { // outside the lock: a test may block here
		if err := before(name); err != nil {
			return err
		}
	}
	s.mu.Lock()
	err := effect()
	s.mu.Unlock()
	if err == nil && after != nil {
		err = after(name)
	}
	return err
}

func compare(a, b id.ID) int { return bytes.Compare(a[:], b[:]) }

// Put is [vault.DataKeys].Put.
func (s *Store) Put(ctx context.Context, keys []vault.WrappedKey) error {
	return s.step(ctx, "Put", func() error {
		for _, k := range keys {
			t, ok := s.rows.tenants[tenantKey{k.Tenant, k.Generation}]
			if !ok || !t.ClosedAt.IsZero() {
				return vault.ErrClosed
			}
		}
		for _, k := range keys {
			k.Wrapped = bytes.Clone(k.Wrapped)
			s.rows.data[dataKey{k.Tenant, k.ID}] = k
		}
		return nil
	})
}

// Get is [vault.DataKeys].Get.
func (s *Store) Get(ctx context.Context, tenant id.ID, ids []id.ID) (found []vault.WrappedKey, err error) {
	err = s.step(ctx, "Get", func() error {
		for _, k := range ids {
			if row, ok := s.rows.data[dataKey{tenant, k}]; ok {
				found = append(found, row)
			}
		}
		return nil
	})
	return found, err
}

// List is [vault.DataKeys].List.
func (s *Store) List(ctx context.Context, tenant id.ID, f vault.Filter) (found []vault.WrappedKey, err error) {
	err = s.step(ctx, "List", func() error {
		for _, row := range s.rows.data {
			if row.Tenant == tenant && compare(row.ID, f.After) > 0 && selects(f, row) {
				found = append(found, row)
			}
		}
		slices.SortFunc(found, func(a, b vault.WrappedKey) int { return compare(a.ID, b.ID) })
		found = found[:min(len(found), f.Limit)]
		return nil
	})
	return found, err
}

func selects(f vault.Filter, row vault.WrappedKey) bool {
	if f.Generation != 0 {
		return row.Generation < f.Generation
	}
	if row.State != f.State {
		return false
	}
	at := row.MadeAt
	if f.State == vault.Marked {
		at = row.MarkedAt
	}
	return f.Before.IsZero() || at.Before(f.Before)
}

// each changes those of the keys that exist; keep false deletes one.
func (s *Store) each(ctx context.Context, step string, tenant id.ID, ids []id.ID, change func(*vault.WrappedKey) (keep bool)) error {
	return s.step(ctx, step, func() error {
		for _, k := range ids {
			row, ok := s.rows.data[dataKey{tenant, k}]
			if !ok {
				continue
			}
			if change(&row) {
				s.rows.data[dataKey{tenant, k}] = row
			} else {
				delete(s.rows.data, dataKey{tenant, k})
			}
		}
		return nil
	})
}

// Destroy is [vault.DataKeys].Destroy.
func (s *Store) Destroy(ctx context.Context, tenant id.ID, ids []id.ID) error {
	return s.each(ctx, "Destroy", tenant, ids, func(*vault.WrappedKey) bool { return false })
}

// DestroyMarked is [vault.DataKeys].DestroyMarked.
func (s *Store) DestroyMarked(ctx context.Context, tenant id.ID, ids []id.ID, before time.Time) error {
	return s.each(ctx, "DestroyMarked", tenant, ids, func(k *vault.WrappedKey) bool {
		return k.State != vault.Marked || !k.MarkedAt.Before(before)
	})
}

// Settle is [vault.DataKeys].Settle.
func (s *Store) Settle(ctx context.Context, tenant id.ID, ids []id.ID) error {
	return s.each(ctx, "Settle", tenant, ids, func(k *vault.WrappedKey) bool {
		k.State, k.MarkedAt = vault.Used, time.Time{}
		return true
	})
}

// Mark is [vault.DataKeys].Mark.
func (s *Store) Mark(ctx context.Context, tenant id.ID, ids []id.ID, at time.Time) error {
	return s.each(ctx, "Mark", tenant, ids, func(k *vault.WrappedKey) bool {
		if k.State == vault.Fresh {
			k.State, k.MarkedAt = vault.Marked, at
		}
		return true
	})
}

// Rewrap is [vault.DataKeys].Rewrap.
func (s *Store) Rewrap(ctx context.Context, keys []vault.WrappedKey) error {
	return s.step(ctx, "Rewrap", func() error {
		for _, k := range keys {
			if row, ok := s.rows.data[dataKey{k.Tenant, k.ID}]; ok {
				row.Wrapped, row.Generation = bytes.Clone(k.Wrapped), k.Generation
				s.rows.data[dataKey{k.Tenant, k.ID}] = row
			}
		}
		return nil
	})
}

// Compact is [vault.DataKeys].Compact.
func (s *Store) Compact(ctx context.Context) error {
	return s.step(ctx, "Compact", func() error { return nil })
}

// Tenants is [vault.TenantKeys].Tenants.
func (s *Store) Tenants(ctx context.Context) (found []id.ID, err error) {
	err = s.step(ctx, "Tenants", func() error {
		for k := range s.rows.tenants {
			found = append(found, k.tenant)
		}
		slices.SortFunc(found, compare)
		found = slices.Compact(found)
		return nil
	})
	return found, err
}

// TenantKeys is [vault.TenantKeys].TenantKeys.
func (s *Store) TenantKeys(ctx context.Context, tenant id.ID) (found []vault.TenantKey, err error) {
	err = s.step(ctx, "TenantKeys", func() error {
		for k, row := range s.rows.tenants {
			if k.tenant == tenant {
				found = append(found, row)
			}
		}
		slices.SortFunc(found, func(a, b vault.TenantKey) int { return cmp.Compare(a.Generation, b.Generation) })
		return nil
	})
	return found, err
}

// AddTenantKey is [vault.TenantKeys].AddTenantKey.
func (s *Store) AddTenantKey(ctx context.Context, k vault.TenantKey) error {
	return s.step(ctx, "AddTenantKey", func() error {
		at := tenantKey{k.Tenant, k.Generation}
		if _, ok := s.rows.tenants[at]; ok {
			return vault.ErrExists
		}
		s.rows.tenants[at] = k
		return nil
	})
}

// RewrapTenantKey is [vault.TenantKeys].RewrapTenantKey.
func (s *Store) RewrapTenantKey(ctx context.Context, k vault.TenantKey, from string) error {
	return s.step(ctx, "RewrapTenantKey", func() error {
		at := tenantKey{k.Tenant, k.Generation}
		if row, ok := s.rows.tenants[at]; ok && row.Operator == from {
			row.Wrapped, row.Operator = bytes.Clone(k.Wrapped), k.Operator
			s.rows.tenants[at] = row
		}
		return nil
	})
}

// CloseTenantKey is [vault.TenantKeys].CloseTenantKey.
func (s *Store) CloseTenantKey(ctx context.Context, tenant id.ID, generation int64, t time.Time) error {
	return s.step(ctx, "CloseTenantKey", func() error {
		at := tenantKey{tenant, generation}
		if row, ok := s.rows.tenants[at]; ok && row.ClosedAt.IsZero() {
			row.ClosedAt = t
			s.rows.tenants[at] = row
		}
		return nil
	})
}

// DropTenantKey is [vault.TenantKeys].DropTenantKey.
func (s *Store) DropTenantKey(ctx context.Context, tenant id.ID, generation int64) error {
	return s.step(ctx, "DropTenantKey", func() error {
		for _, row := range s.rows.data {
			if row.Tenant == tenant && row.Generation == generation {
				return nil
			}
		}
		at := tenantKey{tenant, generation}
		if row, ok := s.rows.tenants[at]; ok && !row.ClosedAt.IsZero() {
			delete(s.rows.tenants, at)
		}
		return nil
	})
}

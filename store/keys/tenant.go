package keys

import (
	"context"
	"errors"
	"time"

	"linli/platform/id"
	"linli/platform/vault"
	"linli/store/dialect"
)

const (
	tenantColumns    = "tenant_id, generation, operator, wrapped, made_at, closed_at"
	selectNextTenant = "select tenant_id from tenant_key where tenant_id > $1 order by tenant_id limit 1"
	selectTenantKeys = "select " + tenantColumns + " from tenant_key where tenant_id = $1 order by generation"
	insertTenantKey  = "insert into tenant_key (" + tenantColumns + ") values ($1, $2, $3, $4, $5, $6)"
	rewrapTenantKey  = "update tenant_key set wrapped = $3, operator = $4 where tenant_id = $1 and generation = $2 and operator = $5"
	closeTenantKey   = "update tenant_key set closed_at = $3 where tenant_id = $1 and generation = $2 and closed_at = 0"
	dropTenantKey    = "delete from tenant_key where tenant_id = $1 and generation = $2 and closed_at > 0" +
		" and not exists (select 1 from wrapped_key where tenant_id = $1 and generation = $2)"
)

// Tenants lists the tenants that have a key, one step of the primary key each.
func (s *Store) Tenants(ctx context.Context) ([]id.ID, error) {
	var found []id.ID
	var next id.ID
	for {
		after := next
		switch err := s.db.QueryRow(ctx, selectNextTenant, []any{after[:]}, &next); {
		case errors.Is(err, dialect.ErrNoRows):
			return found, nil
		case err != nil:
			return nil, wrap("listing tenants with keys", err)
		}
		found = append(found, next)
	}
}

// TenantKeys returns a tenant's keys in ascending order of generation.
func (s *Store) TenantKeys(ctx context.Context, tenant id.ID) (found []vault.TenantKey, err error) {
	err = s.db.Query(ctx, selectTenantKeys, []any{tenant}, func(r *dialect.Rows) error {
		var k vault.TenantKey
		err := r.Scan(&k.Tenant, &k.Generation, &k.Operator, &k.Wrapped, &k.MadeAt, &k.ClosedAt)
		found = append(found, k)
		return err
	})
	return found, wrap("reading tenant keys", err)
}

// AddTenantKey adds a generation, or answers vault.ErrExists.
func (s *Store) AddTenantKey(ctx context.Context, k vault.TenantKey) error {
	err := s.db.Play(ctx, []dialect.Statement{{SQL: insertTenantKey, Rows: 1,
		Args: []any{k.Tenant, k.Generation, k.Operator, k.Wrapped, k.MadeAt, k.ClosedAt}}})
	if taken := (*dialect.DuplicateError)(nil); errors.As(err, &taken) {
		return vault.ErrExists
	}
	return wrap("adding a tenant key", err)
}

// RewrapTenantKey replaces wrapping and operator, if the key is still wrapped by the operator from.
func (s *Store) RewrapTenantKey(ctx context.Context, k vault.TenantKey, from string) error {
	return wrap("rewrapping a tenant key", s.play(ctx, rewrapTenantKey, k.Tenant, k.Generation, k.Wrapped, k.Operator, from))
}

// CloseTenantKey closes a generation; it waits for a Put under it that is under way.
func (s *Store) CloseTenantKey(ctx context.Context, tenant id.ID, generation int64, at time.Time) error {
	return wrap("closing a tenant key", s.play(ctx, closeTenantKey, tenant, generation, at))
}

// DropTenantKey deletes a closed generation that wraps nothing any more.
func (s *Store) DropTenantKey(ctx context.Context, tenant id.ID, generation int64) error {
	return wrap("dropping a tenant key", s.play(ctx, dropTenantKey, tenant, generation))
}

// play plays one statement, whatever number of rows it changes.
func (s *Store) play(ctx context.Context, query string, args ...any) error {
	return s.db.Play(ctx, []dialect.Statement{{SQL: query, Args: args, Rows: dialect.AnyRows}})
}

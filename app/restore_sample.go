package app

import (
	"context"
	"slices"

	"linli/platform/clock"
	"linli/platform/id"
	"linli/platform/vault"
	"linli/store/dialect"
)

// sample is the part of a backed-up key store with which the seals of a backup are opened, before any of it is written.
type sample struct {
	vault.KeyStore // nothing else is asked of it
	keys           map[id.ID][]vault.TenantKey
	secrets        map[id.ID]vault.WrappedKey // the key for secrets of each tenant, whose id is the tenant's
}

// Tenants lists the tenants that have a key.
func (s sample) Tenants(context.Context) (out []id.ID, err error) {
	for t := range s.keys {
		out = append(out, t)
	}
	return out, nil
}

// TenantKeys are a tenant's keys.
func (s sample) TenantKeys(_ context.Context, tenant id.ID) ([]vault.TenantKey, error) {
	return slices.Clone(s.keys[tenant]), nil
}

// Get returns the key for secrets, where it is asked for.
func (s sample) Get(_ context.Context, tenant id.ID, ids []id.ID) ([]vault.WrappedKey, error) {
	if k, ok := s.secrets[tenant]; ok && slices.Contains(ids, tenant) {
		return []vault.WrappedKey{k}, nil
	}
	return nil, nil
}

// Erased: the journal is asked elsewhere.
func (s sample) Erased(context.Context, id.ID, []id.ID) ([]id.ID, error) { return nil, nil }

// values reads a row's columns by name; a value of another kind reads as none.
type values struct {
	table dialect.Table
	row   []any
}

func (v values) id(column string) (out id.ID) {
	if i := v.table.Index(column); i >= 0 {
		if b, ok := v.row[i].([]byte); ok && len(b) == len(out) {
			copy(out[:], b)
		}
	}
	return out
}

func (v values) number(column string) int64 {
	n, _ := v.row[max(v.table.Index(column), 0)].(int64)
	return n
}

func (v values) text(column string) string {
	s, _ := v.row[max(v.table.Index(column), 0)].(string)
	return s
}

func (v values) bytes(column string) []byte {
	b, _ := v.row[max(v.table.Index(column), 0)].([]byte)
	return b
}

// collect keeps of the backed-up key store what is needed to judge it.
func (p *pair) collect(t dialect.Table, rows [][]any) error {
	for _, row := range rows {
		v := values{t, row}
		tenant := v.id("tenant_id")
		switch t.Name {
		case "tenant_key":
			k := vault.TenantKey{Tenant: tenant, Generation: v.number("generation"), Operator: v.text("operator"), Wrapped: v.bytes("wrapped"),
				MadeAt: clock.FromMicros(v.number("made_at"))}
			if closed := v.number("closed_at"); closed != 0 {
				k.ClosedAt = clock.FromMicros(closed)
			}
			p.held.keys[tenant] = append(p.held.keys[tenant], k)
		case "wrapped_key":
			if key := v.id("key_id"); key == tenant {
				p.held.secrets[tenant] = vault.WrappedKey{Tenant: tenant, ID: key, Generation: v.number("generation"), Wrapped: v.bytes("wrapped")}
			}
		case "erasure_journal":
			p.bury(vault.Entry{Tenant: tenant, Journal: v.id("journal_id"), Key: v.id("key_id"), At: clock.FromMicros(v.number("ordered_at"))})
		}
	}
	return nil
}

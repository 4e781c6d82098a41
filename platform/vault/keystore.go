package vault

import (
	"context"
	"errors"
	"time"

	"linli/platform/id"
)

// State is what the key store knows of a data key's use.
type State int64

// The states of a data key. A sweep moves keys from Fresh to Used or Marked and destroys what stays Marked.
const (
	Fresh  State = 0 // written ahead; whether a case uses it has not been asked
	Used   State = 1 // a sweep found it in a case
	Marked State = 2 // a sweep found it in no case
)

// WrappedKey is a data key under its tenant's key: a row of table wrapped_key.
type WrappedKey struct {
	Tenant     id.ID
	ID         id.ID
	Generation int64 // of the tenant key that wraps it
	Wrapped    []byte
	MadeAt     time.Time // UTC
	State      State
	MarkedAt   time.Time // UTC; zero unless Marked
}

// TenantKey is a tenant's key under the operator key: a row of table tenant_key.
type TenantKey struct {
	Tenant     id.ID
	Generation int64  // from 1; the highest is current
	Operator   string // [Operator.ID] of the operator key that wraps it
	Wrapped    []byte
	MadeAt     time.Time // UTC
	ClosedAt   time.Time // UTC; once set, no data key can be put under this generation. Zero: open
}

// Entry is one destroyed key in the erasure journal: random ids and instants, nothing of the case.
type Entry struct {
	Tenant     id.ID
	Journal    id.ID     // one call of [Vault.Shred]
	Key        id.ID     // the data key
	At         time.Time // UTC, when the erasure was ordered
	FinishedAt time.Time // UTC; zero while a step is still to do
}

// Filter selects data keys of one tenant, in ascending order of id.
type Filter struct {
	After      id.ID     // ids above this one
	State      State     // keys of this state; ignored when Generation is given
	Before     time.Time // Fresh: made before; Marked: marked before. Zero: all
	Generation int64     // when not zero: keys wrapped by a lower generation, whatever their state
	Limit      int       // at most so many
}

// What a key store answers besides failures.
var (
	// ErrClosed: the tenant key's generation was closed or dropped; read the tenant's keys again.
	ErrClosed = errors.New("vault: the generation of the tenant key is closed")
	// ErrExists: another process wrote this generation of the tenant key first.
	ErrExists = errors.New("vault: the tenant key exists")
)

// KeyStore keeps wrapped keys apart from the cases that they seal, with a short backup life of its own.
// Every method returns only after its effect is durable; ids that are not there are passed over.
type KeyStore interface {
	DataKeys
	TenantKeys
	Erasures
	Holds
}

// DataKeys is the part of a key store that holds data keys.
type DataKeys interface {
	// Put adds keys, all of one tenant and generation, or none. It answers ErrClosed when that generation is not open.
	Put(ctx context.Context, keys []WrappedKey) error
	// Get returns those of the ids that exist, in no order.
	Get(ctx context.Context, tenant id.ID, ids []id.ID) ([]WrappedKey, error)
	// List returns the keys that the filter selects.
	List(ctx context.Context, tenant id.ID, f Filter) ([]WrappedKey, error)
	// Destroy deletes keys, whatever their state.
	Destroy(ctx context.Context, tenant id.ID, ids []id.ID) error
	// DestroyMarked deletes those of the keys that were marked before the instant and are so still.
	DestroyMarked(ctx context.Context, tenant id.ID, ids []id.ID, before time.Time) error
	// Settle makes keys Used.
	Settle(ctx context.Context, tenant id.ID, ids []id.ID) error
	// Mark makes Fresh keys Marked at an instant.
	Mark(ctx context.Context, tenant id.ID, ids []id.ID, at time.Time) error
	// Rewrap replaces wrapping and generation of keys that still exist; it never brings a destroyed key back.
	Rewrap(ctx context.Context, keys []WrappedKey) error
	// Compact removes what deleting left behind in files that this store owns (free pages, write-ahead log).
	Compact(ctx context.Context) error
}

// TenantKeys is the part of a key store that holds tenant keys.
type TenantKeys interface {
	// Tenants lists all tenants that have a key, for start, rotation of the operator key and the journal's copy.
	Tenants(ctx context.Context) ([]id.ID, error)
	// TenantKeys returns a tenant's keys in ascending order of generation.
	TenantKeys(ctx context.Context, tenant id.ID) ([]TenantKey, error)
	// AddTenantKey adds a generation, or answers ErrExists.
	AddTenantKey(ctx context.Context, k TenantKey) error
	// RewrapTenantKey replaces wrapping and operator of a generation, if it is still wrapped by the operator from.
	RewrapTenantKey(ctx context.Context, k TenantKey, from string) error
	// CloseTenantKey closes a generation: no Put under it commits afterwards.
	CloseTenantKey(ctx context.Context, tenant id.ID, generation int64, at time.Time) error
	// DropTenantKey deletes a closed generation under which no data key is left; otherwise it changes nothing.
	DropTenantKey(ctx context.Context, tenant id.ID, generation int64) error
}

// Erasures is the part of a key store that holds the erasure journal.
type Erasures interface {
	// Record adds entries; one whose key is journalled already is passed over.
	Record(ctx context.Context, entries []Entry) error
	// Finish ends the entries of keys.
	Finish(ctx context.Context, tenant id.ID, keys []id.ID, at time.Time) error
	// Erased returns those of the keys that the journal names.
	Erased(ctx context.Context, tenant id.ID, keys []id.ID) ([]id.ID, error)
	// Unfinished returns entries that have not ended, at most limit.
	Unfinished(ctx context.Context, tenant id.ID, limit int) ([]Entry, error)
	// Shredded counts the erasures that ended before an instant, each once however many keys it destroyed.
	Shredded(ctx context.Context, tenant id.ID, before time.Time) (int64, error)
	// Entries returns entries in ascending order of key, with keys above after, at most limit.
	Entries(ctx context.Context, tenant, after id.ID, limit int) ([]Entry, error)
}

// Holds is the part of a key store that remembers a restore which nobody has confirmed yet.
type Holds interface {
	// Hold forbids sweeping a tenant's keys.
	Hold(ctx context.Context, tenant id.ID, at time.Time) error
	// Held reports whether sweeping is forbidden.
	Held(ctx context.Context, tenant id.ID) (bool, error)
	// Release allows it again.
	Release(ctx context.Context, tenant id.ID) error
}

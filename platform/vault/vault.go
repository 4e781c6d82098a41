package vault

import (
	"context"
	"errors"
	"sync"
	"time"

	"linli/platform/clock"
	"linli/platform/id"
)

// Settings tune a vault. The zero value of each field means its default.
type Settings struct {
	// Fields is the field table; when given, only fields that it lists as sealed can be sealed.
	Fields *Table
	// Mirror receives each erasure before the key is destroyed, to keep it apart from the key store's own backups.
	Mirror Mirror
	// BatchLeast and BatchMost bound how many keys are written ahead at a time; defaults 32 and 2,048. A tenant's batch
	// doubles while it is used up within a second and starts small again when its keys grow old unused.
	BatchLeast, BatchMost int
	// CacheSize bounds how many unwrapped data keys are held; default 8,192 (some 2 MB).
	CacheSize int
	// CacheLife bounds how long one is held; default one minute. It is how long another process than the one that
	// shredded may still open a case.
	CacheLife time.Duration
}

const (
	// PoolLife is how long a key that was written ahead may wait for its case. It is far below OrphanAge, so that no
	// pool hands out a key which a sweep has begun to destroy, even when the clocks of two machines differ by a day.
	PoolLife = 3 * 24 * time.Hour
	// OrphanAge is the age from which a sweep asks whether a case uses the key.
	OrphanAge = 7 * 24 * time.Hour
	// MarkAge is how long an orphan stays marked before it is destroyed.
	MarkAge = 24 * time.Hour
)

// Vault seals and opens fields. It is safe for concurrent use; Close it to stop its background writing.
type Vault struct {
	store    KeyStore
	clock    clock.Clock
	ids      *id.Source
	settings Settings
	cache    *cache
	tenants  *tenantKeys

	run  context.Context // ends with Close; background writes run under it, not under a request
	stop context.CancelFunc
	work sync.WaitGroup

	mu    sync.Mutex
	pools map[id.ID]*pool
}

// New returns a vault over a key store. operator wraps the tenant keys.
func New(store KeyStore, operator Operator, c clock.Clock, ids *id.Source, s Settings) (*Vault, error) {
	if store == nil || operator == nil || c == nil || ids == nil {
		return nil, errors.New("vault: a key store, an operator key, a clock and ids are needed")
	}
	if s.Fields != nil {
		if err := s.Fields.Validate(); err != nil {
			return nil, err
		}
	}
	if s.BatchLeast <= 0 {
		s.BatchLeast = 32
	}
	if s.BatchMost <= 0 {
		s.BatchMost = 2048
	}
	s.BatchMost = max(s.BatchMost, s.BatchLeast)
	if s.CacheSize <= 0 {
		s.CacheSize = 8192
	}
	if s.CacheLife <= 0 {
		s.CacheLife = time.Minute
	}
	run, stop := context.WithCancel(context.Background())
	return &Vault{
		store: store, clock: c, ids: ids, settings: s,
		cache:   newCache(s.CacheSize, s.CacheLife),
		tenants: newTenantKeys(store, operator, c),
		run:     run, stop: stop,
		pools: make(map[id.ID]*pool),
	}, nil
}

// Close stops writing keys ahead and waits until what runs has ended. Keys not handed out become orphans.
func (v *Vault) Close() {
	v.mu.Lock()
	v.stop()
	v.mu.Unlock()
	v.work.Wait()
}

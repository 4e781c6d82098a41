package vault

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"time"

	"github.com/tink-crypto/tink-go/v2/tink"

	"linli/platform/fault"
	"linli/platform/id"
)

// pool holds the keys of one tenant that this process wrote ahead. It is guarded by Vault.mu.
type pool struct {
	ready []pooled  // committed, oldest first
	batch int       // how many keys the next filling writes
	last  time.Time // when the last filling ended well
	fill  *filling  // the filling under way, or nil
}

type pooled struct {
	key  id.ID
	aead tink.AEAD
	made time.Time
}

// filling is one background write of keys. err is set before done is closed.
type filling struct {
	done chan struct{}
	err  error
}

// Take hands out a data key that is committed to the key store and that nobody else has or will get. It waits while
// the pool is empty, until the next batch is durable, the write fails ([ErrUnavailable]) or ctx ends.
func (v *Vault) Take(ctx context.Context, tenant id.ID) (id.ID, error) {
	if tenant.IsZero() {
		return id.ID{}, errors.New("vault: taking a key without a tenant")
	}
	for {
		key, wait, err := v.take(tenant)
		if err != nil || wait == nil {
			return key, err
		}
		select {
		case <-ctx.Done():
			return id.ID{}, fmt.Errorf("waiting for a data key: %w", ctx.Err())
		case <-wait.done:
			if wait.err != nil {
				return id.ID{}, wait.err
			}
		}
	}
}

// take returns a key, or the filling to wait for.
func (v *Vault) take(tenant id.ID) (id.ID, *filling, error) {
	now := v.clock.Now()
	v.mu.Lock()
	defer v.mu.Unlock()
	p := v.pools[tenant]
	if p == nil {
		p = &pool{batch: v.settings.BatchLeast}
		v.pools[tenant] = p
	}
	for len(p.ready) > 0 && now.Sub(p.ready[0].made) >= PoolLife {
		p.ready = p.ready[1:]
		p.batch = v.settings.BatchLeast
	}
	if len(p.ready) == 0 {
		if p.fill == nil && !v.refill(tenant, p) {
			return id.ID{}, nil, ErrUnavailable
		}
		return id.ID{}, p.fill, nil
	}
	next := p.ready[0]
	p.ready[0] = pooled{}
	p.ready = p.ready[1:]
	v.cache.put(tenant, next.key, next.aead, now, v.cache.mark())
	if p.fill == nil && len(p.ready) < p.batch/2 {
		v.refill(tenant, p) // after Close nothing is written ahead; what is ready can still be used
	}
	return next.key, nil, nil
}

// refill starts a background write of one batch. The caller holds v.mu. It reports false after Close.
func (v *Vault) refill(tenant id.ID, p *pool) bool {
	if v.run.Err() != nil {
		return false
	}
	if !p.last.IsZero() && v.clock.Now().Sub(p.last) < time.Second {
		p.batch = min(2*p.batch, v.settings.BatchMost)
	}
	f := &filling{done: make(chan struct{})}
	p.fill = f
	n := p.batch
	v.work.Go(func() {
		keys, err := v.write(v.run, tenant, n)
		if err != nil && v.run.Err() != nil { // closed meanwhile: not the fault of the request that waits
			err = fault.Wrap(ErrUnavailable.Code, ErrUnavailable.Key, err)
		}
		v.mu.Lock()
		defer v.mu.Unlock()
		p.ready = append(p.ready, keys...)
		p.fill = nil
		if err == nil {
			p.last = v.clock.Now()
		}
		f.err = err
		close(f.done)
	})
	return true
}

// write makes n keys and returns them once they are committed.
func (v *Vault) write(ctx context.Context, tenant id.ID, n int) ([]pooled, error) {
	for attempt := 0; ; attempt++ {
		generation, by, err := v.tenants.current(ctx, tenant)
		if err != nil {
			return nil, err
		}
		keys, rows, err := v.mint(tenant, generation, by, n)
		if err != nil {
			return nil, err
		}
		err = v.store.Put(ctx, rows)
		if err == nil {
			return keys, nil
		}
		// Another process rotated the tenant's key meanwhile: wrap again under the new generation.
		if v.tenants.forget(tenant); !errors.Is(err, ErrClosed) || attempt == 2 {
			return nil, unavailable("writing data keys ahead", err)
		}
	}
}

func (v *Vault) mint(tenant id.ID, generation int64, by tink.AEAD, n int) ([]pooled, []WrappedKey, error) {
	now := v.clock.Now()
	keys, rows := make([]pooled, n), make([]WrappedKey, n)
	raw := make([]byte, keySize)
	for i := range n {
		if _, err := rand.Read(raw); err != nil {
			return nil, nil, fmt.Errorf("making a data key: %w", err)
		}
		k := v.ids.New()
		a, err := newAEAD(raw)
		if err != nil {
			return nil, nil, err
		}
		wrapped, err := wrap(by, raw, placeOfDataKey(tenant, k))
		if err != nil {
			return nil, nil, err
		}
		keys[i] = pooled{key: k, aead: a, made: now}
		rows[i] = WrappedKey{Tenant: tenant, ID: k, Generation: generation, Wrapped: wrapped, MadeAt: now}
	}
	return keys, rows, nil
}

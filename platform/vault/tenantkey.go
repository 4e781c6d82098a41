package vault

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"slices"
	"sync"

	"github.com/tink-crypto/tink-go/v2/tink"

	"linli/platform/clock"
	"linli/platform/fault"
	"linli/platform/id"
)

// generations are the unwrapped keys of one tenant.
type generations struct {
	current int64 // the highest open one
	aead    map[int64]tink.AEAD
}

// tenantKeys unwraps tenant keys and holds them, some hundred bytes a tenant.
type tenantKeys struct {
	store KeyStore
	clock clock.Clock

	mu        sync.Mutex
	operators []Operator // the first wraps; all unwrap
	held      map[id.ID]generations
}

func newTenantKeys(store KeyStore, operator Operator, c clock.Clock) *tenantKeys {
	return &tenantKeys{store: store, clock: c, operators: []Operator{operator}, held: make(map[id.ID]generations)}
}

// operator is the key that wraps new tenant keys.
func (t *tenantKeys) operator() Operator {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.operators[0]
}

// use puts an operator key in the first place, or in the last, where it only unwraps.
func (t *tenantKeys) use(o Operator, first bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	others := slices.DeleteFunc(slices.Clone(t.operators), func(other Operator) bool { return other.ID() == o.ID() })
	if first {
		t.operators = append([]Operator{o}, others...)
		return
	}
	t.operators = append(others, o)
}

func (t *tenantKeys) forget(tenant id.ID) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.held, tenant)
}

// current returns the open generation with the highest number, making the first one of a new tenant.
func (t *tenantKeys) current(ctx context.Context, tenant id.ID) (int64, tink.AEAD, error) {
	for range 3 {
		g, err := t.load(ctx, tenant, 0)
		if err != nil {
			return 0, nil, err
		}
		if g.current != 0 {
			return g.current, g.aead[g.current], nil
		}
		if err := t.add(ctx, tenant, 1); err != nil && !errors.Is(err, ErrExists) {
			return 0, nil, err
		}
		t.forget(tenant)
	}
	return 0, nil, fmt.Errorf("the tenant has keys, but none is open")
}

// generation returns one generation's key.
func (t *tenantKeys) generation(ctx context.Context, tenant id.ID, n int64) (tink.AEAD, error) {
	g, err := t.load(ctx, tenant, n)
	if err != nil {
		return nil, err
	}
	a, ok := g.aead[n]
	if !ok {
		return nil, fmt.Errorf("generation %d of the tenant key is not in the key store", n)
	}
	return a, nil
}

// load returns the held keys of a tenant, reading them anew when none or not the wanted generation is held.
func (t *tenantKeys) load(ctx context.Context, tenant id.ID, want int64) (generations, error) {
	t.mu.Lock()
	g, ok := t.held[tenant]
	operators := t.operators
	t.mu.Unlock()
	if _, has := g.aead[want]; ok && (want == 0 || has) {
		return g, nil
	}
	rows, err := t.store.TenantKeys(ctx, tenant)
	if err != nil {
		return generations{}, unavailable("reading tenant keys", err)
	}
	g = generations{aead: make(map[int64]tink.AEAD, len(rows))}
	for _, row := range rows {
		if g.aead[row.Generation], err = unwrapTenantKey(operators, row); err != nil {
			return generations{}, err
		}
		if row.ClosedAt.IsZero() {
			g.current = max(g.current, row.Generation)
		}
	}
	if g.current != 0 {
		t.mu.Lock()
		t.held[tenant] = g
		t.mu.Unlock()
	}
	return g, nil
}

// add writes a new generation under the operator key.
func (t *tenantKeys) add(ctx context.Context, tenant id.ID, generation int64) error {
	key := make([]byte, keySize)
	if _, err := rand.Read(key); err != nil {
		return fmt.Errorf("making a tenant key: %w", err)
	}
	by := t.operator()
	wrapped, err := by.Wrap(key, placeOfTenantKey(tenant, generation))
	if err != nil {
		return fmt.Errorf("wrapping a tenant key: %w", err)
	}
	row := TenantKey{Tenant: tenant, Generation: generation, Operator: by.ID(), Wrapped: wrapped, MadeAt: t.clock.Now()}
	switch err := t.store.AddTenantKey(ctx, row); {
	case errors.Is(err, ErrExists):
		return err
	case err != nil:
		return unavailable("writing a tenant key", err)
	}
	return nil
}

func unwrapTenantKey(operators []Operator, row TenantKey) (tink.AEAD, error) {
	for _, o := range operators {
		if o.ID() != row.Operator {
			continue
		}
		key, err := o.Unwrap(row.Wrapped, placeOfTenantKey(row.Tenant, row.Generation))
		if err != nil {
			return nil, fault.Wrap(ErrDamaged.Code, ErrDamaged.Key, fmt.Errorf("unwrapping tenant key %s/%d: %w", row.Tenant, row.Generation, err))
		}
		return newAEAD(key)
	}
	return nil, ErrOperatorOther.With(fault.Args{"want": row.Operator, "have": operators[0].ID()})
}

// unavailable is the fault of a key store that failed; a cancelled request stays a cancelled request.
func unavailable(doing string, err error) error {
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("%s: %w", doing, err)
	}
	return fault.Wrap(ErrUnavailable.Code, ErrUnavailable.Key, fmt.Errorf("%s: %w", doing, err))
}

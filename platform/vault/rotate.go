package vault

import (
	"context"
	"errors"
	"fmt"

	"github.com/tink-crypto/tink-go/v2/tink"

	"linli/platform/fault"
	"linli/platform/id"
)

// pageSize is how many rows one step of a long work reads and writes.
const pageSize = 500

// Check unwraps every tenant key and so proves that the operator key fits the key store. It answers
// [ErrOperatorOther] with the ids of both keys, or [ErrDamaged].
func (v *Vault) Check(ctx context.Context) error {
	tenants, err := v.store.Tenants(ctx)
	if err != nil {
		return unavailable("listing tenants", err)
	}
	for _, tenant := range tenants {
		v.tenants.forget(tenant)
		if _, err := v.tenants.load(ctx, tenant, 0); err != nil {
			return err
		}
	}
	return nil
}

// CheckData unwraps every data key of a tenant and returns how many there are: it proves that the key store is whole, and
// reads no sealed text. Errors: [ErrDamaged] with the first key that does not open.
func (v *Vault) CheckData(ctx context.Context, tenant id.ID) (int, error) {
	rows, err := v.store.TenantKeys(ctx, tenant)
	if err != nil {
		return 0, unavailable("reading tenant keys", err)
	}
	var above int64
	for _, row := range rows {
		above = max(above, row.Generation+1)
	}
	n := 0
	var after id.ID
	for {
		page, err := v.store.List(ctx, tenant, Filter{After: after, Generation: above, Limit: pageSize})
		if err != nil {
			return n, unavailable("listing data keys", err)
		}
		if len(page) == 0 {
			return n, nil
		}
		after = page[len(page)-1].ID
		for i := range page {
			by, err := v.tenants.generation(ctx, tenant, page[i].Generation)
			if err != nil {
				return n, err
			}
			if _, err := unwrap(by, page[i].Wrapped, placeOfDataKey(tenant, page[i].ID)); err != nil {
				return n, fault.Wrap(ErrDamaged.Code, ErrDamaged.Key, fmt.Errorf("unwrapping data key %s: %w", page[i].ID, err))
			}
			n++
		}
	}
}

// RotateOperator wraps every tenant key with another operator key. Interrupted, it may be called again with the same
// pair of keys. The former key is needed until it has returned nil in the last process that was started with it:
// stop the servers, rotate, start them with the new key, run [Vault.Check], then destroy the former key.
func (v *Vault) RotateOperator(ctx context.Context, next Operator) error {
	former := v.tenants.operator()
	if former.ID() == next.ID() {
		return errors.New("vault: the operator key is already this one")
	}
	v.tenants.use(next, false) // what is rewrapped can be read at once, also when a later step fails
	tenants, err := v.store.Tenants(ctx)
	if err != nil {
		return unavailable("listing tenants", err)
	}
	for _, tenant := range tenants {
		rows, err := v.store.TenantKeys(ctx, tenant)
		if err != nil {
			return unavailable("reading tenant keys", err)
		}
		for _, row := range rows {
			if err := v.rewrapTenantKey(ctx, row, former, next); err != nil {
				return err
			}
		}
	}
	v.tenants.use(next, true)
	return nil
}

func (v *Vault) rewrapTenantKey(ctx context.Context, row TenantKey, former, next Operator) error {
	if row.Operator == next.ID() {
		return nil
	}
	if row.Operator != former.ID() {
		return ErrOperatorOther.With(fault.Args{"want": row.Operator, "have": former.ID()})
	}
	place := placeOfTenantKey(row.Tenant, row.Generation)
	key, err := former.Unwrap(row.Wrapped, place)
	if err != nil {
		return fault.Wrap(ErrDamaged.Code, ErrDamaged.Key, fmt.Errorf("unwrapping tenant key %s/%d: %w", row.Tenant, row.Generation, err))
	}
	if row.Wrapped, err = next.Wrap(key, place); err != nil {
		return fmt.Errorf("wrapping a tenant key: %w", err)
	}
	row.Operator = next.ID()
	if err := v.store.RewrapTenantKey(ctx, row, former.ID()); err != nil {
		return unavailable("rewrapping a tenant key", err)
	}
	return nil
}

// RotateTenant gives a tenant a new key and wraps all its data keys with it, then destroys the former one. Reading
// and writing go on meanwhile, in other processes too. Interrupted, it may be called again and goes on.
//
// A former generation is closed before its data keys are listed: no key can be added under it afterwards, and it is
// dropped only when none is left.
func (v *Vault) RotateTenant(ctx context.Context, tenant id.ID) error {
	rows, err := v.store.TenantKeys(ctx, tenant)
	if err != nil {
		return unavailable("reading tenant keys", err)
	}
	if len(rows) == 0 {
		return nil
	}
	last := rows[len(rows)-1].Generation
	if len(rows) == 1 { // more than one: an earlier rotation was interrupted and is finished now
		last++
		if err := v.tenants.add(ctx, tenant, last); err != nil && !errors.Is(err, ErrExists) {
			return err
		}
	}
	v.tenants.forget(tenant)
	for _, row := range rows {
		if row.Generation == last {
			continue
		}
		if err := v.store.CloseTenantKey(ctx, tenant, row.Generation, v.clock.Now()); err != nil {
			return unavailable("closing a tenant key", err)
		}
	}
	if err := v.rewrapDataKeys(ctx, tenant, last); err != nil {
		return err
	}
	for _, row := range rows {
		if row.Generation == last {
			continue
		}
		if err := v.store.DropTenantKey(ctx, tenant, row.Generation); err != nil {
			return unavailable("dropping a tenant key", err)
		}
	}
	v.tenants.forget(tenant)
	if err := v.store.Compact(ctx); err != nil {
		return unavailable("compacting the key store", err)
	}
	return nil
}

func (v *Vault) rewrapDataKeys(ctx context.Context, tenant id.ID, to int64) error {
	next, err := v.tenants.generation(ctx, tenant, to)
	if err != nil {
		return err
	}
	var after id.ID
	for {
		rows, err := v.store.List(ctx, tenant, Filter{After: after, Generation: to, Limit: pageSize})
		if err != nil {
			return unavailable("listing data keys", err)
		}
		if len(rows) == 0 {
			return nil
		}
		after = rows[len(rows)-1].ID
		for i := range rows {
			if err := v.rewrapDataKey(ctx, &rows[i], to, next); err != nil {
				return err
			}
		}
		if err := v.store.Rewrap(ctx, rows); err != nil {
			return unavailable("rewrapping data keys", err)
		}
	}
}

func (v *Vault) rewrapDataKey(ctx context.Context, row *WrappedKey, to int64, next tink.AEAD) error {
	by, err := v.tenants.generation(ctx, row.Tenant, row.Generation)
	if err != nil {
		return err
	}
	place := placeOfDataKey(row.Tenant, row.ID)
	key, err := unwrap(by, row.Wrapped, place)
	if err != nil {
		return fault.Wrap(ErrDamaged.Code, ErrDamaged.Key, fmt.Errorf("unwrapping data key %s: %w", row.ID, err))
	}
	if row.Wrapped, err = wrap(next, key, place); err != nil {
		return err
	}
	row.Generation = to
	return nil
}

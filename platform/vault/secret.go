package vault

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"

	"linli/platform/id"
)

// Secrets seals small secrets of the office itself, such as second factors and signing keys: not people's words, so no
// access row stands before them. They share one data key a tenant, whose id is the tenant's own.
type Secrets struct {
	vault *Vault
	under id.ID // a data key of their own; zero: the tenant's
}

// Secrets returns the part of the vault that seals the office's own secrets.
func (v *Vault) Secrets() Secrets { return Secrets{vault: v} }

// Fresh makes a data key for a secret that is to be destroyed alone, with [Vault.Shred]. No case names it, so that no sweep may take
// it for an orphan.
func (x Secrets) Fresh(ctx context.Context, tenant id.ID) (id.ID, error) {
	key, err := x.vault.Take(ctx, tenant)
	if err == nil {
		err = x.vault.store.Settle(ctx, tenant, []id.ID{key})
	}
	return key, err
}

// Under seals and opens with a key of [Secrets.Fresh]. Errors beside those of Seal and Open: [ErrShredded] once it is destroyed.
func (x Secrets) Under(key id.ID) Secrets { return Secrets{x.vault, key} }

func (x Secrets) key(tenant id.ID) id.ID {
	if x.under.IsZero() {
		return tenant
	}
	return x.under
}

// Seal seals a secret for one purpose; it opens for no other purpose and no other tenant.
func (x Secrets) Seal(ctx context.Context, tenant id.ID, purpose string, plain []byte) ([]byte, error) {
	s := x.place(tenant, purpose)
	s.Body = plain
	keys, err := x.vault.dataKeys(ctx, tenant, []id.ID{s.Key})
	if errors.Is(err, ErrKeyMissing) && s.Key == tenant {
		if err := x.vault.putSecretKey(ctx, tenant); err != nil {
			return nil, err
		}
		keys, err = x.vault.dataKeys(ctx, tenant, []id.ID{tenant})
	}
	if err != nil {
		return nil, err
	}
	return sealBody(keys[s.Key], tenant, s)
}

// Open opens what Seal sealed. Errors: ErrDamaged for another purpose or tenant and for altered bytes.
func (x Secrets) Open(ctx context.Context, tenant id.ID, purpose string, sealed []byte) ([]byte, error) {
	s := x.place(tenant, purpose)
	s.Body = sealed
	if key, err := bodyKey(sealed); err != nil || key != s.Key {
		return nil, damaged(s, errors.New("not a secret of this tenant"))
	}
	keys, err := x.vault.dataKeys(ctx, tenant, []id.ID{s.Key})
	if err != nil {
		return nil, err
	}
	plain, err := openBody(keys[s.Key], tenant, s)
	if err != nil {
		return nil, damaged(s, err)
	}
	return plain, nil
}

func (x Secrets) place(tenant id.ID, purpose string) Sealed {
	return Sealed{Case: tenant, Owner: tenant, Field: "secret/" + purpose, Key: x.key(tenant), Version: 1}
}

// putSecretKey writes a tenant's key for secrets, unless another process has written it by now.
func (v *Vault) putSecretKey(ctx context.Context, tenant id.ID) error {
	raw := make([]byte, keySize)
	if _, err := rand.Read(raw); err != nil {
		return fmt.Errorf("making a data key: %w", err)
	}
	generation, by, err := v.tenants.current(ctx, tenant)
	if err != nil {
		return err
	}
	wrapped, err := wrap(by, raw, placeOfDataKey(tenant, tenant))
	if err != nil {
		return err
	}
	row := WrappedKey{Tenant: tenant, ID: tenant, Generation: generation, Wrapped: wrapped, MadeAt: v.clock.Now()}
	if err := v.store.Put(ctx, []WrappedKey{row}); err != nil {
		if rows, again := v.store.Get(ctx, tenant, []id.ID{tenant}); again == nil && len(rows) == 1 {
			return nil
		}
		return unavailable("writing the key for secrets", err)
	}
	return v.store.Settle(ctx, tenant, []id.ID{tenant}) // used from the start: no sweep takes it for an orphan
}

package vault

import (
	"context"
	"fmt"

	"github.com/tink-crypto/tink-go/v2/tink"

	"linli/platform/fault"
	"linli/platform/id"
)

// Seal encrypts s.Body, the plaintext of one field, and returns s with the sealed body. It needs no grant: who can
// seal learns nothing. With a key fresh from [Vault.Take] it touches no store.
//
// Errors: [ErrField] for a field that the table does not seal or an incomplete place, [ErrShredded], [ErrKeyMissing],
// [ErrUnavailable].
func (v *Vault) Seal(ctx context.Context, tenant id.ID, s Sealed) (Sealed, error) {
	if err := v.sealable(tenant, s); err != nil {
		return Sealed{}, fault.Wrap(ErrField.Code, ErrField.Key, err)
	}
	keys, err := v.dataKeys(ctx, tenant, []id.ID{s.Key})
	if err != nil {
		return Sealed{}, err
	}
	body, err := sealBody(keys[s.Key], tenant, s)
	if err != nil {
		return Sealed{}, fault.Wrap(fault.Internal, "fault.internal", err)
	}
	s.Body = body
	return s, nil
}

// sealable says what is missing for sealing. Field names and numbers are no secret; the body is never named.
func (v *Vault) sealable(tenant id.ID, s Sealed) error {
	switch {
	case tenant.IsZero() || s.Case.IsZero() || s.Key.IsZero():
		return fmt.Errorf("field %q without tenant, case or key", s.Field)
	case s.Version < 1:
		return fmt.Errorf("field %q with version %d; versions count from 1", s.Field, s.Version)
	case s.Field == "":
		return fmt.Errorf("a field without a name")
	}
	if v.settings.Fields == nil {
		return nil
	}
	f, ok := v.settings.Fields.Lookup(s.Field)
	if !ok {
		return fmt.Errorf("field %q is not in the field table", s.Field)
	}
	if f.Class == ClassClear {
		return fmt.Errorf("field %q is clear in the field table", s.Field)
	}
	if f.Kind != Joint && s.Owner.IsZero() { // a text of the joint section may belong to a session or a note, or to the case
		return fmt.Errorf("field %q of a %s section with owner %q", s.Field, f.Kind, s.Owner)
	}
	return nil
}

// dataKeys returns the cipher of every id, from memory or with one reading of the key store, or an error.
func (v *Vault) dataKeys(ctx context.Context, tenant id.ID, ids []id.ID) (map[id.ID]tink.AEAD, error) {
	now := v.clock.Now()
	found := make(map[id.ID]tink.AEAD, len(ids))
	var absent []id.ID
	for _, k := range ids {
		if _, ok := found[k]; ok {
			continue
		}
		a, ok := v.cache.get(tenant, k, now)
		if !ok {
			absent = append(absent, k)
		}
		found[k] = a
	}
	if len(absent) == 0 {
		return found, nil
	}
	mark := v.cache.mark()
	rows, err := v.store.Get(ctx, tenant, absent)
	if err != nil {
		return nil, unavailable("reading data keys", err)
	}
	for _, row := range rows {
		a, err := v.unwrapDataKey(ctx, row)
		if err != nil {
			return nil, err
		}
		found[row.ID] = a
		v.cache.put(tenant, row.ID, a, now, mark)
	}
	for _, k := range absent {
		if found[k] == nil {
			return nil, v.gone(ctx, tenant, k)
		}
	}
	return found, nil
}

func (v *Vault) unwrapDataKey(ctx context.Context, row WrappedKey) (tink.AEAD, error) {
	by, err := v.tenants.generation(ctx, row.Tenant, row.Generation)
	if err != nil {
		return nil, fault.Of(err)
	}
	key, err := unwrap(by, row.Wrapped, placeOfDataKey(row.Tenant, row.ID))
	if err != nil {
		return nil, fault.Wrap(ErrDamaged.Code, ErrDamaged.Key, fmt.Errorf("unwrapping data key %s: %w", row.ID, err))
	}
	return newAEAD(key)
}

// gone tells an erased key from one that is merely not here.
func (v *Vault) gone(ctx context.Context, tenant, key id.ID) error {
	erased, err := v.store.Erased(ctx, tenant, []id.ID{key})
	if err != nil {
		return unavailable("reading the erasure journal", err)
	}
	if len(erased) > 0 {
		return fault.Wrap(ErrShredded.Code, ErrShredded.Key, fmt.Errorf("data key %s was destroyed", key))
	}
	return fault.Wrap(ErrKeyMissing.Code, ErrKeyMissing.Key, fmt.Errorf("data key %s of tenant %s is neither kept nor erased", key, tenant))
}

package vault

import (
	"context"
	"fmt"

	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
)

// Open decrypts one field for the reader who holds the grant: the proof that this reading of this case is recorded.
//
// Errors: [ErrRefused] without a grant or with one of another case, [ErrDamaged] for a body that was cut, altered or
// moved, [ErrShredded], [ErrKeyMissing], [ErrUnavailable]. With an error there is never a part of the text.
func (v *Vault) Open(ctx context.Context, g access.Grant, s Sealed) ([]byte, error) {
	texts, err := v.OpenAll(ctx, g, []Sealed{s})
	if err != nil {
		return nil, err
	}
	return texts[0], nil
}

// OpenAll is [Vault.Open] for several fields of one case, with one reading of the key store at most. It opens all of
// them or none; the texts stand in the order of the fields.
func (v *Vault) OpenAll(ctx context.Context, g access.Grant, fields []Sealed) ([][]byte, error) {
	tenant, err := granted(g, fields)
	if err != nil {
		return nil, fault.Wrap(ErrRefused.Code, ErrRefused.Key, err)
	}
	return v.decrypt(ctx, tenant, fields)
}

// decrypt opens all of the fields or none, whoever may read them: its callers have asked that before.
func (v *Vault) decrypt(ctx context.Context, tenant id.ID, fields []Sealed) ([][]byte, error) {
	keys := make([]id.ID, len(fields))
	for i, s := range fields {
		key, err := bodyKey(s.Body)
		if err == nil && key != s.Key {
			err = fmt.Errorf("sealed with another key than its row says")
		}
		if err != nil {
			return nil, damaged(s, err)
		}
		keys[i] = key
	}
	ciphers, err := v.dataKeys(ctx, tenant, keys)
	if err != nil {
		return nil, err
	}
	texts := make([][]byte, len(fields))
	for i, s := range fields {
		if texts[i], err = openBody(ciphers[s.Key], tenant, s); err != nil {
			return nil, damaged(s, err)
		}
	}
	return texts, nil
}

// granted returns the tenant of a grant that covers every field.
func granted(g access.Grant, fields []Sealed) (id.ID, error) {
	if !g.Valid() || g.Tenant().IsZero() || g.Case().IsZero() {
		return id.ID{}, fmt.Errorf("no grant")
	}
	for _, s := range fields {
		if s.Case != g.Case() {
			return id.ID{}, fmt.Errorf("a grant of case %s for field %q of case %s", g.Case(), s.Field, s.Case)
		}
	}
	return g.Tenant(), nil
}

func damaged(s Sealed, cause error) error {
	return fault.Wrap(ErrDamaged.Code, ErrDamaged.Key, fmt.Errorf("opening field %q of case %s: %w", s.Field, s.Case, cause))
}

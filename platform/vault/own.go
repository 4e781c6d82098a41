package vault

import (
	"context"
	"fmt"

	"linli/platform/fault"
	"linli/platform/id"
)

// OpenOwn decrypts what one account sealed for itself alone: fields of an [Own] section whose owner is that account. They are
// the account's own words and not a case's, so that no access row stands before them, as with [Secrets]; but their keys are keys of the case, and
// go with it. Errors: [ErrRefused] for any other field and for another's, and those of [Vault.OpenAll].
func (v *Vault) OpenOwn(ctx context.Context, tenant, account id.ID, fields []Sealed) ([][]byte, error) {
	keys := make([]id.ID, len(fields))
	for i, s := range fields {
		if f, ok := v.settings.Fields.Lookup(s.Field); !ok || f.Kind != Own || s.Owner != account || account.IsZero() {
			return nil, fault.Wrap(ErrRefused.Code, ErrRefused.Key, fmt.Errorf("field %q is not the account's own", s.Field))
		}
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

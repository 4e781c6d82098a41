package vault

import (
	"context"
	"fmt"

	"linli/platform/fault"
	"linli/platform/id"
)

// OpenOwn decrypts what one account sealed for itself alone: fields of an [Own] section whose owner is that account. They are
// the account's own words and not a case's, so that no access row stands before them, as with [Secrets]; the key of what an account calls a
// case is one of the case's, and goes with it. Errors: [ErrRefused] for any other field and for another's, and those of [Vault.OpenAll].
func (v *Vault) OpenOwn(ctx context.Context, tenant, account id.ID, fields []Sealed) ([][]byte, error) {
	for _, s := range fields {
		if f, ok := v.settings.Fields.Lookup(s.Field); !ok || f.Kind != Own || s.Owner != account || account.IsZero() {
			return nil, fault.Wrap(ErrRefused.Code, ErrRefused.Key, fmt.Errorf("field %q is not the account's own", s.Field))
		}
	}
	return v.decrypt(ctx, tenant, fields)
}

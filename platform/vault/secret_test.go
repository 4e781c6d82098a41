package vault_test

import (
	"context"
	"errors"
	"testing"

	"linli/platform/vault"
)

func TestSecretsOpenForTheirPurposeOnly(t *testing.T) {
	w := newWorld(t, vault.Settings{})
	ctx := context.Background()
	secrets := w.vault.Secrets()
	tenant, other := w.ids.New(), w.ids.New()
	sealed, err := secrets.Seal(ctx, tenant, "totp:a", []byte("JBSWY3DP"))
	if err != nil {
		t.Fatal(err)
	}
	if got, err := secrets.Open(ctx, tenant, "totp:a", sealed); err != nil || string(got) != "JBSWY3DP" {
		t.Errorf("Open = %q, %v", got, err)
	}
	if _, err := secrets.Open(ctx, tenant, "totp:b", sealed); !errors.Is(err, vault.ErrDamaged) {
		t.Errorf("another purpose: %v", err)
	}
	if _, err := secrets.Open(ctx, other, "totp:a", sealed); !errors.Is(err, vault.ErrDamaged) {
		t.Errorf("another tenant: %v", err)
	}
}

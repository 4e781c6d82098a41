package keys_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"linli/platform/clock"
	"linli/platform/id"
	"linli/platform/vault"
	"linli/platform/vault/vaulttest"
	"linli/store/dialect"
	"linli/store/keys"
	"linli/testkit"
	"linli/testkit/queries"
)

func TestContract(t *testing.T) {
	testkit.EachKeyStore(t, func(t *testing.T, db *dialect.DB) { vaulttest.Contract(t, keys.New(db)) })
}

func TestQueries(t *testing.T) { queries.CheckKeys(t, ".", keys.Queries()) }

func newVault(t *testing.T, s vault.KeyStore, c clock.Clock) *vault.Vault {
	t.Helper()
	operator, err := vault.CreateOperatorKey(t.Context(), filepath.Join(t.TempDir(), "operator.key"), "", nil)
	if err != nil {
		t.Fatal(err)
	}
	v, err := vault.New(s, operator, c, id.NewSource(c, nil), vault.Settings{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(v.Close)
	return v
}

// What was destroyed stands nowhere in the files that belong to the database, while the server runs on.
func TestDestroyedKeysAreNowhereInTheFiles(t *testing.T) {
	testkit.EachPlace(t, "keys", func(t *testing.T, p testkit.Place) {
		if p.Engine != dialect.SQLite {
			t.Skip("PostgreSQL's files are the server's; see docs/security/vault.md")
		}
		s := keys.New(p.Open(t, dialect.Options{}))
		c := clock.NewManual(time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC))
		ids := id.NewSource(c, nil)
		tenant := ids.New()
		if err := s.AddTenantKey(t.Context(), vault.TenantKey{Tenant: tenant, Generation: 1, Operator: "a", Wrapped: []byte("t"), MadeAt: c.Now()}); err != nil {
			t.Fatal(err)
		}
		var all []id.ID
		secret := func(i int) []byte { return fmt.Appendf(nil, "planted-%06d-wrapped-key-of-some-length-as-they-are", i) }
		for batch := range 30 {
			var rows []vault.WrappedKey
			for i := range 100 {
				k := ids.New()
				all = append(all, k)
				rows = append(rows, vault.WrappedKey{Tenant: tenant, ID: k, Generation: 1, Wrapped: secret(100*batch + i), MadeAt: c.Now()})
			}
			if err := s.Put(t.Context(), rows); err != nil {
				t.Fatal(err)
			}
			// Destroying between puts makes SQLite move rows between pages, which is where old copies would linger.
			var gone []id.ID
			for i := range all {
				if i%3 == batch%3 && i%7 != 0 {
					gone = append(gone, all[i])
				}
			}
			if err := s.Destroy(t.Context(), tenant, gone); err != nil {
				t.Fatal(err)
			}
		}
		if err := s.Compact(t.Context()); err != nil {
			t.Fatal(err)
		}
		raw := rawFiles(t, p.File)
		kept, err := s.List(t.Context(), tenant, vault.Filter{State: vault.Fresh, Limit: len(all)})
		if err != nil {
			t.Fatal(err)
		}
		alive := make(map[id.ID]bool)
		for _, row := range kept {
			alive[row.ID] = true
		}
		lingering, present := 0, 0
		for i, k := range all {
			switch found := bytes.Contains(raw, secret(i)); {
			case found && !alive[k]:
				lingering++
			case found:
				present++
			}
		}
		if present != len(alive) || present == 0 {
			t.Errorf("%d of %d kept keys are in the files: the search does not see what is there", present, len(alive))
		}
		if lingering > 0 {
			t.Errorf("%d of %d destroyed keys are still in the files", lingering, len(all)-len(alive))
		}
	})
}

// The key store's files know nothing of what the keys seal.
func TestNoTextReachesTheKeyStore(t *testing.T) {
	testkit.EachPlace(t, "keys", func(t *testing.T, p testkit.Place) {
		if p.Engine != dialect.SQLite {
			t.Skip("PostgreSQL's files are the server's")
		}
		const planted = "王小明住在槐树街十二号"
		c := clock.NewManual(time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC))
		ids := id.NewSource(c, nil)
		tenant, kase := ids.New(), ids.New()
		v := newVault(t, keys.New(p.Open(t, dialect.Options{})), c)
		key, err := v.Take(t.Context(), tenant)
		if err != nil {
			t.Fatal(err)
		}
		sealed, err := v.Seal(t.Context(), tenant, vault.Sealed{Case: kase, Field: "mediation.summary", Key: key, Version: 1, Body: []byte(planted)})
		if err != nil {
			t.Fatal(err)
		}
		if err := v.Shred(t.Context(), tenant, []id.ID{key}, ids.New()); err != nil {
			t.Fatal(err)
		}
		raw := append(rawFiles(t, p.File), sealed.Body...)
		if !bytes.Contains(raw, tenant[:]) || !bytes.Contains(raw, key[:]) {
			t.Error("the search does not see what is there")
		}
		for name, secret := range map[string][]byte{"the text": []byte(planted), "a word of it": []byte("槐树街"), "the case's id": kase[:]} {
			if bytes.Contains(raw, secret) {
				t.Errorf("%s stands in the key store or in the sealed body", name)
			}
		}
	})
}

// rawFiles are the bytes of a database's file, log and index.
func rawFiles(t *testing.T, file string) []byte {
	t.Helper()
	files, err := filepath.Glob(file + "*")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	var raw []byte
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		raw = append(raw, b...)
	}
	return raw
}

// A vault on the SQL store: sealed, rotated, shredded, swept.
func TestVaultOnTheStore(t *testing.T) {
	testkit.EachKeyStore(t, func(t *testing.T, db *dialect.DB) {
		s := keys.New(db)
		c := clock.NewManual(time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC))
		ids := id.NewSource(c, nil)
		tenant := ids.New()
		v := newVault(t, s, c)
		var taken []id.ID
		for range 200 {
			k, err := v.Take(t.Context(), tenant)
			if err != nil {
				t.Fatal(err)
			}
			taken = append(taken, k)
		}
		once := make(map[id.ID]bool)
		for _, k := range taken {
			once[k] = true
		}
		if len(once) != len(taken) {
			t.Errorf("%d keys handed out, of which %d different", len(taken), len(once))
		}
		held, err := s.Get(t.Context(), tenant, taken)
		if err != nil || len(held) != len(taken) {
			t.Fatalf("%d of %d taken keys are in the store: %v", len(held), len(taken), err)
		}
		if err := v.RotateTenant(t.Context(), tenant); err != nil {
			t.Fatal(err)
		}
		generations, err := s.TenantKeys(t.Context(), tenant)
		if err != nil || len(generations) != 1 || generations[0].Generation != 2 {
			t.Errorf("after rotating: %+v, %v", generations, err)
		}
		if err := v.Shred(t.Context(), tenant, taken[:100], ids.New()); err != nil {
			t.Fatal(err)
		}
		_, err = v.Seal(t.Context(), tenant, vault.Sealed{Case: ids.New(), Field: "mediation.summary", Key: taken[0], Version: 1, Body: []byte("x")})
		if !errors.Is(err, vault.ErrShredded) {
			t.Errorf("sealing under a destroyed key: %v", err)
		}
	})
}

package vault_test

import (
	"errors"
	"sync"
	"testing"

	"linli/platform/id"
	"linli/platform/vault"
)

func (w *world) newOperator() *vault.OperatorKey {
	w.t.Helper()
	o, err := vault.CreateOperatorKey(w.t.Context(), w.t.TempDir()+"/next.key", "", nil)
	if err != nil {
		w.t.Fatal(err)
	}
	return o
}

func TestRotateOperator(t *testing.T) {
	w := newWorld(t, vault.Settings{})
	first, s := w.tenant, w.seal(planted)
	w.tenant = w.ids.New()
	second := w.seal("of another tenant")
	next := w.newOperator()

	// The second tenant's key fails to be written: rotation is interrupted between two tenants.
	calls := 0
	w.store.Fail(func(step string) error {
		if step == "RewrapTenantKey" {
			if calls++; calls == 2 {
				return errDisk
			}
		}
		return nil
	}, nil)
	if err := w.vault.RotateOperator(t.Context(), next); !errors.Is(err, vault.ErrUnavailable) {
		t.Fatal(err)
	}
	if err := w.vault.Check(t.Context()); err != nil {
		t.Errorf("half rotated, the vault that rotates must read both: %v", err)
	}
	for _, o := range []*vault.OperatorKey{w.operator, next} {
		if err := w.open(o, vault.Settings{}).Check(t.Context()); !errors.Is(err, vault.ErrOperatorOther) {
			t.Errorf("half rotated, one key alone: %v", err)
		}
	}
	if err := w.vault.RotateOperator(t.Context(), next); err != nil {
		t.Fatal(err)
	}
	if fault := w.open(w.operator, vault.Settings{}).Check(t.Context()); !errors.Is(fault, vault.ErrOperatorOther) {
		t.Errorf("the former key still works: %v", fault)
	}
	started := w.open(next, vault.Settings{})
	if err := started.Check(t.Context()); err != nil {
		t.Fatal(err)
	}
	w.reads(started, second, "of another tenant")
	w.tenant = first
	w.reads(started, s, planted)
	w.reads(w.vault, s, planted)
	w.tenant = w.ids.New()
	w.reads(started, w.seal("made after rotating"), "made after rotating")
	if err := w.vault.RotateOperator(t.Context(), next); err == nil {
		t.Error("rotating to the same key is taken")
	}
}

func TestRotateTenantIsTakenUpAfterACrashAtEachStep(t *testing.T) {
	for _, step := range []string{"AddTenantKey", "CloseTenantKey", "List", "Rewrap", "DropTenantKey", "Compact"} {
		for _, when := range []string{"before", "after"} {
			t.Run(when+" "+step, func(t *testing.T) {
				w := newWorld(t, vault.Settings{})
				s := w.seal(planted)
				if when == "before" {
					w.store.Fail(failing(step), nil)
				} else {
					w.store.Fail(nil, failing(step))
				}
				if err := w.vault.RotateTenant(t.Context(), w.tenant); err == nil {
					t.Fatal("rotation over a crash succeeded")
				}
				w.store.Fail(nil, nil)
				w.reads(w.vault, s, planted)
				w.reads(w.open(w.operator, vault.Settings{}), s, planted)
				if err := w.vault.RotateTenant(t.Context(), w.tenant); err != nil {
					t.Fatal(err)
				}
				keys, err := w.store.TenantKeys(t.Context(), w.tenant)
				if err != nil || len(keys) != 1 || keys[0].Generation < 2 {
					t.Errorf("tenant keys after rotating: %+v, %v", keys, err)
				}
				w.reads(w.open(w.operator, vault.Settings{}), s, planted)
			})
		}
	}
}

// Two processes take keys while a third rotates the tenant's key again and again: no key is lost.
func TestRotateTenantBesideWriters(t *testing.T) {
	w := newWorld(t, vault.Settings{BatchLeast: 2, BatchMost: 4})
	var mu sync.Mutex
	var taken []id.ID
	var writers sync.WaitGroup
	for range 2 {
		v := w.open(w.operator, vault.Settings{BatchLeast: 2, BatchMost: 4})
		writers.Go(func() {
			for range 100 {
				// A batch that meets three rotations is refused, and nothing is handed out.
				k, err := v.Take(t.Context(), w.tenant)
				if err != nil {
					continue
				}
				mu.Lock()
				taken = append(taken, k)
				mu.Unlock()
			}
		})
	}
	for range 20 {
		if err := w.vault.RotateTenant(t.Context(), w.tenant); err != nil {
			t.Error(err)
		}
	}
	writers.Wait()
	if len(taken) == 0 {
		t.Fatal("no key was taken")
	}
	started := w.open(w.operator, vault.Settings{})
	for _, k := range taken {
		if _, err := started.Seal(t.Context(), w.tenant, vault.Sealed{Case: w.ids.New(), Field: "x.y", Key: k, Version: 1}); err != nil {
			t.Fatalf("a key that was handed out is lost: %v", err)
		}
	}
}

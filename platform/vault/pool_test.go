package vault_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"linli/platform/id"
	"linli/platform/vault"
)

var errDisk = errors.New("the disk is gone")

// failing returns a function for Store.Fail that fails one step.
func failing(step string) func(string) error {
	return func(s string) error {
		if s == step {
			return errDisk
		}
		return nil
	}
}

func TestTakeHandsOutOnlyCommittedKeys(t *testing.T) {
	w := newWorld(t, vault.Settings{BatchLeast: 4, BatchMost: 4})
	taken := make(map[id.ID]bool)
	for range 50 {
		k := w.take()
		if taken[k] {
			t.Fatalf("key %s was handed out twice", k)
		}
		taken[k] = true
		rows, err := w.store.Get(t.Context(), w.tenant, []id.ID{k})
		if err != nil || len(rows) != 1 {
			t.Fatalf("a key was handed out before it was in the store: %v, %v", rows, err)
		}
	}
}

func TestTakeFailsWhenTheWriteFails(t *testing.T) {
	w := newWorld(t, vault.Settings{})
	for name, fail := range map[string]func(){
		"before the commit":         func() { w.store.Fail(failing("Put"), nil) },
		"answer lost after it":      func() { w.store.Fail(nil, failing("Put")) },
		"tenant key not written":    func() { w.store.Fail(failing("AddTenantKey"), nil) },
		"tenant keys not readable":  func() { w.store.Fail(failing("TenantKeys"), nil) },
		"key store wholly unusable": func() { w.store.Fail(func(string) error { return errDisk }, nil) },
	} {
		fail()
		k, err := w.vault.Take(t.Context(), w.ids.New())
		if !errors.Is(err, vault.ErrUnavailable) || !k.IsZero() {
			t.Errorf("%s: Take = %s, %v", name, k, err)
		}
	}
	w.store.Fail(nil, nil)
	w.take() // a failure is not remembered
}

func TestTakeWaitsWithItsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, vault.Settings{})
		release := make(chan struct{})
		w.store.Fail(func(step string) error {
			if step == "Put" {
				<-release
			}
			return nil
		}, nil)
		ctx, cancel := context.WithCancel(t.Context())
		var refused, served error
		go func() { _, refused = w.vault.Take(ctx, w.tenant) }()
		go func() { _, served = w.vault.Take(t.Context(), w.tenant) }()
		synctest.Wait()
		cancel()
		synctest.Wait()
		if !errors.Is(refused, context.Canceled) {
			t.Errorf("a cancelled Take answered %v", refused)
		}
		close(release)
		synctest.Wait()
		if served != nil {
			t.Errorf("the other Take, which shares the write, answered %v", served)
		}
		w.vault.Close()
	})
}

func TestCloseAnswersThoseWhoWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, vault.Settings{})
		release := make(chan struct{})
		w.store.Fail(nil, func(step string) error {
			if step == "AddTenantKey" {
				<-release // by now the vault is closing, and the write that follows is cancelled
			}
			return nil
		})
		var err error
		go func() { _, err = w.vault.Take(t.Context(), w.tenant) }()
		synctest.Wait()
		go w.vault.Close()
		synctest.Wait()
		close(release)
		synctest.Wait()
		if !errors.Is(err, vault.ErrUnavailable) {
			t.Errorf("Take while the vault closes: %v", err)
		}
	})
}

func TestTakeFromManyGoroutines(t *testing.T) {
	w := newWorld(t, vault.Settings{BatchLeast: 2})
	other := w.open(w.operator, vault.Settings{BatchLeast: 2})
	var mu sync.Mutex
	taken := make(map[id.ID]int)
	var all sync.WaitGroup
	for i := range 8 {
		v := []*vault.Vault{w.vault, other}[i%2]
		all.Go(func() {
			for range 100 {
				k, err := v.Take(context.Background(), w.tenant)
				if err != nil {
					t.Error(err)
					return
				}
				mu.Lock()
				taken[k]++
				mu.Unlock()
			}
		})
	}
	all.Wait()
	if len(taken) != 800 {
		t.Errorf("800 takes gave %d different keys", len(taken))
	}
}

func TestKeysThatWaitedTooLongAreNotHandedOut(t *testing.T) {
	w := newWorld(t, vault.Settings{BatchLeast: 8})
	w.take()
	w.clock.Add(vault.PoolLife)
	k := w.take()
	rows, err := w.store.Get(t.Context(), w.tenant, []id.ID{k})
	if err != nil || !rows[0].MadeAt.Equal(w.clock.Now()) {
		t.Errorf("took a key of %v at %v: %v", rows[0].MadeAt, w.clock.Now(), err)
	}
}

func TestCloseEndsTheWriting(t *testing.T) {
	w := newWorld(t, vault.Settings{BatchLeast: 2})
	w.take()
	w.vault.Close()
	before := w.store.Count()
	for range 3 {
		if _, err := w.vault.Take(t.Context(), w.tenant); err != nil {
			if !errors.Is(err, vault.ErrUnavailable) {
				t.Error(err)
			}
		}
	}
	if _, err := w.vault.Take(t.Context(), w.tenant); !errors.Is(err, vault.ErrUnavailable) {
		t.Errorf("Take from an empty pool after Close: %v", err)
	}
	if w.store.Count() != before {
		t.Error("keys were written after Close")
	}
}

func TestCacheForgets(t *testing.T) {
	w := newWorld(t, vault.Settings{CacheSize: 2, CacheLife: time.Minute})
	reads := 0
	w.store.Fail(func(step string) error {
		if step == "Get" {
			reads++
		}
		return nil
	}, nil)
	a, b, c := w.seal("a"), w.seal("b"), w.seal("c")
	w.reads(w.vault, b, "b")
	w.reads(w.vault, c, "c")
	if reads != 0 {
		t.Fatalf("keys used last were read %d times", reads)
	}
	w.reads(w.vault, a, "a") // the size pushed it out
	if reads != 1 {
		t.Errorf("the key used longest ago was read %d times, want 1", reads)
	}
	w.clock.Add(time.Minute)
	w.reads(w.vault, a, "a")
	if reads != 2 {
		t.Errorf("after a minute the key was read %d times, want 2", reads)
	}
}

package vault_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"linli/platform/id"
	"linli/platform/vault"
)

func TestSweepDestroysOrphansInTwoPhases(t *testing.T) {
	w := newWorld(t, vault.Settings{BatchLeast: 8})
	used := w.seal(planted)
	late := w.take() // its case is found only after it was marked
	cases := map[id.ID]bool{used.Key: true}
	asked := 0
	sweep := func(want vault.Swept) {
		t.Helper()
		got, err := w.vault.Sweep(t.Context(), w.tenant, func(_ context.Context, _ id.ID, keys []id.ID) (map[id.ID]bool, error) {
			asked += len(keys)
			return cases, nil
		})
		if err != nil || got != want {
			t.Errorf("Sweep = %+v, %v; want %+v", got, err, want)
		}
	}
	count := func(want int) {
		t.Helper()
		if got := w.store.Count(); got != want {
			t.Errorf("%d keys are left, want %d", got, want)
		}
	}
	sweep(vault.Swept{})
	w.clock.Add(vault.OrphanAge)
	sweep(vault.Swept{}) // a week old is not yet over a week
	w.clock.Add(time.Microsecond)
	if asked != 0 {
		t.Errorf("young keys were asked about %d times", asked)
	}
	sweep(vault.Swept{Used: 1, Marked: 7})
	count(8)
	sweep(vault.Swept{})
	w.clock.Add(vault.MarkAge + time.Microsecond)
	cases[late] = true
	sweep(vault.Swept{Used: 1, Destroyed: 6})
	count(2)
	asked = 0
	w.clock.Add(365 * 24 * time.Hour)
	sweep(vault.Swept{})
	if asked != 0 {
		t.Errorf("keys in use were asked about again")
	}
	w.reads(w.vault, used, planted)
}

func TestSweepWaitsForTheRestoreToBeConfirmed(t *testing.T) {
	w := newWorld(t, vault.Settings{BatchLeast: 8})
	w.take()
	w.clock.Add(2 * vault.OrphanAge)
	nobody := func(context.Context, id.ID, []id.ID) (map[id.ID]bool, error) { return nil, nil }
	if err := w.vault.Hold(t.Context(), w.tenant); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		got, err := w.vault.Sweep(t.Context(), w.tenant, nobody)
		if err != nil || got != (vault.Swept{Held: true}) {
			t.Errorf("Sweep under a hold = %+v, %v", got, err)
		}
		w.clock.Add(vault.OrphanAge)
	}
	if err := w.vault.Confirm(t.Context(), w.tenant); err != nil {
		t.Fatal(err)
	}
	if got, err := w.vault.Sweep(t.Context(), w.tenant, nobody); err != nil || got.Marked != 8 || got.Destroyed != 0 {
		t.Errorf("Sweep after Confirm = %+v, %v", got, err)
	}
}

func TestSweepDestroysNothingThatItCannotAskAbout(t *testing.T) {
	w := newWorld(t, vault.Settings{BatchLeast: 8})
	w.take()
	w.clock.Add(2 * vault.OrphanAge)
	got, err := w.vault.Sweep(t.Context(), w.tenant, func(context.Context, id.ID, []id.ID) (map[id.ID]bool, error) { return nil, errDisk })
	if !errors.Is(err, errDisk) || got != (vault.Swept{}) {
		t.Errorf("Sweep = %+v, %v", got, err)
	}
}

package vault_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"linli/platform/id"
	"linli/platform/vault"
)

// gone fails the test unless the field answers as erased, from a fresh process at once and from this vault, which may
// not have done the shredding, after the life of its cache.
func (w *world) gone(s vault.Sealed) {
	w.t.Helper()
	w.clock.Add(time.Minute)
	for _, v := range []*vault.Vault{w.vault, w.open(w.operator, vault.Settings{})} {
		if text, err := v.Open(w.t.Context(), w.grant(w.tenant, s.Case), s); !errors.Is(err, vault.ErrShredded) || text != nil {
			w.t.Errorf("Open of an erased field = %q, %v", text, err)
		}
	}
}

func TestShredIsTakenUpAfterACrashAtEachStep(t *testing.T) {
	for _, step := range []string{"Record", "Destroy", "Compact", "Finish"} {
		for _, when := range []string{"before", "after"} {
			t.Run(when+" "+step, func(t *testing.T) {
				w := newWorld(t, vault.Settings{})
				s, kept := w.seal(planted), w.seal("kept")
				journal := w.ids.New()
				if when == "before" {
					w.store.Fail(failing(step), nil)
				} else {
					w.store.Fail(nil, failing(step))
				}
				if err := w.vault.Shred(t.Context(), w.tenant, []id.ID{s.Key}, journal); !errors.Is(err, vault.ErrUnavailable) {
					t.Fatalf("Shred over a crash: %v", err)
				}
				w.store.Fail(nil, nil)
				started := w.open(w.operator, vault.Settings{})
				if err := started.Resume(t.Context(), w.tenant); err != nil {
					t.Fatal(err)
				}
				if when == "before" && step == "Record" { // nothing was promised yet; the caller asks again
					w.reads(started, s, planted)
					if err := w.vault.Shred(t.Context(), w.tenant, []id.ID{s.Key}, journal); err != nil {
						t.Fatal(err)
					}
				}
				w.gone(s)
				w.reads(w.vault, kept, "kept")
				if open, err := w.store.Unfinished(t.Context(), w.tenant, 9); err != nil || len(open) > 0 {
					t.Errorf("unfinished: %v, %v", open, err)
				}
				if err := w.vault.Shred(t.Context(), w.tenant, []id.ID{s.Key}, journal); err != nil {
					t.Errorf("Shred again: %v", err)
				}
			})
		}
	}
}

type brokenMirror struct{}

func (brokenMirror) Append(context.Context, []vault.Entry) error { return errDisk }

func TestNothingIsDestroyedBeforeTheMirrorHasIt(t *testing.T) {
	w := newWorld(t, vault.Settings{Mirror: brokenMirror{}})
	s := w.seal(planted)
	if err := w.vault.Shred(t.Context(), w.tenant, []id.ID{s.Key}, w.ids.New()); !errors.Is(err, vault.ErrUnavailable) {
		t.Fatal(err)
	}
	rows, err := w.store.Get(t.Context(), w.tenant, []id.ID{s.Key})
	if err != nil || len(rows) != 1 {
		t.Errorf("the key was destroyed before the mirror had the erasure: %v, %v", rows, err)
	}
}

// A read that began before the shredding must not leave the key in memory after it.
func TestShredBeatsAReadUnderWay(t *testing.T) {
	w := newWorld(t, vault.Settings{})
	s := w.seal(planted)
	v := w.open(w.operator, vault.Settings{}) // holds no key yet
	shredding := false
	w.store.Fail(nil, func(step string) error {
		if step == "Get" && !shredding { // the reader has the row in hand; now the key is destroyed
			shredding = true
			return v.Shred(context.Background(), w.tenant, []id.ID{s.Key}, w.ids.New())
		}
		return nil
	})
	w.reads(v, s, planted) // it had begun before
	if _, err := v.Open(t.Context(), w.grant(w.tenant, s.Case), s); !errors.Is(err, vault.ErrShredded) {
		t.Errorf("the reader's own process still opens it: %v", err)
	}
	w.gone(s)
}

// A copy of the sealed rows and an older backup of the key store, put together again, are corrected by the journal.
func TestReplayOverARestoredKeyStore(t *testing.T) {
	path := filepath.Join(t.TempDir(), "erasures.jsonl")
	mirror, err := vault.OpenJournalFile(path)
	if err != nil {
		t.Fatal(err)
	}
	w := newWorld(t, vault.Settings{Mirror: mirror})
	s, kept := w.seal(planted), w.seal("kept")
	restore := w.store.Backup()
	if err := w.vault.Shred(t.Context(), w.tenant, []id.ID{s.Key}, w.ids.New()); err != nil {
		t.Fatal(err)
	}
	var copied bytes.Buffer
	if err := w.vault.WriteJournal(t.Context(), &copied); err != nil {
		t.Fatal(err)
	}
	if err := mirror.Close(); err != nil {
		t.Fatal(err)
	}
	mirrored, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(mirrored, copied.Bytes()) || len(mirrored) == 0 {
		t.Errorf("the mirror holds %q, the copy %q", mirrored, copied.Bytes())
	}
	for name, journal := range map[string][]byte{"mirror": mirrored, "copy": copied.Bytes()} {
		restore()
		started := w.open(w.operator, vault.Settings{})
		w.reads(started, s, planted) // this is what the journal is for
		entries, err := vault.ReadJournal(bytes.NewReader(journal))
		if err != nil {
			t.Fatal(err)
		}
		for round, want := range []int{1, 0} {
			if n, err := started.Replay(t.Context(), entries); err != nil || n != want {
				t.Errorf("%s, round %d: Replay = %d, %v", name, round, n, err)
			}
		}
		if _, err := started.Open(t.Context(), w.grant(w.tenant, s.Case), s); !errors.Is(err, vault.ErrShredded) {
			t.Errorf("%s: after Replay: %v", name, err)
		}
		w.reads(started, kept, "kept")
	}
}

// One erasure of more keys than a page, replayed and resumed: none is ended before it is destroyed.
func TestLongErasures(t *testing.T) {
	w := newWorld(t, vault.Settings{BatchLeast: 600})
	var keys []id.ID
	for range 1201 {
		keys = append(keys, w.take())
	}
	restore := w.store.Backup()
	w.store.Fail(failing("Destroy"), nil)
	if err := w.vault.Shred(t.Context(), w.tenant, keys, w.ids.New()); err == nil {
		t.Fatal("Shred over a crash succeeded")
	}
	w.store.Fail(nil, nil)
	if err := w.vault.Resume(t.Context(), w.tenant); err != nil {
		t.Fatal(err)
	}
	left := func() int {
		rows, err := w.store.Get(t.Context(), w.tenant, keys)
		if err != nil {
			t.Fatal(err)
		}
		return len(rows)
	}
	if n := left(); n != 0 {
		t.Errorf("%d keys are left after Resume", n)
	}
	var journal bytes.Buffer
	if err := w.vault.WriteJournal(t.Context(), &journal); err != nil {
		t.Fatal(err)
	}
	restore()
	entries, err := vault.ReadJournal(&journal)
	if err != nil || len(entries) != len(keys) {
		t.Fatalf("%d entries of %d, %v", len(entries), len(keys), err)
	}
	if n, err := w.vault.Replay(t.Context(), entries); err != nil || n != len(keys) || left() != 0 {
		t.Errorf("Replay = %d, %v; %d keys are left", n, err, left())
	}
}

func TestReadJournal(t *testing.T) {
	w := newWorld(t, vault.Settings{})
	var keys []id.ID
	for range 3 {
		keys = append(keys, w.take())
	}
	if err := w.vault.Shred(t.Context(), w.tenant, keys, w.ids.New()); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := w.vault.WriteJournal(t.Context(), &out); err != nil {
		t.Fatal(err)
	}
	lines := strings.SplitAfter(out.String(), "\n")[:3]
	read := func(text string) ([]id.ID, error) {
		entries, err := vault.ReadJournal(strings.NewReader(text))
		var got []id.ID
		for _, e := range entries {
			got = append(got, e.Key)
		}
		return got, err
	}
	if got, err := read(out.String()); err != nil || !slices.Equal(got, keys) {
		t.Errorf("whole: %v, %v", got, err)
	}
	if got, err := read(lines[0] + lines[1] + lines[2][:20]); err != nil || !slices.Equal(got, keys[:2]) {
		t.Errorf("last line cut by a power cut: %v, %v", got, err)
	}
	for name, text := range map[string]string{
		"middle line cut": lines[0] + lines[1][:20] + "\n" + lines[2],
		"two lines glued": lines[0] + strings.TrimSuffix(lines[1], "\n") + lines[2],
		"later version":   strings.ReplaceAll(lines[0], `"v":1`, `"v":2`),
		"key missing":     `{"v":1,"tenant":"` + w.tenant.String() + `","journal":"` + w.tenant.String() + `"}` + "\n",
		"endless line":    strings.Repeat("x", 5000),
	} {
		if got, err := read(text); !errors.Is(err, vault.ErrJournal) || got != nil {
			t.Errorf("%s: %v, %v", name, got, err)
		}
	}
}

func TestJournalFileEndsWhatAPowerCutLeft(t *testing.T) {
	path := filepath.Join(t.TempDir(), "erasures.jsonl")
	w := newWorld(t, vault.Settings{})
	entry := vault.Entry{Tenant: w.tenant, Journal: w.ids.New(), Key: w.ids.New(), At: w.clock.Now()}
	for round := range 2 {
		j, err := vault.OpenJournalFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := j.Append(t.Context(), []vault.Entry{entry}); err != nil {
			t.Fatal(err)
		}
		if err := j.Close(); err != nil {
			t.Fatal(err)
		}
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		entries, err := vault.ReadJournal(bytes.NewReader(text))
		if err != nil || len(entries) != round+1 || entries[round] != entry {
			t.Fatalf("round %d: %v, %v", round, entries, err)
		}
		if err := os.WriteFile(path, append(text, `{"v":1,"ten`...), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if mode, err := os.Stat(path); err != nil || mode.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", mode.Mode(), err)
	}
}

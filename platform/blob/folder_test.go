package blob_test

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"linli/platform/blob"
	"linli/platform/clock"
	"linli/platform/id"
)

func TestFolder(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "blobs")
	s, err := blob.OpenFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	ids := id.NewSource(clock.System{}, nil)
	tenant, other, name, second := ids.New(), ids.New(), ids.New(), ids.New()
	ctx := t.Context()
	for _, n := range []id.ID{name, second} {
		if err := s.Put(ctx, tenant, n, []byte("sealed "+n.String())); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := s.Get(ctx, tenant, name); err != nil || string(got) != "sealed "+name.String() {
		t.Errorf("Get = %q, %v", got, err)
	}
	if err := s.Put(ctx, tenant, name, []byte("other")); !errors.Is(err, blob.ErrStore) || !errors.Is(err, fs.ErrExist) {
		t.Errorf("Put over another blob: %v", err)
	}
	if _, err := s.Get(ctx, other, name); !errors.Is(err, blob.ErrMissing) {
		t.Errorf("Get for another tenant: %v", err)
	}
	if err := s.Put(ctx, id.ID{}, name, nil); !errors.Is(err, blob.ErrStore) {
		t.Errorf("Put without a tenant: %v", err)
	}
	names, err := s.Names(ctx, tenant)
	slices.SortFunc(names, func(a, b id.ID) int { return slices.Compare(a[:], b[:]) })
	if err != nil || !slices.Equal(names, []id.ID{name, second}) {
		t.Errorf("Names = %v, %v", names, err)
	}
	if names, err := s.Names(ctx, other); err != nil || len(names) != 0 {
		t.Errorf("Names of a tenant without blobs = %v, %v", names, err)
	}
	err = filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := e.Info()
		if want := map[bool]fs.FileMode{true: 0o700, false: 0o600}[e.IsDir()]; err != nil || info.Mode().Perm() != want {
			t.Errorf("%s: mode %v, want %v", path, info.Mode().Perm(), want)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
	for range 2 {
		if err := s.Delete(ctx, tenant, name); err != nil {
			t.Errorf("Delete: %v", err)
		}
	}
	if _, err := s.Get(ctx, tenant, name); !errors.Is(err, blob.ErrMissing) {
		t.Errorf("Get after Delete: %v", err)
	}
	ended, cancel := context.WithCancel(ctx)
	cancel()
	if err := s.Put(ended, tenant, name, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("Put after cancel: %v", err)
	}
}

// What a killed process left unfinished is never listed or read, does not stand in the way, and is tidied away.
func TestFolderAfterAKill(t *testing.T) {
	dir := t.TempDir()
	s, err := blob.OpenFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	ids := id.NewSource(clock.System{}, nil)
	tenant, name := ids.New(), ids.New()
	if err := s.Put(t.Context(), tenant, name, []byte("whole")); err != nil {
		t.Fatal(err)
	}
	found, err := filepath.Glob(filepath.Join(dir, tenant.String(), "*", name.String()))
	if err != nil || len(found) != 1 {
		t.Fatal(found, err)
	}
	if err := os.Rename(found[0], found[0]+".new"); err != nil {
		t.Fatal(err)
	}
	if names, err := s.Names(t.Context(), tenant); err != nil || len(names) != 0 {
		t.Errorf("Names = %v, %v", names, err)
	}
	if _, err := s.Get(t.Context(), tenant, name); !errors.Is(err, blob.ErrMissing) {
		t.Errorf("Get = %v", err)
	}
	info, err := os.Stat(found[0] + ".new")
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Tidy(t.Context(), tenant, info.ModTime()); err != nil {
		t.Fatal(err)
	}
	if rest, _ := filepath.Glob(found[0] + ".new"); len(rest) != 1 {
		t.Error("a file that may still be written is gone")
	}
	if err := s.Tidy(t.Context(), tenant, info.ModTime().Add(time.Nanosecond)); err != nil {
		t.Fatal(err)
	}
	if rest, _ := filepath.Glob(found[0] + ".new"); len(rest) != 0 {
		t.Error("the unfinished file is left")
	}
	if err := s.Put(t.Context(), tenant, name, []byte("again")); err != nil {
		t.Error(err)
	}
}

// A link planted in the folder does not lead out of it.
func TestFolderFollowsNoLinkOutside(t *testing.T) {
	dir, outside := t.TempDir(), t.TempDir()
	s, err := blob.OpenFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	ids := id.NewSource(clock.System{}, nil)
	tenant, name := ids.New(), ids.New()
	if err := os.Symlink(outside, filepath.Join(dir, tenant.String())); err != nil {
		t.Fatal(err)
	}
	if err := s.Put(t.Context(), tenant, name, []byte("x")); !errors.Is(err, blob.ErrStore) {
		t.Errorf("Put = %v", err)
	}
	if left, err := os.ReadDir(outside); err != nil || len(left) != 0 {
		t.Errorf("written outside: %v, %v", left, err)
	}
}

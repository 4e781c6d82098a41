package blob_test

import (
	"bytes"
	"errors"
	"image"
	"image/jpeg"
	"path/filepath"
	"testing"

	"linli/platform/blob"
	"linli/platform/clock"
	"linli/platform/id"
)

// TestAsideOpensForWhoeverSentIt: with the token, for the same account and case, until it is given up; what lies in the store tells nothing.
func TestAsideOpensForWhoeverSentIt(t *testing.T) {
	s, err := blob.OpenFolder(filepath.Join(t.TempDir(), "blobs"))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	ids := id.NewSource(clock.System{}, nil)
	a, ctx := blob.Aside{Files: s, IDs: ids, Cleaner: blob.NewCleaner(blob.Limits{})}, t.Context()
	tenant, account, of, other := ids.New(), ids.New(), ids.New(), ids.New()
	var photo bytes.Buffer
	if err := jpeg.Encode(&photo, image.NewGray(image.Rect(0, 0, 30, 20)), nil); err != nil {
		t.Fatal(err)
	}
	held, err := a.Put(ctx, tenant, account, of, &photo, "街.jpg")
	if err != nil || !bytes.HasPrefix(held.Bytes, []byte("\xff\xd8")) {
		t.Fatalf("%d bytes, %v", len(held.Bytes), err)
	}
	if _, err := a.Put(ctx, tenant, account, of, bytes.NewReader([]byte("<svg>")), "a.svg"); !errors.Is(err, blob.ErrMarkup) {
		t.Errorf("what is no picture is held: %v", err)
	}
	got, err := a.Get(ctx, tenant, account, of, held.Token)
	if err != nil || got.Name != "街.jpg" || !bytes.Equal(got.Bytes, held.Bytes) {
		t.Errorf("%+v, %v", got, err)
	}
	names, err := s.Names(ctx, tenant)
	if err != nil || len(names) != 1 {
		t.Fatalf("%v, %v", names, err)
	}
	if lies, _ := s.Get(ctx, tenant, names[0]); bytes.Contains(lies, held.Bytes[:20]) || bytes.Contains(lies, []byte("街")) {
		t.Error("it lies open")
	}
	wrong := []byte(held.Token)
	wrong[40]++
	for name, ask := range map[string]func() error{
		"another account": func() error { _, err := a.Get(ctx, tenant, other, of, held.Token); return err },
		"another case":    func() error { _, err := a.Get(ctx, tenant, account, other, held.Token); return err },
		"another tenant":  func() error { _, err := a.Get(ctx, other, account, of, held.Token); return err },
		"another key":     func() error { _, err := a.Get(ctx, tenant, account, of, string(wrong)); return err },
		"no token":        func() error { _, err := a.Get(ctx, tenant, account, of, "?"); return err },
		"a short one":     func() error { _, err := a.Get(ctx, tenant, account, of, held.Token[:40]); return err },
	} {
		if err := ask(); !errors.Is(err, blob.ErrNotHeld) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := a.Delete(ctx, tenant, held); err != nil {
		t.Fatal(err)
	}
	if _, err := a.Get(ctx, tenant, account, of, held.Token); !errors.Is(err, blob.ErrNotHeld) {
		t.Errorf("given up: %v", err)
	}
}

package house_test

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"image"
	"image/png"
	"io"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"linli/app/apptest"
	"linli/mediation"
	"linli/platform/access"
	"linli/platform/id"
	"linli/platform/vault"
	"linli/store/dialect"
)

// picture is an attachment, handed in by the clerk for the first party.
func picture(t *testing.T, w *apptest.World, c mediation.Case) mediation.Attachment {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewNRGBA(image.Rect(0, 0, 8, 8))); err != nil {
		t.Fatal(err)
	}
	f, err := w.App.Mediation.Upload(w.Ctx, w.As("clerk"), c.ID, mediation.UploadInput{Party: c.Parties[0].ID, Name: "慕容雪松的阳台.png", Reader: &b})
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// filesOf are all blobs of the office.
func filesOf(t *testing.T, w *apptest.World) map[id.ID][]byte {
	t.Helper()
	out := map[id.ID][]byte{}
	names, err := w.App.Blobs.Names(w.Ctx, w.Tenant())
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range names {
		if out[n], err = w.App.Blobs.Get(w.Ctx, w.Tenant(), n); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

// targets are the engine of the test, and then the other one: a backup moves between them.
func targets(e dialect.Engine) []dialect.Engine {
	if e == dialect.Postgres {
		return []dialect.Engine{dialect.Postgres, dialect.SQLite}
	}
	if testing.Short() {
		return []dialect.Engine{dialect.SQLite}
	}
	return []dialect.Engine{dialect.SQLite, dialect.Postgres}
}

// TestABackupBringsNothingErasedBack (R7, with backups): a case full of planted words and with an attachment is backed up, cases
// and keys; then it is erased. Restored from the files of before the erasure and the journal of after it, the office has
// nothing of it: no file, row or blob says a word, none of the sealed rows is there, and what was copied aside opens
// with no key. Another case is untouched.
func TestABackupBringsNothingErasedBack(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		gone := w.To(mediation.Screening)
		file := picture(t, w, gone)
		gone = w.Act(w.Party(gone, 0), gone, mediation.Withdraw{Party: gone.Parties[0].ID})
		stays := w.To(mediation.Submitted)
		copied, blobs := backUp(t, w, gone), filesOf(t, w)
		dir := t.TempDir()
		w.Clock.Add(time.Hour)
		cases, keys := w.Backup(dir)
		w.Clock.Add(370 * 24 * time.Hour)
		done, err := w.App.EraseDue(w.Ctx)
		if err != nil || done.Cases != 1 || done.Keys == 0 || done.Failed != 0 {
			t.Fatalf("%+v, %v", done, err)
		}
		copied.gone(t, w, gone, func(vault.Scope) bool { return true })
		for _, e := range targets(w.Place.Engine) {
			t.Run("into "+string(e), func(t *testing.T) {
				place := w.Target(e)
				restoring := w.Restoring(place, cases, keys)
				restoring.Journals = []string{w.App.Config.Journal}
				out, err := restoring.Run(w.Ctx)
				if err != nil || !out.Newer || out.Missing != 0 || out.Journal != done.Keys || out.Left == 0 {
					t.Fatalf("%+v, %v", out, err)
				}
				back := w.Opened(t, place)
				if e == dialect.SQLite {
					copied.gone(t, back, gone, func(vault.Scope) bool { return true })
				}
				nothingOf(t, back, copied, blobs, file)
				for _, found := range whereIs(t, back, slices.Concat(apptest.Planted, secretWords)) {
					t.Error(found)
				}
				clerk := access.Actor{Kind: access.Staff, Tenant: w.Tenant(), Account: w.Hired("clerk").Account, Posts: []access.Post{{Kind: access.Clerk, Unit: w.Unit("V1")}}, Via: "web"}
				o, err := back.App.Mediation.Open(back.Ctx, clerk, stays.ID, access.ForWork)
				if err != nil || o.Application.Summary == "" || o.Name(stays.Parties[0].ID) != apptest.Planted[0] {
					t.Errorf("the other case does not open: %v", err)
				}
				if o, err := back.App.Mediation.Open(back.Ctx, clerk, gone.ID, access.ForWork); err == nil && (o.Application.Summary != "" || o.Name(gone.Parties[0].ID) != "") {
					t.Error("the erased case opens")
				}
				if again, err := back.App.EraseDue(back.Ctx); err != nil || again.Failed != 0 {
					t.Errorf("erasing what is due in the restored office: %+v, %v", again, err)
				}
				stored, err := back.App.Mediation.Repo.Case(back.Ctx, back.Tenant(), gone.ID)
				if err != nil || stored.Erased.IsZero() {
					t.Errorf("the restored case does not say that it was erased: %v", err)
				}
			})
		}
	})
}

// nothingOf fails the test for each sealed text or blob of the erased case in the restored office.
func nothingOf(t *testing.T, w *apptest.World, b backup, blobs map[id.ID][]byte, file mediation.Attachment) {
	t.Helper()
	if len(blobs) != 1 || file.ID.IsZero() {
		t.Fatalf("%d blobs were backed up, want the picture", len(blobs))
	}
	if left := filesOf(t, w); len(left) != 0 {
		t.Errorf("%d blobs are back", len(left))
	}
	all := rows(t, w.App.Stores.Cases)
	for _, f := range b.fields {
		for _, r := range all["sealed"] {
			if bytes.Equal(r["body"].([]byte), f.Body) {
				t.Errorf("the sealed %s is back", f.Field)
			}
		}
	}
	err := filepath.WalkDir(w.App.Config.Data, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		raw, err := os.ReadFile(path)
		for _, f := range b.fields {
			if bytes.Contains(raw, f.Body) {
				t.Errorf("%s has the sealed %s", filepath.Base(path), f.Field)
			}
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

// TestABackupHoldsItsHalfOnly: the file of the cases holds no key, the file of the keys no text, and neither a planted word.
func TestABackupHoldsItsHalfOnly(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		wholeRoad(w)
		cases, keys := w.Backup(t.TempDir())
		plain := unpacked(t, cases)
		sealed, err := os.ReadFile(keys)
		if err != nil {
			t.Fatal(err)
		}
		for _, word := range slices.Concat(apptest.Planted, secretWords) {
			for _, form := range forms(word) {
				if bytes.Contains(plain, form) || bytes.Contains(sealed, form) {
					t.Errorf("a backup says %s", word)
				}
			}
		}
		for _, r := range rows(t, w.App.Stores.Keys)["wrapped_key"] {
			if wrapped := r["wrapped"].([]byte); bytes.Contains(plain, base64Of(wrapped)) || bytes.Contains(plain, wrapped) || bytes.Contains(sealed, base64Of(wrapped)) {
				t.Error("a wrapped key can be read in a backup")
			}
		}
		if !bytes.Contains(plain, base64Of(rows(t, w.App.Stores.Cases)["sealed"][0]["body"].([]byte))) {
			t.Error("the search does not see what is there")
		}
	})
}

// unpacked are the bytes of an archive without its compression.
func unpacked(t *testing.T, file string) []byte {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	return readAll(t, z)
}

func base64Of(b []byte) []byte { return []byte(base64.StdEncoding.EncodeToString(b)) }

func readAll(t *testing.T, r io.Reader) []byte {
	t.Helper()
	b, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

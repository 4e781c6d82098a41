package mediation_test

import (
	"bytes"
	"context"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/png"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"encoding/binary"

	"linli/app/apptest"
	"linli/consent"
	"linli/mediation"
	"linli/platform/access"
	"linli/platform/blob"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/platform/vault"
	cases "linli/store/casefile"
	"linli/store/dialect"
)

// planted stands in the file's name, in its metadata and, as bytes, in its pixels.
const planted = "慕容雪松的录音"

// photo is a small picture with a comment in its metadata.
func photo(t testing.TB) []byte {
	t.Helper()
	m := image.NewNRGBA(image.Rect(0, 0, 24, 16))
	for i := range m.Pix {
		m.Pix[i] = byte(i * 7)
	}
	m.Set(0, 0, color.NRGBA{1, 2, 3, 255})
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	raw := b.Bytes()
	end := len(raw) - 12 // the IEND chunk
	return append(append(append([]byte{}, raw[:end]...), chunk("iTXt", "Comment\x00\x00\x00\x00\x00"+planted)...), raw[end:]...)
}

func chunk(kind, body string) []byte {
	out := binary.BigEndian.AppendUint32(nil, uint32(len(body)))
	out = append(out, kind+body...)
	return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE([]byte(kind+body)))
}

func upload(t testing.TB, w *apptest.World, a access.Actor, c mediation.Case, in mediation.UploadInput) mediation.Attachment {
	t.Helper()
	if in.Reader == nil {
		in.Reader = bytes.NewReader(photo(t))
	}
	if in.Name == "" {
		in.Name = planted + ".png"
	}
	f, err := w.App.Mediation.Upload(w.Ctx, a, c.ID, in)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func blobs(t testing.TB, w *apptest.World) []id.ID {
	t.Helper()
	names, err := w.App.Blobs.Names(w.Ctx, w.Tenant())
	if err != nil {
		t.Fatal(err)
	}
	return names
}

func TestAFileGoesInUnderSealAndComesOutToItsReaders(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		c := w.To(mediation.InSession)
		clerk, mediator := w.As("clerk"), w.As("mediator")
		first, second := w.Party(c, 0), w.Party(c, 1)
		own := upload(t, w, first, c, mediation.UploadInput{Party: first.Party})
		shared := upload(t, w, second, c, mediation.UploadInput{Party: second.Party, Shared: true})
		office := upload(t, w, clerk, c, mediation.UploadInput{})

		yes, no := true, false
		for _, x := range []struct {
			name   string
			reader access.Actor
			reads  [3]bool // own, shared, office
		}{
			{"the applicant", first, [3]bool{yes, yes, no}},
			{"the respondent", second, [3]bool{no, yes, no}},
			{"the clerk at work on it", clerk, [3]bool{yes, yes, yes}},
			{"the mediator at work on it", mediator, [3]bool{yes, yes, yes}},
			{"the lead, who sees the state only", w.As("lead"), [3]bool{}},
			{"the administrator", w.As("admin"), [3]bool{}},
			{"a clerk of another village", w.As("other.clerk"), [3]bool{}},
		} {
			for i, f := range []mediation.Attachment{own, shared, office} {
				got, err := w.App.Mediation.Download(w.Ctx, x.reader, c.ID, f.ID)
				if x.reads[i] != (err == nil) {
					t.Errorf("%s, file %d: %v", x.name, i, err)
				}
				if err != nil {
					continue
				}
				if _, err := png.Decode(bytes.NewReader(got.Bytes)); err != nil || got.Type != "image/png" || got.Name != planted+".png" || int64(len(got.Bytes)) != got.Size {
					t.Errorf("%s, file %d: %q, %s, %d bytes, %v", x.name, i, got.Name, got.Type, got.Size, err)
				}
				if bytes.Contains(got.Bytes, []byte(planted)) {
					t.Errorf("%s, file %d: the metadata came through", x.name, i)
				}
			}
		}
		rows, err := w.App.Mediation.Reads.Readings(w.Ctx, w.Tenant(), c.ID, id.ID{}, time.Time{}, 50)
		if err != nil {
			t.Fatal(err)
		}
		printed := false
		for _, r := range rows {
			printed = printed || r.Account == clerk.Account && r.Purpose == access.ForPrint
		}
		if !printed {
			t.Error("the clerk's download left no access row")
		}
		for _, e := range w.Events(c) {
			if e.Kind == "attach" && (len(e.Secrets) != 2 || !e.Intact()) {
				t.Errorf("event %d binds %d sealed texts; name and content are two", e.Seq, len(e.Secrets))
			}
		}
	})
}

// TestNothingPlantedLiesAnywhere looks at every file of the installation as a thief would.
func TestNothingPlantedLiesAnywhere(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		c := w.To(mediation.Screening)
		f := upload(t, w, w.As("clerk"), c, mediation.UploadInput{Party: c.Parties[0].ID})
		got, err := w.App.Mediation.Download(w.Ctx, w.As("clerk"), c.ID, f.ID)
		if err != nil {
			t.Fatal(err)
		}
		look := [][]byte{[]byte(planted), got.Bytes[:64], []byte("\x89PNG\r\n\x1a\n"), []byte("IHDR")}
		roots := []string{w.App.Config.Data}
		if w.Place.Engine == dialect.SQLite {
			roots = append(roots, filepath.Dir(w.Place.File))
		}
		seen := 0
		for _, root := range roots {
			err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
				if err != nil || d.IsDir() {
					return err
				}
				raw, err := os.ReadFile(path) // #nosec G304 -- the test's own folder
				if err != nil {
					return err
				}
				seen++
				for _, x := range look {
					if bytes.Contains(raw, x) {
						t.Errorf("%s holds %q in clear", path, x[:min(len(x), 24)])
					}
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		if seen < 2 || len(blobs(t, w)) != 1 {
			t.Errorf("looked at %d files; %d blobs", seen, len(blobs(t, w)))
		}
	})
}

// broken is a folder in which one step fails.
type broken struct {
	blob.Store
	put, del error
}

func (b broken) Put(ctx context.Context, tenant, name id.ID, sealed []byte) error {
	if b.put != nil {
		return b.put
	}
	return b.Store.Put(ctx, tenant, name, sealed)
}

func (b broken) Delete(ctx context.Context, tenant, name id.ID) error {
	if b.del != nil {
		return b.del
	}
	return b.Store.Delete(ctx, tenant, name)
}

// fails is a repository that cannot write.
type fails struct {
	mediation.Repo
	err error
}

func (f fails) Play(context.Context, mediation.Change) error { return f.err }

func TestAnUploadThatFailsLeavesNothing(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		s := w.App.Mediation
		c := w.To(mediation.Screening)
		events := len(w.Events(c))
		in := func() mediation.UploadInput {
			return mediation.UploadInput{Party: c.Parties[0].ID, Name: "a.png", Reader: bytes.NewReader(photo(t))}
		}
		referenced := cases.New(w.App.Stores.Cases).Referenced

		folder := s.Files
		s.Files = broken{Store: folder, put: blob.ErrStore}
		_, err := s.Upload(w.Ctx, w.As("clerk"), c.ID, in())
		apptest.Refused(t, err, blob.ErrStore.Key)
		s.Files = folder

		repo := s.Repo
		s.Repo = fails{repo, errors.New("the disk is full")}
		if _, err := s.Upload(w.Ctx, w.As("clerk"), c.ID, in()); err == nil {
			t.Error("an upload that was not written is no success")
		}
		s.Repo = repo
		if n := len(blobs(t, w)); n != 1 || len(w.Events(c)) != events {
			t.Fatalf("%d blobs and %d events after two failures", n, len(w.Events(c))-events)
		}
		kept := upload(t, w, w.As("clerk"), c, in())
		for i, want := range []struct {
			wait time.Duration
			n    int
		}{{0, 0}, {59 * time.Minute, 0}, {2 * time.Minute, 1}, {time.Hour, 0}} {
			w.Clock.Add(want.wait)
			if n, err := s.TidyFiles(w.Ctx, w.Tenant(), referenced); err != nil || n != want.n {
				t.Errorf("sweep %d took %d, want %d (%v)", i, n, want.n, err)
			}
		}
		if n := len(blobs(t, w)); n != 1 {
			t.Errorf("%d blobs after the sweep, want the one that a case names", n)
		}
		if _, err := s.Download(w.Ctx, w.As("clerk"), c.ID, kept.ID); err != nil {
			t.Errorf("the file that was kept: %v", err)
		}
	})
}

func TestShreddedFilesAreGone(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		s, clerk := w.App.Mediation, w.As("clerk")
		c := w.To(mediation.Invited)
		own := upload(t, w, w.Party(c, 0), c, mediation.UploadInput{Party: c.Parties[0].ID})
		shared := upload(t, w, w.Party(c, 0), c, mediation.UploadInput{Party: c.Parties[0].ID, Shared: true})
		about := upload(t, w, clerk, c, mediation.UploadInput{})
		backup := map[id.ID][]byte{}
		for _, name := range blobs(t, w) {
			b, err := w.App.Blobs.Get(w.Ctx, w.Tenant(), name)
			if err != nil {
				t.Fatal(err)
			}
			backup[name] = b
		}
		keys, err := s.Repo.Keys(w.Ctx, w.Tenant(), c.ID)
		if err != nil {
			t.Fatal(err)
		}
		c = w.Act(clerk, c, mediation.Refuse{Party: c.Parties[1].ID, How: consent.Oral})
		w.Clock.Add(31 * 24 * time.Hour)
		if err := s.ShredRefused(w.Ctx, w.Tenant(), c.ID, c.Parties[1].ID); err != nil {
			t.Fatal(err)
		}
		for _, f := range []mediation.Attachment{shared, about} {
			if _, err := s.Download(w.Ctx, clerk, c.ID, f.ID); fault.Of(err).Code != fault.NotFound {
				t.Errorf("a file that may be about the one who refused: %v", err)
			}
		}
		if _, err := s.Download(w.Ctx, w.Party(c, 0), c.ID, own.ID); err != nil {
			t.Errorf("the applicant's own file: %v", err)
		}
		if n := len(blobs(t, w)); n != 1 {
			t.Errorf("%d blobs left, want the applicant's own", n)
		}

		// The rest goes with the case; a blob that could not be deleted then is unreadable, and is swept later.
		s.Files = broken{Store: w.App.Blobs, del: blob.ErrStore}
		w.Clock.Add(200 * 24 * time.Hour)
		if err := s.RetentionOver(w.Ctx, w.Tenant(), c.ID, true); err != nil {
			t.Fatal(err)
		}
		s.Files = w.App.Blobs
		if n := len(blobs(t, w)); n != 1 {
			t.Fatalf("%d blobs; the broken folder should have kept one", n)
		}
		grant, err := s.Access.Open(w.Ctx, s.Recorder, w.Clock.Now(), clerk, c.Facts(), access.ForWork)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range []mediation.Attachment{own, shared, about} {
			key, _ := vault.Find(keys, vault.Scope{Kind: vault.Attachment, Of: f.ID})
			_, err := w.App.Vault.Open(w.Ctx, grant, vault.Sealed{Case: c.ID, Owner: f.ID, Field: mediation.FieldFileContent, Key: key, Version: 1, Body: backup[key]})
			if !errors.Is(err, vault.ErrShredded) {
				t.Errorf("a file from a backup opens after shredding: %v", err)
			}
		}
		for range 2 {
			if _, err := s.TidyFiles(w.Ctx, w.Tenant(), cases.New(w.App.Stores.Cases).Referenced); err != nil {
				t.Fatal(err)
			}
			w.Clock.Add(2 * time.Hour)
		}
		if n := len(blobs(t, w)); n != 0 {
			t.Errorf("%d blobs left of an erased case", n)
		}
	})
}

func TestHostileFilesAreRefusedWhole(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		c := w.To(mediation.Screening)
		events := len(w.Events(c))
		picture := string(photo(t))
		huge := "\x89PNG\r\n\x1a\n" + string(chunk("IHDR", "\x00\x00\x4e\x20\x00\x00\x4e\x20\x08\x06\x00\x00\x00")) + string(chunk("IEND", ""))
		for _, x := range []struct {
			name, body string
			want       *fault.Error
		}{
			{"a.svg", `<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`, blob.ErrMarkup},
			{"a.png", `<!doctype html><script>alert(1)</script>`, blob.ErrMarkup},
			{"a.png", picture + `<script>alert(1)</script>`, blob.ErrPolyglot},
			{"a.exe", picture, blob.ErrExtension},
			{"a.gif", "GIF89a\x01\x00\x01\x00", blob.ErrGIF},
			{"a.docx", "PK\x03\x04xxxx", blob.ErrOffice},
			{"a.png", huge, blob.ErrPixels},
			{"a.png", picture[:60], blob.ErrDamaged},
			{"a.txt", "hello", blob.ErrType},
			{"a.png", "", blob.ErrEmpty},
			{"a.png", strings.Repeat(picture, 10<<20/len(picture)+1), blob.ErrTooLarge},
			{"a.pdf", "%PDF-1.7\nnothing", blob.ErrPDF},
		} {
			for _, a := range []access.Actor{w.As("clerk"), w.Party(c, 0)} {
				_, err := w.App.Mediation.Upload(w.Ctx, a, c.ID, mediation.UploadInput{Party: c.Parties[0].ID, Name: x.name, Reader: strings.NewReader(x.body)})
				apptest.Refused(t, err, x.want.Key)
			}
		}
		if len(blobs(t, w)) != 0 || len(w.Events(c)) != events {
			t.Error("a refused file left something")
		}
	})
}

func TestWhoMayAddAFile(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		c := w.To(mediation.Invited)
		try := func(a access.Actor, in mediation.UploadInput) error {
			in.Name, in.Reader = "a.png", unread{t}
			_, err := w.App.Mediation.Upload(w.Ctx, a, c.ID, in)
			return err
		}
		apptest.Refused(t, try(w.Party(c, 0), mediation.UploadInput{Party: c.Parties[1].ID}), mediation.ErrNotFound.Key)
		apptest.Refused(t, try(w.Party(c, 0), mediation.UploadInput{}), mediation.ErrNotFound.Key)
		apptest.Refused(t, try(w.As("lead"), mediation.UploadInput{}), "access.refused.mediation.upload")
		apptest.Refused(t, try(w.As("other.clerk"), mediation.UploadInput{}), "access.not_found")
		stranger := w.Party(w.To(mediation.Submitted), 0)
		apptest.Refused(t, try(stranger, mediation.UploadInput{Party: stranger.Party}), "access.not_found")
		// Nor by asking the machine itself, past the checks of Upload.
		_, _, err := w.App.Mediation.Act(w.Ctx, w.Party(c, 0), c.ID, mediation.Attach{Attachment: c.ID, Party: c.Parties[1].ID, Type: "image/png"}, mediation.Ask{})
		apptest.Refused(t, err, mediation.ErrNotFound.Key)

		for range 40 {
			upload(t, w, w.Party(c, 0), c, mediation.UploadInput{Party: c.Parties[0].ID})
		}
		apptest.Refused(t, try(w.Party(c, 0), mediation.UploadInput{Party: c.Parties[0].ID}), "attach.too_many")
		closed := w.Act(w.As("clerk"), c, mediation.Withdraw{Party: c.Parties[0].ID})
		c = closed
		apptest.Refused(t, try(w.Party(c, 1), mediation.UploadInput{Party: c.Parties[1].ID}), "mediation.guard.state")
	})
}

// unread is an upload of which nothing may be read, because its sender is refused.
type unread struct{ t *testing.T }

func (u unread) Read([]byte) (int, error) {
	u.t.Error("a refused upload was read")
	return 0, errors.New("read")
}

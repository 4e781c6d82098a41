package house_test

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"io/fs"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"linli/app/apptest"
	"linli/mediation"
	"linli/platform/access"
	"linli/platform/id"
	"linli/platform/vault"
	"linli/store/dialect"
)

// file is one that somebody uploads.
type file struct {
	name, kind string
	bytes      []byte
}

// handIn uploads a file through the web.
func (s *site) handIn(t *testing.T, v *visitor, path string, f file, fields url.Values) {
	t.Helper()
	var body bytes.Buffer
	m := multipart.NewWriter(&body)
	fields.Set("_csrf", v.token)
	fields.Set("prints", "none")
	for name := range fields {
		if err := m.WriteField(name, fields.Get(name)); err != nil {
			t.Fatal(err)
		}
	}
	part, err := m.CreateFormFile("file", f.name)
	if err == nil {
		_, err = part.Write(f.bytes)
	}
	if err != nil || m.Close() != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequestWithContext(s.Ctx, http.MethodPost, path, &body)
	r.Host, r.RemoteAddr = "localhost:8080", "127.0.77.7:4711"
	for name, value := range map[string]string{"Content-Type": m.FormDataContentType(), "Accept": "text/html", "Accept-Language": "zh-Hans", "Sec-Fetch-Site": "same-origin", "User-Agent": agent} {
		r.Header.Set(name, value)
	}
	if v.bearer != "" {
		r.Header.Set("Authorization", "Bearer "+v.bearer)
	}
	for name, value := range v.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	w := httptest.NewRecorder()
	s.handler.ServeHTTP(w, r)
	if w.Code != http.StatusSeeOther {
		t.Fatalf("%s does not get %s in: %d %s", v.name, f.name, w.Code, w.Body.String())
	}
}

// fetch is what a visitor is given at an address.
func (s *site) fetch(t *testing.T, v *visitor, path string) visit {
	t.Helper()
	return s.send(t, v, stop{route: "GET " + path, label: "GET " + path, method: http.MethodGet, path: path, of: 0, party: v.party}, nil)
}

// handedIn has a party upload a photograph and a scan, the clerk a letter, and reads them back: the content is there, and
// nothing that was in the files beside it.
func handedIn(t *testing.T, s *site) (party *visitor) {
	t.Helper()
	c := s.cases[0]
	own, clerk := "/r/"+c.codes[0].String(), s.account("clerk")
	party = s.people[0]
	s.enter(t, party)
	s.fetch(t, party, own+"/files")
	s.handIn(t, party, own+"/files", file{inFiles[0] + ".jpg", "image/jpeg", photoFile(t)}, url.Values{"shared": {"yes"}})
	s.fetch(t, party, own+"/files")
	s.handIn(t, party, own+"/files", file{inFiles[1] + ".png", "image/png", scanFile(t)}, url.Values{})
	s.handIn(t, clerk, "/mediations/"+c.ID.String()+"/files", file{inFiles[2] + ".pdf", "application/pdf", letterFile()}, url.Values{"party": {"office"}})
	stored, err := s.App.Mediation.Repo.Case(s.Ctx, s.Tenant(), c.ID)
	if err != nil || len(stored.Attachments) != 3 {
		t.Fatalf("%d files came in, %v", len(stored.Attachments), err)
	}
	for i, f := range stored.Attachments {
		got := s.fetch(t, clerk, "/mediations/"+c.ID.String()+"/files/"+f.ID.String())
		if got.status != http.StatusOK || !strings.Contains(fmt.Sprint(got.header), url.PathEscape(inFiles[i])) {
			t.Errorf("%s is not given back: %d %v", inFiles[i], got.status, got.header)
		}
		if i == 2 && !bytes.Contains(pdfText(got.body), []byte(strings.ReplaceAll(inFiles[3], " ", ""))) {
			t.Error("the letter does not say what it said")
		}
		for _, word := range inMetadata {
			if slices.ContainsFunc(forms(word), func(form []byte) bool { return bytes.Contains(got.body, form) }) {
				t.Errorf("%s still says %s", inFiles[i], word)
			}
		}
	}
	return party
}

// onTheServer lists the planted words in the files of PostgreSQL, its write-ahead log among them.
func onTheServer(t *testing.T, w *apptest.World, words []string) (found []string) {
	t.Helper()
	if w.Place.Engine != dialect.Postgres {
		return nil // whereIs has read the files of SQLite
	}
	var dir string
	err := w.App.Stores.Cases.Administer(w.Ctx, func(ctx context.Context, pool *sql.DB) error {
		if _, err := pool.ExecContext(ctx, "checkpoint"); err != nil {
			return err
		}
		return pool.QueryRowContext(ctx, "show data_directory").Scan(&dir)
	})
	if err != nil {
		t.Fatal(err)
	}
	read := 0
	err = filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return nil //nolint:nilerr // a file of the server that went meanwhile
		}
		text, err := os.ReadFile(p)
		if err != nil {
			return nil //nolint:nilerr // the same
		}
		read++
		for _, word := range words {
			if slices.ContainsFunc(forms(word), func(form []byte) bool { return bytes.Contains(text, form) }) {
				found = append(found, "the server's "+filepath.Base(p)+" says "+word)
			}
		}
		return nil
	})
	if err != nil || read < 100 {
		t.Errorf("only %d files of the server were read, %v", read, err)
	}
	return found
}

// everywhere lists where planted words stand: files, rows, the server's files and the log.
func everywhere(t *testing.T, w *apptest.World, words []string) []string {
	t.Helper()
	found := slices.Concat(whereIs(t, w, words), onTheServer(t, w, words))
	for _, word := range words {
		if strings.Contains(w.Log.String(), word) {
			found = append(found, "the log says "+word)
		}
	}
	return found
}

// TestNothingOfAnUploadOutlivesItsRetention is refusal R7 for files: what a photograph and a letter carry unseen is gone as
// soon as they are uploaded; what they show is gone when every date of the rulebook has passed, from the database's files,
// the folder of files, the jobs, the papers that can be printed, and from a backup of before with the keys of after.
func TestNothingOfAnUploadOutlivesItsRetention(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		s := newSite(t, w, w.To(mediation.Screening))
		party := handedIn(t, s)
		report(t, everywhere(t, w, slices.Concat(inMetadata, inFiles, apptest.Planted)))
		printed := s.fetch(t, party, "/r/"+s.cases[0].codes[0].String()+"/papers/file.pdf")
		if printed.status != http.StatusOK || len(shown(printed)) == 0 {
			t.Fatalf("the own file cannot be printed: %d", printed.status)
		}
		c, err := w.App.Mediation.Repo.Case(w.Ctx, w.Tenant(), s.cases[0].ID)
		if err != nil {
			t.Fatal(err)
		}
		c = w.Act(w.Party(c, 0), c, mediation.Withdraw{Party: c.Parties[0].ID})
		copied, blobs := backUp(t, w, c), filesOf(t, w)
		if len(blobs) != 3 {
			t.Fatalf("%d blobs for three files", len(blobs))
		}
		cases, _ := w.Backup(t.TempDir())
		pass(t, w, 4000*24*time.Hour)
		pass(t, w, 2*time.Hour)
		copied.gone(t, w, c, func(vault.Scope) bool { return true })
		if left := filesOf(t, w); len(left) != 0 {
			t.Errorf("%d blobs are left", len(left))
		}
		report(t, everywhere(t, w, slices.Concat(inMetadata, inFiles, apptest.Planted)))
		after := s.fetch(t, party, "/r/"+s.cases[0].codes[0].String()+"/papers/file.pdf")
		if words := shown(after); after.status == http.StatusOK || len(words) > 0 {
			t.Errorf("the paper can be printed again: %d %v", after.status, words)
		}
		broughtBack(t, w, c, cases)
		brokenErasure(t, w)
	})
}

// broughtBack restores the cases of before an erasure with the keys of after it: the rows are there, and nothing opens.
func broughtBack(t *testing.T, w *apptest.World, c mediation.Case, cases string) {
	t.Helper()
	_, keys := w.Backup(t.TempDir())
	words := slices.Concat(inMetadata, inFiles, apptest.Planted)
	for _, raw := range [][]byte{unpacked(t, cases), readFile(t, keys)} {
		for _, word := range words {
			if slices.ContainsFunc(forms(word), func(form []byte) bool { return bytes.Contains(raw, form) }) {
				t.Errorf("a backup says %s", word)
			}
		}
	}
	place := w.Target(w.Place.Engine)
	if _, err := w.Restoring(place, cases, keys).Run(w.Ctx); err != nil {
		t.Fatal(err)
	}
	back := w.Opened(t, place)
	clerk := access.Actor{Kind: access.Staff, Tenant: w.Tenant(), Account: w.Hired("clerk").Account, Posts: []access.Post{{Kind: access.Clerk, Unit: w.Unit("V1")}}, Via: "web"}
	for _, who := range []access.Actor{clerk, w.Party(c, 0)} {
		if o, err := back.App.Mediation.Open(back.Ctx, who, c.ID, ""); err == nil && (o.Application.Summary != "" || o.Name(c.Parties[0].ID) != "") {
			t.Error("the erased case opens from the backup")
		}
		for _, f := range c.Attachments {
			if got, err := back.App.Mediation.Download(back.Ctx, who, c.ID, f.ID); err == nil {
				t.Errorf("a file opens from the backup: %s", got.Name)
			}
		}
	}
	if _, err := back.App.EraseDue(back.Ctx); err != nil {
		t.Error(err)
	}
	report(t, whereIs(t, back, words))
}

// brokenErasure leaves a word in each of the places in which one could be left, and demands that it is seen.
func brokenErasure(t *testing.T, w *apptest.World) {
	t.Helper()
	for word, leave := range map[string]func(word string){ // in a file of the folder, in a row, in the log
		remark: func(word string) {
			writeFile(t, filepath.Join(w.App.Config.Data, "blobs", id.ID{9}.String()), []byte("…"+word+"…"))
		},
		author:   func(word string) { administer(t, w, "update tenant set name = '"+word+"'") },
		oldTitle: func(word string) { w.App.Log.Info(word) },
	} {
		leave(word)
		if len(everywhere(t, w, []string{word})) == 0 {
			t.Errorf("%s was left somewhere, and nothing was found", word)
		}
	}
}

func readFile(t *testing.T, name string) []byte {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func writeFile(t *testing.T, name string, text []byte) {
	t.Helper()
	if err := os.WriteFile(name, text, 0o600); err != nil {
		t.Fatal(err)
	}
}

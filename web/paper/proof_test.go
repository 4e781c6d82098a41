package paper_test

import (
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"linli/app/apptest"
	"linli/mediation"
	sheets "linli/mediation/paper"
	"linli/platform/id"
	"linli/rulebook"
)

// whole is the whole site before an office: the codes on papers are written by one package of pages and read by another.
func whole(t *testing.T, w *apptest.World) func(login, path string) (int, string) {
	t.Helper()
	site, err := w.App.Site(&url.URL{Scheme: "http", Host: "localhost:8080"})
	if err != nil {
		t.Fatal(err)
	}
	return func(login, path string) (int, string) {
		t.Helper()
		r := httptest.NewRequest(http.MethodGet, path, nil)
		r.Host, r.RemoteAddr = "localhost:8080", "127.0.0.1:4711"
		r.Header.Set("Accept", "text/html")
		r.Header.Set("Accept-Language", "en")
		if login != "" {
			r.Header.Set("Authorization", "Bearer "+w.Hired(login).Token)
		}
		got := httptest.NewRecorder()
		site.Handler.ServeHTTP(got, r)
		return got.Code, got.Body.String()
	}
}

var mark = regexp.MustCompile(`href="http://localhost:8080(/verify/[0-9A-Za-z_-]+)"`)

// TestACodeSaysHowItsPaperStands: from a draft to an agreement in force, to one that a court set aside, to a file that is gone;
// and who scans it learns nothing else.
func TestACodeSaysHowItsPaperStands(t *testing.T) {
	apptest.OnOne(t, func(t *testing.T, w *apptest.World) {
		get := whole(t, w)
		codeOf := func(c mediation.Case, paper string) string {
			t.Helper()
			status, body := get("mediator", "/mediations/"+c.ID.String()+"/papers/"+paper)
			m := mark.FindStringSubmatch(body)
			if m == nil {
				t.Fatalf("%s bears no code: %d", paper, status)
			}
			return m[1]
		}
		says := func(at string, status int, words ...string) {
			t.Helper()
			got, body := get("", at)
			for _, x := range words {
				if got != status || !strings.Contains(body, x) {
					t.Errorf("the code says nothing of %q: %d\n%s", x, got, body)
				}
			}
			for _, x := range append(apptest.Planted, "人调字", "柳树村") {
				if strings.Contains(body, x) {
					t.Errorf("who scans a paper reads %q", x)
				}
			}
		}
		c := w.To(mediation.Signing)
		draft := codeOf(c, "agreement")
		says(draft, http.StatusOK, "This is a draft.", "测试镇调解中心", "2026")
		if codeOf(c, "agreement") != draft {
			t.Error("equal papers have two codes")
		}
		notice := codeOf(c, "application")
		says(notice, http.StatusOK, "A notice or a record.")
		c = w.Sign(w.Offered(c))
		says(draft, http.StatusOK, "in force since")
		signed := codeOf(c, "agreement")
		says(signed, http.StatusOK, "in force since")
		if printed := regexp.MustCompile(`[0-9A-F]{4}(-[0-9A-F]{4}){3}`); true {
			_, one := get("", draft)
			_, two := get("", signed)
			if printed.FindString(one) == "" || printed.FindString(one) == printed.FindString(two) {
				t.Error("a paper with signatures has the fingerprint of one without")
			}
		}
		w.Act(w.As("mediator"), c, mediation.Void{Text: "损害他人利益"})
		says(signed, http.StatusOK, "A court has set this agreement aside.")

		again := w.To(mediation.Signing)
		old := codeOf(again, "agreement")
		w.Act(w.As("mediator"), again, mediation.RefuseSign{Party: again.Parties[0].ID})
		says(old, http.StatusOK, "This text is not in force.")

		for name, x := range map[string]string{"cut": draft[:len(draft)-4], "nothing": "/verify/AAAA", "no text": "/verify/%2e%2e", "changed": draft[:len(draft)-2] + "AA"} {
			if status, body := get("", x); status != http.StatusNotFound || !strings.Contains(body, "This code is none of ours") {
				t.Errorf("%s: %d", name, status)
			}
		}
	})
}

// TestNobodyMakesACode changes every byte of one, and asks another server.
func TestNobodyMakesACode(t *testing.T) {
	prover := func(secret string) *sheets.Prover {
		key := sha256.Sum256([]byte(secret))
		p, err := sheets.NewProver(key[:])
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	documents := []rulebook.Document{{ID: "rights"}, {ID: "agreement"}}
	known := func(id.ID, id.ID) ([]rulebook.Document, error) { return documents, nil }
	p := prover("one")
	for _, document := range []string{"rights", "agreement", sheets.Whole, ""} {
		x := sheets.Proof{Tenant: id.ID{1}, Case: id.ID{2}, Document: document, Made: time.Date(2026, 3, 2, 9, 30, 0, 0, time.UTC), Print: [8]byte{1, 2}, Text: [4]byte{9}}
		code := p.Seal(x, documents)
		if got, err := p.Open(code, known); err != nil || got.Document != document || got.Case != x.Case || got.Tenant != x.Tenant || !got.Made.Equal(x.Made) || got.Print != x.Print || got.Text != x.Text {
			t.Fatalf("%+v is read as %+v, %v", x, got, err)
		}
		raw, err := base64.RawURLEncoding.DecodeString(code)
		if err != nil {
			t.Fatal(err)
		}
		for i := range raw {
			raw[i] ^= 1
			if got, err := p.Open(base64.RawURLEncoding.EncodeToString(raw), known); err == nil {
				t.Errorf("a code changed at byte %d is read as %+v", i, got)
			}
			raw[i] ^= 1
		}
		if _, err := prover("two").Open(code, known); err == nil {
			t.Error("another server reads the code")
		}
	}
}

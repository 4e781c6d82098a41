package office_test

import (
	"context"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"linli/office"
	"linli/platform/access"
	"linli/platform/clock"
	"linli/platform/i18n"
	"linli/platform/id"
	"linli/platform/oidc"
	"linli/platform/passkey"
	"linli/store/dialect"
	storeoffice "linli/store/office"
	"linli/web/edge"
	weboffice "linli/web/office"
	"linli/web/page"
)

const password = "correct horse battery"

// site is the whole way from the edge to a real store.
type site struct {
	t       *testing.T
	clock   *clock.Manual
	office  *office.Service
	pages   *weboffice.Pages
	handler http.Handler
	founded office.Founded
	texts   *i18n.Bundle
}

// plain is a sealer for tests: it hides nothing.
type plain struct{}

func (plain) Seal(_ context.Context, _ id.ID, _ string, b []byte) ([]byte, error) { return b, nil }
func (plain) Open(_ context.Context, _ id.ID, _ string, b []byte) ([]byte, error) { return b, nil }

func newSite(t *testing.T, db *dialect.DB) *site {
	t.Helper()
	return newSiteWith(t, db, nil)
}

// newSiteWith is a site whose office has an identity provider.
func newSiteWith(t *testing.T, db *dialect.DB, provider *oidc.Provider) *site {
	t.Helper()
	s := &site{t: t, clock: clock.NewManual(time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC))}
	rights, err := access.NewEngine()
	if err != nil {
		t.Fatal(err)
	}
	origin, _ := url.Parse("http://localhost:8080")
	keys, err := passkey.New(origin.String())
	if err != nil {
		t.Fatal(err)
	}
	s.office = office.New(office.Options{Repo: storeoffice.New(db), Rights: rights, Seal: plain{}, Clock: s.clock,
		IDs: id.NewSource(s.clock, nil), Hashing: 2, Passkeys: keys, Provider: provider})
	if s.texts, err = i18n.Open(); err != nil {
		t.Fatal(err)
	}
	templates, err := weboffice.Templates()
	if err != nil {
		t.Fatal(err)
	}
	render, err := page.New(page.Config{Texts: s.texts, Clock: s.clock, Templates: []fs.FS{templates}, Strict: true})
	if err != nil {
		t.Fatal(err)
	}
	if err := render.Check(); err != nil {
		t.Fatal(err)
	}
	e, err := edge.New(edge.Config{Origin: origin, Key: make([]byte, 32), Pages: render, Texts: s.texts, Clock: s.clock})
	if err != nil {
		t.Fatal(err)
	}
	s.pages = weboffice.New(weboffice.Options{Office: s.office, Render: render,
		Browser: weboffice.NewBrowser(e, func(r *http.Request) string { return r.RemoteAddr })})
	mux := http.NewServeMux()
	s.pages.Register(mux)
	s.handler = e.Wrap(s.pages.Recognise(mux))
	s.founded, err = s.office.Found(t.Context(), access.Actor{Kind: access.System, Via: "cli"}, office.Found{Slug: "qingshan", Name: "青山县",
		Zone: "Asia/Shanghai", Languages: []string{"en"}, Rulebook: "cn", Level: office.County, Code: "QS", Login: "admin", Person: "Wang Li"})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// browser is somebody at a screen.
type browser struct {
	*site
	cookies map[string]string
	token   string // against forgery, from the page seen last
	lang    string
}

func (s *site) browser() *browser { return &browser{site: s, cookies: map[string]string{}, lang: "en"} }

var csrf = regexp.MustCompile(`name="_csrf" value="([^"]+)"`)

func (b *browser) do(r *http.Request) (*http.Response, string) {
	b.t.Helper()
	r.Host, r.RemoteAddr = "localhost:8080", "127.0.0.1:4711"
	r.Header.Set("Accept-Language", b.lang)
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	for name, value := range b.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value}) // a request's cookie has no attributes
	}
	w := httptest.NewRecorder()
	b.handler.ServeHTTP(w, r)
	res := w.Result()
	for _, c := range res.Cookies() {
		if c.MaxAge < 0 {
			delete(b.cookies, c.Name)
		} else {
			b.cookies[c.Name] = c.Value
		}
	}
	body := w.Body.String()
	if m := csrf.FindStringSubmatch(body); m != nil {
		b.token = m[1]
	}
	return res, body
}

func (b *browser) get(path string) (int, string) {
	b.t.Helper()
	r := httptest.NewRequest(http.MethodGet, path, nil)
	r.Header.Set("Accept", "text/html")
	res, body := b.do(r)
	if res.StatusCode == http.StatusSeeOther {
		return res.StatusCode, res.Header.Get("Location")
	}
	return res.StatusCode, body
}

// post sends a form of the page seen last; pairs are names and values. For a redirect the body is where it leads.
func (b *browser) post(path string, pairs ...string) (int, string) {
	b.t.Helper()
	form := url.Values{page.CSRFField: {b.token}}
	for i := 0; i < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Accept", "text/html")
	res, body := b.do(r)
	if res.StatusCode == http.StatusSeeOther {
		return res.StatusCode, res.Header.Get("Location")
	}
	return res.StatusCode, body
}

var (
	stepField = regexp.MustCompile(`name="step" value="([^"]+)"`)
	secret    = regexp.MustCompile(`translate="no">([A-Z2-7]{32})<`)
	codeShown = regexp.MustCompile(`translate="no">([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4})<`)
)

func find(t *testing.T, what *regexp.Regexp, body string) string {
	t.Helper()
	m := what.FindStringSubmatch(body)
	if m == nil {
		t.Fatalf("no %s in\n%s", what, body)
	}
	return m[1]
}

// says fails the test unless the page holds a text.
func says(t *testing.T, body, text string) {
	t.Helper()
	if !strings.Contains(body, text) {
		t.Errorf("the page does not say %q:\n%s", text, body)
	}
}

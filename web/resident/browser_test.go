package resident_test

import (
	"bytes"
	"context"
	"html"
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"linli/app/apptest"
	"linli/mediation"
	"linli/office"
	"linli/platform/access"
	"linli/platform/id"
	"linli/web/edge"
	"linli/web/offline"
	"linli/web/page"
	"linli/web/resident"
	"linli/web/static"
)

// site is the whole way from the edge to a real store.
type site struct {
	*apptest.World
	handler http.Handler
	pages   *resident.Pages
	log     *bytes.Buffer
	noMail  bool
}

func newSite(t *testing.T, w *apptest.World, origin string) *site {
	t.Helper()
	s := &site{World: w, log: &bytes.Buffer{}}
	log := slog.New(slog.NewJSONHandler(s.log, nil))
	own, err := resident.Templates()
	if err != nil {
		t.Fatal(err)
	}
	kept, err := offline.Templates()
	if err != nil {
		t.Fatal(err)
	}
	assets, err := static.Open()
	if err != nil {
		t.Fatal(err)
	}
	render, err := page.New(page.Config{Texts: w.App.Texts, Clock: w.Clock, Templates: []fs.FS{own, kept}, Asset: assets.URL, Log: log, Strict: true})
	if err != nil {
		t.Fatal(err)
	}
	if err := render.Check(); err != nil {
		t.Fatal(err)
	}
	u, err := url.Parse(origin)
	if err != nil {
		t.Fatal(err)
	}
	e, err := edge.New(edge.Config{Origin: u, Key: make([]byte, 32), Pages: render, Texts: w.App.Texts, Clock: w.Clock, Log: log})
	if err != nil {
		t.Fatal(err)
	}
	s.pages, err = resident.New(resident.Options{Mails: func() bool { return !s.noMail }, Mediation: w.App.Mediation, Survey: w.App.Survey, Office: w.App.Office, Ledger: w.App.Ledger, Render: render, Texts: w.App.Texts, Assets: assets,
		Edge: e, Limiter: edge.NewLimiter(w.Clock, 60, 1000), Clock: w.Clock, Origin: u, Key: bytes.Repeat([]byte{7}, 32), Build: func() string { return "0123456789abcdef" },
		Receipt:  w.App.Receipt,
		Report:   w.App.Report,
		Listed:   func(context.Context, id.ID, id.ID) ([]resident.Mediator, error) { return nil, nil },
		Counters: func(context.Context, id.ID) ([]resident.Counter, error) { return nil, nil },
		Tenant:   func(r *http.Request) (office.Tenant, error) { return w.App.Office.TenantByID(r.Context(), w.Tenant()) }})
	if err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	s.pages.Register(mux)
	mux.Handle("GET "+static.Prefix, assets)
	s.handler = e.Wrap(mux)
	return s
}

const origin = "http://localhost:8080"

// each runs a test on both engines.
func each(t *testing.T, test func(t *testing.T, s *site)) {
	t.Helper()
	apptest.Each(t, func(t *testing.T, w *apptest.World) { test(t, newSite(t, w, origin)) })
}

// pages runs a test on one engine.
func pages(t *testing.T, test func(t *testing.T, s *site)) {
	t.Helper()
	apptest.OnOne(t, func(t *testing.T, w *apptest.World) { test(t, newSite(t, w, origin)) })
}

// browser is somebody at a screen.
type browser struct {
	*site
	t       *testing.T
	cookies map[string]string
	token   string // against forgery, from the page seen last
	key     string // of the form seen last
	lang    string
	agent   string
}

func (s *site) browser(t *testing.T) *browser {
	return &browser{site: s, t: t, cookies: map[string]string{}, lang: "en", agent: "old phone"}
}

var (
	csrf   = regexp.MustCompile(`name="_csrf" value="([^"]+)"`)
	key    = regexp.MustCompile(`name="_key" value="([^"]+)"`)
	hidden = regexp.MustCompile(`<input type="hidden" name="([a-z_]+)" value="([^"]*)">`)
)

func (b *browser) do(r *http.Request) *http.Response {
	b.t.Helper()
	r.Host, r.RemoteAddr = "localhost:8080", "127.0.0.1:4711"
	r.Header.Set("Accept", "text/html")
	r.Header.Set("Accept-Language", b.lang)
	r.Header.Set("User-Agent", b.agent)
	if r.Header.Get("Sec-Fetch-Site") == "" {
		r.Header.Set("Sec-Fetch-Site", "same-origin")
	}
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
	return res
}

// answer is a page, or where a redirect leads.
func (b *browser) answer(res *http.Response) (int, string) {
	b.t.Helper()
	if res.StatusCode == http.StatusSeeOther {
		return res.StatusCode, res.Header.Get("Location")
	}
	var buf bytes.Buffer
	if _, err := buf.ReadFrom(res.Body); err != nil {
		b.t.Fatal(err)
	}
	body := buf.String()
	if m := csrf.FindStringSubmatch(body); m != nil {
		b.token = m[1]
	}
	if m := key.FindAllStringSubmatch(body, -1); m != nil {
		b.key = m[len(m)-1][1]
	}
	return res.StatusCode, body
}

func (b *browser) get(path string) (int, string) {
	b.t.Helper()
	return b.answer(b.do(httptest.NewRequest(http.MethodGet, path, nil)))
}

// post sends a form of the page seen last; pairs are names and values.
func (b *browser) post(path string, pairs ...string) (int, string) {
	b.t.Helper()
	form := url.Values{page.CSRFField: {b.token}, page.KeyField: {b.key}}
	for i := 0; i < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	return b.send(path, form)
}

func (b *browser) send(path string, form url.Values) (int, string) {
	b.t.Helper()
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return b.answer(b.do(r))
}

// fields are the hidden fields of a page, and what is typed into the others.
func fields(body string, pairs ...string) url.Values {
	form := url.Values{}
	for _, m := range hidden.FindAllStringSubmatch(body, -1) {
		form.Set(m[1], html.UnescapeString(m[2]))
	}
	for i := 0; i < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	return form
}

// slip issues a passphrase for a party, as the counter does.
func (s *site) slip(t *testing.T, c mediation.Case, i int) (id.Code, string) {
	t.Helper()
	a := access.Actor{Kind: access.Resident, Tenant: s.Tenant(), Case: c.ID, Party: c.Parties[i].ID, Via: "web"}
	code, passphrase, err := s.App.Mediation.IssueSlip(s.Ctx, a, c.ID, c.Parties[i].ID)
	if err != nil {
		t.Fatal(err)
	}
	return code, passphrase
}

// in signs a party in and shows its page.
func (b *browser) in(c mediation.Case, i int) (at, body string) {
	b.t.Helper()
	code, passphrase := b.slip(b.t, c, i)
	at = "/r/" + code.String()
	b.get(at)
	if status, where := b.post(at, "digits", passphrase); status != http.StatusSeeOther || where != at {
		b.t.Fatalf("signing in: %d %s", status, where)
	}
	_, body = b.get(at)
	return at, body
}

func says(t *testing.T, body string, texts ...string) {
	t.Helper()
	for _, text := range texts {
		if !strings.Contains(body, text) {
			t.Errorf("the page does not say %q:\n%s", text, visible(body))
		}
	}
}

func silent(t *testing.T, body string, texts ...string) {
	t.Helper()
	for _, text := range texts {
		if strings.Contains(body, text) {
			t.Errorf("the page says %q:\n%s", text, visible(body))
		}
	}
}

var tags = regexp.MustCompile(`(?s)<head>.*?</head>|<[^>]*>`)

func visible(body string) string {
	return strings.Join(strings.Fields(tags.ReplaceAllString(body, " ")), " ")
}

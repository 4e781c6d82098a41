package paper_test

import (
	"bytes"
	"context"
	"html"
	"image"
	"image/png"
	"io/fs"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"

	"linli/app/apptest"
	"linli/mediation"
	sheets "linli/mediation/paper"
	"linli/office"
	"linli/platform/access"
	"linli/platform/document"
	"linli/platform/i18n"
	"linli/platform/id"
	officepages "linli/web/office"
	"linli/web/page"
	"linli/web/paper"
)

var shippedFonts = sync.OnceValues(func() (*document.Fonts, error) { return document.LoadFonts(document.Shipped()) })

// site serves the pages over a real office; who asks is said by the test.
type site struct {
	*apptest.World
	handler http.Handler
	told    []string          // notices for the next page
	kept    map[string]string // what the device keeps
	binder  *sheets.Binder    // prints whole files
}

func (s *site) Keep(_ http.ResponseWriter, name, value string) { s.kept[name] = value }

func (s *site) Notify(_ http.ResponseWriter, key string) { s.told = append(s.told, key) }

func newSite(t *testing.T, w *apptest.World) *site {
	t.Helper()
	s := &site{World: w, kept: map[string]string{}}
	fonts, err := shippedFonts()
	if err != nil {
		t.Fatal(err)
	}
	templates, err := paper.Templates()
	if err != nil {
		t.Fatal(err)
	}
	render, err := page.New(page.Config{Texts: w.App.Texts, Clock: w.Clock, Templates: []fs.FS{templates}, Strict: true})
	if err != nil {
		t.Fatal(err)
	}
	if err := render.Check(); err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	press := sheets.NewPress(fonts, w.App.Texts)
	desk := &sheets.Desk{Office: w.App.Office, Verify: "https://linli.example/verify", Clock: w.Clock}
	s.binder = &sheets.Binder{Mediation: w.App.Mediation, Desk: desk, Press: press}
	paper.New(paper.Options{Mediation: w.App.Mediation, Office: w.App.Office, Press: press, Desk: desk, Render: render, Texts: w.App.Texts,
		Browser: s, Device: s, Clock: w.Clock, Origin: &url.URL{Scheme: "https", Host: "linli.example"},
		Party: func(r *http.Request) (access.Actor, error) {
			if a, ok := r.Context().Value(partyKey{}).(access.Actor); ok {
				return a, nil
			}
			return access.Actor{}, access.ErrSignIn
		}, Receipt: w.App.Receipt,
		Tenant: func(*http.Request) (office.Tenant, error) { return w.Office.Tenant, nil }}).Register(mux)
	s.handler = mux
	return s
}

type partyKey struct{}

// browser is somebody at a screen.
type browser struct {
	*site
	t    *testing.T
	who  access.Actor
	lang i18n.Language
}

func (s *site) browser(t *testing.T, who access.Actor) *browser {
	return &browser{s, t, who, i18n.Hans}
}

func (b *browser) do(r *http.Request) *httptest.ResponseRecorder {
	b.t.Helper()
	r.Header.Set("Accept", "text/html")
	r.Header.Set("Accept-Language", string(b.lang))
	ctx := r.Context()
	switch b.who.Kind {
	case access.Staff:
		ctx = officepages.With(ctx, office.SignedIn{Actor: b.who})
	case access.Resident:
		ctx = contextWith(ctx, b.who)
	}
	w := httptest.NewRecorder()
	b.handler.ServeHTTP(w, r.WithContext(ctx))
	return w
}

func (b *browser) get(path string) *httptest.ResponseRecorder {
	b.t.Helper()
	return b.do(httptest.NewRequest(http.MethodGet, path, nil))
}

// post sends a form; files are named field, file name, content in threes.
func (b *browser) post(path string, fields map[string]string, files ...string) *httptest.ResponseRecorder {
	b.t.Helper()
	var body bytes.Buffer
	m := multipart.NewWriter(&body)
	for k, v := range fields {
		if err := m.WriteField(k, v); err != nil {
			b.t.Fatal(err)
		}
	}
	for i := 0; i+2 < len(files); i += 3 {
		f, err := m.CreateFormFile(files[i], files[i+1])
		if err != nil {
			b.t.Fatal(err)
		}
		_, _ = f.Write([]byte(files[i+2]))
	}
	if err := m.Close(); err != nil {
		b.t.Fatal(err)
	}
	r := httptest.NewRequest(http.MethodPost, path, &body)
	r.Header.Set("Content-Type", m.FormDataContentType())
	return b.do(r)
}

func says(t *testing.T, w *httptest.ResponseRecorder, status int, words ...string) {
	t.Helper()
	if w.Code != status {
		t.Errorf("status %d, want %d: %s", w.Code, status, strings.Join(strings.Fields(tags.ReplaceAllString(w.Body.String(), " ")), " "))
		return
	}
	for _, x := range words {
		if !strings.Contains(html.UnescapeString(w.Body.String()), x) {
			t.Errorf("the page does not say %q:\n%s", x, strings.Join(strings.Fields(tags.ReplaceAllString(w.Body.String(), " ")), " "))
		}
	}
}

var (
	tags  = regexp.MustCompile(`<[^>]*>`)
	hrefs = regexp.MustCompile(`href="(/(?:mediations|r)/[^"]*(?:papers|files|signature)/[^"]*)"`)
)

func links(w *httptest.ResponseRecorder) []string {
	var out []string
	for _, m := range hrefs.FindAllStringSubmatch(w.Body.String(), -1) {
		out = append(out, html.UnescapeString(m[1]))
	}
	return out
}

func picture(t *testing.T) string {
	t.Helper()
	m := image.NewNRGBA(image.Rect(0, 0, 30, 10))
	for i := range m.Pix {
		m.Pix[i] = byte(i)
	}
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func now(t *testing.T, s *site, c mediation.Case) mediation.Case {
	t.Helper()
	c, err := s.App.Mediation.Repo.Case(s.Ctx, s.Tenant(), c.ID)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// typed says of every case that it is of one type of dispute.
type typed struct {
	mediation.Repo
	kind string
}

func (x typed) Case(ctx context.Context, tenant, c id.ID) (mediation.Case, error) {
	k, err := x.Repo.Case(ctx, tenant, c)
	k.Type = x.kind
	return k, err
}

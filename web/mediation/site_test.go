package mediation_test

import (
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"linli/app/apptest"
	"linli/platform/i18n"
	"linli/web/edge"
	pages "linli/web/mediation"
	officepages "linli/web/office"
	"linli/web/page"
	"linli/web/static"
)

// site is the office's pages of mediation before a real office: edge, sign-in, services, store.
type site struct {
	*apptest.World
	t       *testing.T
	handler http.Handler
	routes  []officepages.Route
}

func newSite(t *testing.T, w *apptest.World) *site {
	t.Helper()
	s := &site{World: w, t: t}
	var templates []fs.FS
	for _, read := range []func() (fs.FS, error){pages.Templates, officepages.Templates} {
		f, err := read()
		s.must(err)
		templates = append(templates, f)
	}
	assets, err := static.Open()
	s.must(err)
	render, err := page.New(page.Config{Texts: w.App.Texts, Clock: w.Clock, Templates: templates, Asset: assets.URL, Log: slog.New(slog.NewTextHandler(t.Output(), nil)), Strict: true})
	s.must(err)
	s.must(render.Check())
	e, err := edge.New(edge.Config{Origin: &url.URL{Scheme: "http", Host: "localhost:8080"}, Key: make([]byte, 32), Pages: render, Texts: w.App.Texts,
		Clock: w.Clock, Log: slog.New(slog.DiscardHandler)})
	s.must(err)
	signIn := officepages.New(officepages.Options{Office: w.App.Office, Render: render, Browser: officepages.NewBrowser(e, func(r *http.Request) string { return r.RemoteAddr })})
	p := pages.New(pages.Options{Mediation: w.App.Mediation, Report: w.App.Report, Duty: w.App.Duty, Help: w.App.Referral, Office: w.App.Office, Render: render, Texts: w.App.Texts, Browser: e, Device: e, Notices: w.App.Queue})
	s.routes = p.Routes()
	mux := http.NewServeMux()
	signIn.Register(mux)
	p.Register(mux)
	mux.Handle("GET "+static.Prefix, assets)
	s.handler = e.Wrap(signIn.Recognise(mux))
	return s
}

// onSQLite runs a test with an office on the one engine.
func onSQLite(t *testing.T, test func(t *testing.T, s *site)) {
	t.Helper()
	apptest.OnOne(t, func(t *testing.T, w *apptest.World) { test(t, newSite(t, w)) })
}

func (s *site) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

// visitor is somebody at a screen.
type visitor struct {
	*site
	bearer  string // signs in without a cookie; empty goes by cookie
	cookies map[string]string
	lang    string
}

// as is a visitor who is signed in as an account.
func (s *site) as(login string) *visitor {
	return &visitor{site: s, bearer: s.Hired(login).Token, cookies: map[string]string{}, lang: "en"}
}

func (v *visitor) in(lang i18n.Language) *visitor {
	c := *v
	c.lang, c.cookies = string(lang), map[string]string{}
	return &c
}

func (v *visitor) send(r *http.Request) (int, string) {
	v.t.Helper()
	r.Host, r.RemoteAddr = "localhost:8080", "127.0.0.1:4711"
	r.Header.Set("Accept", "text/html")
	r.Header.Set("Accept-Language", v.lang)
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	if v.bearer != "" {
		r.Header.Set("Authorization", "Bearer "+v.bearer)
	}
	for name, value := range v.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value}) // a request's cookie has no attributes
	}
	w := httptest.NewRecorder()
	v.handler.ServeHTTP(w, r)
	for _, c := range w.Result().Cookies() {
		if c.MaxAge < 0 {
			delete(v.cookies, c.Name)
		} else {
			v.cookies[c.Name] = c.Value
		}
	}
	if w.Code == http.StatusSeeOther {
		return w.Code, w.Header().Get("Location")
	}
	return w.Code, w.Body.String()
}

// get opens a page.
func (v *visitor) get(path string) (int, string) {
	v.t.Helper()
	return v.send(httptest.NewRequest(http.MethodGet, path, nil))
}

// page opens a page that has to be there.
func (v *visitor) page(path string) string {
	v.t.Helper()
	status, body := v.get(path)
	if status != http.StatusOK {
		v.t.Fatalf("GET %s answers %d %.2000s", path, status, body)
	}
	return body
}

func (v *visitor) post(path string, values url.Values) (int, string) {
	v.t.Helper()
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(values.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return v.send(r)
}

// filled is a form of a page with what stands in it.
type filled struct {
	*visitor
	action string
	values url.Values
	names  map[string]bool
}

// form finds the form of a page that is sent to an address, with what a browser would send of it.
func (v *visitor) form(body, action string) *filled {
	v.t.Helper()
	root, err := html.Parse(strings.NewReader(body))
	v.must(err)
	f := &filled{visitor: v, action: action, values: url.Values{}, names: map[string]bool{}}
	if !f.find(root, false) {
		v.t.Fatalf("no form is sent to %s in\n%.4000s", action, body)
	}
	return f
}

func (f *filled) find(n *html.Node, inside bool) bool {
	found := false
	if n.Type == html.ElementNode && n.Data == "form" && attr(n, "action") == f.action {
		inside, found = true, true
	}
	if inside && n.Type == html.ElementNode {
		f.take(n)
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		found = f.find(c, inside) || found
	}
	return found
}

func (f *filled) take(n *html.Node) {
	name, value := attr(n, "name"), attr(n, "value")
	switch n.Data {
	case "input":
		f.names[name] = true
		if kind := attr(n, "type"); kind == "radio" || kind == "checkbox" {
			if has(n, "checked") {
				f.values.Add(name, value)
			}
			return
		}
		f.values.Add(name, value)
	case "textarea":
		f.names[name] = true
		if n.FirstChild != nil {
			value = n.FirstChild.Data
		}
		f.values.Add(name, value)
	case "option":
		if s := n.Parent; s != nil && s.Data == "select" {
			f.names[attr(s, "name")] = true
			if has(n, "selected") {
				f.values.Set(attr(s, "name"), value)
			}
		}
	}
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func has(n *html.Node, name string) bool {
	for _, a := range n.Attr {
		if a.Key == name {
			return true
		}
	}
	return false
}

// fill puts values into fields of the form; a field that is not there fails the test.
func (f *filled) fill(pairs ...string) *filled {
	f.t.Helper()
	for i := 0; i < len(pairs); i += 2 {
		if !f.names[pairs[i]] {
			f.t.Fatalf("the form of %s has no field %s", f.action, pairs[i])
		}
		f.values.Set(pairs[i], pairs[i+1])
	}
	return f
}

// tick ticks boxes of one name, besides those that are ticked.
func (f *filled) tick(name string, values ...string) *filled {
	f.t.Helper()
	if !f.names[name] {
		f.t.Fatalf("the form of %s has no field %s", f.action, name)
	}
	f.values[name] = values
	return f
}

// day fills a date.
func (f *filled) day(name, year, month, day string) *filled {
	f.t.Helper()
	return f.fill(name+"-year", year, name+"-month", month, name+"-day", day)
}

// press sends the form with a button's value.
func (f *filled) press(do string) (int, string) {
	f.t.Helper()
	values := url.Values{}
	for k, v := range f.values {
		values[k] = v
	}
	if do != "" {
		values.Set("do", do)
	}
	return f.post(f.action, values)
}

// goes sends the form and follows where it leads.
func (f *filled) goes(do string) string {
	f.t.Helper()
	status, to := f.press(do)
	if status != http.StatusSeeOther {
		f.t.Fatalf("POST %s answers %d:\n%s", f.action, status, wrong(to))
	}
	return to
}

// wrong is what a page says is wrong, for a test's message.
func wrong(body string) string {
	if i := strings.Index(body, "govuk-error-summary"); i >= 0 {
		return body[i:min(len(body), i+1500)]
	}
	return body[:min(len(body), 1500)]
}

func says(t *testing.T, body, text string) {
	t.Helper()
	if !strings.Contains(body, html.EscapeString(text)) && !strings.Contains(body, text) {
		t.Errorf("the page does not say %q:\n%.6000s", text, body)
	}
}

func hides(t *testing.T, body, text string) {
	t.Helper()
	if strings.Contains(body, text) {
		t.Errorf("the page says %q", text)
	}
}

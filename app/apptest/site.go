package apptest

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"linli/testkit"
)

// Site is the whole site before an office on SQLite: the engine makes no difference to a page.
type Site struct {
	*World
	serves http.Handler
}

// OpenSite furnishes an office and opens its site.
func OpenSite(t *testing.T) *Site {
	t.Helper()
	return New(t, testkit.Embedded(t, "cases")).OpenSite()
}

// OpenSite opens the site of an office that is furnished.
func (w *World) OpenSite() *Site {
	w.T.Helper()
	site, err := w.App.Site(&url.URL{Scheme: "http", Host: "localhost:8080"})
	w.must(err)
	return &Site{w, site.Handler}
}

// Ask sends a request as an account that reads English; "" is anybody. It returns where a redirect leads in place of a body.
func (s *Site) Ask(login, method, path string, values url.Values) (status int, body string) {
	s.T.Helper()
	kind := ""
	if method == http.MethodPost {
		kind = "application/x-www-form-urlencoded"
	}
	return s.ask(login, httptest.NewRequest(method, path, strings.NewReader(values.Encode())), kind)
}

func (s *Site) ask(login string, r *http.Request, kind string) (status int, body string) {
	s.T.Helper()
	if kind != "" {
		r.Header.Set("Content-Type", kind)
	}
	r.Host, r.RemoteAddr = "localhost:8080", "127.0.0.1:4711"
	r.Header.Set("Accept", "text/html")
	r.Header.Set("Accept-Language", "en")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	if login != "" {
		r.Header.Set("Authorization", "Bearer "+s.Hired(login).Token)
	}
	w := httptest.NewRecorder()
	s.serves.ServeHTTP(w, r)
	if w.Code == http.StatusSeeOther {
		return w.Code, w.Header().Get("Location")
	}
	return w.Code, w.Body.String()
}

// SendFile sends a form with a file, as [Site.Ask] does.
func (s *Site) SendFile(login, path string, values url.Values, name string, file []byte) (status int, body string) {
	s.T.Helper()
	var b bytes.Buffer
	m := multipart.NewWriter(&b)
	for field, all := range values {
		for _, v := range all {
			s.must(m.WriteField(field, v))
		}
	}
	part, err := m.CreateFormFile("file", name)
	s.must(err)
	_, err = part.Write(file)
	s.must(err)
	s.must(m.Close())
	return s.ask(login, httptest.NewRequest(http.MethodPost, path, &b), m.FormDataContentType())
}

// Page is a page that the account can see.
func (s *Site) Page(login, path string) string {
	s.T.Helper()
	status, body := s.Ask(login, http.MethodGet, path, nil)
	if status != http.StatusOK {
		s.T.Fatalf("GET %s as %q: %d %.500s", path, login, status, body)
	}
	return body
}

// Says holds that a page says each of the texts.
func Says(t *testing.T, body string, texts ...string) {
	t.Helper()
	for _, x := range texts {
		if !strings.Contains(body, x) {
			t.Errorf("the page does not say %q", x)
		}
	}
}

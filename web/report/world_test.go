package report_test

import (
	"bytes"
	"html"
	"image"
	"image/png"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"linli/app/apptest"
	"linli/testkit"
	"linli/web/page"
)

// office is the whole site before an office on SQLite: the engine makes no difference to a page.
type office struct {
	*apptest.World
	t       *testing.T
	handler http.Handler
	keys    int
}

func newOffice(t *testing.T) *office {
	t.Helper()
	w := apptest.New(t, testkit.Embedded(t, "cases"))
	w.Handler()
	site, err := w.App.Site(&url.URL{Scheme: "http", Host: "localhost:8080"})
	if err != nil {
		t.Fatal(err)
	}
	return &office{World: w, t: t, handler: site.Handler}
}

// ask sends a request as an account; a form gets a key of its own unless it has one.
func (o *office) ask(login, method, path string, values url.Values, files ...[]byte) (int, string) {
	o.t.Helper()
	var body bytes.Buffer
	kind := "application/x-www-form-urlencoded"
	if method == http.MethodPost && values.Get(page.KeyField) == "" {
		o.keys++
		values.Set(page.KeyField, strings.Repeat("k", o.keys))
	}
	if len(files) == 0 {
		body.WriteString(values.Encode())
	} else {
		m := multipart.NewWriter(&body)
		for name, all := range values {
			for _, v := range all {
				_ = m.WriteField(name, v)
			}
		}
		for _, f := range files {
			part, err := m.CreateFormFile("file", "post.png")
			if err != nil {
				o.t.Fatal(err)
			}
			_, _ = part.Write(f)
		}
		_ = m.Close()
		kind = m.FormDataContentType()
	}
	r := httptest.NewRequest(method, path, &body)
	if method == http.MethodPost {
		r.Header.Set("Content-Type", kind)
	}
	r.Host, r.RemoteAddr = "localhost:8080", "127.0.0.1:4711"
	r.Header.Set("Accept", "text/html")
	r.Header.Set("Accept-Language", "en")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	if login != "" {
		r.Header.Set("Authorization", "Bearer "+o.Hired(login).Token)
	}
	w := httptest.NewRecorder()
	o.handler.ServeHTTP(w, r)
	if w.Code == http.StatusSeeOther {
		return w.Code, w.Header().Get("Location")
	}
	return w.Code, html.UnescapeString(w.Body.String())
}

func (o *office) page(login, path string) string {
	o.t.Helper()
	status, body := o.ask(login, http.MethodGet, path, url.Values{})
	if status != http.StatusOK {
		o.t.Fatalf("GET %s as %q: %d %.900s", path, login, status, body)
	}
	return body
}

// press sends a form that leads on, and returns where to.
func (o *office) press(login, path string, values url.Values, files ...[]byte) string {
	o.t.Helper()
	status, to := o.ask(login, http.MethodPost, path, values, files...)
	if status != http.StatusSeeOther {
		o.t.Fatalf("POST %s as %s: %d\n%s", path, login, status, summary(to))
	}
	return to
}

func summary(body string) string {
	if i := strings.Index(body, "govuk-error-summary"); i >= 0 {
		return body[i:min(len(body), i+900)]
	}
	if i := strings.Index(body, "<h1"); i >= 0 {
		body = body[i:]
	}
	return body[:min(len(body), 900)]
}

func says(t *testing.T, body string, texts ...string) {
	t.Helper()
	for _, x := range texts {
		if !strings.Contains(body, x) {
			t.Errorf("the page does not say %q", x)
		}
	}
}

func silent(t *testing.T, body string, texts ...string) {
	t.Helper()
	for _, x := range texts {
		if strings.Contains(body, x) {
			t.Errorf("the page says %q", x)
		}
	}
}

var hidden = regexp.MustCompile(`<input type="hidden" name="([^"]+)" value="([^"]*)"`)

// carried are the hidden fields of a page, with others.
func carried(body string, more ...string) url.Values {
	out := url.Values{}
	_, body, _ = strings.Cut(body, "<h1") // the frame has forms of its own
	for _, m := range hidden.FindAllStringSubmatch(body, -1) {
		if m[1] != page.KeyField {
			out.Add(m[1], m[2])
		}
	}
	for i := 0; i < len(more); i += 2 {
		out[more[i]] = []string{more[i+1]}
	}
	return out
}

// drawn is a small photograph.
func drawn(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 12, 9))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

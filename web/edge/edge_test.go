package edge_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"linli/platform/clock"
	"linli/platform/i18n"
	"linli/web/edge"
	"linli/web/page"
)

type office struct {
	door  *edge.Edge
	pages *page.Renderer
	log   *bytes.Buffer
}

func open(t *testing.T, origin string, change ...func(*edge.Config)) office {
	t.Helper()
	texts, err := i18n.Open()
	if err != nil {
		t.Fatal(err)
	}
	time := clock.NewManual(time.Date(2026, 11, 21, 7, 0, 0, 0, time.UTC))
	var log bytes.Buffer
	logger := slog.New(slog.NewTextHandler(&log, nil))
	pages, err := page.New(page.Config{Texts: texts, Clock: time, Strict: true, Log: logger})
	if err != nil {
		t.Fatal(err)
	}
	at, err := url.Parse(origin)
	if err != nil {
		t.Fatal(err)
	}
	c := edge.Config{Origin: at, Key: make([]byte, 32), Pages: pages, Texts: texts, Clock: time, Log: logger, BodyLimit: 1000, UploadLimit: 5000}
	for _, f := range change {
		f(&c)
	}
	door, err := edge.New(c)
	if err != nil {
		t.Fatal(err)
	}
	return office{door, pages, &log}
}

// https is a request as it arrives from a trusted proxy that ended the encryption.
func https(method, path string, body io.Reader) *http.Request {
	r := httptest.NewRequest(method, "https://office.example"+path, body)
	r.RemoteAddr = "203.0.113.9:4000"
	r.Header.Set("Accept", "text/html,*/*;q=0.8")
	return r
}

func (o office) do(h http.HandlerFunc, r *http.Request) *http.Response {
	w := httptest.NewRecorder()
	o.door.Wrap(h).ServeHTTP(w, r)
	return w.Result()
}

func body(t *testing.T, r *http.Response) string {
	t.Helper()
	b, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func fine(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "fine") }

func TestHeaders(t *testing.T) {
	res := open(t, "https://office.example").do(fine, https("GET", "/", nil))
	for name, want := range map[string]string{
		"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "Cross-Origin-Opener-Policy": "same-origin",
		"Cross-Origin-Resource-Policy": "same-origin", "Cache-Control": "no-store", "X-Frame-Options": "DENY",
		"Strict-Transport-Security": "max-age=63072000; includeSubDomains",
	} {
		if got := res.Header.Get(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	csp := res.Header.Get("Content-Security-Policy")
	for _, want := range []string{"default-src 'none'", "script-src 'self'", "style-src 'self'", "form-action 'self'", "frame-ancestors 'none'",
		"base-uri 'none'", "require-trusted-types-for 'script'", "trusted-types linli linli-map linli-work"} {
		if !strings.Contains(csp+";", want+";") {
			t.Errorf("the policy lacks %q: %s", want, csp)
		}
	}
	if strings.Contains(csp, "unsafe") || strings.Contains(csp, "*") {
		t.Errorf("the policy is loose: %s", csp)
	}
	if !strings.Contains(res.Header.Get("Permissions-Policy"), "microphone=()") {
		t.Error("the microphone is not refused")
	}
	local := httptest.NewRequest("GET", "http://localhost:8080/", nil)
	local.RemoteAddr = "127.0.0.1:5000"
	if got := open(t, "http://localhost:8080").do(fine, local).Header.Get("Strict-Transport-Security"); got != "" {
		t.Errorf("plain http on this machine says %q", got)
	}
}

func TestPlainHTTPAndForeignHosts(t *testing.T) {
	trusted := func(c *edge.Config) { c.Trusted = []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")} }
	for _, tt := range []struct {
		name, target, from, proto string
		status                    int
	}{
		{"encrypted here", "https://office.example/", "203.0.113.9:1", "", 200},
		{"plain from afar", "http://office.example/", "203.0.113.9:1", "", 403},
		{"plain from afar that claims a proxy", "http://office.example/", "203.0.113.9:1", "https", 403},
		{"behind the proxy", "http://office.example/", "10.1.2.3:1", "https", 200},
		{"plain at the proxy", "http://office.example/", "10.1.2.3:1", "http", 403},
		{"this machine", "http://localhost/", "127.0.0.1:1", "", 200},
		{"this machine, IPv6", "http://[::1]:8080/", "[::1]:1", "", 200},
		{"a name that points here", "http://evil.example/", "127.0.0.1:1", "", 403},
		{"another host, encrypted", "https://evil.example/", "203.0.113.9:1", "", 400},
		{"localhost from afar", "http://localhost/", "203.0.113.9:1", "", 403},
	} {
		r := httptest.NewRequest("GET", tt.target, nil)
		r.RemoteAddr = tt.from
		if tt.proto != "" {
			r.Header.Set("X-Forwarded-Proto", tt.proto)
		}
		if got := open(t, "https://office.example", trusted).do(fine, r).StatusCode; got != tt.status {
			t.Errorf("%s: status %d, want %d", tt.name, got, tt.status)
		}
	}
}

func TestBadConfigurationsAreRefused(t *testing.T) {
	for name, c := range map[string]edge.Config{
		"no origin":            {Key: make([]byte, 32)},
		"plain http elsewhere": {Origin: &url.URL{Scheme: "http", Host: "office.example"}, Key: make([]byte, 32)},
		"short key":            {Origin: &url.URL{Scheme: "https", Host: "office.example"}, Key: make([]byte, 8)},
	} {
		if _, err := edge.New(c); err == nil {
			t.Errorf("%s is accepted", name)
		}
	}
}

var tokenInForm = regexp.MustCompile(`[A-Za-z0-9_-]{43}`)

// session opens a page and returns its token and cookies.
func (o office) session(t *testing.T) (token string, cookies []*http.Cookie) {
	t.Helper()
	res := o.do(func(w http.ResponseWriter, r *http.Request) { _, _ = io.WriteString(w, page.Of(r).CSRF) }, https("GET", "/", nil))
	return tokenInForm.FindString(body(t, res)), res.Cookies()
}

func TestForgeryIsRefused(t *testing.T) {
	o := open(t, "https://office.example")
	token, cookies := o.session(t)
	stranger, _ := open(t, "https://office.example", func(c *edge.Config) { c.Key = bytes.Repeat([]byte{1}, 32) }).session(t)
	for _, tt := range []struct {
		name   string
		change func(*http.Request)
		token  string
		status int
		says   string
	}{
		{"the form itself", func(*http.Request) {}, token, 200, ""},
		{"from this origin", func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "same-origin") }, token, 200, ""},
		{"from another site", func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "cross-site") }, token, 403, "not sent from a page"},
		{"from another host of the site", func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "same-site") }, token, 403, "not sent from a page"},
		{"from another origin", func(r *http.Request) { r.Header.Set("Origin", "https://evil.example") }, token, 403, "not sent from a page"},
		{"without a token", func(*http.Request) {}, "", 403, "open too long"},
		{"with a made-up token", func(*http.Request) {}, strings.Repeat("A", 43), 403, "open too long"},
		{"with a token of another key", func(*http.Request) {}, stranger, 403, "open too long"},
		{"without the cookie", func(r *http.Request) { r.Header.Del("Cookie"); r.Header.Set("Origin", "https://office.example") }, token, 403, "open too long"},
		{"a program with its own right", func(r *http.Request) { r.Header.Del("Cookie"); r.Header.Set("Authorization", "Bearer x") }, "", 200, ""},
		{"a program without cookies", func(r *http.Request) { r.Header.Del("Cookie") }, "", 200, ""},
		{"a token in the header", func(r *http.Request) { r.Header.Set(edge.TokenHeader, token) }, "", 200, ""},
	} {
		r := https("POST", "/apply", strings.NewReader(url.Values{page.CSRFField: {tt.token}, "name": {"王"}}.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Accept-Language", "en")
		for _, c := range cookies {
			r.AddCookie(c)
		}
		tt.change(r)
		reached := false
		res := o.do(func(w http.ResponseWriter, r *http.Request) {
			reached = true
			f, err := page.ReadForm(r)
			if err != nil || f.Value("name") != "王" {
				t.Errorf("%s: the handler reads %v, %v", tt.name, f, err)
			}
		}, r)
		if res.StatusCode != tt.status || reached != (tt.status == 200) {
			t.Errorf("%s: status %d, want %d", tt.name, res.StatusCode, tt.status)
		}
		if tt.says != "" && !strings.Contains(body(t, res), tt.says) {
			t.Errorf("%s: the page does not say why", tt.name)
		}
	}
}

func TestAnUploadCarriesItsTokenToo(t *testing.T) {
	o := open(t, "https://office.example")
	token, cookies := o.session(t)
	var b bytes.Buffer
	m := multipart.NewWriter(&b)
	_ = m.WriteField(page.CSRFField, token)
	part, _ := m.CreateFormFile("photo", "a.jpg")
	_, _ = part.Write(bytes.Repeat([]byte("x"), 3000)) // over the limit of plain bodies, under that of uploads
	_ = m.Close()
	r := https("POST", "/apply", &b)
	r.Header.Set("Content-Type", m.FormDataContentType())
	for _, c := range cookies {
		r.AddCookie(c)
	}
	res := o.do(func(w http.ResponseWriter, r *http.Request) {
		if f, err := page.ReadForm(r); err != nil || len(f.Files("photo")) != 1 {
			t.Errorf("the handler reads %v", err)
		}
	}, r)
	if res.StatusCode != 200 {
		t.Errorf("status %d", res.StatusCode)
	}
}

func TestCookiesBelongToThisHost(t *testing.T) {
	_, cookies := open(t, "https://office.example").session(t)
	if len(cookies) != 1 {
		t.Fatalf("%d cookies", len(cookies))
	}
	c := cookies[0]
	if c.Name != "__Host-csrf" || !c.Secure || !c.HttpOnly || c.Path != "/" || c.Domain != "" || c.SameSite != http.SameSiteLaxMode {
		t.Errorf("the cookie is %+v", c)
	}
	local := httptest.NewRequest("GET", "http://localhost:8080/?lang=zh-Hant", nil)
	local.RemoteAddr = "127.0.0.1:1"
	local.Header.Set("Accept", "text/html")
	res := open(t, "http://localhost:8080").do(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, string(page.Of(r).Language))
	}, local)
	if body(t, res) != "zh-Hant" || res.Header.Get("Content-Language") != "zh-Hant" {
		t.Error("the language of the address is not taken")
	}
	for _, c := range res.Cookies() {
		if c.Secure || strings.HasPrefix(c.Name, "__Host-") {
			t.Errorf("a browser would drop %s on this machine", c.Name)
		}
		if c.Name == "lang" && (c.Value != "zh-Hant" || c.MaxAge < 1) {
			t.Errorf("the language is kept as %+v", c)
		}
	}
}

func TestAProgramGetsNoCookie(t *testing.T) {
	r := https("GET", "/open311/v2/services.xml", nil)
	r.Header.Set("Accept", "*/*")
	if c := open(t, "https://office.example").do(fine, r).Cookies(); len(c) != 0 {
		t.Errorf("a program gets %v", c)
	}
}

func TestANoticeShowsOnce(t *testing.T) {
	o := open(t, "https://office.example")
	w := httptest.NewRecorder()
	o.door.Notify(w, "page.success")
	show := func(cookie *http.Cookie) ([]page.Notice, *http.Response) {
		r := https("GET", "/", nil)
		r.AddCookie(cookie)
		var seen []page.Notice
		res := o.do(func(w http.ResponseWriter, r *http.Request) { seen = page.Of(r).Notices }, r)
		return seen, res
	}
	seen, res := show(w.Result().Cookies()[0])
	if len(seen) != 1 || seen[0].Key != "page.success" || !seen[0].Success {
		t.Errorf("the notice is %v", seen)
	}
	gone := false
	for _, c := range res.Cookies() {
		gone = gone || c.Name == "__Host-notice" && c.MaxAge < 0
	}
	if !gone {
		t.Error("the notice is not taken back")
	}
	if seen, _ := show(&http.Cookie{Name: "__Host-notice", Value: "made.up"}); len(seen) != 0 {
		t.Errorf("a made-up notice shows: %v", seen)
	}
}

func TestBodiesOverTheLimitAreRefused(t *testing.T) {
	o := open(t, "https://office.example")
	r := https("POST", "/", strings.NewReader(strings.Repeat("x", 1001)))
	r.Header.Set("Authorization", "Bearer x")
	if got := o.do(fine, r).StatusCode; got != http.StatusRequestEntityTooLarge {
		t.Errorf("an announced body: status %d", got)
	}
	r = https("POST", "/", io.NopCloser(strings.NewReader(strings.Repeat("x", 1001))))
	r.ContentLength = -1
	r.Header.Set("Authorization", "Bearer x")
	var err error
	o.do(func(_ http.ResponseWriter, r *http.Request) { _, err = io.ReadAll(r.Body) }, r)
	var over *http.MaxBytesError
	if !errors.As(err, &over) {
		t.Errorf("an unannounced body reads to its end: %v", err)
	}
}

func TestAPanicBecomesAnErrorPage(t *testing.T) {
	o := open(t, "https://office.example")
	r := https("GET", "/r/7KD493MX0ZQ8TWP5?name=secret", nil)
	r.Header.Set("Accept-Language", "en")
	res := o.do(func(http.ResponseWriter, *http.Request) { panic("what Wang typed") }, r)
	text := body(t, res)
	if res.StatusCode != 500 || !strings.Contains(text, "This is a fault of the system, not of yours. It has been recorded.") || !strings.Contains(text, res.Header.Get("X-Request-Id")) {
		t.Errorf("status %d: %s", res.StatusCode, text)
	}
	log := o.log.String()
	if !strings.Contains(log, "kind=string") || !strings.Contains(log, "edge_test.go") {
		t.Errorf("the log does not help: %s", log)
	}
	for _, secret := range []string{"Wang", "7KD4", "secret", "203.0.113.9"} {
		if strings.Contains(log, secret) {
			t.Errorf("the log holds %q", secret)
		}
	}
}

func TestAPanicInMidAnswerCutsTheConnection(t *testing.T) {
	o := open(t, "https://office.example")
	defer func() {
		if p := recover(); p != http.ErrAbortHandler { //nolint:errorlint // the sentinel itself is what net/http compares
			t.Errorf("the connection stays open: %v", p)
		}
	}()
	o.do(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, "half")
		panic("x")
	}, https("GET", "/", nil))
}

func TestServerHasTimeouts(t *testing.T) {
	s := edge.Server("127.0.0.1:0", http.HandlerFunc(fine))
	if s.ReadHeaderTimeout == 0 || s.ReadTimeout == 0 || s.WriteTimeout == 0 || s.IdleTimeout == 0 || s.MaxHeaderBytes == 0 {
		t.Errorf("the server waits for ever: %+v", s)
	}
}

// TestOverARealConnection sees that the deadline of an upload can be moved through all the wrapping.
func TestOverARealConnection(t *testing.T) {
	o := open(t, "http://localhost:1")
	s := httptest.NewServer(o.door.Wrap(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := http.NewResponseController(w).SetReadDeadline(time.Time{}); err != nil {
			t.Errorf("the connection cannot be reached: %v", err)
		}
		fine(w, r)
	})))
	defer s.Close()
	req, err := http.NewRequestWithContext(context.Background(), "GET", s.URL, nil)
	if err != nil {
		t.Fatal(err)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if got := body(t, res); got != "fine" {
		t.Errorf("answer %q", got)
	}
}

package app_test

import (
	"encoding/json"
	"io"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"linli/app"
	"linli/app/apptest"
)

// siteOf is the office's whole web, as it is served.
func siteOf(t *testing.T, w *apptest.World) *app.Site {
	t.Helper()
	site, err := w.App.Site(&url.URL{Scheme: "http", Host: "localhost:8080"})
	if err != nil {
		t.Fatal(err)
	}
	return site
}

func ask(site *app.Site, method, path, accept, kind string, body io.Reader) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, "http://localhost:8080"+path, body)
	r.RemoteAddr = "127.0.0.1:50000"
	r.Header.Set("Accept", accept)
	r.Header.Set("Accept-Language", "en")
	r.Header.Set("Content-Type", kind)
	out := httptest.NewRecorder()
	site.Handler.ServeHTTP(out, r)
	return out
}

// TestProgramsReadProblems: whatever is refused at an address that is for programs is a problem document, whoever refuses
// it and whatever the program accepts; with the same sentence that a person would read.
func TestProgramsReadProblems(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		site := siteOf(t, w)
		const large = 1<<20 + 1 // the limit of a request without files is 1 MiB
		for _, c := range []struct {
			method, path string
			body         int
			status       int
			detail       string
		}{
			{"POST", "/api/v1/mediations", large, 413, "What was sent is over the size limit."},
			{"POST", "/verify", large, 413, "What was sent is over the size limit."},
			{"GET", "/ledger/nobody/checkpoint", 0, 404, ""},
			{"GET", "/ledger/test/proof?leaf=12", 0, 400, "An entry is named by 64 digits from 0 to 9 and a to f."},
			{"GET", "/ledger/test/nothing", 0, 404, "There is nothing at this address, or nothing that you may see."},
			{"POST", "/ledger/test/checkpoint", 0, 404, ""},
			{"GET", "/api/v1/nothing", 0, 404, ""},
		} {
			for _, accept := range []string{"*/*", "", "text/html,*/*;q=0.8"} {
				var body io.Reader
				if c.body > 0 {
					body = strings.NewReader(strings.Repeat("x", c.body))
				}
				got := ask(site, c.method, c.path, accept, "application/json", body)
				var problem struct {
					Status      int
					Detail, Key string
				}
				err := json.Unmarshal(got.Body.Bytes(), &problem)
				if err != nil || got.Header().Get("Content-Type") != "application/problem+json" || got.Code != c.status || problem.Status != c.status {
					t.Errorf("%s %s, accepting %q: %d %s, want a problem of %d (%v)", c.method, c.path, accept, got.Code, got.Header().Get("Content-Type"), c.status, err)
				}
				if problem.Detail == "" || problem.Detail == problem.Key || c.detail != "" && problem.Detail != c.detail {
					t.Errorf("%s %s: %q, want %q", c.method, c.path, problem.Detail, c.detail)
				}
			}
		}
		if got := ask(site, "GET", "/verify", "text/html", "", nil); got.Code != 200 || !strings.HasPrefix(got.Header().Get("Content-Type"), "text/html") {
			t.Errorf("the page for people: %d %s", got.Code, got.Header().Get("Content-Type"))
		}
	})
}

// TestTheQuickExitIsOnErrorPages: a page that only says what went wrong can be seen over a shoulder like any other.
func TestTheQuickExitIsOnErrorPages(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		site := siteOf(t, w)
		const exit = `href="https://weather.cma.cn/"`
		for _, c := range []struct {
			method, path, kind string
			body, status       int
		}{
			{"GET", "/r/7KD493MX0ZQ8TWP5/nothing", "", 0, 404},
			{"POST", "/r/7KD493MX0ZQ8TWP5/files", "multipart/form-data; boundary=x", 40 << 20, 413},
			{"POST", "/r/7KD493MX0ZQ8TWP5", "application/x-www-form-urlencoded", 2 << 20, 413},
			{"POST", "/apply", "application/x-www-form-urlencoded", 2 << 20, 413},
			{"GET", "/apply/nothing", "", 0, 404},
		} {
			var body io.Reader
			if c.body > 0 {
				body = strings.NewReader(strings.Repeat("x", c.body))
			}
			got := ask(site, c.method, c.path, "text/html", c.kind, body)
			if got.Code != c.status || !strings.Contains(got.Body.String(), exit) {
				t.Errorf("%s %s: %d, want %d with the quick exit: %.300s", c.method, c.path, got.Code, c.status, got.Body)
			}
		}
		if got := ask(site, "GET", "/nothing", "text/html", "", nil); strings.Contains(got.Body.String(), exit) {
			t.Error("the quick exit stands where nobody applies")
		}
	})
}

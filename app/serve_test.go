package app_test

import (
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"linli/app/apptest"
)

func TestTheSiteAnswers(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		site, err := w.App.Site(&url.URL{Scheme: "http", Host: "localhost:8080"})
		if err != nil {
			t.Fatal(err)
		}
		if err := site.Pages.Check(); err != nil {
			t.Fatal(err)
		}
		for path, want := range map[string]int{"/healthz": 200, "/readyz": 200, "/sign-in": 200, "/nowhere": 404, "/account": 303} {
			r := httptest.NewRequest("GET", "http://localhost:8080"+path, nil)
			r.RemoteAddr = "127.0.0.1:50000"
			r.Header.Set("Accept", "text/html")
			out := httptest.NewRecorder()
			site.Handler.ServeHTTP(out, r)
			if out.Code != want {
				t.Errorf("GET %s answers %d, want %d: %.200s", path, out.Code, want, out.Body)
			}
			if path == "/sign-in" && out.Header().Get("Content-Security-Policy") == "" {
				t.Error("a page without a content security policy")
			}
		}
	})
}

// TestEachPostFindsItsPages: the main places that a signed-in account is offered are those that it may use.
func TestEachPostFindsItsPages(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		site, err := w.App.Site(&url.URL{Scheme: "http", Host: "localhost:8080"})
		if err != nil {
			t.Fatal(err)
		}
		places := []string{"/mediations", "/office", "/office/record"} // the mark leads everybody to /due
		for login, want := range map[string][]string{
			"clerk": {"/mediations"}, "mediator": {"/mediations"}, "lead": {"/mediations"},
			"admin": {"/office"}, "privacy": {"/office/record"}, "statistician": nil,
		} {
			r := httptest.NewRequest("GET", "http://localhost:8080/account", nil)
			r.RemoteAddr = "127.0.0.1:50000"
			r.Header.Set("Accept", "text/html")
			r.Header.Set("Authorization", "Bearer "+w.Hired(login).Token)
			out := httptest.NewRecorder()
			site.Handler.ServeHTTP(out, r)
			for _, href := range places {
				offered := strings.Contains(out.Body.String(), `href="`+href+`"`)
				if offered != slices.Contains(want, href) {
					t.Errorf("%s is offered %s: %t", login, href, offered)
				}
			}
		}
	})
}

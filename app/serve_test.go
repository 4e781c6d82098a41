package app_test

import (
	"net/http/httptest"
	"net/url"
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

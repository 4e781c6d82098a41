package insight_test

import (
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"linli/app/apptest"
	"linli/mediation"
)

// TestEverybodyReadsWhatPartiesAnswered: of the whole office, once the period is over and twenty answered, with intervals, and without
// what too few chose.
func TestEverybodyReadsWhatPartiesAnswered(t *testing.T) {
	apptest.OnOne(t, func(t *testing.T, w *apptest.World) {
		site, err := w.App.Site(&url.URL{Scheme: "http", Host: "localhost:8080"})
		if err != nil {
			t.Fatal(err)
		}
		read := func() string {
			t.Helper()
			r := httptest.NewRequest(http.MethodGet, "/statistics", nil)
			r.Host, r.RemoteAddr = "localhost:8080", "127.0.0.1:4711"
			r.Header.Set("Accept", "text/html")
			r.Header.Set("Accept-Language", "en")
			rec := httptest.NewRecorder()
			site.Handler.ServeHTTP(rec, r)
			if rec.Code != http.StatusOK {
				t.Fatalf("%d", rec.Code)
			}
			return rec.Body.String()
		}
		answer := func(unit string, n int, other map[string]string) {
			t.Helper()
			said := map[string]string{"heard": "yes", "fair": "yes", "free": "yes", "service": "very"}
			maps.Copy(said, other)
			for range n {
				code, _, _, err := w.App.Survey.Issue(w.Ctx, w.Tenant(), mediation.Capability, w.Unit(unit))
				if err == nil {
					err = w.App.Survey.Answer(w.Ctx, w.Tenant(), code, said)
				}
				if err != nil {
					t.Fatal(err)
				}
			}
		}
		answer("V1", 19, nil)
		w.Clock.Set(time.Date(2026, 4, 2, 0, 0, 0, 0, time.UTC))
		if strings.Contains(read(), `id="survey-after"`) {
			t.Error("nineteen answers are published")
		}
		answer("V1", 22, nil)
		answer("V2", 11, map[string]string{"service": "rather"})
		answer("V2", 10, map[string]string{"service": "little"})
		if strings.Contains(read(), `id="survey-after"`) {
			t.Error("a quarter that runs is published")
		}
		w.Clock.Set(time.Date(2026, 7, 2, 0, 0, 0, 0, time.UTC))
		page := read()
		for _, part := range []string{"Survey about the mediation", "43 answers", "51.2%", "36.8% – 65.4%", "Not shown: too few chose it", "All in all, were you content"} {
			if !strings.Contains(page, part) {
				t.Errorf("the page does not say %q", part)
			}
		}
		for _, part := range []string{"25.6%", "23.3%", "柳树村", "石桥村"} {
			if strings.Contains(page, part) {
				t.Errorf("the page says %q", part)
			}
		}
		if all, err := w.App.Survey.Published(w.Ctx, w.App.IDs.New()); len(all) > 0 || err == nil {
			t.Error("another office's survey is published here")
		}
	})
}

package house_test

import (
	"fmt"
	"log/slog"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"linli/app"
	"linli/app/apptest"
)

// TestOpeningASlipsAddressLeavesNoTrace is refusal R3: /r/CODE opened fifty times, by whatever browser from wherever,
// adds no row to any table, and neither a log nor a file knows of an address or a browser.
func TestOpeningASlipsAddressLeavesNoTrace(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		var log strings.Builder
		a, err := app.New(w.Ctx, w.App.Config, w.App.Stores, app.Options{Clock: w.Clock, Log: slog.New(slog.NewJSONHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))})
		if err != nil {
			t.Fatal(err)
		}
		defer a.Close()
		site, err := a.Site(&url.URL{Scheme: "http", Host: "localhost:8080"})
		if err != nil {
			t.Fatal(err)
		}
		c := w.Apply()
		slips, err := w.App.Mediation.Repo.Slips(w.Ctx, w.Tenant(), c.ID)
		if err != nil || len(slips) == 0 {
			t.Fatal(len(slips), err)
		}
		before := count(t, w.App.Stores.Cases)
		const agent = "Mozilla/5.0 Nachbarschaftsbrowser"
		found := 0
		for i := range 50 {
			r := httptest.NewRequest("GET", "http://localhost:8080/r/"+string(slips[0].Code), nil)
			r.RemoteAddr = fmt.Sprintf("127.0.77.%d:50000", i+1)
			r.Header.Set("User-Agent", agent)
			r.Header.Set("Accept", "text/html")
			out := httptest.NewRecorder()
			site.Handler.ServeHTTP(out, r)
			if out.Code == 200 {
				found++
			}
		}
		if found != 50 {
			t.Errorf("the page opened %d times of 50", found)
		}
		for _, g := range grown(before, count(t, w.App.Stores.Cases)) {
			t.Error(g)
		}
		traces := []string{agent, "127.0.77."}
		for _, x := range whereIs(t, w, traces) {
			t.Error(x)
		}
		for _, x := range append(traces, string(slips[0].Code)[3:]) {
			if strings.Contains(log.String(), x) {
				t.Errorf("the log knows %s", x)
			}
		}
		if log.Len() == 0 {
			t.Error("nothing was logged at all: the test looks at the wrong log")
		}
	})
}

package e2e_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"linli/app/apptest"
	"linli/e2e"
	"linli/platform/i18n"
	"linli/store/dialect"
	"linli/testkit"
	"linli/web/static"
)

// TestRoad takes a dispute from the counter to an agreement in force through forms in a browser, each act by the person
// whose it is, and lets the applicant in with the slip at the end.
func TestRoad(t *testing.T) {
	if assets, err := static.Open(); err != nil || !assets.Built() {
		t.Skip("browser tests skipped: the assets are not built (node build/assets.mjs)")
	}
	testkit.EachPlace(t, "cases", func(t *testing.T, p testkit.Place) {
		if p.Engine != dialect.SQLite {
			t.Skip("the pages are the same on both engines; the browser sees one")
		}
		w := apptest.New(t, p)
		site, err := w.App.Site(&url.URL{Scheme: "http", Host: "localhost"})
		if err != nil {
			t.Fatal(err)
		}
		inForce := map[string]string{}
		for _, lang := range i18n.Languages() {
			inForce[string(lang)] = w.App.Texts.For(lang, nil).Text("resident.state.effective", nil)
		}
		e2e.Run(t, e2e.Play{Handler: publishing(t, w, ticking(w, site.Handler)), Scenarios: []string{"scenarios/road.mjs"},
			Data: map[string]any{"sessions": signedIn(t, w, "clerk", "mediator", "lead"), "mediator": w.Hired("mediator").Account.String(), "inForce": inForce}})
	})
}

// publishing has the ledger's next checkpoint signed before a receipt is shown, as an office's work does all day long.
func publishing(t *testing.T, w *apptest.World, site http.Handler) http.Handler {
	return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/receipt") {
			if err := w.App.Integrate(w.Ctx, w.Office.Tenant); err != nil {
				t.Error(err)
			}
		}
		site.ServeHTTP(rw, r)
	})
}

package e2e_test

import (
	"net/url"
	"testing"

	"linli/app/apptest"
	"linli/e2e"
	"linli/mediation"
	"linli/store/dialect"
	"linli/testkit"
	"linli/web/static"
)

// TestArchive has the archivist put a file into the archive.
func TestArchive(t *testing.T) {
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
		data := map[string]any{}
		for _, lang := range []string{"zh-Hans", "en"} { // those of archive.mjs: each archives a case of its own
			whole := w.To(mediation.InSession)
			whole = w.Act(w.Party(whole, 1), whole, mediation.Withdraw{Party: whole.Parties[1].ID})
			lacking := w.After(mediation.Performed)
			data[lang] = map[string]any{"whole": whole.ID.String(), "lacking": lacking.ID.String(), "slip": slipOf(t, w, whole, 0)}
		}
		data["sessions"] = signedIn(t, w, "records")
		e2e.Run(t, e2e.Play{Handler: ticking(w, site.Handler), Data: data, Scenarios: []string{"scenarios/archive.mjs"}})
	})
}

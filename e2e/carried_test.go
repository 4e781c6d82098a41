package e2e_test

import (
	"net/url"
	"testing"
	"time"

	"linli/app/apptest"
	"linli/e2e"
	"linli/mediation"
	"linli/platform/id"
	"linli/store/dialect"
	"linli/testkit"
	"linli/web/static"
)

// TestCarried has the sides speak through the mediator, each from its telephone: an offer that is kept, released, opened and
// countered, and a session by video that both agree to.
func TestCarried(t *testing.T) {
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
		if err := w.App.Office.SetRooms(w.Ctx, w.As("admin"), w.Unit("T"), "https://meet.example.org/{room}"); err != nil {
			t.Fatal(err)
		}
		plays := map[string]any{"sessions": signedIn(t, w, "mediator")}
		for _, variant := range []string{"zh-Hans-320", "en-1280"} {
			c := w.To(mediation.InSession)
			both := []id.ID{c.Parties[0].ID, c.Parties[1].ID}
			c = w.Act(w.As("mediator"), c, mediation.Schedule{Mode: "video", With: both, Start: w.Clock.Now().Add(48 * time.Hour)})
			plays[variant] = map[string]any{"case": c.ID.String(), "session": c.Sessions[1].ID.String(), "first": slipOf(t, w, c, 0), "second": slipOf(t, w, c, 1)}
		}
		e2e.Run(t, e2e.Play{Handler: ticking(w, site.Handler), Data: plays, Scenarios: []string{"scenarios/carried.mjs"}})
	})
}

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

// TestOffice opens every page of an office with a case in each state, as a clerk, a mediator, a lead, an administrator
// and the public see it. The pages of a party, and an application written page by page, are played in web/resident.
func TestOffice(t *testing.T) {
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
		e2e.Run(t, e2e.Play{Handler: site.Handler, Data: furnish(t, w),
			Scenarios: []string{"scenarios/public.mjs", "scenarios/staff.mjs"}})
	})
}

// furnish makes a case in each state and signs everybody in.
func furnish(t *testing.T, w *apptest.World) map[string]any {
	t.Helper()
	cases := map[string]string{}
	for _, s := range []mediation.State{mediation.Submitted, mediation.Screening, mediation.Invited, mediation.Accepted, mediation.Assigned,
		mediation.Scheduled, mediation.InSession, mediation.Signing, mediation.Effective} {
		c := w.To(s)
		cases[string(s)] = c.ID.String()
	}
	sessions := signedIn(t, w, "clerk", "mediator", "lead", "admin")
	return map[string]any{"cases": cases, "sessions": sessions, "unit": w.Unit("V1").String()}
}

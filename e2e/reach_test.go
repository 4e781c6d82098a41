package e2e_test

import (
	"net/url"
	"strings"
	"testing"

	"linli/app/apptest"
	"linli/e2e"
	"linli/mediation"
	"linli/platform/job"
	"linli/store/dialect"
	"linli/testkit"
	"linli/web/static"
)

// TestReach replaces a lost slip from home, and says how a party is reached.
func TestReach(t *testing.T) {
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
		e2e.Run(t, e2e.Play{Handler: site.Handler, Data: reached(t, w), Scenarios: []string{"scenarios/reach.mjs"}})
	})
}

// reached are two cases: the mail of a lost slip has been written to the party of the one, and digits that confirm its
// address to the party of the other.
func reached(t *testing.T, w *apptest.World) map[string]any {
	t.Helper()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	s := w.App.Mediation
	slip := func(c mediation.Case) (string, string) {
		code, digits, err := s.IssueSlip(w.Ctx, w.Party(c, 0), c.ID, c.Parties[0].ID)
		must(err)
		return code.String(), digits
	}
	leaves := func(c mediation.Case) mediation.Case {
		return w.Act(w.Party(c, 0), c, mediation.ChangeContact{Party: c.Parties[0].ID, Reach: mediation.ReachAny, Contact: "13800000000", Email: "a@example.org"})
	}
	lost := w.Confirm(leaves(w.To(mediation.Accepted)), 0)
	code, _ := slip(lost)
	j, err := job.New(w.Tenant(), lost.ID, "mediation.again", job.Payload{"code": "c" + strings.ToLower(strings.ReplaceAll(code, "-", ""))}, w.Clock.Now(), w.Clock.Now())
	must(err)
	way, err := s.WayBack(w.Ctx, j)
	must(err)
	waiting := leaves(w.To(mediation.Accepted))
	letter, err := s.AddressToConfirm(w.Ctx, w.Tenant(), waiting.ID, waiting.Parties[0].ID)
	must(err)
	at, digits := slip(waiting)
	return map[string]any{"way": map[string]string{"code": code, "digits": way.Digits},
		"waiting": map[string]string{"code": at, "digits": digits, "confirm": letter.Digits}}
}

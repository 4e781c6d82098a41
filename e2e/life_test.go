package e2e_test

import (
	"net/url"
	"testing"
	"time"

	"linli/app/apptest"
	"linli/e2e"
	"linli/mediation"
	"linli/store/dialect"
	"linli/testkit"
	"linli/web/static"
)

// TestLife has parties live with their agreements on their own pages: what was owed and did not come, what a court
// confirms, what is taken up again, and what is only spoken.
func TestLife(t *testing.T) {
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
		plays := map[string]any{}
		for _, variant := range []string{"zh-Hans-1280", "zh-Hant-320", "en-320"} { // those of life.mjs: each acts on cases of its own
			plays[variant] = lives(t, w)
		}
		w.Clock.Add(10 * 24 * time.Hour) // what falls due in a week is late
		e2e.Run(t, e2e.Play{Handler: ticking(w, site.Handler), Data: plays, Scenarios: []string{"scenarios/life.mjs"}})
	})
}

// lives are a case for each thing that a party can say after an agreement, with the slips of those who say it.
func lives(t *testing.T, w *apptest.World) map[string]any {
	t.Helper()
	mediator := w.As("mediator")
	spoken := w.To(mediation.InSession)
	a, b := spoken.Parties[0].ID, spoken.Parties[1].ID
	said := mediation.Oral{Language: "zh-Hans", Performed: true, NoWaiver: true,
		Terms: []mediation.Term{{Obligor: b, Obligee: a, Type: "apology", Text: "当面道歉", Delivery: "当场"}}}
	said.Parties = append(said.Parties, a, b)
	spoken = w.Act(mediator, spoken, said)
	court := w.Act(mediator, w.To(mediation.Effective), mediation.PrepareConfirmation{Court: "测试区人民法院", Venue: "office_place"})
	court = w.Act(mediator, court, mediation.JoinConfirmation{Party: court.Parties[1].ID})
	again := w.Act(w.As("lead"), w.After(mediation.Voided), mediation.Reopen{Text: "双方又愿意谈"})
	owed := w.After(mediation.Performing)
	return map[string]any{"spoken": slipOf(t, w, spoken, 0), "court": slipOf(t, w, court, 0), "again": slipOf(t, w, again, 0),
		"payee": slipOf(t, w, owed, 0), "obligor": slipOf(t, w, owed, 1)}
}

// slipOf is a slip of one party of a case, issued to that party.
func slipOf(t *testing.T, w *apptest.World, c mediation.Case, party int) map[string]string {
	t.Helper()
	code, digits, err := w.App.Mediation.IssueSlip(w.Ctx, w.Party(c, party), c.ID, c.Parties[party].ID)
	if err != nil {
		t.Fatal(err)
	}
	return map[string]string{"code": code.String(), "digits": digits}
}

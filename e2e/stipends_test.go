package e2e_test

import (
	"testing"
	"time"

	"linli/app/apptest"
	"linli/mediation"
	"linli/platform/id"
)

// TestStipends claims, reviews and pays what mediators get for their work.
func TestStipends(t *testing.T) {
	scene{scenarios: []string{"scenarios/stipends.mjs"}, data: worked, logins: []string{"mediator", "lead", "upper.lead"}}.play(t)
}

// worked is a case that is over for each language in which a browser claims it.
func worked(_ *testing.T, w *apptest.World) map[string]any {
	cases := map[string]string{}
	for _, lang := range []string{"zh-Hans", "en"} {
		c := w.To(mediation.InSession)
		c = w.Act(w.As("mediator"), c, mediation.Record{Session: c.Sessions[0].ID, Minutes: 90, Present: []id.ID{c.Parties[0].ID, c.Parties[1].ID}, Text: "双方心平气和"})
		cases[lang] = w.Act(w.Party(c, 1), c, mediation.Withdraw{Party: c.Parties[1].ID}).ID.String()
	}
	today := w.Clock.Now().In(time.FixedZone("", 8*3600))
	return map[string]any{"cases": cases, "unit": w.Unit("V1").String(), "month": today.Format("2006-01"),
		"today": map[string]string{"year": today.Format("2006"), "month": today.Format("1"), "day": today.Format("2")}}
}

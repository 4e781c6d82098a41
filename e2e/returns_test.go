package e2e_test

import (
	"net/url"
	"testing"
	"time"

	"linli/app/apptest"
	"linli/e2e"
	"linli/insight"
	"linli/mediation"
	"linli/platform/calendar"
	"linli/testkit"
	"linli/web/static"
)

// TestReturns freezes a return and reads it, as its lead and as the public.
func TestReturns(t *testing.T) {
	if assets, err := static.Open(); err != nil || !assets.Built() {
		t.Skip("browser tests skipped: the assets are not built (node build/assets.mjs)")
	}
	w := apptest.New(t, testkit.Embedded(t, "cases"))
	site, err := w.App.Site(&url.URL{Scheme: "http", Host: "localhost"})
	if err != nil {
		t.Fatal(err)
	}
	for range 6 {
		w.To(mediation.Effective)
		w.To(mediation.InSession)
	}
	period := w.Clock.Now().In(time.FixedZone("", 8*3600)).Format("2006-01")
	today := calendar.DateOf(w.Clock.Now(), time.UTC)
	for past := range 12 {
		for i, unit := range []string{"V1", "V2", "T"} {
			w.AMonth(w.Unit(unit), today.AddMonths(-past), int64(30+17*i+past), int64((past*3+i*5)%11))
		}
	}
	w.Clock.Add(31 * 24 * time.Hour)
	asked, err := w.App.AskedReturn(t.Context(), w.Tenant(), "", period)
	if err != nil {
		t.Fatal(err)
	}
	asked.Form = "public_month"
	if _, err := w.App.Insight.Freeze(t.Context(), w.As("upper.lead"), asked, ""); err != nil {
		t.Fatal(err)
	}
	for _, x := range []struct{ form, period string }{{"monthly", "2026-01"}, {"monthly", "2026-02"}, {"public_month", "2025-07"}, {"public_month", "2025-08"}, {"public_month", "2025-09"}, {"scorecard", "2025-Q3"},
		{"public_month", "2025-10"}, {"public_month", "2025-11"}, {"public_month", "2025-12"}} {
		asked.Form, asked.Period = x.form, x.period
		if _, err := w.App.Insight.Freeze(t.Context(), w.As("upper.lead"), asked, ""); err != nil {
			t.Fatal(x, err)
		}
	}
	e2e.Run(t, e2e.Play{Handler: ticking(w, site.Handler), Data: map[string]any{"period": period, "quarter": insight.PeriodOf("quarter", today), "sessions": signedIn(w, "upper.lead")},
		Scenarios: []string{"scenarios/returns.mjs"}})
}

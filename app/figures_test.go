package app_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"linli/app/apptest"
	"linli/insight"
	"linli/mediation"
	"linli/platform/calendar"
	store "linli/store/insight"
)

// TestTheTalliesAreThoseOfTheCases leads cases along their roads through the services and holds every cell of the tallies
// to a recount of the cases' own rows.
func TestTheTalliesAreThoseOfTheCases(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		var cases []mediation.Case
		for _, s := range []mediation.State{mediation.Submitted, mediation.Accepted, mediation.InSession, mediation.Effective} {
			cases = append(cases, w.To(s))
		}
		for _, s := range []mediation.State{mediation.Performing, mediation.Performed, mediation.Confirmed, mediation.Voided} {
			cases = append(cases, w.After(s))
		}
		zone, err := time.LoadLocation(w.Office.Tenant.Zone)
		if err != nil {
			t.Fatal(err)
		}
		want := map[insight.GridCell]insight.Counts{}
		for _, c := range cases {
			for _, d := range mediation.Recount(c, zone) {
				on, err := calendar.ParseDate(d.Day)
				if err != nil {
					t.Fatal(err)
				}
				at := insight.GridCell{Period: int64(on.Year)*100 + int64(on.Month), Unit: c.Unit, Type: c.Type, Source: c.Source}
				n := want[at]
				n[insight.Column(insight.Measure(d.Measure))]++
				want[at] = n
			}
		}
		got, err := store.New(w.App.Stores.Cases).Grid(w.Ctx, w.Tenant(), false)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Error(d)
		}
	})
}

package e2e_test

import (
	"testing"

	"linli/app/apptest"
	"linli/platform/geo"
	"linli/report"
)

// TestReports has somebody report a street lamp from a telephone without an account: a handler fixes it, the reporter says that
// it is not fixed, and reads what was done.
func TestReports(t *testing.T) {
	scene{scenarios: []string{"scenarios/reports.mjs"}, logins: []string{"clerk", "lead"}, data: func(t *testing.T, w *apptest.World) map[string]any {
		w.Handler()
		place, err := w.App.Report.ListPlace(w.Ctx, w.As("lead"), report.KnownPlace{Unit: w.Unit("V1"), Name: "河边小广场", Point: geo.Point{Lat: 31.2, Long: 121.4}})
		if err != nil {
			t.Fatal(err)
		}
		first := report.Submit{Category: "street_light", Text: "桥头路灯不亮", Known: place.ID, Answers: map[string][]string{"fault": {"out"}}}
		w.Submit(first)
		return map[string]any{"place": place.ID.String()}
	}}.play(t)
}

// TestAReportAtTheCounter has a clerk write down what somebody says on the telephone.
func TestAReportAtTheCounter(t *testing.T) {
	scene{scenarios: []string{"scenarios/counter_report.mjs"}, logins: []string{"clerk"}, data: func(t *testing.T, w *apptest.World) map[string]any {
		w.Handler()
		place, err := w.App.Report.ListPlace(w.Ctx, w.As("lead"), report.KnownPlace{Unit: w.Unit("V1"), Name: "3 栋门口", Point: geo.Point{Lat: 31.2, Long: 121.4}})
		if err != nil {
			t.Fatal(err)
		}
		return map[string]any{"place": place.ID.String()}
	}}.play(t)
}

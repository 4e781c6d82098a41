package e2e_test

import (
	"testing"

	"linli/app/apptest"
	"linli/report"
)

// TestReported: anybody reads what was let through, narrows it, opens one, and looks at the table of areas.
func TestReported(t *testing.T) {
	scene{scenarios: []string{"scenarios/reported.mjs"}, data: func(_ *testing.T, w *apptest.World) map[string]any {
		handler := w.Handler()
		for i := range 24 {
			f := w.Issue()
			if i%2 == 0 {
				f.Category, f.Answers = "waste", nil
			}
			c, _ := w.Submit(f)
			c = w.Answer(handler, c, report.Take{}, report.Accept{}, report.Publish{Text: "小学门口的路灯三天没亮，孩子放学时天已经黑了", Place: "荷塘路小学门口"})
			if i%3 == 0 {
				w.Answer(handler, c, report.Fix{Text: "换了灯"}, report.Close{})
			}
		}
		w.Clock.Add(8 * 24 * 3600e9)
		return map[string]any{}
	}}.play(t)
}

package e2e_test

import (
	"testing"

	"linli/app/apptest"
	"linli/report"
)

// TestTheFileOfAReport has the handlers of a report and of a grievance print the whole files.
func TestTheFileOfAReport(t *testing.T) {
	scene{scenarios: []string{"scenarios/dossier.mjs"}, logins: []string{"clerk", "upper.lead"}, around: working, data: func(_ *testing.T, w *apptest.World) map[string]any {
		handler := w.Handler()
		c, _ := w.Submit(w.Issue())
		w.Answer(handler, c, report.Take{}, report.Accept{})
		f := w.Complaint()
		f.Category = "grievance"
		g, _ := w.Complain(f)
		w.Answer(w.As("upper.lead"), g, report.Take{}, report.Accept{})
		return map[string]any{"report": c.ID.String(), "grievance": g.ID.String()}
	}}.play(t)
}

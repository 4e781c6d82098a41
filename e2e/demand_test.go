package e2e_test

import (
	"testing"

	"linli/app/apptest"
	"linli/mediation"
	"linli/platform/i18n"
	"linli/platform/id"
)

// TestDemand has a court ask for papers of a case: the lead enters it, the privacy officer gives one paper, the party reads it.
func TestDemand(t *testing.T) {
	scene{scenarios: []string{"scenarios/demand.mjs"}, logins: []string{"lead", "privacy"}, data: func(t *testing.T, w *apptest.World) map[string]any {
		data := each(func(i18n.Language) map[string]any {
			c := w.To(mediation.Effective)
			return map[string]any{"case": c.ID.String(), "slip": slipOf(t, w, c, 0)}
		})
		data["scan"] = scan(t)
		return data
	}}.play(t)
}

// TestDemandOnReportsAndRequestsForHelp has a court ask for papers of a report and of a request for help.
func TestDemandOnReportsAndRequestsForHelp(t *testing.T) {
	scene{scenarios: []string{"scenarios/demand_others.mjs"}, logins: []string{"lead", "privacy"}, data: func(t *testing.T, w *apptest.World) map[string]any {
		return each(func(i18n.Language) map[string]any {
			reporter, helped := slipsOf(t, w)
			code, err := id.ParseCode(reporter["code"])
			if err != nil {
				t.Fatal(err)
			}
			c, _ := w.Complained(code)
			return map[string]any{"report": c.ID.String(), "author": reporter, "help": helped}
		})
	}}.play(t)
}

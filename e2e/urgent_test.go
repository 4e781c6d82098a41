package e2e_test

import (
	"testing"

	"linli/app/apptest"
	"linli/mediation"
	"linli/platform/i18n"
	"linli/platform/id"
)

// TestUrgent has a case opened urgently: the lead asks, the clerk approves, the lead opens it, the party reads of it.
func TestUrgent(t *testing.T) {
	scene{scenarios: []string{"scenarios/urgent.mjs"}, logins: []string{"lead", "clerk", "privacy"}, data: func(t *testing.T, w *apptest.World) map[string]any {
		return each(func(i18n.Language) map[string]any {
			c := w.To(mediation.Assigned)
			return map[string]any{"case": c.ID.String(), "slip": slipOf(t, w, c, 0)}
		})
	}}.play(t)
}

// TestUrgentReportsAndRequestsForHelp has a report and a request for help opened urgently: the lead asks, the clerk approves, both are told.
func TestUrgentReportsAndRequestsForHelp(t *testing.T) {
	scene{scenarios: []string{"scenarios/urgent_others.mjs"}, logins: []string{"lead", "clerk", "privacy"}, data: func(t *testing.T, w *apptest.World) map[string]any {
		w.Handler()
		return each(func(i18n.Language) map[string]any {
			reporter, helped := slipsOf(t, w)
			code, err := id.ParseCode(reporter["code"])
			if err != nil {
				t.Fatal(err)
			}
			c, _ := w.Complained(code)
			if code, err = id.ParseCode(helped["code"]); err != nil {
				t.Fatal(err)
			}
			slip, err := w.App.Referral.Repo.Slip(w.Ctx, w.Tenant(), code)
			if err != nil {
				t.Fatal(err)
			}
			return map[string]any{"report": c.ID.String(), "help": slip.Case.String(), "author": reporter, "asked": helped}
		})
	}}.play(t)
}

package e2e_test

import (
	"testing"

	"linli/app/apptest"
	"linli/duty"
)

// TestDuties has a lead notify an incident, the checker send it back, the lead do it again and the checker agree; a colleague sign up
// for a shift; the lead look at the board; and a meeting give a task.
func TestDuties(t *testing.T) {
	scene{scenarios: []string{"scenarios/duties.mjs"}, logins: []string{"clerk", "lead", "mediator", "upper.lead", "records"}, where: apptest.Town, data: func(t *testing.T, w *apptest.World) map[string]any {
		if err := w.App.Duty.Tick(w.Ctx, w.Tenant()); err != nil {
			t.Fatal(err)
		}
		first := func(unit, rule string) string {
			rows, err := w.App.Duty.Repo.Rows(w.Ctx, w.Tenant(), duty.Span{Unit: w.Unit(unit), Limit: 2000})
			if err != nil {
				t.Fatal(err)
			}
			for _, x := range rows {
				if x.Case.Duty == rule {
					return x.Case.ID.String()
				}
			}
			t.Fatalf("%s does not owe %s", unit, rule)
			return ""
		}
		return map[string]any{"return": first("V1", "monthly_return"), "shift": first("V1", "safety_round"), "meeting": first("T", "directors_meeting")}
	}}.play(t)
}

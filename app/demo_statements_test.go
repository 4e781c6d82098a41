package app

import (
	"testing"

	"linli/duty"
)

// statementsAreSigned finds one statement signed on the screen and one on paper, both checked by somebody else, and the units that came
// today owe theirs.
func statementsAreSigned(t *testing.T, a *App) {
	t.Helper()
	tenants, err := a.offices.Tenants(t.Context())
	if err != nil || len(tenants) != 1 {
		t.Fatal(len(tenants), err)
	}
	tenant := tenants[0]
	if err := a.Duty.Tick(t.Context(), tenant); err != nil {
		t.Fatal(err)
	}
	units, err := a.Duty.Office.DutyUnits(t.Context(), tenant)
	if err != nil {
		t.Fatal(err)
	}
	how := map[string]int{}
	for _, u := range units {
		for _, rule := range []string{"season_statements", "town_season_statement"} {
			rows, err := a.Duty.Repo.OfRule(t.Context(), tenant, rule, duty.Span{Unit: u.ID, Until: a.Clock.Now().AddDate(1, 0, 0)})
			if err != nil {
				t.Fatal(err)
			}
			for _, x := range rows {
				signed := x.Case.Standing("statement")
				switch {
				case len(signed) == 0:
					how["open"]++
				case x.Case.State == duty.Checked:
					how[signed[0].Signed.Means]++
				}
			}
		}
	}
	if how[duty.Drawn] != 1 || how[duty.OnPaper] != 1 || how["open"] == 0 {
		t.Errorf("statements: %v", how)
	}
}

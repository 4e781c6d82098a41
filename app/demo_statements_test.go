package app

import (
	"slices"
	"testing"

	"linli/duty"
	"linli/platform/calendar"
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
	of := a.Duty.Office
	if d, led := of.(demoOffice); led { // what the others owe is written down once the office is served
		of = d.Office
	}
	units, err := of.DutyUnits(t.Context(), tenant)
	if err != nil {
		t.Fatal(err)
	}
	rules, err := of.Rulebook(t.Context(), tenant, a.Clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	today := calendar.DateOf(a.Clock.Now(), rules.Zone)
	owed := duty.Plan(rules, rules.Calendar, units, today, today.AddDays(200))
	how := map[string]int{}
	for _, u := range units {
		for _, rule := range []string{"season_statements", "town_season_statement"} {
			rows, err := a.Duty.Repo.OfRule(t.Context(), tenant, rule, duty.Span{Unit: u.ID, Until: a.Clock.Now().AddDate(1, 0, 0)})
			if err != nil {
				t.Fatal(err)
			}
			for _, x := range rows {
				if signed := x.Case.Standing("statement"); len(signed) > 0 && x.Case.State == duty.Checked {
					how[signed[0].Signed.Means]++
				}
			}
			if len(rows) == 0 && slices.ContainsFunc(owed, func(o duty.Occurrence) bool { return o.Unit == u.ID && o.Duty == rule }) {
				how["open"]++
			}
		}
	}
	if how[duty.Drawn] != 1 || how[duty.OnPaper] != 1 || how["open"] == 0 {
		t.Errorf("statements: %v", how)
	}
}

package app

import (
	"cmp"
	"fmt"
	"slices"
	"testing"
	"time"

	"linli/platform/access"
	"linli/platform/id"
	"linli/promise"
	"linli/report"
	"linli/rulebook"
)

// demoReportsOf are all reports of the office, each in one line, in order.
func demoReportsOf(t *testing.T, a *App) (all []report.Case, lines []string) {
	t.Helper()
	tenant, err := a.TenantNamed(t.Context(), "demo")
	if err != nil {
		t.Fatal(err)
	}
	units, err := a.offices.Units(t.Context(), tenant.ID)
	if err != nil {
		t.Fatal(err)
	}
	for _, u := range units {
		var found []id.ID
		queue, err := a.Report.Repo.Queue(t.Context(), tenant.ID, report.QueueFilter{Unit: u.ID, Limit: 100})
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range queue {
			found = append(found, r.ID)
		}
		desk, err := a.Report.Repo.List(t.Context(), tenant.ID, report.QueueFilter{Unit: u.ID, Limit: 100})
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range desk {
			found = append(found, r.Case.ID)
		}
		for _, x := range found {
			c, err := a.Report.Repo.Case(t.Context(), tenant.ID, x)
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, c)
			lines = append(lines, fmt.Sprintf("%s %s %s %s %s %d %v", u.Code, c.Received.Format(time.RFC3339), c.Category, c.State, c.Desk.Post, c.Version, c.Place.Point))
		}
	}
	slices.SortFunc(lines, cmp.Compare)
	return all, lines
}

// reportsWork: every state is there, some of it is public with words and place, one is joined, one reopened, a grievance is
// in review; every report replays, and every listed reporter reads its own.
func reportsWork(t *testing.T, a *App) {
	all, _ := demoReportsOf(t, a)
	states, units := map[report.State]int{}, map[id.ID]bool{}
	published, reopened, reviewed := 0, 0, 0
	for _, c := range all {
		units[c.Desk.Unit] = true
		if c.Sort == rulebook.Grievance && c.State == report.Reviewing {
			reviewed++
		}
		if c.Reopened > 0 {
			reopened++
		}
		if c.IsIssue() {
			states[c.State]++
		}
		events, err := a.Report.Repo.Events(t.Context(), c.Tenant, c.ID)
		if err != nil {
			t.Fatal(err)
		}
		if again, err := report.Replay(c.Tenant, events); err != nil || again.State != c.State {
			t.Errorf("a replay gives %s, %v", again.State, err)
		}
		if c.Published.IsZero() {
			continue
		}
		p, err := a.Report.PublicView(t.Context(), c.Tenant, c.PublicID)
		if err != nil || p.Text == "" || p.Place == "" {
			t.Errorf("everybody reads %+v, %v", p, err)
		}
		published++
	}
	for _, s := range report.IssueStates {
		if states[s] == 0 {
			t.Errorf("no report is %s", s)
		}
	}
	if len(all) < 20 || len(units) < 5 || published < 5 || reopened != 1 || reviewed != 1 || states[report.Joined] != 1 {
		t.Errorf("%d reports in %d units, %d published, %d reopened, %d grievances in review", len(all), len(units), published, reopened, reviewed)
	}
	reportersEnter(t, a)
	reportsAreOwed(t, a)
}

// reportsAreOwed wants something for the handler who signs in that is late, and something within a week.
func reportsAreOwed(t *testing.T, a *App) {
	tenant, err := a.TenantNamed(t.Context(), "demo")
	if err != nil {
		t.Fatal(err)
	}
	unit, _, err := a.UnitNamed(t.Context(), tenant.ID, demoRoot+"01")
	if err != nil {
		t.Fatal(err)
	}
	handler := access.Actor{Kind: access.Staff, Tenant: tenant.ID, Account: id.ID{1}, Posts: []access.Post{{Kind: access.Handler, Unit: unit.ID}}}
	now := a.Clock.Now()
	for name, f := range map[string]promise.Filter{"late": {Until: now, Limit: 20}, "due within a week": {From: now, Until: now.AddDate(0, 0, 7), Limit: 20}} {
		if rows, err := a.Report.Due(t.Context(), handler, f); err != nil || len(rows) == 0 {
			t.Errorf("nothing is %s: %v", name, err)
		}
	}
}

func reportersEnter(t *testing.T, a *App) {
	l, err := ReadLogins(a.Config.Data)
	if err != nil {
		t.Fatal(err)
	}
	tenant, err := a.TenantNamed(t.Context(), "demo")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, r := range l.Residents {
		if r.Kind != report.Capability {
			continue
		}
		n++
		who, err := a.Mediation.Enter(t.Context(), tenant.ID, r.Code, r.Passphrase)
		if err != nil {
			t.Fatalf("the reporter of %s: %v", r.State, err)
		}
		if o, err := a.Report.Open(t.Context(), who, who.Case); err != nil || o.Account.Text == "" || string(o.Case.State) != r.State {
			t.Errorf("the reporter of %s reads %+v, %v", r.State, o, err)
		}
	}
	if n < 8 {
		t.Errorf("%d reporters are listed", n)
	}
}

package app

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"linli/casefile"
	"linli/mediation"
	"linli/office"
	"linli/platform/access"
	"linli/platform/calendar"
	"linli/platform/clock"
	"linli/platform/geo"
	"linli/platform/id"
	"linli/promise"
	"linli/referral/directory"
)

// furnished opens a demo office that was furnished at an instant, as it stands then.
func furnished(t *testing.T, now time.Time) *App {
	t.Helper()
	dir := t.TempDir()
	c, err := Config{Data: dir, Demo: true}.Complete()
	if err != nil {
		t.Fatal(err)
	}
	ctx := context.Background()
	if err := FurnishDemo(ctx, c, DemoOptions{Now: now, URL: "http://localhost:8080"}); err != nil {
		t.Fatal(err)
	}
	s, err := OpenStores(ctx, c, false, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	a, err := New(ctx, c, s, Options{Clock: clock.NewManual(now), Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(a.Close)
	return a
}

// demoCasesOf are all cases of the office, each in one line, in order.
func demoCasesOf(t *testing.T, a *App) (all []mediation.Case, lines []string) {
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
		f := mediation.Filter{Unit: u.ID, Limit: 100}
		page, err := a.Mediation.Repo.List(t.Context(), access.Scope{Tenant: tenant.ID, Units: []id.ID{u.ID}}, f)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range page.Rows {
			c, err := a.Mediation.Repo.Case(t.Context(), tenant.ID, r.ID)
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, c)
			lines = append(lines, fmt.Sprintf("%s %s %s %s %d %s %s", u.Code, c.Received.Format(time.RFC3339), c.Type, c.State, c.Number, c.Reason, r.Due.Format(time.RFC3339)))
		}
	}
	slices.SortFunc(lines, cmp.Compare)
	return all, lines
}

// TestTheDemoIsTheSameOnTheSameDay also shows that the office is alive on that day.
func TestTheDemoIsTheSameOnTheSameDay(t *testing.T) {
	monday := time.Date(2026, 11, 23, 1, 30, 0, 0, time.UTC) // half past nine in the office
	a, b := furnished(t, monday), furnished(t, monday)
	cases, lines := demoCasesOf(t, a)
	_, again := demoCasesOf(t, b)
	if d := gocmp.Diff(lines, again); d != "" {
		t.Errorf("another office on the same day: %s", d)
	}
	_, reported := demoReportsOf(t, a)
	_, anew := demoReportsOf(t, b)
	if d := gocmp.Diff(reported, anew); d != "" {
		t.Errorf("other reports on the same day: %s", d)
	}
	helpIsNear(t, a)
	if len(cases) < 60 {
		t.Errorf("%d cases", len(cases))
	}
	states, reasons := map[mediation.State]int{}, map[string]int{}
	for _, c := range cases {
		states[c.State]++
		if c.State == mediation.Terminated {
			reasons[c.Reason]++
		}
	}
	for _, s := range mediation.States {
		if states[s] == 0 {
			t.Errorf("no case is %s", s)
		}
	}
	for _, r := range []string{"withdrawn", "impasse", "time_over", "pending_elsewhere", "not_suitable", "sham_suspected", "will_not_sign", "unreachable", "no_mediator"} {
		if reasons[r] == 0 {
			t.Errorf("no case ended because of %s", r)
		}
	}
	partial := slices.ContainsFunc(cases, func(c mediation.Case) bool { return c.State == mediation.Effective && c.Agreement.Partial })
	if !partial {
		t.Error("no agreement settles a part")
	}
	showsEachPart(t, cases)
	alive(t, a, monday)
	asItWorks(t, a, cases)
	owesWhatItsEventsGive(t, a, cases, monday)
	reportsWork(t, a)
	statementsAreSigned(t, a)
}

// owesWhatItsEventsGive counts the promises of every case anew from all its events, and finds them as they are kept: an act that
// did not count them left none behind.
func owesWhatItsEventsGive(t *testing.T, a *App, cases []mediation.Case, now time.Time) {
	t.Helper()
	seen := 0
	for _, c := range cases {
		rules, err := (&officeOf{a}).RulebookOf(t.Context(), c.Tenant, c.Rulebook, c.RulebookVersion)
		if err != nil {
			t.Fatal(err)
		}
		events, kept, err := casefile.History(t.Context(), a.Mediation.Repo, c.Tenant, c.ID, c.Version)
		if err != nil {
			t.Fatal(err)
		}
		if len(kept) == 0 {
			continue
		}
		seen++
		moved, _ := casefile.Owed(kept, mediation.Promises(c, events, rules, now), now)
		for _, p := range moved {
			t.Errorf("%s: after %s the promise %s is %s, due %s: it is kept otherwise", c.ID, events[len(events)-1].Kind, p.Rule, p.State, p.Due)
		}
	}
	if seen < 60 {
		t.Errorf("%d cases owe something", seen)
	}
}

// showsEachPart wants a case for each part of mediation that a newcomer may look for.
func showsEachPart(t *testing.T, cases []mediation.Case) {
	t.Helper()
	owes := func(holds func(mediation.Instalment) bool) func(mediation.Case) bool {
		return func(c mediation.Case) bool {
			return c.Agreement != nil && slices.ContainsFunc(c.Agreement.Instalments, holds)
		}
	}
	acts := func(kind string) func(mediation.Case) bool {
		return func(c mediation.Case) bool {
			return slices.ContainsFunc(c.Representatives, func(r mediation.Representative) bool { return r.Kind == kind })
		}
	}
	party := func(holds func(mediation.Party) bool) func(mediation.Case) bool {
		return func(c mediation.Case) bool { return slices.ContainsFunc(c.Parties, holds) }
	}
	meets := func(mode string) func(mediation.Case) bool {
		return func(c mediation.Case) bool {
			return slices.ContainsFunc(c.Sessions, func(s mediation.Session) bool { return s.Mode == mode && s.Off == "" })
		}
	}
	for what, holds := range map[string]func(mediation.Case) bool{
		"an instalment of which a part came": owes(func(x mediation.Instalment) bool { return x.Paid() > 0 && x.Fulfilled.IsZero() }),
		"goods in place of money": owes(func(x mediation.Instalment) bool {
			return slices.ContainsFunc(x.Done, func(p mediation.Performance) bool { return p.InKind })
		}),
		"an agreement that is late after an application was taken back": func(c mediation.Case) bool { return c.Unconfirmed() && c.Breach != nil },
		"an agreement that was changed":                                 func(c mediation.Case) bool { return len(c.Former) > 0 },
		"a guardian":                                                    acts(mediation.Guardian), "an agent": acts(mediation.Agent), "a group": acts(mediation.ForGroup),
		"an heir": party(func(p mediation.Party) bool { return !p.Succeeds.IsZero() && p.Kind == "person" }),
		"who takes the place of a company that is no more": party(func(p mediation.Party) bool { return !p.Succeeds.IsZero() && p.Kind != "person" }),
		"two units":                             func(c mediation.Case) bool { return len(c.Jointly()) > 0 },
		"a mediator who left":                   func(c mediation.Case) bool { return len(c.Engagements) > 1 && c.Engagements[0].Ended != "" },
		"a separate session":                    meets("separate"),
		"a session by video":                    meets("video"),
		"a round in writing":                    meets("writing"),
		"an offer":                              func(c mediation.Case) bool { return len(c.Offers) > 0 },
		"a message":                             func(c mediation.Case) bool { return len(c.Messages) > 0 },
		"a call":                                func(c mediation.Case) bool { return len(c.Calls) > 0 },
		"a letter to a sender":                  func(c mediation.Case) bool { return c.Sent != nil && !c.Sent.Sent.IsZero() },
		"a letter for a party":                  func(c mediation.Case) bool { return len(c.Onward) > 0 },
		"a demand of a court":                   func(c mediation.Case) bool { return len(c.Demands) > 0 },
		"an urgent access":                      func(c mediation.Case) bool { return len(c.Urgent) > 0 },
		"a request to be erased":                func(c mediation.Case) bool { return len(c.Erasures) > 0 },
		"a report that the law demands":         func(c mediation.Case) bool { return len(c.Statutory) > 0 },
		"a closed case that was taken up again": func(c mediation.Case) bool { return c.State == mediation.InSession && c.Type == "tourism" },
	} {
		if !slices.ContainsFunc(cases, holds) {
			t.Errorf("no case has %s", what)
		}
	}
}

// alive wants something due today, something late, something paused.
func alive(t *testing.T, a *App, now time.Time) {
	tenant, err := a.TenantNamed(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	unit, _, err := a.UnitNamed(t.Context(), tenant.ID, "QS01")
	if err != nil {
		t.Fatal(err)
	}
	scope := access.Scope{Tenant: tenant.ID, Units: []id.ID{unit.ID}}
	today := calendar.DateOf(now, a.zone())
	count := func(f promise.Filter) int {
		f.Limit = 100
		rows, err := a.Mediation.Repo.Due(t.Context(), scope, f)
		if err != nil {
			t.Fatal(err)
		}
		return len(rows)
	}
	for name, n := range map[string]int{
		"due today": count(promise.Filter{From: today.Start(a.zone()), Until: today.AddDays(1).Start(a.zone())}),
		"late":      count(promise.Filter{Until: today.Start(a.zone())}),
		"paused":    count(promise.Filter{Paused: true}),
		"later":     count(promise.Filter{From: today.AddDays(1).Start(a.zone())}),
	} {
		if n == 0 {
			t.Errorf("nothing is %s", name)
		}
	}
}

// helpIsNear finds services around a square of the demo, the nearest first, and no shelter.
func helpIsNear(t *testing.T, a *App) {
	t.Helper()
	tenant, err := a.TenantNamed(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	square := geo.Point{Lat: 34.0211, Long: 88.0314}
	found, _, err := a.Directory.Near(t.Context(), tenant.ID, directory.Query{Kind: directory.KindService, Listed: true, Near: &square}, 0, 100)
	placed, secret := 0, 0
	for _, x := range demoServices {
		switch {
		case x.redacted:
			secret++
		case x.place != "":
			placed++
		}
	}
	if err != nil || len(found) != placed || secret == 0 || found[0].Metres > 300 {
		t.Errorf("%d services of %d are found, %v", len(found), placed, err)
	}
	for _, x := range found {
		if x.Metres > 30_000 {
			t.Errorf("%s is %.0f m away", x.Card.Name, x.Metres)
		}
	}
}

// asItWorks replays every case, and reads what was sealed.
func asItWorks(t *testing.T, a *App, cases []mediation.Case) {
	kept, late := 0, 0
	for _, c := range cases {
		events, err := a.Mediation.Repo.Events(t.Context(), c.Tenant, c.ID)
		if err != nil {
			t.Fatal(err)
		}
		replayed, err := mediation.Replay(c.Tenant, events)
		if err != nil || replayed.State != c.State {
			t.Errorf("a replay gives %s, %v", replayed.State, err)
		}
		for i, e := range events {
			if !e.Intact() || i > 0 && e.At.Before(events[i-1].At) {
				t.Errorf("event %d of a case in %s is not as it was, or out of order", e.Seq, c.State)
			}
			if e.At.After(a.Clock.Now()) {
				t.Errorf("%s happened in the future", e.Kind)
			}
		}
		rows, err := a.Mediation.Repo.Promises(t.Context(), c.Tenant, c.ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range rows {
			switch p.State {
			case promise.Kept:
				kept++
			case promise.Late:
				late++
			}
		}
	}
	if kept < 20*late {
		t.Errorf("%d promises kept and %d late is no office to show", kept, late)
	}
	l, err := ReadLogins(a.Config.Data)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range l.Residents {
		if r.Kind != mediation.Capability {
			continue // see reportsWork
		}
		who, err := a.Mediation.Enter(t.Context(), cases[0].Tenant, r.Code, r.Passphrase)
		if err != nil {
			t.Fatalf("the %s of %s: %v", r.Role, r.State, err)
		}
		o, err := a.Mediation.Open(t.Context(), who, who.Case, access.ForParty)
		if err != nil || o.Name(who.Party) == "" {
			t.Errorf("the %s of %s reads %v", r.Role, r.State, err)
		}
	}
}

// TestTheDemoFitsAnyDay furnishes it on a weekend, and on the first day after the longest holidays.
func TestTheDemoFitsAnyDay(t *testing.T) {
	if testing.Short() {
		t.Skip("furnishes two offices")
	}
	for name, now := range map[string]time.Time{
		"a Sunday night":    time.Date(2026, 11, 22, 15, 0, 0, 0, time.UTC),
		"after golden week": time.Date(2026, 10, 8, 2, 0, 0, 0, time.UTC),
	} {
		t.Run(name, func(t *testing.T) {
			if all, _ := demoCasesOf(t, furnished(t, now)); len(all) < 60 {
				t.Errorf("%d cases", len(all))
			}
		})
	}
}

func TestDemoPlaces(t *testing.T) {
	units := demoUnits()
	count, names := map[office.Level]int{}, map[string]bool{}
	for _, u := range units {
		count[u.Level]++
		if names[u.Name] || names[u.Code] {
			t.Errorf("%s %s is there twice", u.Code, u.Name)
		}
		names[u.Name], names[u.Code] = true, true
	}
	if count[office.Township] != 12 || count[office.Village] != 99 {
		t.Errorf("%v", count)
	}
}

// TestDemoPeopleAreInvented: no party's contact can be anybody's, and no name comes twice.
func TestDemoPeopleAreInvented(t *testing.T) {
	a := newNames(rand.New(rand.NewPCG(1, 1)))
	seen := map[string]bool{}
	for range 150 {
		name, contact := a.person(), a.contact()
		if seen[name] || !strings.HasPrefix(contact, "100 0000 ") {
			t.Errorf("%s, %s", name, contact)
		}
		seen[name] = true
	}
}

func TestDemoMove(t *testing.T) {
	dir := t.TempDir()
	if err := writeLogins(dir, Logins{URL: "http://localhost:1", Tenant: "demo"}); err != nil {
		t.Fatal(err)
	}
	if err := MoveDemo(dir, "http://localhost:2"); err != nil {
		t.Fatal(err)
	}
	if l, err := ReadLogins(dir); err != nil || l.URL != "http://localhost:2" || l.Tenant != "demo" {
		t.Errorf("%+v %v", l, err)
	}
	if _, err := ReadLogins(filepath.Join(dir, "elsewhere")); err == nil {
		t.Error("logins that are not there")
	}
}

package access_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
)

var noon = time.Date(2026, 3, 2, 12, 7, 31, 0, time.UTC)

// rows is a recorder in memory; fail makes it refuse.
type rows struct {
	kept []access.Row
	fail error
}

func (r *rows) Record(_ context.Context, row access.Row) error {
	if r.fail != nil {
		return r.fail
	}
	r.kept = append(r.kept, row)
	return nil
}

func assigned() access.Facts {
	f := facts()
	f.Assigned = []id.ID{me}
	return f
}

func TestOpenRecordsBeforeItGrants(t *testing.T) {
	e, rec := newEngine(t), &rows{}
	g, err := e.Open(t.Context(), rec, noon, staff(access.Mediator, township), assigned(), access.ForWork)
	if err != nil {
		t.Fatal(err)
	}
	if !g.Valid() || g.Case() != kase || g.Tenant() != tenant {
		t.Errorf("grant %+v", g)
	}
	want := access.Row{Tenant: tenant, Case: kase, Account: me, Kind: access.Staff, Purpose: access.ForWork, Post: access.Mediator,
		Quarter: time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC), At: noon}
	if len(rec.kept) != 1 || rec.kept[0] != want {
		t.Errorf("recorded %+v", rec.kept)
	}
}

func TestNothingOpensUnrecorded(t *testing.T) {
	e, full := newEngine(t), errors.New("disk full")
	g, err := e.Open(t.Context(), &rows{fail: full}, noon, staff(access.Mediator, township), assigned(), access.ForWork)
	if f := fault.Of(err); f == nil || f.Code != fault.Unavailable || f.Key != "access.unrecorded" || !errors.Is(err, full) {
		t.Errorf("error %v", err)
	}
	if g.Valid() {
		t.Error("a grant without a row")
	}
}

func TestRefusedReadLeavesNoRow(t *testing.T) {
	e, rec := newEngine(t), &rows{}
	if g, err := e.Open(t.Context(), rec, noon, staff(access.Lead, township), facts(), access.ForWork); err == nil || g.Valid() {
		t.Error("a lead opens a case without assignment")
	}
	if len(rec.kept) != 0 {
		t.Errorf("recorded %+v", rec.kept)
	}
}

// The purpose that the resident is shown is the true one.
func TestPurposeCannotBeDisguised(t *testing.T) {
	e := newEngine(t)
	emergency := facts()
	emergency.Emergency = []id.ID{me}
	job := access.Actor{Kind: access.System, Tenant: tenant, Via: "job"}
	for _, c := range []struct {
		name  string
		a     access.Actor
		f     access.Facts
		asked access.Purpose
		want  access.Purpose
	}{
		{"emergency called work", staff(access.Lead, township), emergency, access.ForWork, access.ForEmergency},
		{"resident called work", resident(), facts(), access.ForWork, access.ForParty},
		{"work called party", staff(access.Clerk, township), assigned(), access.ForParty, access.ForWork},
		{"print", staff(access.Clerk, township), assigned(), access.ForPrint, access.ForPrint},
		{"job", job, facts(), access.ForWork, access.ForJob},
	} {
		rec := &rows{}
		if _, err := e.Open(t.Context(), rec, noon, c.a, c.f, c.asked); err != nil {
			t.Errorf("%s: %v", c.name, err)
		} else if got := rec.kept[0].Purpose; got != c.want {
			t.Errorf("%s: recorded as %s", c.name, got)
		}
	}
}

func TestZeroGrantOpensNothing(t *testing.T) {
	if (access.Grant{}).Valid() {
		t.Error("the zero grant is valid")
	}
}

func TestInsiderReadingInARow(t *testing.T) {
	var alerts []access.Alert
	budget := access.NewBudget(access.DefaultReads, func(_ context.Context, a access.Alert) { alerts = append(alerts, a) })
	e, rec, a := newEngine(t, access.WithBudget(budget)), &rows{}, staff(access.Mediator, township)
	read := func(at time.Time) error {
		_, err := e.Open(t.Context(), rec, at, a, assigned(), access.ForWork)
		return err
	}
	for i := range access.DefaultReads {
		if err := read(noon.Add(time.Duration(i) * time.Second)); err != nil {
			t.Fatalf("read %d: %v", i+1, err)
		}
	}
	for range 2 {
		if f := fault.Of(read(noon.Add(5 * time.Minute))); f == nil || f.Code != fault.TooMany || f.Key != "access.read_budget" {
			t.Fatalf("read 201: %v", f)
		}
	}
	if len(rec.kept) != access.DefaultReads {
		t.Errorf("%d rows", len(rec.kept))
	}
	if len(alerts) != 1 || alerts[0].Account != me || alerts[0].Reads != access.DefaultReads {
		t.Errorf("alerts %+v", alerts)
	}
	if err := read(noon.Add(time.Hour)); err != nil {
		t.Errorf("an hour after the first read: %v", err)
	}
	if err := read(noon.Add(time.Hour)); err == nil {
		t.Error("the window does not slide: one read returns, not all")
	}
	a.Account = colleague
	f := facts()
	if _, err := e.Open(t.Context(), rec, noon, a, f, access.ForWork); err != nil {
		t.Errorf("a colleague is throttled too: %v", err)
	}
}

func TestBudgetForgetsTheLongestIdle(t *testing.T) {
	b := access.NewBudget(1, nil)
	account := func(n int) id.ID { return id.ID{1, byte(n >> 8), byte(n)} }
	for n := range 4097 { // one more than it remembers
		if !b.Spend(t.Context(), tenant, account(n), noon.Add(time.Duration(n)*time.Millisecond)) {
			t.Fatalf("account %d has no budget", n)
		}
	}
	if b.Spend(t.Context(), tenant, account(4096), noon.Add(time.Minute)) {
		t.Error("the latest account was forgotten")
	}
	if !b.Spend(t.Context(), tenant, account(0), noon.Add(time.Minute)) {
		t.Error("the longest idle account is still remembered: the budget is not bounded")
	}
}

package access_test

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
)

// content are the acts that show what people said.
var content = []string{"mediation.read", "mediation.print", "mediation.upload"}

// drawn is any staff actor and any case, whatever their relation.
func drawn(t *rapid.T) (access.Actor, access.Facts) {
	units := []id.ID{county, township, neighbour}
	accounts := []id.ID{me, colleague}
	a := access.Actor{Kind: access.Staff, Tenant: tenant, Account: me, Via: rapid.SampledFrom([]string{"web", "api"}).Draw(t, "via")}
	for range rapid.IntRange(0, 4).Draw(t, "posts") {
		kind := rapid.SampledFrom(access.PostKinds()).Draw(t, "kind")
		a.Posts = append(a.Posts, staff(kind, rapid.SampledFrom(units).Draw(t, "post unit")).Posts[0])
	}
	some := func(label string) []id.ID { return rapid.SliceOfN(rapid.SampledFrom(accounts), 0, 2).Draw(t, label) }
	f := access.Facts{
		Tenant: rapid.SampledFrom([]id.ID{tenant, tenant, otherTenant}).Draw(t, "tenant"),
		Unit:   rapid.SampledFrom(units).Draw(t, "unit"), Case: kase, Kind: "mediation",
		State:    rapid.SampledFrom([]string{"submitted", "in_session", "terminated"}).Draw(t, "state"),
		Assigned: some("assigned"), Proposed: some("proposed"),
		Joint:   rapid.SliceOfN(rapid.SampledFrom(units), 0, 2).Draw(t, "joint"),
		Parties: []id.ID{party}, Closed: rapid.Bool().Draw(t, "closed"),
	}
	return a, f
}

// A list shows exactly the rows that the policies would show one by one.
func TestScopeEqualsPolicies(t *testing.T) {
	e := newEngine(t)
	rapid.Check(t, func(t *rapid.T) {
		a, f := drawn(t)
		s := e.Scope(a, "mediation.list")
		if got, want := s.Allows(f), e.Check(a, "mediation.list", f) == nil; got != want {
			t.Fatalf("scope %+v says %v, the policies say %v", s, got, want)
		}
		if s.None && len(s.Units) > 0 {
			t.Fatalf("a scope of nothing names units: %+v", s)
		}
	})
}

func TestScopeIsEmptyForWhoeverIsNotStaff(t *testing.T) {
	e := newEngine(t)
	for _, a := range []access.Actor{resident(), {Kind: access.Public, Tenant: tenant}, {Kind: access.System, Tenant: tenant, Via: "job"}, {}} {
		if s := e.Scope(a, "mediation.list"); !s.None || s.Allows(facts()) {
			t.Errorf("%s gets a list: %+v", a.Kind, s)
		}
	}
	if s := e.Scope(staff(access.Lead, township), "mediation.read"); !s.None {
		t.Errorf("content comes as a list: %+v", s)
	}
}

// Content needs an assignment, or a proposal as a mediator, that stands now, whatever posts an account holds.
func TestContentOnlyByAssignment(t *testing.T) {
	e := newEngine(t)
	rapid.Check(t, func(t *rapid.T) {
		a, f := drawn(t)
		f.Assigned = slices.DeleteFunc(f.Assigned, func(u id.ID) bool { return u == me })
		f.Proposed = slices.DeleteFunc(f.Proposed, func(u id.ID) bool { return u == me })
		for _, action := range content {
			if e.Check(a, action, f) == nil {
				t.Fatalf("%s without assignment", action)
			}
		}
	})
}

// A mediator acts nowhere but where assigned.
func TestMediatorActsOnlyWhereAssigned(t *testing.T) {
	e := newEngine(t)
	for _, action := range access.Actions() {
		if !strings.HasPrefix(action, "mediation.") {
			continue
		}
		if e.Check(staff(access.Mediator, township), action, facts()) == nil {
			t.Errorf("a mediator of the unit may %s without being assigned", action)
		}
	}
}

// An administrator or statistician sees no content, also when assigned and also with a second post.
func TestAdministratorNeverSeesContent(t *testing.T) {
	e := newEngine(t)
	for _, kind := range []access.PostKind{access.Administrator, access.Statistician} {
		a := staff(kind, township)
		a.Posts = append(a.Posts, staff(access.Mediator, township).Posts[0])
		f := facts()
		f.Assigned, f.Emergency = []id.ID{me}, []id.ID{me}
		for _, action := range content {
			if e.Check(a, action, f) == nil {
				t.Errorf("%s, assigned as a mediator, may %s", kind, action)
			}
		}
	}
}

// A statistician's only acts are the figures and what everybody may do.
func TestStatisticianSeesFiguresOnly(t *testing.T) {
	e := newEngine(t)
	for _, action := range access.Actions() {
		f := facts()
		f.Assigned = []id.ID{me}
		allowed := e.Check(staff(access.Statistician, township), action, f) == nil
		if want := action == "insight.show" || action == "ledger.verify"; allowed != want {
			t.Errorf("%s: allowed is %v", action, allowed)
		}
	}
}

// A parent unit gets counts and no list.
func TestParentUnitSeesCountsOnly(t *testing.T) {
	e := newEngine(t)
	lead := staff(access.Lead, county)
	if err := e.Check(lead, "insight.show", access.Facts{Tenant: tenant, Unit: township}); err != nil {
		t.Errorf("figures of a unit below: %v", err)
	}
	if s := e.Scope(lead, "mediation.list"); s.Allows(facts()) {
		t.Errorf("a list of a unit below: %+v", s)
	}
	if err := e.Check(lead, "mediation.see", facts()); fault.Of(err).Code != fault.NotFound {
		t.Errorf("a case of a unit below: %v", err)
	}
}

func TestClosedAtOnceWithTheAssignment(t *testing.T) {
	e := newEngine(t)
	f := facts()
	f.Assigned = []id.ID{me}
	if err := e.Check(staff(access.Mediator, township), "mediation.read", f); err != nil {
		t.Fatalf("assigned: %v", err)
	}
	f.Assigned = nil
	if err := e.Check(staff(access.Mediator, township), "mediation.read", f); err == nil {
		t.Error("a mediator reads after recusal")
	}
	f.Assigned = []id.ID{me}
	if err := e.Check(access.Actor{Kind: access.Staff, Tenant: tenant, Account: me}, "mediation.read", f); err == nil {
		t.Error("an account that has lost its posts reads by an old assignment")
	}
}

func TestUnknownActIsADefect(t *testing.T) {
	e := newEngine(t)
	if err := e.Check(staff(access.Lead, township), "mediation.seel", facts()); fault.Of(err).Code != fault.Internal {
		t.Errorf("a misspelt act gives %v", err)
	}
}

func TestZeroTenantIsNobodysTenant(t *testing.T) {
	e := newEngine(t)
	a := staff(access.Lead, township)
	a.Tenant = id.ID{}
	f := facts()
	f.Tenant = id.ID{}
	if e.Check(a, "mediation.see", f) == nil {
		t.Error("an actor without a tenant sees a case without one")
	}
}

// TestTheSecondOfTwoReadsForThatAlone: while something waits to be taken out of a report, whoever leads in its unit or above and the
// privacy officer read it and let it; nobody else does, nobody who is barred, and none of them once it waits no more.
func TestTheSecondOfTwoReadsForThatAlone(t *testing.T) {
	e := newEngine(t)
	for _, kind := range access.PostKinds() {
		for _, way := range []struct {
			name  string
			unit  id.ID
			facts func(*access.Facts)
			may   bool
		}{
			{"of the queue's unit", township, func(f *access.Facts) { f.Unit, f.Desk, f.About = township, access.Handler, nil }, true},
			{"above the queue's unit", county, func(f *access.Facts) { f.Unit, f.Desk, f.About, f.Above = township, access.Handler, nil, county }, true},
			{"above, and not asked", county, func(f *access.Facts) { f.Unit, f.Desk, f.About = township, access.Handler, nil }, false},
			{"at the desk", county, func(*access.Facts) {}, true},
			{"complained of", township, func(f *access.Facts) { f.Above = township }, false},
			{"barred", county, func(f *access.Facts) { f.Barred = []id.ID{me} }, false},
			{"once it waits no more", county, func(f *access.Facts) { f.Waits = false }, false},
		} {
			f := facts()
			about(&f, access.Lead)
			f.Waits = true
			way.facts(&f)
			for _, action := range []string{"report.read", "report.take_out", "report.refuse_take_out"} {
				want := way.may && (kind == access.Lead || kind == access.Privacy)
				if got := e.Check(staff(kind, way.unit), action, f) == nil; got != want {
					t.Errorf("a %s %s: %s %v", kind, way.name, action, got)
				}
			}
		}
	}
}

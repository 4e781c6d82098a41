package access_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
)

var update = flag.Bool("update", false, "write testdata/table.golden anew")

// column is one way in which an actor can stand to a case.
type column struct {
	name string
	unit id.ID // where a staff actor holds the post
	with func(*access.Actor, *access.Facts)
}

var columns = []column{
	{"assigned", township, func(_ *access.Actor, f *access.Facts) { f.Assigned = append(f.Assigned, me) }},
	{"assigned-elsewhere", neighbour, func(_ *access.Actor, f *access.Facts) { f.Assigned = append(f.Assigned, me) }},
	{"proposed", township, func(_ *access.Actor, f *access.Facts) { f.Proposed = []id.ID{me} }},
	{"emergency", township, func(_ *access.Actor, f *access.Facts) { f.Emergency = []id.ID{me} }},
	{"emergency-elsewhere", neighbour, func(_ *access.Actor, f *access.Facts) { f.Emergency = []id.ID{me} }},
	{"unit", township, func(*access.Actor, *access.Facts) {}},
	{"unit-closed", township, func(_ *access.Actor, f *access.Facts) { f.Closed, f.State = true, "terminated" }},
	{"unit-archived", township, func(_ *access.Actor, f *access.Facts) {
		f.Closed, f.Archived, f.State, f.Assigned = true, true, "archived", []id.ID{me}
	}},
	{"unit-restricted", township, func(_ *access.Actor, f *access.Facts) {
		f.Closed, f.Restricted, f.State, f.Assigned, f.Emergency = true, true, "terminated", []id.ID{me}, []id.ID{me}
	}},
	{"demanded", township, func(_ *access.Actor, f *access.Facts) { f.Demanded = true }},
	{"unit-new", township, func(a *access.Actor, f *access.Facts) {
		*f = access.Facts{Tenant: tenant, Unit: township, Kind: "mediation"}
	}},
	{"heir", neighbour, func(a *access.Actor, _ *access.Facts) { inherits(a) }},
	{"heir-new", neighbour, func(a *access.Actor, f *access.Facts) {
		inherits(a)
		*f = access.Facts{Tenant: tenant, Unit: township, Kind: "mediation"}
	}},
	{"other-unit", neighbour, func(*access.Actor, *access.Facts) {}},
	{"parent", county, func(*access.Actor, *access.Facts) {}},
	{"stands-in", county, func(_ *access.Actor, f *access.Facts) { f.Above = county }},
	{"asked-above", county, func(_ *access.Actor, f *access.Facts) { f.Asked = county }},
	{"desk", county, func(_ *access.Actor, f *access.Facts) { about(f, access.Lead) }},
	{"desk-handler", county, func(_ *access.Actor, f *access.Facts) { about(f, access.Lead); f.Assigned = []id.ID{me} }},
	{"desk-officer", county, func(_ *access.Actor, f *access.Facts) { about(f, access.Privacy); f.Assigned = []id.ID{me} }},
	{"desk-officer-own", county, func(_ *access.Actor, f *access.Facts) {
		about(f, access.Privacy)
		f.About, f.Assigned = []id.ID{county}, []id.ID{me}
	}},
	{"desk-barred", county, func(_ *access.Actor, f *access.Facts) {
		about(f, access.Lead)
		f.Assigned, f.Barred = []id.ID{me}, []id.ID{me}
	}},
	{"desk-elsewhere", neighbour, func(_ *access.Actor, f *access.Facts) { about(f, access.Lead) }},
	{"queue", township, func(_ *access.Actor, f *access.Facts) { about(f, access.Handler); f.Unit, f.About = township, nil }},
	{"queue-handler", township, func(_ *access.Actor, f *access.Facts) {
		about(f, access.Handler)
		f.Unit, f.About, f.Assigned = township, nil, []id.ID{me}
	}},
	{"queue-elsewhere", neighbour, func(_ *access.Actor, f *access.Facts) {
		about(f, access.Handler)
		f.Unit, f.About, f.Assigned = township, nil, []id.ID{me}
	}},
	{"complained-of", township, func(_ *access.Actor, f *access.Facts) { about(f, access.Lead); f.Assigned = []id.ID{me} }},
	{"both", county, func(a *access.Actor, f *access.Facts) {
		about(f, access.Lead)
		a.Posts, f.Assigned = append(a.Posts, access.Post{Kind: access.Clerk, Unit: township}), []id.ID{me}
	}},
	{"desk-formerly", county, func(a *access.Actor, f *access.Facts) {
		about(f, access.Lead)
		f.Since, f.Assigned = f.Since.AddDate(2026, 0, 0), []id.ID{me}
		a.Former = []access.Former{{Kind: access.Clerk, Unit: township, Until: f.Since.AddDate(0, 0, 1)}}
	}},
	{"desk-long-ago", county, func(a *access.Actor, f *access.Facts) {
		about(f, access.Lead)
		f.Since, f.Assigned = f.Since.AddDate(2026, 0, 0), []id.ID{me}
		a.Former = []access.Former{{Kind: access.Clerk, Unit: township, Until: f.Since}, {Kind: access.Clerk, Unit: county, Until: f.Since.AddDate(0, 0, 1)}}
	}},
	{"duty-unit", township, func(_ *access.Actor, f *access.Facts) { owed(f) }},
	{"duty-owes", township, func(a *access.Actor, f *access.Facts) { owed(f); f.Owes = held(a) }},
	{"duty-checks", county, func(a *access.Actor, f *access.Facts) { owed(f); f.Checks, f.ChecksIn = held(a), county }},
	{"duty-crew", township, func(_ *access.Actor, f *access.Facts) { owed(f); f.Assigned = []id.ID{me} }},
	{"duty-above", county, func(_ *access.Actor, f *access.Facts) { owed(f) }},
	{"duty-elsewhere", neighbour, func(_ *access.Actor, f *access.Facts) { owed(f) }},
	{"joint", neighbour, func(_ *access.Actor, f *access.Facts) { f.Joint = []id.ID{neighbour} }},
	{"other-tenant", township, func(a *access.Actor, f *access.Facts) {
		f.Tenant, f.Assigned, f.Emergency, f.Proposed = otherTenant, []id.ID{me}, []id.ID{me}, []id.ID{me}
	}},
}

// about makes the case a complaint about the township that a post of the county answers.
func about(f *access.Facts, desk access.PostKind) {
	f.Kind, f.State, f.Unit, f.Desk, f.About, f.Assigned = "report", "received", county, desk, []id.ID{township}, nil
}

// owed makes the case an occurrence of a duty that the township owes and nobody in particular checks.
func owed(f *access.Facts) {
	f.Kind, f.State, f.Assigned, f.Parties = "duty", "due", nil, nil
}

// held is the post of a column's actor; "" of one who has none.
func held(a *access.Actor) access.PostKind {
	for _, p := range a.Posts {
		return p.Kind
	}
	return ""
}

// inherits gives a column's actor the post that it holds in the neighbouring township for what the township has left, which has ended.
func inherits(a *access.Actor) {
	for _, p := range a.Posts {
		p.Unit, p.Heir = township, true
		if p.Kind.ReachesBelow() {
			p.Below = []id.ID{township}
		}
		a.Posts = append(a.Posts, p)
	}
}

// residentColumns are the ways in which a slip can stand to a case.
var residentColumns = []column{
	{name: "own", with: func(*access.Actor, *access.Facts) {}},
	{name: "other-case", with: func(a *access.Actor, _ *access.Facts) { a.Case = otherCase }},
	{name: "left", with: func(_ *access.Actor, f *access.Facts) { f.Parties = []id.ID{otherParty} }},
	{name: "no-case", with: func(a *access.Actor, _ *access.Facts) { a.Case, a.Party = id.ID{}, id.ID{} }},
	{name: "new", with: func(a *access.Actor, f *access.Facts) {
		a.Case, a.Party = id.ID{}, id.ID{}
		*f = access.Facts{Tenant: tenant, Unit: township, Kind: "mediation"}
	}},
	{name: "other-tenant", with: func(_ *access.Actor, f *access.Facts) { f.Tenant = otherTenant }},
}

// providerColumns are the ways in which a service's link can stand to a case.
var providerColumns = []column{
	{name: "linked", with: func(_ *access.Actor, f *access.Facts) { f.Linked = []id.ID{otherParty} }},
	{name: "other-referral", with: func(_ *access.Actor, f *access.Facts) { f.Linked = []id.ID{party} }},
	{name: "over", with: func(*access.Actor, *access.Facts) {}},
	{name: "other-case", with: func(a *access.Actor, f *access.Facts) { a.Case, f.Linked = otherCase, []id.ID{otherParty} }},
	{name: "other-tenant", with: func(_ *access.Actor, f *access.Facts) { f.Tenant, f.Linked = otherTenant, []id.ID{otherParty} }},
}

// machineColumns are the doors through which linli itself, or nobody in particular, comes.
var machineColumns = []column{
	{name: "job", with: func(a *access.Actor, _ *access.Facts) { a.Via = "job" }},
	{name: "cli", with: func(a *access.Actor, _ *access.Facts) { a.Via = "cli" }},
	{name: "web", with: func(a *access.Actor, _ *access.Facts) { a.Via = "web" }},
	{name: "other-tenant", with: func(a *access.Actor, f *access.Facts) { a.Via, f.Tenant = "job", otherTenant }},
}

// TestTable compares every action × role × relation with testdata/table.golden. "yes" is allowed, "no" refused to one who
// may know of the case, "-" hidden (not found), "sign-in" refused to the public.
func TestTable(t *testing.T) {
	e := newEngine(t)
	var b bytes.Buffer
	line := func(action, who string, actor func(id.ID) access.Actor, cols []column) {
		fmt.Fprintf(&b, "%-13s", who)
		for _, c := range cols {
			a, f := actor(c.unit), facts()
			c.with(&a, &f)
			fmt.Fprintf(&b, " %s=%s", c.name, answer(t, e.Check(a, action, f), action))
		}
		b.WriteByte('\n')
	}
	for _, action := range access.Actions() {
		fmt.Fprintf(&b, "\n== %s\n", action)
		for _, kind := range access.PostKinds() {
			line(action, string(kind), func(u id.ID) access.Actor { return staff(kind, u) }, columns)
		}
		line(action, "no post", func(id.ID) access.Actor {
			return access.Actor{Kind: access.Staff, Tenant: tenant, Account: me, Via: "web"}
		}, columns)
		line(action, "resident", func(id.ID) access.Actor { return resident() }, residentColumns)
		line(action, "provider", func(id.ID) access.Actor {
			return access.Actor{Kind: access.Provider, Tenant: tenant, Case: kase, Party: otherParty, Via: "link"}
		}, providerColumns)
		line(action, "system", func(id.ID) access.Actor { return access.Actor{Kind: access.System, Tenant: tenant} }, machineColumns)
		line(action, "public", func(id.ID) access.Actor { return access.Actor{Kind: access.Public, Tenant: tenant} }, machineColumns)
	}
	golden := filepath.Join("testdata", "table.golden")
	if *update {
		if err := os.WriteFile(golden, b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	got := bytes.Split(b.Bytes(), []byte("\n"))
	for i, w := range bytes.Split(want, []byte("\n")) {
		if i >= len(got) || !bytes.Equal(got[i], w) {
			t.Fatalf("%s:%d: the policies no longer say\n%s\nbut\n%s", golden, i+1, w, got[min(i, len(got)-1)])
		}
	}
	if !bytes.Equal(b.Bytes(), want) {
		t.Fatalf("%s is too short", golden)
	}
}

func answer(t *testing.T, err error, action string) string {
	t.Helper()
	if err == nil {
		return "yes"
	}
	switch f := fault.Of(err); f.Code {
	case fault.Forbidden:
		if f.Key != "access.refused."+action {
			t.Errorf("%s is refused with the key %s", action, f.Key)
		}
		return "no"
	case fault.NotFound:
		return "-"
	case fault.Unauthenticated:
		return "sign-in"
	}
	t.Fatalf("%s: %v", action, err)
	return ""
}

package access_test

import (
	"testing"

	"linli/platform/access"
	"linli/platform/id"
)

// The world in which policies are tried: a county with a township, a village in it and a neighbouring township, and
// another tenant.
var (
	tenant      = name(1)
	otherTenant = name(2)
	county      = name(10)
	township    = name(11)
	neighbour   = name(12)
	kase        = name(20)
	otherCase   = name(21)
	me          = name(30)
	colleague   = name(31)
	party       = name(40)
	otherParty  = name(41)
)

func name(n byte) id.ID { return id.ID{0x01, 0x90, 15: n} }

// facts are a running mediation of the township, with the colleague at work on it.
func facts() access.Facts {
	return access.Facts{Tenant: tenant, Unit: township, Case: kase, Kind: "mediation", State: "in_session",
		Assigned: []id.ID{colleague}, Parties: []id.ID{party, otherParty}}
}

func staff(kind access.PostKind, unit id.ID) access.Actor {
	p := access.Post{Kind: kind, Unit: unit}
	if kind.ReachesBelow() {
		p.Below = []id.ID{unit}
		if unit == county {
			p.Below = append(p.Below, township, neighbour)
		}
	}
	return access.Actor{Kind: access.Staff, Tenant: tenant, Account: me, Posts: []access.Post{p}, Via: "web"}
}

func resident() access.Actor {
	return access.Actor{Kind: access.Resident, Tenant: tenant, Case: kase, Party: party, Via: "web"}
}

func newEngine(t *testing.T, options ...access.Option) *access.Engine {
	t.Helper()
	e, err := access.NewEngine(options...)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

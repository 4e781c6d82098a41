package office_test

import (
	"testing"
	"time"

	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/store/dialect"
	"linli/store/office"
	"linli/testkit"
)

func name(n byte) id.ID { return id.ID{0x01, 0x90, 15: n} }

var (
	tenant, kase  = name(1), name(2)
	mediator      = name(3)
	party, other  = name(4), name(5)
	noon          = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
	actor         = access.Actor{Kind: access.Staff, Tenant: tenant, Account: mediator, Posts: []access.Post{{Kind: access.Mediator, Unit: name(6)}}}
	assignedFacts = access.Facts{Tenant: tenant, Unit: name(6), Case: kase, Kind: "mediation", Assigned: []id.ID{mediator}, Parties: []id.ID{party, other}}
)

func resident(p id.ID) access.Actor {
	return access.Actor{Kind: access.Resident, Tenant: tenant, Case: kase, Party: p}
}

// One row for each reader, purpose and quarter of an hour; a party is told of everybody's reads but the other party's.
func TestAccessRows(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, db *dialect.DB) {
		s := office.New(db)
		e, err := access.NewEngine()
		if err != nil {
			t.Fatal(err)
		}
		open := func(a access.Actor, at time.Time, p access.Purpose) {
			t.Helper()
			if g, err := e.Open(t.Context(), s, at, a, assignedFacts, p); err != nil || !g.Valid() {
				t.Fatal(err)
			}
		}
		open(actor, noon.Add(time.Minute), access.ForWork)
		open(actor, noon.Add(14*time.Minute), access.ForWork) // the same quarter
		open(actor, noon.Add(14*time.Minute), access.ForPrint)
		open(actor, noon.Add(15*time.Minute), access.ForWork)
		open(resident(party), noon.Add(16*time.Minute), access.ForParty)
		open(resident(other), noon.Add(17*time.Minute), access.ForParty)
		open(access.Actor{Kind: access.System, Tenant: tenant, Via: "job"}, noon.Add(18*time.Minute), access.ForJob)

		got, err := s.Readings(t.Context(), tenant, kase, party, time.Time{}, 50)
		if err != nil {
			t.Fatal(err)
		}
		want := []struct{ reader, purpose string }{
			{"access.reader.system", "access.purpose.job"},
			{"access.reader.party", "access.purpose.party"},
			{"access.reader.mediator", "access.purpose.work"},
			{"access.reader.mediator", "access.purpose.print"},
			{"access.reader.mediator", "access.purpose.work"},
		}
		if len(got) != len(want) {
			t.Fatalf("%d rows: %+v", len(got), got)
		}
		for i, w := range want {
			if reader, purpose := got[i].Words(); reader != w.reader || purpose != w.purpose {
				t.Errorf("row %d: %s, %s", i, reader, purpose)
			}
		}
		if last := got[4]; !last.At.Equal(noon.Add(time.Minute)) || !last.Quarter.Equal(noon) {
			t.Errorf("the first read of the quarter: %+v", last)
		}
		older, err := s.Readings(t.Context(), tenant, kase, party, got[3].At, 50)
		if err != nil || len(older) != 1 {
			t.Errorf("the next page: %v %v", older, err)
		}
		if foreign, err := s.Readings(t.Context(), name(9), kase, party, time.Time{}, 50); err != nil || len(foreign) != 0 {
			t.Errorf("another tenant: %v %v", foreign, err)
		}
	})
}

// With the store gone nothing opens.
func TestNoRowNoGrant(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, db *dialect.DB) {
		e, err := access.NewEngine()
		if err != nil {
			t.Fatal(err)
		}
		breakAccess(t, db)
		g, err := e.Open(t.Context(), office.New(db), noon, actor, assignedFacts, access.ForWork)
		if f := fault.Of(err); g.Valid() || f == nil || f.Key != "access.unrecorded" {
			t.Errorf("grant %v, error %v", g.Valid(), err)
		}
	})
}

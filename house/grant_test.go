package house_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"linli/app/apptest"
	"linli/casefile"
	"linli/mediation"
	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/platform/vault"
)

// watched is a vault that counts what it opens.
type watched struct {
	casefile.Vault
	opened int
}

func (v *watched) OpenAll(ctx context.Context, g access.Grant, fields []vault.Sealed) ([][]byte, error) {
	texts, err := v.Vault.OpenAll(ctx, g, fields)
	v.opened += len(texts)
	return texts, err
}

// noRoom is a recorder that cannot write.
type noRoom struct{}

func (noRoom) Record(context.Context, access.Row) error { return errors.New("no room for the row") }

// way is one of them.
type way struct {
	name string
	read func() (any, error)
}

// reads are all the ways in which the service opens something sealed.
func reads(w *apptest.World, c, early mediation.Case) []way {
	s := w.App.Mediation
	open := func(a access.Actor, c mediation.Case, why access.Purpose) func() (any, error) {
		return func() (any, error) { return s.Open(w.Ctx, a, c.ID, why) }
	}
	act := func(a access.Actor, c mediation.Case, cmd mediation.Command) func() (any, error) {
		return func() (any, error) {
			got, _, err := s.Act(w.Ctx, a, c.ID, cmd, mediation.Ask{})
			return got, err
		}
	}
	both := []id.ID{c.Parties[0].ID, c.Parties[1].ID}
	return []way{
		{"a mediator's page", open(w.As("mediator"), c, access.ForWork)},
		{"a party's page", open(w.Party(c, 0), c, access.ForParty)},
		{"the other party's page", open(w.Party(c, 1), c, access.ForParty)},
		{"a print by the mediator", func() (any, error) { return s.Print(w.Ctx, w.As("mediator"), c.ID) }},
		{"a print by a party", func() (any, error) { return s.Print(w.Ctx, w.Party(c, 0), c.ID) }},
		{"an export", open(w.As("mediator"), c, access.ForExport)},
		{"a job", open(access.Actor{Kind: access.System, Tenant: w.Tenant(), Via: "job"}, c, access.ForJob)},
		{"a mail's address", func() (any, error) {
			mail, _, _, err := s.Address(w.Ctx, w.Tenant(), c.ID, c.Parties[0].ID)
			return mail, err
		}},
		{"the private talks before an invitation", act(w.As("clerk"), early, mediation.Invite{})},
		{"the private talks before a session", act(w.As("mediator"), c, mediation.Schedule{Mode: "joint", With: both, Start: w.Clock.Now().Add(time.Hour)})},
		{"the names for a draft", act(w.As("mediator"), c, mediation.Draft{Language: "zh-Hans", Parties: both, Facts: "事实", Issues: "争议", Responsibility: "责任", NoWaiver: true,
			Terms: []mediation.Term{{Obligor: both[1], Obligee: both[0], Type: "act", Text: "修好", Due: "2026-05-31", Delivery: "上门"}}})},
	}
}

// TestNothingOpensWithoutAWrittenAccessRow is refusal R6. It is tried twice: with a recorder that fails, and with the
// table gone; every way in must end without one opened text, and without a trace of what it was asked for.
func TestNothingOpensWithoutAWrittenAccessRow(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		c := w.To(mediation.InSession)
		early := w.To(mediation.Screening)
		clerk := w.As("clerk")
		early = w.Act(clerk, early, mediation.Inform{Party: early.Parties[0].ID, Language: "zh-Hans", How: "read_out"})
		early = w.Act(clerk, early, mediation.Talk{Party: early.Parties[0].ID, Concern: mediation.NoConcernTold, Text: "怕对方报复"})
		w.Clock.Add(time.Hour) // a quarter of an hour of which no row tells yet
		spy := &watched{Vault: w.App.Vault}
		w.App.Mediation.Vault = spy
		ways := reads(w, c, early)

		recorder := w.App.Mediation.Recorder
		w.App.Mediation.Recorder = noRoom{}
		refuseAll(t, w, spy, ways, "a recorder that fails")
		w.App.Mediation.Recorder = recorder

		w.Clock.Add(time.Hour)
		rename(t, w, "access_row", "access_row_away")
		refuseAll(t, w, spy, ways, "the table gone")
		rename(t, w, "access_row_away", "access_row")

		w.Clock.Add(time.Hour)
		for _, x := range reads(w, c, early) { // and with it back, each of them is a way that opens something
			before := spy.opened
			if _, err := x.read(); err != nil {
				t.Errorf("%s: %v", x.name, err)
			}
			if spy.opened == before {
				t.Errorf("%s opens nothing: it is no way in", x.name)
			}
		}
	})
}

func refuseAll(t *testing.T, w *apptest.World, spy *watched, ways []way, how string) {
	t.Helper()
	before := count(t, w.App.Stores.Cases)
	for _, x := range ways {
		got, err := x.read()
		if f := fault.Of(err); err == nil || f.Code != fault.Unavailable || f.Key != "access.unrecorded" {
			t.Errorf("%s, %s: %v", how, x.name, err)
		}
		said := fmt.Sprintf("%+v %v", got, err)
		for _, word := range apptest.Planted {
			if strings.Contains(said, word) {
				t.Errorf("%s, %s: the answer says %s", how, x.name, word)
			}
		}
	}
	if spy.opened != 0 {
		t.Errorf("%s: %d texts were opened", how, spy.opened)
	}
	after := count(t, w.App.Stores.Cases)
	delete(before, "access_row")
	for _, table := range []string{"access_row", "access_row_away"} { // no row may come, which the loop above shows
		delete(after, table)
	}
	for _, g := range grown(before, after) {
		t.Errorf("%s: %s", how, g)
	}
}

func rename(t *testing.T, w *apptest.World, from, to string) {
	t.Helper()
	err := w.App.Stores.Cases.Administer(w.Ctx, func(ctx context.Context, pool *sql.DB) error {
		_, err := pool.ExecContext(ctx, "alter table "+from+" rename to "+to)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

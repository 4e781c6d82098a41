package casefile_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"linli/casefile"
	"linli/platform/id"
	"linli/promise"
	store "linli/store/casefile"
	"linli/store/dialect"
	"linli/testkit"
)

// TestARecountIsMovedOnce: of two processes that go on from one place one is told that the other did; cases come in their order, those
// alone that have something open; and a row that a recount moved meanwhile refuses what was decided on it.
func TestARecountIsMovedOnce(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, db *dialect.DB) {
		s, tenant := store.New(db), id.ID{1}
		at := time.Date(2026, 3, 2, 1, 0, 0, 0, time.UTC)
		row := func(c id.ID, capability, key string) casefile.PromiseRow {
			return casefile.PromiseRow{Case: c, Capability: capability, Unit: id.ID{3},
				Promise: promise.Promise{Key: key, Rule: "r", OwedBy: "clerk", Start: at, Due: at, State: promise.Running}}
		}
		write := func(tenant id.ID, rows ...casefile.PromiseRow) error {
			all, err := store.Statements(casefile.Change{Tenant: tenant, Promises: rows})
			if err != nil {
				t.Fatal(err)
			}
			return db.Play(t.Context(), all)
		}
		ended := row(id.ID{4}, "report", "a")
		ended.End, ended.State = at, promise.Kept
		if err := write(tenant, row(id.ID{2}, "report", "a"), row(id.ID{2}, "report", "b"), row(id.ID{3}, "duty", "a"), ended, row(id.ID{5}, "report", "a")); err != nil {
			t.Fatal(err)
		}
		if err := write(id.ID{9}, row(id.ID{2}, "report", "a")); err != nil {
			t.Fatal(err)
		}
		var cases []id.ID
		for after := (id.ID{}); ; after = cases[len(cases)-1] {
			next, err := s.OpenCases(t.Context(), tenant, "report", after, 1)
			if err != nil {
				t.Fatal(err)
			}
			if len(next) == 0 {
				break
			}
			cases = append(cases, next...)
		}
		if !slices.Equal(cases, []id.ID{{2}, {5}}) {
			t.Errorf("open are %v", cases)
		}
		moved := row(id.ID{2}, "report", "a")
		moved.Due, moved.DueWas = at.Add(time.Hour), at
		if err := write(tenant, moved); err != nil {
			t.Fatal(err)
		}
		var refused *dialect.RowsError
		if err := write(tenant, moved); !errors.As(err, &refused) {
			t.Errorf("what was decided on the old day is written: %v", err)
		}
		was := casefile.Recount{}
		for _, next := range []casefile.Recount{{Rules: "1", Found: at}, {Rules: "1", Found: at, After: id.ID{2}, Missed: 1}, {Rules: "1", Found: at, Done: true}} {
			if err := s.MoveRecount(t.Context(), tenant, "report", was, next); err != nil {
				t.Fatal(err)
			}
			if err := s.MoveRecount(t.Context(), tenant, "report", casefile.Recount{Rules: "0"}, next); !errors.Is(err, casefile.ErrRecounted) {
				t.Errorf("a second process goes on from another place: %v", err)
			}
			var err error
			if was, err = s.Recount(t.Context(), tenant, "report"); err != nil || was != next {
				t.Fatalf("%+v %v", was, err)
			}
		}
	})
}

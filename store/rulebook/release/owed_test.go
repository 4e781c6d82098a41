package release_test

import (
	"slices"
	"testing"
	"time"

	"linli/casefile"
	"linli/platform/id"
	"linli/promise"
	rules "linli/rulebook/release"
	cases "linli/store/casefile"
	"linli/store/dialect"
	"linli/store/rulebook/release"
	"linli/testkit"
)

// TestWhatIsOwedComesInPages: page after page each open promise comes once, of one office and one capability, and none that ended.
func TestWhatIsOwedComesInPages(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, db *dialect.DB) {
		at := time.Date(2026, 3, 2, 1, 0, 0, 0, time.UTC)
		owe := func(tenant, c id.ID, capability, key string, end time.Time) {
			p := promise.Promise{Key: key, Rule: "answer", OwedBy: "clerk", Start: at, Due: at, State: promise.Running, End: end}
			all, err := cases.Statements(casefile.Change{Tenant: tenant, Promises: []casefile.PromiseRow{{Case: c, Capability: capability, Unit: id.ID{3}, Promise: p}}})
			if err != nil {
				t.Fatal(err)
			}
			if err := db.Play(t.Context(), all); err != nil {
				t.Fatal(err)
			}
		}
		want := []string{"1a", "1b", "2a", "3a", "3c"}
		for _, x := range want {
			owe(id.ID{1}, id.ID{x[0]}, "report", x, time.Time{})
		}
		owe(id.ID{1}, id.ID{'2'}, "report", "2b", at)
		owe(id.ID{1}, id.ID{'2'}, "duty", "2c", time.Time{})
		owe(id.ID{2}, id.ID{'2'}, "report", "2d", time.Time{})
		var got []string
		for after := (rules.Owed{}); ; {
			page, err := release.New(db).Owed(t.Context(), id.ID{1}, "report", after, 2)
			if err != nil {
				t.Fatal(err)
			}
			for _, x := range page {
				if got = append(got, x.Key); x.Rule != "answer" || !x.Start.Equal(at) || x.Case != (id.ID{x.Key[0]}) {
					t.Errorf("%+v", x)
				}
			}
			if len(page) < 2 {
				break
			}
			after = page[1]
		}
		if !slices.Equal(got, want) {
			t.Errorf("owed are %v, want %v", got, want)
		}
	})
}

package mediation_test

import (
	"testing"

	"linli/mediation"
	"linli/platform/id"
	"linli/store/dialect"
	store "linli/store/mediation"
	"linli/testkit"
)

// What an office counts of itself in a year is summed over its units and over the years before one, for the office alone.
func TestCountedBefore(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, db *dialect.DB) {
		s := store.New(db)
		one, two := id.ID{1}, id.ID{2}
		count := func(tenant, unit id.ID, year int, what string, times int) {
			t.Helper()
			for range times {
				if err := db.Play(t.Context(), store.Count(tenant, unit, mediation.Counted{What: what, Year: year})); err != nil {
					t.Fatal(err)
				}
			}
		}
		if n, err := s.CountedBefore(t.Context(), one, mediation.StatutoryCount, 2030); n != 0 || err != nil {
			t.Errorf("before anything was counted: %d, %v", n, err)
		}
		count(one, id.ID{11}, 2024, mediation.StatutoryCount, 3)
		count(one, id.ID{12}, 2025, mediation.StatutoryCount, 2)
		count(one, id.ID{11}, 2026, mediation.StatutoryCount, 4)
		count(one, id.ID{11}, 2024, "mediation", 7)
		count(two, id.ID{21}, 2024, mediation.StatutoryCount, 5)
		for year, want := range map[int]int64{2024: 0, 2025: 3, 2026: 5, 2027: 9} {
			if n, err := s.CountedBefore(t.Context(), one, mediation.StatutoryCount, year); n != want || err != nil {
				t.Errorf("before %d: %d, want %d, %v", year, n, want, err)
			}
		}
		if n, err := s.CountedBefore(t.Context(), two, mediation.StatutoryCount, 2030); n != 5 || err != nil {
			t.Errorf("of another office: %d, %v", n, err)
		}
	})
}

package mediation_test

import (
	"errors"
	"sync"
	"testing"

	"linli/mediation"
	"linli/platform/id"
	"linli/store/dialect"
	store "linli/store/mediation"
	"linli/testkit"
)

// The numbers of a day begin at 1 for each unit and each day, none is given twice, and those of past days are gone.
func TestNumbersOfTheDay(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, db *dialect.DB) {
		s, tenant := store.New(db), id.ID{1}
		take := func(unit id.ID, day int) int64 {
			t.Helper()
			for {
				n, err := s.WalkIn(t.Context(), tenant, unit, day)
				if errors.Is(err, mediation.ErrMoved) {
					continue
				}
				if err != nil {
					t.Error(err)
				}
				return n
			}
		}
		for _, x := range []struct {
			unit id.ID
			day  int
			want int64
		}{{id.ID{11}, 20260302, 1}, {id.ID{11}, 20260302, 2}, {id.ID{12}, 20260302, 1}, {id.ID{11}, 20260303, 1}, {id.ID{11}, 20260302, 1}} {
			if n := take(x.unit, x.day); n != x.want {
				t.Errorf("unit %v on %d: %d, want %d", x.unit[0], x.day, n, x.want)
			}
		}
		var all sync.Map
		var wait sync.WaitGroup
		for range 8 {
			wait.Go(func() {
				if _, twice := all.LoadOrStore(take(id.ID{13}, 20260302), true); twice {
					t.Error("two people have one number")
				}
			})
		}
		wait.Wait()
		if n := take(id.ID{13}, 20260302); n != 9 {
			t.Errorf("after eight numbers comes %d", n)
		}
	})
}

package insight_test

import (
	"errors"
	"testing"
	"time"

	"linli/insight"
	"linli/platform/id"
	"linli/store/dialect"
	store "linli/store/insight"
	"linli/testkit"
)

// TestReturnsAreKept: versions come back in their order, byte for byte, and none is written twice.
func TestReturnsAreKept(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, db *dialect.DB) {
		s := store.New(db)
		frozen := time.Date(2026, 11, 2, 3, 4, 5, 0, time.UTC)
		keep := func(period string, version int, by id.ID, body string) error {
			return s.Keep(t.Context(), tenant, insight.Return{Version: version, Frozen: frozen, By: by, Reason: "voided", Hash: "h" + body,
				Body: insight.Body{Form: "monthly", Unit: number(1), Period: period}}, []byte(body))
		}
		for _, err := range []error{keep("2026-10", 2, id.ID{}, "b"), keep("2026-10", 1, number(5), "a"), keep("2026-09", 1, number(5), "c")} {
			if err != nil {
				t.Fatal(err)
			}
		}
		if err := keep("2026-10", 2, number(5), "x"); !errors.Is(err, insight.ErrFrozen) {
			t.Errorf("a version is written twice: %v", err)
		}
		all, bodies, err := s.Kept(t.Context(), tenant, number(1), "monthly", "")
		if err != nil || len(all) != 3 {
			t.Fatalf("%+v %v", all, err)
		}
		for i, want := range []string{"c", "a", "b"} {
			if string(bodies[i]) != want || all[i].Hash != "h"+want || !all[i].Frozen.Equal(frozen) {
				t.Errorf("%d: %q %+v", i, bodies[i], all[i])
			}
		}
		if !all[2].By.IsZero() || all[1].By != number(5) {
			t.Errorf("by %v and %v", all[2].By, all[1].By)
		}
		if one, _, err := s.Kept(t.Context(), tenant, number(1), "monthly", "2026-10"); err != nil || len(one) != 2 || one[0].Version != 1 {
			t.Errorf("one period: %+v %v", one, err)
		}
		if none, _, err := s.Kept(t.Context(), tenant, number(2), "monthly", ""); err != nil || len(none) != 0 {
			t.Errorf("another unit: %v %v", none, err)
		}
	})
}

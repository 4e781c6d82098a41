package insight_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"linli/insight"
	"linli/platform/calendar"
	"linli/store/dialect"
	store "linli/store/insight"
	"linli/testkit"
)

// TestCellsEqualRecount adds random steps of every measure, some of them back, and holds months, years and every table
// to what is added up here.
func TestCellsEqualRecount(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, db *dialect.DB) {
		s := store.New(db)
		random := rand.New(rand.NewPCG(7, 8))
		var all []insight.Delta
		for i := range 900 {
			all = append(all, insight.Delta{Tenant: tenant, Unit: number(byte(1 + random.IntN(3))), Type: fmt.Sprint("t", random.IntN(4)),
				Source: fmt.Sprint("s", random.IntN(3)), Measure: insight.CellMeasures()[random.IntN(16)], Day: day(2023, 12, 20).AddDays(random.IntN(1100)),
				Shard: i % insight.Shards, N: int64(1 - 2*random.IntN(3)/2)})
		}
		for i := 0; i < len(all); i += 90 {
			change, err := store.Add(all[i : i+90]...)
			if err != nil {
				t.Fatal(err)
			}
			if err := db.Play(t.Context(), change); err != nil {
				t.Fatal(err)
			}
		}
		for _, years := range []bool{false, true} {
			want := map[insight.GridCell]insight.Counts{}
			for _, d := range all {
				at := insight.GridCell{Period: int64(d.Day.Year) * 100, Unit: d.Unit, Type: d.Type, Source: d.Source}
				if !years {
					at.Period += int64(d.Day.Month)
				}
				c := want[at]
				c[insight.Column(d.Measure)] += d.N
				if want[at] = c; c == (insight.Counts{}) {
					delete(want, at)
				}
			}
			got, err := s.Grid(t.Context(), tenant, years)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(want, got); d != "" {
				t.Errorf("years %v: %s", years, d)
			}
		}
		none := calendar.Date{}
		for _, w := range [][2]calendar.Date{{none, none}, {day(2024, 1, 1), day(2024, 12, 31)}, {day(2024, 2, 1), day(2025, 1, 31)}, {day(2024, 3, 1), day(2024, 3, 31)},
			{none, day(2025, 6, 30)}, {day(2024, 6, 1), none}, {day(2023, 12, 1), day(2026, 12, 31)}, {day(2024, 2, 1), day(2026, 11, 30)}} {
			for _, by := range insight.Dimensions() {
				want := map[insight.Part]insight.Counts{}
				for _, d := range all {
					if !w[0].IsZero() && d.Day.Before(w[0]) || !w[1].IsZero() && d.Day.After(w[1]) {
						continue
					}
					p := insight.Part{Unit: d.Unit, Of: map[insight.Dimension]string{insight.ByType: d.Type, insight.BySource: d.Source,
						insight.ByMonth: fmt.Sprintf("%04d-%02d", d.Day.Year, int(d.Day.Month))}[by]}
					c := want[p]
					c[insight.Column(d.Measure)] += d.N
					want[p] = c
				}
				got, err := s.Along(t.Context(), tenant, by, w[0], w[1])
				if err != nil {
					t.Fatal(err)
				}
				for _, m := range []map[insight.Part]insight.Counts{want, got} {
					for p, c := range m {
						if c == (insight.Counts{}) {
							delete(m, p)
						}
					}
				}
				if d := cmp.Diff(want, got); d != "" {
					t.Errorf("by %s, %s to %s: %s", by, w[0], w[1], d)
				}
			}
		}
	})
}

// TestColumns: the columns of a cell stand in the order of the measures.
func TestColumns(t *testing.T) {
	add := store.Queries()[3]
	at := 0
	for _, m := range insight.CellMeasures() {
		name := strings.TrimPrefix(string(m), "mediation.")
		name = strings.Replace(name, "month.", "m_", 1)
		next := strings.Index(add[at:], name)
		if next < 0 {
			t.Fatalf("%s does not stand after the measure before it", name)
		}
		at += next + len(name)
	}
}

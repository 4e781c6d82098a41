package insight_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"linli/insight"
	"linli/platform/calendar"
	"linli/platform/id"
	"linli/store/dialect"
	store "linli/store/insight"
	"linli/testkit"
	"linli/testkit/queries"
)

func TestQueries(t *testing.T) { queries.Check(t, ".", store.Queries()) }

func number(n byte) id.ID { return id.ID{0: 1, 6: 0x70, 8: 0x80, 15: n} }

func day(y, m, d int) calendar.Date {
	return calendar.Date{Year: y, Month: time.Month(m), Day: d}
}

var (
	tenant = number(90)
	none   calendar.Date
)

// drawn are steps of every measure in three units over three years, some of them back, those of the test's seed.
func drawn(n int) []insight.Delta {
	random := rand.New(rand.NewPCG(7, 8))
	out := make([]insight.Delta, n)
	for i := range out {
		out[i] = insight.Delta{Tenant: tenant, Unit: number(byte(1 + random.IntN(3))), Type: fmt.Sprint("t", random.IntN(4)),
			Source: fmt.Sprint("s", random.IntN(3)), Measure: insight.CellMeasures()[random.IntN(len(insight.CellMeasures()))], Day: day(2023, 12, 20).AddDays(random.IntN(1100)),
			Shard: i % insight.Shards, N: int64(1 - 2*random.IntN(3)/2)}
	}
	return out
}

// play counts deltas, a part of them at a time.
func play(t *testing.T, db *dialect.DB, all []insight.Delta) {
	t.Helper()
	for part := range slices.Chunk(all, 90) {
		change, err := store.Add(part...)
		if err == nil {
			err = db.Play(t.Context(), change)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

// compare holds every cell and every window along every dimension to what is added up here.
func compare(t *testing.T, s *store.Store, all []insight.Delta) {
	t.Helper()
	for _, by := range []insight.Dimension{insight.ByUnit, insight.ByType, insight.BySource} {
		for grain, period := range map[int]func(calendar.Date) int64{
			store.Days:   func(d calendar.Date) int64 { return int64(d.Year)*10000 + int64(d.Month)*100 + int64(d.Day) },
			store.Months: func(d calendar.Date) int64 { return int64(d.Year)*100 + int64(d.Month) },
			store.Years:  func(d calendar.Date) int64 { return int64(d.Year) },
		} {
			want := map[insight.GridCell]insight.Counts{}
			for _, d := range all {
				if grain == store.Days && (by != insight.ByUnit || !d.Measure.Daily()) {
					continue
				}
				for _, unit := range []id.ID{d.Unit, {}} {
					at := insight.GridCell{Period: period(d.Day), Unit: unit, Of: code(d, by)}
					c := want[at]
					c[insight.Column(d.Measure)] += d.N
					want[at] = c
				}
			}
			got, err := s.Grid(t.Context(), tenant, by, grain)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(seen(want), got); d != "" {
				t.Errorf("by %s, grain %d: %s", by, grain, d)
			}
		}
	}
	for _, units := range [][]id.ID{nil, {number(2)}, {number(1), number(3)}, many()} {
		for _, w := range windows() {
			for _, by := range insight.Dimensions() {
				from, to := w[0], w[1]
				if by != insight.ByUnit && (!from.IsZero() && from.Day != 1 || !to.IsZero() && to.AddDays(1).Day != 1) {
					continue
				}
				got, err := s.Along(t.Context(), tenant, units, by, from, to)
				if err != nil {
					t.Fatal(err)
				}
				if by == insight.ByUnit { // of whole months; Sums has the days
					from, to = months(from, to)
				}
				if d := cmp.Diff(seen(sum(all, units, by, from, to)), seen(got)); d != "" {
					t.Errorf("by %s, %s to %s: %s", by, from, to, d)
				}
			}
			in := insight.Indicators()
			got, err := s.Sums(t.Context(), tenant, units, in, w[0], w[1])
			if err != nil {
				t.Fatal(err)
			}
			for p, c := range sum(all, units, insight.ByUnit, w[0], w[1]) {
				for i := range in {
					want := insight.Count{N: c.Of(in[i].Numerator), Total: c.Of(in[i].Denominator)}
					if have := append(got[p.Unit], make([]insight.Count, len(in))...)[i]; have != want {
						t.Errorf("%s from %s to %s: %+v, want %+v", in[i].ID, w[0], w[1], have, want)
					}
				}
			}
		}
	}
	if other, err := s.Along(t.Context(), number(91), nil, insight.ByUnit, none, none); err != nil || len(other) != 0 {
		t.Errorf("another tenant: %v %v", other, err)
	}
}

// many is a list of units that takes two statements.
func many() []id.ID {
	out := []id.ID{number(3), number(1)}
	for n := range byte(70) {
		out = append(out, number(100+n))
	}
	return append(out, number(2))
}

func code(d insight.Delta, by insight.Dimension) string {
	return map[insight.Dimension]string{insight.ByType: d.Type, insight.BySource: d.Source,
		insight.ByMonth: fmt.Sprintf("%04d-%02d", d.Day.Year, int(d.Day.Month))}[by]
}

func sum(all []insight.Delta, units []id.ID, by insight.Dimension, from, to calendar.Date) map[insight.Part]insight.Counts {
	out := map[insight.Part]insight.Counts{}
	for _, d := range all {
		if !from.IsZero() && d.Day.Before(from) || !to.IsZero() && d.Day.After(to) || units != nil && !slices.Contains(units, d.Unit) {
			continue
		}
		p := insight.Part{Unit: d.Unit, Of: code(d, by)}
		if units == nil {
			p.Unit = id.ID{}
		}
		c := out[p]
		c[insight.Column(d.Measure)] += d.N
		out[p] = c
	}
	return out
}

// months are the whole months of a window of days.
func months(from, to calendar.Date) (calendar.Date, calendar.Date) {
	if !from.IsZero() {
		from.Day = 1
	}
	if !to.IsZero() {
		to = calendar.Date{Year: to.Year, Month: to.Month, Day: 1}.AddMonths(1).AddDays(-1)
	}
	return from, to
}

// seen is m without the cells that came to nothing.
func seen[K comparable](m map[K]insight.Counts) map[K]insight.Counts {
	maps.DeleteFunc(m, func(_ K, c insight.Counts) bool { return c == (insight.Counts{}) })
	return m
}

func windows() [][2]calendar.Date {
	out := [][2]calendar.Date{
		{none, none}, {day(2024, 1, 1), day(2024, 12, 31)}, {day(2024, 2, 1), day(2024, 2, 29)}, {day(2024, 2, 1), day(2024, 2, 28)},
		{day(2024, 2, 2), day(2024, 2, 29)}, {day(2024, 5, 17), day(2024, 5, 17)}, {day(2024, 1, 31), day(2024, 2, 1)},
		{none, day(2024, 6, 30)}, {none, day(2024, 6, 15)}, {none, day(2024, 1, 1)}, {none, day(2025, 12, 31)}, {day(2024, 6, 1), none},
		{day(2024, 6, 2), none}, {day(2024, 12, 2), none}, {day(2025, 1, 1), none}, {day(2024, 3, 1), day(2024, 3, 31)},
		{day(2024, 2, 1), day(2025, 1, 31)}, {day(2023, 12, 1), day(2026, 12, 31)}, {day(2024, 2, 1), day(2026, 11, 30)},
		{day(2023, 12, 31), day(2025, 1, 1)}, {day(2024, 1, 1), day(2025, 12, 30)}, {day(2030, 1, 1), day(2030, 12, 31)},
	}
	random := rand.New(rand.NewPCG(3, 4))
	for range 12 {
		from := day(2023, 12, 1).AddDays(random.IntN(800))
		out = append(out, [2]calendar.Date{from, from.AddDays(random.IntN(600))})
	}
	return out
}

// TestTalliesEqualRecount holds the figures to what was counted: while nothing is folded, while some of it is, when all
// is, and when the opposite of all is counted beside the sums.
func TestTalliesEqualRecount(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, db *dialect.DB) {
		s, all := store.New(db), drawn(700)
		fold := func(most int) int {
			n, err := s.Fold(t.Context(), tenant, 1, most)
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
		play(t, db, all[:500])
		compare(t, s, all[:500])
		if n, err := s.Fold(t.Context(), tenant, 10_000, 64); n != 0 || err != nil {
			t.Errorf("%d steps are folded where there are not enough, %v", n, err)
		}
		if n := fold(200); n != 200 {
			t.Errorf("%d steps are folded, not 200", n)
		}
		play(t, db, all[500:])
		compare(t, s, all)
		for fold(1000) > 0 {
		}
		compare(t, s, all)
		back := slices.Clone(all)
		for i := range back {
			back[i].N = -back[i].N
		}
		play(t, db, back)
		compare(t, s, append(slices.Clone(all), back...))
		for fold(1000) > 0 {
		}
		if cells, err := s.Grid(t.Context(), tenant, insight.ByType, store.Months); err != nil || len(cells) != 0 {
			t.Errorf("%d cells are left, %v", len(cells), err)
		}
	})
}

// TestFoldedIsAddAndFold: counts that are filled in are those that Changes and a fold would have made.
func TestFoldedIsAddAndFold(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, db *dialect.DB) {
		all := drawn(300)
		change, err := store.Folded(all...)
		if err == nil {
			err = db.Play(t.Context(), change)
		}
		if err != nil {
			t.Fatal(err)
		}
		compare(t, store.New(db), all)
	})
}

// TestAddAndFoldAtOnce lets six writers count in the same months at once, each in an order of its own, while two others
// fold: nothing is lost, nothing counts twice, and nobody is refused.
func TestAddAndFoldAtOnce(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, db *dialect.DB) {
		s := store.New(db)
		var writers, folders sync.WaitGroup
		failed := make(chan error, 8)
		done := make(chan struct{})
		for w := range 6 {
			writers.Go(func() {
				random := rand.New(rand.NewPCG(uint64(w), 1))
				for range 10 {
					var deltas []insight.Delta
					for _, i := range random.Perm(6) {
						deltas = append(deltas, insight.Delta{Tenant: tenant, Unit: number(byte(1 + i%2)), Measure: insight.Registered, Day: day(2024, 1+i%3, 1+i), N: 1})
					}
					change, err := store.Add(deltas...)
					if err == nil {
						err = db.Play(t.Context(), change)
					}
					if err != nil {
						failed <- fmt.Errorf("writer %d: %w", w, err)
						return
					}
				}
			})
		}
		for range 2 {
			folders.Go(func() {
				for {
					if _, err := s.Fold(t.Context(), tenant, 1, 4); err != nil {
						failed <- fmt.Errorf("folding: %w", err)
						return
					}
					select {
					case <-done:
						return
					default:
					}
				}
			})
		}
		writers.Wait()
		close(done)
		folders.Wait()
		close(failed)
		for err := range failed {
			t.Error(err)
		}
		sums, err := s.Sums(t.Context(), tenant, nil, insight.Indicators()[:1], none, none)
		if err != nil || len(sums) != 1 || sums[id.ID{}][0].Total != 6*10*6 {
			t.Errorf("counted %+v of %d, %v", sums, 6*10*6, err)
		}
	})
}

func TestAdd(t *testing.T) {
	d := insight.Delta{Tenant: tenant, Unit: number(1), Measure: insight.Registered, Day: day(2024, 1, 1), N: 1}
	back := d
	back.N = -1
	if change, err := store.Add(d, back); err != nil || len(change) != 0 {
		t.Errorf("a step and its opposite make %d statements, %v", len(change), err)
	}
	if change, err := store.Add(d, d); err != nil || len(change) != 1 || change[0].Args[6] != int64(2) {
		t.Errorf("%+v, %v", change, err)
	}
	for name, edit := range map[string]func(*insight.Delta){
		"no unit":    func(d *insight.Delta) { d.Unit = id.ID{} },
		"no day":     func(d *insight.Delta) { d.Day = calendar.Date{} },
		"no shard":   func(d *insight.Delta) { d.Shard = insight.Shards },
		"no measure": func(d *insight.Delta) { d.Measure = "person.anything" },
	} {
		bad := d
		edit(&bad)
		if _, err := store.Add(bad); err == nil {
			t.Errorf("%s is counted", name)
		}
	}
}

// TestColumns: the columns of a cell stand in the order of the measures.
func TestColumns(t *testing.T) {
	for _, query := range store.Queries()[:3] {
		at := 0
		for _, m := range insight.CellMeasures() {
			name := strings.TrimPrefix(string(m), "mediation.")
			name = strings.Replace(name, "month.", "m_", 1)
			next := strings.Index(query[at:], name)
			if next < 0 {
				t.Fatalf("%s does not stand after the measure before it in %s", name, query)
			}
			at += next + len(name)
		}
	}
}

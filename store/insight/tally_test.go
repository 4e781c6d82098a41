package insight_test

import (
	"fmt"
	"math/rand/v2"
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

var tenant = number(90)

// cases are drawn over two years in three units, those of the test's seed.
func cases(n int) []insight.Case {
	random := rand.New(rand.NewPCG(1, 2))
	out := make([]insight.Case, n)
	for i := range out {
		out[i] = insight.Case{Unit: number(byte(1 + random.IntN(3))), Registered: day(2023, 12, 20).AddDays(random.IntN(760))}
		out[i].Mediated = random.IntN(10) < 4
		out[i].Settled = out[i].Mediated && random.IntN(4) < 3
	}
	return out
}

func count(t *testing.T, db *dialect.DB, all []insight.Case, sign int64) {
	t.Helper()
	var deltas []insight.Delta
	for i, c := range all {
		deltas = append(deltas, c.Deltas(tenant, number(byte(i)), sign)...)
	}
	change, err := store.Add(deltas...)
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Play(t.Context(), change); err != nil {
		t.Fatal(err)
	}
}

// TestTallyEqualsRecount holds the figures to the cases' own rows: by day, by month, and in every window tried.
func TestTallyEqualsRecount(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, db *dialect.DB) {
		s := store.New(db)
		all := cases(600)
		for i := 0; i < len(all); i += 100 {
			count(t, db, all[i:i+100], 1)
		}
		recount := insight.Recount(all)
		cells, err := s.Cells(t.Context(), tenant)
		if err != nil {
			t.Fatal(err)
		}
		if d := insight.Compare(cells, recount); len(d) != 0 {
			t.Errorf("%d differences, the first %+v", len(d), d[0])
		}
		months, err := s.Months(t.Context(), tenant)
		if err != nil {
			t.Fatal(err)
		}
		byMonth := map[insight.Cell]int64{}
		for c, n := range recount {
			c.Day.Day = 1
			byMonth[c] += n
		}
		if d := insight.Compare(months, byMonth); len(d) != 0 {
			t.Errorf("%d months differ, the first %+v", len(d), d[0])
		}

		in := insight.Indicators()[0]
		for _, w := range windows() {
			want := map[id.ID]insight.Count{}
			for c, n := range recount {
				if !w[0].IsZero() && c.Day.Before(w[0]) || !w[1].IsZero() && c.Day.After(w[1]) {
					continue
				}
				sum := want[c.Unit]
				if c.Measure == in.Numerator {
					sum.N += n
				}
				if c.Measure == in.Denominator {
					sum.Total += n
				}
				want[c.Unit] = sum
			}
			got, err := s.Sums(t.Context(), tenant, in, w[0], w[1])
			if err != nil {
				t.Fatal(err)
			}
			for u, c := range want {
				if c == (insight.Count{}) {
					delete(want, u)
				}
			}
			if d := cmp.Diff(want, got); d != "" {
				t.Errorf("%s to %s: %s", w[0], w[1], d)
			}
		}
		if other, err := s.Sums(t.Context(), number(91), in, calendar.Date{}, calendar.Date{}); err != nil || len(other) != 0 {
			t.Errorf("another tenant: %v %v", other, err)
		}

		// Taken out again, nothing is left to see.
		for i := 0; i < len(all); i += 100 {
			count(t, db, all[i:i+100], -1)
		}
		if cells, err = s.Cells(t.Context(), tenant); err != nil || len(cells) != 0 {
			t.Errorf("%d cells left, %v", len(cells), err)
		}
	})
}

func windows() [][2]calendar.Date {
	none := calendar.Date{}
	out := [][2]calendar.Date{
		{none, none}, {day(2024, 1, 1), day(2024, 12, 31)}, {day(2024, 2, 1), day(2024, 2, 29)}, {day(2024, 2, 1), day(2024, 2, 28)},
		{day(2024, 2, 2), day(2024, 2, 29)}, {day(2024, 5, 17), day(2024, 5, 17)}, {day(2024, 1, 31), day(2024, 2, 1)},
		{none, day(2024, 6, 30)}, {none, day(2024, 6, 15)}, {day(2024, 6, 1), none}, {day(2024, 6, 2), none},
		{day(2023, 12, 31), day(2025, 1, 1)}, {day(2030, 1, 1), day(2030, 12, 31)},
	}
	random := rand.New(rand.NewPCG(3, 4))
	for range 40 {
		from := day(2023, 12, 1).AddDays(random.IntN(800))
		out = append(out, [2]calendar.Date{from, from.AddDays(random.IntN(200))})
	}
	return out
}

// TestAddAtOnce lets eight writers count in the same months at once, each in an order of its own: nothing is lost and
// nobody is refused.
func TestAddAtOnce(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, db *dialect.DB) {
		var wg sync.WaitGroup
		failed := make(chan error, 8)
		for w := range 8 {
			wg.Go(func() {
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
		wg.Wait()
		close(failed)
		for err := range failed {
			t.Error(err)
		}
		sums, err := store.New(db).Sums(t.Context(), tenant, insight.Indicators()[0], calendar.Date{}, calendar.Date{})
		if err != nil {
			t.Fatal(err)
		}
		var total int64
		for _, c := range sums {
			total += c.Total
		}
		if total != 8*10*6 {
			t.Errorf("counted %d of %d", total, 8*10*6)
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
	if change, err := store.Add(d, d); err != nil || len(change) != 2 || change[0].Args[6] != int64(2) || change[1].Args[6] != int64(2) {
		t.Errorf("%+v, %v", change, err)
	}
	for name, edit := range map[string]func(*insight.Delta){
		"no unit":  func(d *insight.Delta) { d.Unit = id.ID{} },
		"no day":   func(d *insight.Delta) { d.Day = calendar.Date{} },
		"no shard": func(d *insight.Delta) { d.Shard = insight.Shards },
	} {
		bad := d
		edit(&bad)
		if _, err := store.Add(bad); err == nil {
			t.Errorf("%s is counted", name)
		}
	}
}

package insight

import (
	"context"
	"encoding/json"
	"errors"
	"math"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"linli/platform/access"
	"linli/platform/calendar"
	"linli/platform/clock"
	"linli/platform/fault"
	"linli/platform/i18n"
	"linli/platform/id"
	"linli/rulebook"
)

func number(n byte) id.ID { return id.ID{0: 1, 6: 0x70, 8: 0x80, 15: n} }

// fixed answers with the same counts for every window.
type fixed map[id.ID]Count

func (f fixed) Sums(_ context.Context, _ id.ID, units []id.ID, all []Indicator, _, _ calendar.Date) (map[id.ID][]Count, error) {
	if units == nil {
		var whole Count
		for _, c := range f {
			whole = whole.plus(c)
		}
		return map[id.ID][]Count{{}: slices.Repeat([]Count{whole}, len(all))}, nil
	}
	out := map[id.ID][]Count{}
	for _, u := range units {
		if c, ok := f[u]; ok && out[u] == nil {
			out[u] = slices.Repeat([]Count{c}, len(all))
		}
	}
	return out, nil
}

// Along has no parts: these counts have no kind and no month.
func (f fixed) Along(context.Context, id.ID, []id.ID, Dimension, calendar.Date, calendar.Date) (map[Part]Counts, error) {
	return nil, nil
}

type gate func(a access.Actor, action string, f access.Facts) error

func (g gate) Check(a access.Actor, action string, f access.Facts) error { return g(a, action, f) }

func open(access.Actor, string, access.Facts) error { return nil }

func service(counts fixed) *Service {
	return &Service{Tallies: counts, Gate: gate(open), Clock: clock.NewManual(time.Date(2026, 11, 21, 9, 0, 0, 123, time.UTC)),
		Rules: func(context.Context, id.ID) (*rulebook.Rulebook, error) { return rules(true), nil }}
}

// rules are those of an office eight hours ahead of Greenwich, in which a court confirms or does not.
func rules(confirms bool) *rulebook.Rulebook {
	b := &rulebook.Rulebook{Zone: time.FixedZone("", 8*3600), MinimumCell: 5}
	if confirms {
		b.Mediation.Confirmation = &rulebook.Confirmation{}
	}
	return b
}

// TestContract compares the JSON of a figure with the contract, character by character. The counts are those of the
// published tables; the intervals were computed apart, from Wilson's formula with z = 1.959964.
func TestContract(t *testing.T) {
	for name, c := range map[string]struct {
		count     Count
		low, high float64
	}{
		"mediation.uptake":     {Count{2776, 7194}, 0.3746918, 0.3971842},
		"mediation.settlement": {Count{2069, 2776}, 0.7287784, 0.7611776},
		"mediation.overall":    {Count{2069, 7194}, 0.2772566, 0.2981717},
	} {
		f, err := service(fixed{number(1): c.count}).Show(t.Context(), access.Actor{}, Query{ID: name, Tenant: number(9)})
		if err != nil {
			t.Fatal(err)
		}
		if *f.Numerator != c.count.N || *f.Denominator != c.count.Total || *f.Value != float64(c.count.N)/float64(c.count.Total) {
			t.Errorf("%s: %d of %d = %v", name, *f.Numerator, *f.Denominator, *f.Value)
		}
		if math.Abs(*f.Low-c.low) > 1e-7 || math.Abs(*f.High-c.high) > 1e-7 {
			t.Errorf("%s: %.7f to %.7f, want %.7f to %.7f", name, *f.Low, *f.High, c.low, c.high)
		}
	}
	for name, c := range map[string]struct {
		count Count
		want  string
	}{
		"suppressed":      {Count{4, 100}, `{"id":"mediation.uptake","numerator":null,"denominator":null,"value":null,"low":null,"high":null,"cutoff":"2026-11-21T17:00:00+08:00","suppressed":true}`},
		"denominator 0":   {Count{0, 0}, `{"id":"mediation.uptake","numerator":0,"denominator":0,"value":null,"low":null,"high":null,"cutoff":"2026-11-21T17:00:00+08:00","suppressed":false}`},
		"as it is, 5 : 5": {Count{5, 10}, `{"id":"mediation.uptake","numerator":5,"denominator":10,"value":0.5,"low":0.23659308901147938,"high":0.7634069109885205,"cutoff":"2026-11-21T17:00:00+08:00","suppressed":false}`},
	} {
		f, err := service(fixed{number(1): c.count}).Show(t.Context(), access.Actor{}, Query{ID: "mediation.uptake", Tenant: number(9)})
		if err != nil {
			t.Fatal(err)
		}
		b, err := json.Marshal(f)
		if err != nil || string(b) != c.want {
			t.Errorf("%s: %v\n%s\n%s", name, err, b, c.want)
		}
	}
}

func TestSmallCells(t *testing.T) {
	for c, want := range map[Count]bool{
		{0, 0}: false, {0, 4}: true, {0, 100}: true, {4, 100}: true, {5, 100}: false, {95, 100}: false, {96, 100}: true, {100, 100}: true, {4, 8}: true, {5, 10}: false,
	} {
		if got := c.small(5); got != want {
			t.Errorf("%d of %d: small %v, want %v", c.N, c.Total, got, want)
		}
	}
}

func TestWilson(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		total := rapid.Int64Range(1, 1_000_000).Draw(t, "total")
		n := rapid.Int64Range(0, total).Draw(t, "n")
		low, high := Wilson(n, total)
		p := float64(n) / float64(total)
		if !(0 <= low && low <= p && p <= high && high <= 1) {
			t.Fatalf("%d of %d: %v to %v", n, total, low, high)
		}
		// The ends are where the score test just rejects (the definition of the interval).
		for _, end := range []float64{low, high} {
			if end > 0 && end < 1 {
				if score := (p - end) * (p - end) / (end * (1 - end) / float64(total)); math.Abs(score-z*z) > 1e-4 {
					t.Fatalf("%d of %d: score %v at %v", n, total, score, end)
				}
			}
		}
	})
}

func TestShowCountsTheUnitsAsked(t *testing.T) {
	s := service(fixed{number(1): {10, 20}, number(2): {20, 40}, number(3): {30, 60}})
	for name, c := range map[string]struct {
		q    Query
		want int64
	}{
		"the tenant":            {Query{}, 120},
		"the whole by its root": {Query{Unit: number(1), Whole: true}, 120},
		"one unit":              {Query{Unit: number(2)}, 40},
		"a unit and its own":    {Query{Unit: number(1), Below: []id.ID{number(3)}}, 80},
		"a unit named twice":    {Query{Unit: number(1), Below: []id.ID{number(1)}}, 20},
		"a unit with nothing":   {Query{Unit: number(4)}, 0},
	} {
		c.q.ID, c.q.Tenant = "mediation.uptake", number(9)
		f, err := s.Show(t.Context(), access.Actor{}, c.q)
		if err != nil || *f.Denominator != c.want {
			t.Errorf("%s: %v, %v", name, f.Denominator, err)
		}
	}
}

func TestRefusals(t *testing.T) {
	good := Query{ID: "mediation.uptake", Tenant: number(9)}
	s := service(fixed{})
	for name, c := range map[string]struct {
		edit func(*Query)
		want *fault.Error
	}{
		"unknown": {func(q *Query) { q.ID = "person.anything" }, fault.New(fault.NotFound, "insight.indicator.unknown")},
		"ends before begin": {func(q *Query) {
			q.From, q.To = calendar.Date{Year: 2024, Month: 2, Day: 1}, calendar.Date{Year: 2024, Month: 1, Day: 31}
		}, fault.New(fault.Invalid, "insight.field.window")},
		"too many units": {func(q *Query) { q.Unit, q.Below = number(1), make([]id.ID, maxUnits) }, fault.New(fault.Invalid, "insight.field.units_count")},
	} {
		q := good
		c.edit(&q)
		if _, err := s.Show(t.Context(), access.Actor{}, q); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}

	no := fault.New(fault.Forbidden, "access.refused.insight.show")
	var asked access.Facts
	s.Gate = gate(func(_ access.Actor, action string, f access.Facts) error {
		asked = f
		if action != ActionShow {
			t.Errorf("action %q", action)
		}
		return no
	})
	good.Unit = number(3)
	if f, err := s.Show(t.Context(), access.Actor{}, good); !errors.Is(err, no) || f != (Figure{}) {
		t.Errorf("%+v %v", f, err)
	}
	if asked.Tenant != number(9) || asked.Unit != number(3) {
		t.Errorf("the gate was asked about %+v", asked)
	}
	if _, _, err := s.Table(t.Context(), access.Actor{}, good, []Row{{Unit: number(1)}}); !errors.Is(err, no) {
		t.Errorf("table: %v", err)
	}

	for name, c := range map[string]Count{"more settled than mediated": {6, 5}, "below nothing": {-1, 5}} {
		if _, err := service(fixed{number(1): c}).Show(t.Context(), access.Actor{}, Query{ID: "mediation.uptake", Tenant: number(9)}); err == nil {
			t.Errorf("%s is printed", name)
		}
	}
}

// TestPublicGate uses the real policies: nobody outside the office has a free window.
func TestPublicGate(t *testing.T) {
	engine, err := access.NewEngine()
	if err != nil {
		t.Fatal(err)
	}
	s := service(fixed{number(1): {10, 20}})
	s.Gate = engine
	q := Query{ID: "mediation.uptake", Tenant: number(9), Unit: number(1)}
	for _, kind := range []access.ActorKind{access.Public, access.Resident} {
		if _, err := s.Show(t.Context(), access.Actor{Kind: kind, Tenant: number(9)}, q); err == nil {
			t.Errorf("%s sees a free window", kind)
		}
	}
	lead := access.Actor{Kind: access.Staff, Tenant: number(9), Account: number(2), Posts: []access.Post{{Kind: access.Lead, Unit: number(1), Below: []id.ID{number(1)}}}}
	if _, err := s.Show(t.Context(), lead, q); err != nil {
		t.Errorf("the unit's lead: %v", err)
	}
}

func TestSuppressTable(t *testing.T) {
	for name, c := range map[string]struct {
		rows   []Count
		hidden []bool
		total  bool
	}{
		"nothing small":          {[]Count{{10, 20}, {20, 40}}, []bool{false, false}, false},
		"a small one takes one":  {[]Count{{2, 20}, {20, 40}, {30, 60}}, []bool{true, true, false}, false},
		"the smallest is taken":  {[]Count{{2, 20}, {30, 60}, {20, 40}}, []bool{true, false, true}, false},
		"two that are enough":    {[]Count{{3, 20}, {3, 20}, {30, 60}}, []bool{true, true, false}, false},
		"two that are not":       {[]Count{{2, 20}, {2, 20}, {30, 60}, {40, 70}}, []bool{true, true, true, false}, false},
		"small in the other way": {[]Count{{18, 20}, {20, 40}, {30, 60}}, []bool{true, true, false}, false},
		"an empty row is shown":  {[]Count{{2, 20}, {0, 0}, {30, 60}, {40, 70}}, []bool{true, false, true, false}, false},
		"nothing left to take":   {[]Count{{2, 20}, {0, 0}}, []bool{true, false}, true},
		"all small, total not":   {[]Count{{3, 10}, {3, 10}}, []bool{true, true}, false},
		"all small and total":    {[]Count{{1, 3}, {1, 3}}, []bool{true, true}, true},
		"one row, small":         {[]Count{{1, 30}}, []bool{true}, true},
		"no rows":                {nil, []bool{}, false},
	} {
		t.Run(name, func(t *testing.T) {
			hidden, total := SuppressTable(c.rows, 5)
			if d := cmp.Diff(c.hidden, hidden); d != "" || total != c.total {
				t.Errorf("total hidden %v %s", total, d)
			}
		})
	}
}

// TestSubtraction: whoever subtracts what is shown from the total learns of no group that is small, and of no single row.
func TestSubtraction(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		minimum := rapid.Int64Range(1, 12).Draw(t, "minimum")
		rows := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Count {
			total := rapid.Int64Range(0, 40).Draw(t, "total")
			return Count{rapid.Int64Range(0, total).Draw(t, "n"), total}
		}), 1, 8).Draw(t, "rows")
		hidden, totalHidden := SuppressTable(rows, minimum)
		var left Count
		n := 0
		for i, c := range rows {
			if hidden[i] {
				left = left.plus(c)
				n++
			} else if c.small(minimum) {
				t.Fatalf("row %d of %v is shown", i, c)
			}
		}
		if !totalHidden && n > 0 && (n < 2 || left.small(minimum)) {
			t.Fatalf("%d hidden rows leave %v", n, left)
		}
	})
}

func TestTable(t *testing.T) {
	s := service(fixed{number(1): {1, 10}, number(2): {1, 10}, number(3): {20, 40}, number(4): {30, 60}, number(5): {50, 99}})
	q := Query{ID: "mediation.uptake", Tenant: number(9)}
	rows, total, err := s.Table(t.Context(), access.Actor{}, q, []Row{{Unit: number(1), Below: []id.ID{number(2)}}, {Unit: number(3)}, {Unit: number(4)}})
	if err != nil {
		t.Fatal(err)
	}
	if !rows[0].Figure.Suppressed || !rows[1].Figure.Suppressed || rows[2].Figure.Suppressed || total.Suppressed {
		t.Errorf("%+v %+v", rows, total)
	}
	if *total.Numerator != 52 || *total.Denominator != 120 || *rows[2].Figure.Denominator != 60 {
		t.Errorf("total %d of %d", *total.Numerator, *total.Denominator)
	}
	for name, rows := range map[string][]Row{
		"none": nil, "one unit twice": {{Unit: number(1)}, {Unit: number(2), Below: []id.ID{number(1)}}}, "no unit": {{}},
	} {
		if _, _, err := s.Table(t.Context(), access.Actor{}, q, rows); fault.Of(err) == nil || fault.Of(err).Code != fault.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestCompare(t *testing.T) {
	day := calendar.Date{Year: 2024, Month: 2, Day: 29}
	c := Case{Unit: number(1), Registered: day, Mediated: true}
	recount := Recount([]Case{c, c, {Unit: number(2), Registered: day}})
	tally := map[Cell]int64{}
	for _, d := range c.Deltas(number(9), number(7), 1) {
		tally[Cell{d.Unit, d.Measure, d.Day}] += d.N
	}
	tally[Cell{number(1), Settled, day}] = 1
	want := []Difference{
		{Cell{number(1), Mediated, day}, 1, 2}, {Cell{number(1), Registered, day}, 1, 2}, {Cell{number(2), Registered, day}, 0, 1},
		{Cell{number(1), Settled, day}, 1, 0},
	}
	if d := cmp.Diff(want, Compare(tally, recount)); d != "" {
		t.Error(d)
	}
	if d := Compare(recount, recount); len(d) != 0 {
		t.Errorf("%v", d)
	}
}

func TestWords(t *testing.T) {
	b, err := i18n.Open()
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range i18n.Languages() {
		for _, k := range []string{"insight.indicator.unknown", "insight.field.window", "insight.field.units_overlap", "insight.field.units_count"} {
			if !b.Has(lang, k) {
				t.Errorf("%s lacks %s", lang, k)
			}
		}
	}
}

package insight

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"linli/platform/access"
	"linli/platform/calendar"
	"linli/platform/id"
)

// atom is where cases are counted at the finest: no table shows it.
type atom struct {
	unit, kind, source byte
	month              int
}

// cube is a small office's counts, cell by cell.
type cube map[atom]Counts

func (c cube) name(by Dimension, a atom) Part {
	p := Part{Unit: number(a.unit)}
	switch by {
	case ByType:
		p.Of = "kind" + string('a'+rune(a.kind))
	case BySource:
		p.Of = "source" + string('a'+rune(a.source))
	case ByMonth:
		p.Of = fmt.Sprintf("2026-%02d", a.month)
	}
	return p
}

func (c cube) Sums(context.Context, id.ID, []id.ID, []Indicator, calendar.Date, calendar.Date) (map[id.ID][]Count, error) {
	return nil, nil
}

func (c cube) Along(_ context.Context, _ id.ID, units []id.ID, by Dimension, _, _ calendar.Date) (map[Part]Counts, error) {
	out := map[Part]Counts{}
	for a, n := range c {
		p := c.name(by, a)
		if units == nil {
			p.Unit = id.ID{}
		} else if !slices.Contains(units, p.Unit) {
			continue
		}
		out[p] = out[p].Plus(n)
	}
	return out, nil
}

func drawn(t *rapid.T) cube {
	c := cube{}
	for range rapid.IntRange(1, 14).Draw(t, "cells") {
		at := atom{byte(rapid.IntRange(1, 3).Draw(t, "unit")), byte(rapid.IntRange(0, 3).Draw(t, "kind")),
			byte(rapid.IntRange(0, 2).Draw(t, "source")), rapid.IntRange(1, 3).Draw(t, "month")}
		var n Counts
		within := func(m, of Measure) {
			n[Column(m)] = rapid.Int64Range(0, n.Of(of)).Draw(t, string(m))
		}
		n[Column(Registered)] = rapid.Int64Range(1, 30).Draw(t, "registered")
		within(Mediated, Registered)
		within(Settled, Mediated)
		within(Confirmable, Settled)
		within(Confirmed, Confirmable)
		n[Column(PerformanceDue)] = rapid.Int64Range(0, 20).Draw(t, "due")
		within(PartPerformed, PerformanceDue)
		n[Column(Performed)] = rapid.Int64Range(0, n.Of(PerformanceDue)-n.Of(PartPerformed)).Draw(t, "performed")
		c[at] = c[at].Plus(n)
	}
	return c
}

// TestNobodyIsDerived plays somebody who has every table of an office at once, by unit, kind, source and month, with their
// totals, all indicators in each, and who solves the equations between them: which counts of no table's small cells come
// out. The attack knows nothing of how cells are hidden; it works on the finest cells, over rational numbers.
func TestNobodyIsDerived(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := drawn(t)
		s := service(nil)
		s.Tallies = c
		q := Query{Tenant: number(9)}
		rows := []Row{{Unit: number(1)}, {Unit: number(2)}, {Unit: number(3)}}
		attack := newAttack(c)
		var cells []cell
		for _, by := range Dimensions() {
			b, err := s.Breakdown(context.Background(), access.Actor{}, q, by, rows)
			if err != nil {
				t.Fatal(err)
			}
			cells = append(cells, cell{"all " + string(by), func(atom) bool { return true }, b.Total})
			for _, row := range b.Rows {
				cells = append(cells, cell{row.Of, func(a atom) bool {
					p := c.name(by, a)
					return p.Of == row.Of || by == ByUnit && p.Unit.String() == row.Of
				}, row.Figures})
			}
		}
		var shown []string
		for _, x := range cells {
			for i, in := range Indicators() {
				if f := x.figures[i]; !f.Suppressed {
					attack.knows(x.holds, in.Numerator)
					attack.knows(x.holds, in.Denominator)
					shown = append(shown, fmt.Sprintf("%s %s %d/%d", x.name, in.ID, *f.Numerator, *f.Denominator))
				}
			}
		}
		// What is hidden in one table is sought together as well: those rows as one group.
		tables := cells
		for _, by := range Dimensions() {
			for i := range Indicators() {
				together := map[string]bool{}
				for _, x := range tables {
					together[x.name] = x.figures[i].Suppressed && !strings.HasPrefix(x.name, "all ")
				}
				cells = append(cells, cell{fmt.Sprintf("the hidden by %s, %d", by, i), func(a atom) bool {
					p := c.name(by, a)
					return together[p.Of] || by == ByUnit && together[p.Unit.String()]
				}, nil})
			}
		}
		for _, x := range cells {
			for _, in := range Indicators() {
				n := attack.count(x.holds)
				small := Count{n.Of(in.Numerator), n.Of(in.Denominator)}.small(5)
				if small && attack.derives(x.holds, in.Numerator) && attack.derives(x.holds, in.Denominator) {
					t.Fatalf("%s of %s: %d of %d come out of %s", in.ID, x.name, n.Of(in.Numerator), n.Of(in.Denominator), strings.Join(shown, "; "))
				}
			}
		}
	})
}

type cell struct {
	name    string
	holds   func(atom) bool
	figures []Figure
}

// attack is a system of linear equations over the counts of the finest cells, in a form in which what follows from it can
// be read off. It reckons modulo a prime, in which an equation that does not hold over the rational numbers holds by an
// accident of one in two thousand million.
type attack struct {
	cube  cube
	atoms []atom // every combination of a unit, kind, source and month that has a case somewhere
	rows  [][]uint64
	leads []int
}

const prime = 1<<31 - 1

func newAttack(c cube) *attack {
	a := &attack{cube: c}
	var units, kinds, sources []byte
	var months []int
	for at := range c {
		units, kinds, sources, months = append(units, at.unit), append(kinds, at.kind), append(sources, at.source), append(months, at.month)
	}
	for _, u := range distinct(units) {
		for _, k := range distinct(kinds) {
			for _, s := range distinct(sources) {
				for _, m := range distinct(months) {
					a.atoms = append(a.atoms, atom{u, k, s, m})
				}
			}
		}
	}
	return a
}

func distinct[T cmp.Ordered](all []T) []T {
	slices.Sort(all)
	return slices.Compact(all)
}

// vector says which counts of which finest cells a sum adds up.
func (a *attack) vector(holds func(atom) bool, m Measure) []uint64 {
	v := make([]uint64, len(a.atoms)*8)
	for i, at := range a.atoms {
		if holds(at) {
			v[i*8+Column(m)] = 1
		}
	}
	return v
}

func (a *attack) count(holds func(atom) bool) Counts {
	var n Counts
	for at, c := range a.cube {
		if holds(at) {
			n = n.Plus(c)
		}
	}
	return n
}

// knows adds a sum to what is known, in echelon form (Gauss).
func (a *attack) knows(holds func(atom) bool, m Measure) {
	row := a.reduce(a.vector(holds, m))
	lead := slices.IndexFunc(row, func(x uint64) bool { return x != 0 })
	if lead < 0 {
		return
	}
	inverse, base := uint64(1), row[lead] // Fermat
	for e := prime - 2; e > 0; e >>= 1 {
		if e&1 == 1 {
			inverse = inverse * base % prime
		}
		base = base * base % prime
	}
	for i := range row {
		row[i] = row[i] * inverse % prime
	}
	a.rows, a.leads = append(a.rows, row), append(a.leads, lead)
}

// reduce takes from a row what is known.
func (a *attack) reduce(row []uint64) []uint64 {
	for k, f := range a.rows {
		if times := row[a.leads[k]]; times != 0 {
			for i := a.leads[k]; i < len(row); i++ {
				row[i] = (row[i] + (prime-times)*f[i]) % prime
			}
		}
	}
	return row
}

// derives reports whether a sum follows from what is known.
func (a *attack) derives(holds func(atom) bool, m Measure) bool {
	return !slices.ContainsFunc(a.reduce(a.vector(holds, m)), func(x uint64) bool { return x != 0 })
}

func TestBreakdownRefuses(t *testing.T) {
	s := service(nil)
	s.Tallies = cube{}
	day := func(m time.Month, d int) calendar.Date { return calendar.Date{Year: 2026, Month: m, Day: d} }
	q := Query{Tenant: number(9), Unit: number(1), Below: []id.ID{number(2)}}
	for name, c := range map[string]struct {
		from, to calendar.Date
		by       Dimension
		rows     []Row
		want     string
	}{
		"half a month at the beginning": {day(1, 2), day(3, 31), ByType, nil, "insight.field.months"},
		"half a month at the end":       {day(1, 1), day(3, 30), ByType, nil, "insight.field.months"},
		"by unit without units":         {day(1, 1), day(3, 31), ByUnit, nil, "insight.field.units_count"},
		"a unit in two rows":            {day(1, 1), day(3, 31), ByUnit, []Row{{Unit: number(1), Below: []id.ID{number(2)}}, {Unit: number(2)}}, "insight.field.units_overlap"},
		"a unit elsewhere":              {day(1, 1), day(3, 31), ByUnit, []Row{{Unit: number(3)}}, "insight.field.units_overlap"},
	} {
		q.From, q.To = c.from, c.to
		if _, err := s.Breakdown(t.Context(), access.Actor{}, q, c.by, c.rows); err == nil || !strings.Contains(fmt.Sprint(err), c.want) {
			t.Errorf("%s: %v, want %s", name, err, c.want)
		}
	}
	q.From, q.To = day(1, 1), day(11, 21) // to today
	if _, err := s.Breakdown(t.Context(), access.Actor{}, q, ByType, nil); err != nil {
		t.Errorf("to the present day: %v", err)
	}
}

package insight

import (
	"math/big"
	"slices"
)

// keepApart hides of a longer period what would tell, less its parts, what one of them hides. A count stands where the parts that hide it
// are two or more and come to the minimum together; and where all equations of the year (rows add up to totals, parts to wholes) leave every
// hidden count open, whatever was restated: all versions are known. Where they do not, a count stands only if each part shows it: such a sum
// tells nothing that the parts do not. The first of the year's returns is this one.
func (b *Body) keepApart(parts, year []Return) {
	rows := b.rows()
	for c, name := range b.Columns {
		col := column{b, c, wholes(b.Columns, name)}
		for _, at := range rows {
			hidden, rest := b.unshown(at, name, parts)
			if hidden == 1 || hidden > 1 && col.small(rest) {
				b.row(at.rows, at.of).Hidden[c] = true
			}
		}
	}
	suppressReturn(b)
	for c, name := range b.Columns {
		year[0].Body = *b
		if !tells(name, year) {
			continue
		}
		for _, at := range rows {
			if hidden, _ := b.unshown(at, name, parts); hidden > 0 {
				b.row(at.rows, at.of).Hidden[c] = true
			}
		}
	}
	suppressReturn(b)
}

// rowAt names a row of a return; without rows it is the total.
type rowAt struct{ rows, of string }

func (b *Body) rows() []rowAt {
	out := []rowAt{{}}
	for _, t := range b.Tables {
		for _, l := range t.Lines {
			out = append(out, rowAt{t.Rows, l.Of})
		}
	}
	return out
}

// unshown is how many parts hide a count of a row, and all counts of these parts together.
func (b *Body) unshown(at rowAt, name string, parts []Return) (n int, rest Line) {
	rest.N = make([]int64, len(b.Columns))
	for _, r := range parts {
		if l := r.Body.row(at.rows, at.of); l != nil && l.Hidden[slices.Index(r.Body.Columns, name)] {
			n++
			rest.plus(b.Columns, r.Body.Columns, *l)
		}
	}
	return n, rest
}

// cellAt is a count of a column: of a row in a version of a period's return.
type cellAt struct {
	rowAt
	period  string
	version int
}

// equation is a sum of hidden counts that somebody who has all releases knows.
type equation map[cellAt]int64

// tells reports whether the releases of a year determine a count of a column that one of them hides.
func tells(name string, year []Return) bool {
	var all []equation
	term := func(e equation, r Return, at rowAt, sign int64) {
		c := slices.Index(r.Body.Columns, name)
		if l := r.Body.row(at.rows, at.of); c >= 0 && l != nil && l.Hidden[c] {
			e[cellAt{at, r.Body.Period, r.Version}] += sign
		}
	}
	for _, r := range year {
		for _, t := range r.Body.Tables {
			e := equation{}
			term(e, r, rowAt{}, -1)
			for _, l := range t.Lines {
				term(e, r, rowAt{t.Rows, l.Of}, 1)
			}
			all = append(all, e)
		}
		if len(r.Body.Sums) == 0 {
			continue
		}
		for _, at := range r.Body.rows() {
			e := equation{}
			term(e, r, at, -1)
			for _, part := range year {
				if slices.ContainsFunc(r.Body.Sums, func(x Summed) bool { return x.Period == part.Body.Period && x.Version == part.Version }) {
					term(e, part, at, 1)
				}
			}
			all = append(all, e)
		}
	}
	return solved(all)
}

// modulus is a prime, over whose field equations are solved without fractions.
const modulus = 2_147_483_647

// solved reports whether equations determine one of their counts: reduced against each other, one of them has nothing else left.
func solved(all []equation) bool {
	var done []equation
	var pivots []cellAt
	for _, e := range all {
		for i, d := range done {
			e.less(d, pivots[i])
		}
		for pivot, factor := range e { // any of its counts will do
			inverse := new(big.Int).ModInverse(big.NewInt(factor), big.NewInt(modulus)).Int64()
			for k, n := range e {
				e[k] = n * inverse % modulus
			}
			for _, d := range done {
				d.less(e, pivot)
			}
			done, pivots = append(done, e), append(pivots, pivot)
			break
		}
	}
	return slices.ContainsFunc(done, func(e equation) bool { return len(e) == 1 })
}

// less takes an equation off as often as it takes until the pivot, whose factor is 1 there, is gone.
func (e equation) less(d equation, pivot cellAt) {
	factor := e[pivot]
	if factor == 0 {
		return
	}
	for k, n := range d {
		if e[k] = (e[k] - factor*n%modulus) % modulus; e[k] == 0 {
			delete(e, k)
		}
	}
}

package insight

import (
	"cmp"
	"slices"
	"time"

	"linli/rulebook"
)

// suppressFamilies hides, in the rows of tables, all counts of a family together where one of them is small, or an indicator of them:
// what is sent, what came of it and what was said of it lie so close to each other that a count which is shown bounds one that is hidden
// from both sides. Further rows are hidden, the smallest first, until at least two are, and all together are not small.
func suppressFamilies(b *Body, all []*rulebook.Indicator) {
	for _, f := range familiesOf(b, all) {
		for _, c := range f.columns {
			b.Total.Hidden[c.n] = c.small(b.Total)
		}
		for _, t := range b.Tables {
			f.hideIn(t.Lines)
		}
	}
}

// family is columns of which all are known in a row or none: what counts a part of a whole, near or far, up to a measure that stands
// apart. Where its whole is hidden a family is hidden with it, and not the other way round.
type family struct {
	body    *Body
	root    int // the column of which all others count a part
	columns []column
	all     []*rulebook.Indicator
}

func familiesOf(b *Body, all []*rulebook.Indicator) []family {
	var out []family
	for i, name := range b.Columns {
		c := column{b, i, wholes(b.Columns, name)}
		line := append([]int{i}, c.wholes...)
		root := line[len(line)-1]
		if at := slices.IndexFunc(line, func(w int) bool { return apartFrom(b.Columns[w]) }); at >= 0 {
			root = line[at]
		}
		at := slices.IndexFunc(out, func(f family) bool { return f.root == root })
		if at < 0 {
			at, out = len(out), append(out, family{b, root, nil, all})
		}
		out[at].columns = append(out[at].columns, c)
	}
	slices.SortStableFunc(out, func(a, b family) int { return cmp.Compare(len(a.first().wholes), len(b.first().wholes)) }) // wholes first
	return out
}

func apartFrom(column string) bool {
	m, _ := rulebook.MeasureNamed(column)
	return m.Apart
}

// small reports whether a row would show a few, or has a count already that is not shown or fits no other.
func (f family) small(l Line) bool {
	return slices.ContainsFunc(f.columns, func(c column) bool {
		return l.Hidden[c.n] || c.small(l) || slices.ContainsFunc(c.wholes, func(w int) bool { return l.Hidden[w] || l.N[c.n] > l.N[w] }) ||
			slices.ContainsFunc(f.all, func(in *rulebook.Indicator) bool {
				return slices.Contains(reads(in), f.body.Columns[c.n]) && reckoned(in, f.body.sums(l), f.body.Minimum, time.Time{}).Figure.Suppressed
			})
	})
}

func (f family) hide(l *Line) {
	for _, c := range f.columns {
		l.Hidden[c.n] = true
	}
}

func (f family) hideIn(lines []Line) {
	n, rest := 0, line("", nil, f.body.Columns, nil) // what the total leaves to the rows that are hidden
	add := func(l Line, times int64) {
		for i := range rest.N {
			rest.N[i] += times * l.N[i]
		}
	}
	add(f.body.Total, 1)
	for i := range lines {
		if f.small(lines[i]) {
			f.hide(&lines[i])
			n++
		} else {
			add(lines[i], -1)
		}
	}
	for f.totalled() && (n == 1 || n > 0 && f.small(rest)) {
		next := f.first().next(lines)
		if next == nil {
			return // all of them are the total, in which what is small is hidden
		}
		f.hide(next)
		add(*next, 1)
		n++
	}
}

// totalled reports whether the total shows anything from which a hidden row could be had.
func (f family) totalled() bool {
	t := f.body.Total
	return slices.ContainsFunc(f.columns, func(c column) bool { return !t.Hidden[c.n] && t.N[c.n] > 0 })
}

// first is the column of which all others count a part.
func (f family) first() column {
	return f.columns[slices.IndexFunc(f.columns, func(c column) bool { return c.n == f.root })]
}

// reads are the measures of an indicator.
func reads(in *rulebook.Indicator) []string { return slices.Concat(in.N.Measures, in.D.Measures) }

// sums are the counts of a line.
func (b *Body) sums(l Line) sums {
	out := sums{}
	for i, name := range b.Columns {
		out[Measure(name)] = l.N[i]
	}
	return out
}

package insight

import (
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

// family is columns of which all are known in a row or none: what counts a part of a whole, near or far.
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
		root := slices.Concat(c.wholes, []int{i})[max(0, len(c.wholes)-1)]
		at := slices.IndexFunc(out, func(f family) bool { return f.root == root })
		if at < 0 {
			at, out = len(out), append(out, family{b, root, nil, all})
		}
		out[at].columns = append(out[at].columns, c)
	}
	return out
}

// small reports whether a row would show a few, or has a count already that is not shown or fits no other.
func (f family) small(l Line) bool {
	return slices.ContainsFunc(f.columns, func(c column) bool {
		return l.Hidden[c.n] || c.small(l) || slices.ContainsFunc(c.wholes, func(w int) bool { return l.N[c.n] > l.N[w] }) ||
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
	for !f.body.Total.Hidden[f.root] && (n == 1 || n > 0 && f.small(rest)) {
		next := column{n: f.root}.next(lines)
		if next == nil {
			return // all of them are the total, in which what is small is hidden
		}
		f.hide(next)
		add(*next, 1)
		n++
	}
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

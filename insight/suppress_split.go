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
	families := map[int][]column{}
	for i, name := range b.Columns {
		c := column{b, i, wholes(b.Columns, name)}
		root := slices.Concat(c.wholes, []int{i})[max(0, len(c.wholes)-1)]
		families[root] = append(families[root], c)
		b.Total.Hidden[i] = c.small(b.Total)
	}
	for _, t := range b.Tables {
		for root, family := range families {
			hideFamily(t.Lines, root, family, all)
		}
	}
}

func hideFamily(lines []Line, root int, family []column, all []*rulebook.Indicator) {
	body := family[0].body
	n, rest := 0, line("", nil, body.Columns, nil)
	small := func(l Line) bool {
		return slices.ContainsFunc(family, func(c column) bool {
			return c.small(l) || slices.ContainsFunc(all, func(in *rulebook.Indicator) bool {
				return slices.Contains(reads(in), body.Columns[c.n]) && reckoned(in, body.sums(l), body.Minimum, time.Time{}).Figure.Suppressed
			})
		})
	}
	hide := func(l *Line) {
		n++
		for i := range rest.N {
			rest.N[i] += l.N[i]
		}
		for _, c := range family {
			l.Hidden[c.n] = true
		}
	}
	for i := range lines {
		if small(lines[i]) {
			hide(&lines[i])
		}
	}
	for n == 1 || n > 0 && small(rest) {
		next := column{n: root}.next(lines)
		if next == nil {
			return // all of them are the total, in which what is small is hidden
		}
		hide(next)
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

package insight

import (
	"cmp"
	"slices"

	"linli/rulebook"
)

// suppressReturn hides the counts of a return that are small, and as many more as it takes that none of them comes out
// of the totals, of the tables together, or of the columns: oral agreements and those on paper are the settled. A count of
// nobody is shown. What is hidden already stays hidden.
func suppressReturn(b *Body) {
	for c, name := range b.Columns {
		column{b, c, wholes(b.Columns, name)}.suppress()
	}
}

// wholes are the columns of which another counts a part, the nearest first.
func wholes(columns []string, of string) []int {
	var out []int
	for of = wholeOf(of); of != nothing; of = wholeOf(of) {
		if i := slices.Index(columns, of); i >= 0 {
			out = append(out, i)
		}
	}
	return out
}

const nothing = "of nothing"

// wholeOf is the column of which another counts a part: the settled of the oral, and whatever a published measure says. Two
// counts of the form of mediation that a month has side by side are of different cases, but for those.
func wholeOf(column string) string {
	if column == "oral" {
		return "settled"
	}
	m, _ := rulebook.MeasureNamed(column)
	return cmp.Or(m.Of, nothing)
}

// column is one count along all tables of a return, and the columns of which it is a part.
type column struct {
	body   *Body
	n      int
	wholes []int
}

// few is a count that would show somebody.
func (c column) few(n int64) bool { return 0 < n && n < c.body.Minimum }

// small reports whether a row's count is small, or what is left of a whole without it.
func (c column) small(l Line) bool {
	return c.few(l.N[c.n]) || slices.ContainsFunc(c.wholes, func(w int) bool { return c.few(l.N[w] - l.N[c.n]) })
}

// size is what a row has to hide.
func (c column) size(l Line) int64 {
	if len(c.wholes) > 0 {
		return l.N[c.wholes[0]]
	}
	return l.N[c.n]
}

func (c column) suppress() {
	total := &c.body.Total
	total.Hidden[c.n] = total.Hidden[c.n] || c.small(*total)
	for t := range c.body.Tables {
		for i := range c.body.Tables[t].Lines {
			l := &c.body.Tables[t].Lines[i]
			l.Hidden[c.n] = l.Hidden[c.n] || c.small(*l)
		}
	}
	for moved := true; moved; {
		moved = false
		for t := range c.body.Tables {
			for c.gives(c.body.Tables[t].Lines) {
				moved = true
				next := c.next(c.body.Tables[t].Lines)
				if next == nil {
					next = total // which ends it: nothing is left to subtract from
				}
				next.Hidden[c.n] = true
			}
		}
	}
}

// gives reports whether a table and the total give a hidden count away: one row that is missing, a few that are missing
// together, or a total that is missing where every row is shown.
func (c column) gives(lines []Line) bool {
	n, some := 0, false
	rest := Line{N: make([]int64, len(c.body.Columns))} // all hidden rows together
	for _, l := range lines {
		some = some || l.N[c.n] > 0
		if l.Hidden[c.n] {
			n++
			for i := range rest.N {
				rest.N[i] += l.N[i]
			}
		}
	}
	if c.body.Total.Hidden[c.n] {
		return n == 0 && some
	}
	return n == 1 || n > 1 && c.small(rest)
}

// next is the smallest row that is shown and has something to hide, or nil.
func (c column) next(lines []Line) *Line {
	var out *Line
	for i := range lines {
		if l := &lines[i]; !l.Hidden[c.n] && c.size(*l) > 0 && (out == nil || c.size(*l) < c.size(*out)) {
			out = l
		}
	}
	return out
}

package chart

import (
	"linli/platform/i18n"
	"linli/web/page"
)

// Stack is one row of the table beside stacked bars: a count and the part of it that is over. One that the table does not
// show has nothing else.
type Stack struct {
	Name        string
	Shown       bool
	Part, Whole int64
}

// Stacked draws each row as a bar as long as its whole, of which the filled piece is the part and the outlined piece what is
// left, with both counts at its name. Rows that the table does not show are left out; it is nil where fewer than two are
// shown or none counts anything. Lengths are counts, so no share looks larger than its row.
func Stacked(rows []Stack, l i18n.Locale) *page.Chart {
	var largest int64
	n := 0
	for _, r := range rows {
		if r.Shown && r.Whole > 0 {
			n++
			largest = max(largest, r.Whole)
		}
	}
	if n < 2 {
		return nil
	}
	const from, to = 8.0, width - 16
	scale := rounded(largest)
	across := func(count int64) float64 { return from + (to-from)*float64(count)/float64(scale) }
	end := overFirst + rowHigh*float64(n)
	d := drawing{page.Chart{Height: short(end + 28)}}
	for i, anchor := range []string{"start", "middle", "middle", "middle", "end"} {
		at := scale * int64(i) / 4
		d.line(grid, across(at), 0, across(at), end)
		d.word(across(at), end+22, anchor, l.Number(at))
	}
	y := overFirst
	for _, r := range rows {
		if !r.Shown || r.Whole == 0 {
			continue
		}
		d.word(from+4, y+nameHigh-5, "start", r.Name+" "+l.Number(r.Part)+"/"+l.Number(r.Whole))
		d.add(page.Mark{Shape: "rect", Class: rest, X: short(from), Y: short(y + nameHigh), W: short(across(r.Whole) - from), H: short(barHigh)},
			page.Mark{Shape: "rect", Class: shown, X: short(from), Y: short(y + nameHigh), W: short(across(r.Part) - from), H: short(barHigh)})
		y += rowHigh
	}
	return &d.Chart
}

package chart

import (
	"linli/platform/i18n"
	"linli/web/page"
)

// Months draws the shares of consecutive months as a curve through dots, within the band of their intervals. A month that
// the table does not show is a gap: nothing is drawn through it. It is nil where fewer than two months are shown.
func Months(rows []Row, l i18n.Locale) *page.Chart {
	if count(rows) < 2 {
		return nil
	}
	d := drawing{page.Chart{Height: "340"}}
	d.shares(func(x float64) string { return l.Percent(x, 0) })
	step := (right - left) / float64(len(rows))
	across := func(i int) float64 { return left + step*(float64(i)+0.5) }
	every := (len(rows) + mostNames - 1) / mostNames
	for i := 0; i < len(rows); i += every {
		d.line(grid, across(i), bottom, across(i), bottom+8)
		d.word(across(i), underField, "start", rows[i].Name)
	}
	for i := 0; i < len(rows); i++ {
		first := i
		for i < len(rows) && rows[i].Shown {
			i++
		}
		d.stretch(rows[first:i], min(largeDot, max(smallDot, step/3)), func(k int) float64 { return across(first + k) })
	}
	return &d.Chart
}

// mostNames is how many names of months find room below the field on a phone.
const mostNames = 3

// stretch draws months between two gaps.
func (d *drawing) stretch(rows []Row, radius float64, across func(int) float64) {
	if len(rows) == 0 {
		return
	}
	var through, band []point
	for i, r := range rows {
		through = append(through, point{across(i), upwards(r.Value)})
		band = append(band, point{across(i), upwards(r.High)})
	}
	for i := len(rows) - 1; i >= 0; i-- {
		band = append(band, point{across(i), upwards(rows[i].Low)})
	}
	if len(rows) == 1 { // a band of one month has no width
		d.line(span, band[0].x, band[0].y, band[1].x, band[1].y)
	} else {
		d.add(page.Mark{Shape: "polygon", Class: span, Points: joined(band)})
		d.curve(mean, through)
	}
	for _, p := range through {
		d.dot(p.x, p.y, radius)
	}
}

// The heights of a row of bars: its name, the bar below it, all of it with the space to the next, and what lies above the first.
const nameHigh, barHigh, rowHigh, overFirst = 20.0, 14.0, 46.0, 6.0

// Bars draws the share of each row as a bar from nothing, with its interval across it, in the order of the table. Rows that
// the table does not show are left out. It is nil where fewer than two rows are shown.
func Bars(rows []Row, l i18n.Locale) *page.Chart {
	n := count(rows)
	if n < 2 {
		return nil
	}
	const from, to = 8.0, width - 16
	across := func(share float64) float64 { return from + (to-from)*share }
	end := overFirst + rowHigh*float64(n)
	d := drawing{page.Chart{Height: short(end + 28)}}
	for i, anchor := range []string{"start", "middle", "middle", "middle", "end"} {
		share := float64(i) / 4
		d.line(grid, across(share), 0, across(share), end)
		d.word(across(share), end+22, anchor, l.Percent(share, 0))
	}
	y := overFirst
	for _, r := range rows {
		if !r.Shown {
			continue
		}
		middle := y + nameHigh + barHigh/2
		d.word(from+4, y+nameHigh-5, "start", r.Name)
		d.add(page.Mark{Shape: "rect", Class: shown, X: short(from), Y: short(y + nameHigh), W: short(across(r.Value) - from), H: short(barHigh)})
		d.line(span, across(r.Low), middle, across(r.High), middle)
		for _, x := range []float64{across(r.Low), across(r.High)} {
			d.line(span, x, middle-5, x, middle+5)
		}
		y += rowHigh
	}
	return &d.Chart
}

func count(rows []Row) (n int) {
	for _, r := range rows {
		if r.Shown {
			n++
		}
	}
	return n
}

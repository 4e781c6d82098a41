package chart

import (
	"math"
	"strconv"

	"linli/insight"
	"linli/platform/i18n"
	"linli/web/page"
)

// Row is one row of the table beside a chart. One that the table does not show has nothing else.
type Row struct {
	Name             string
	Shown            bool
	Numerator, Of    int64
	Value, Low, High float64 // shares from 0 to 1
}

// share is the exact share of a row.
func (r Row) share() float64 { return float64(r.Numerator) / float64(r.Of) }

// Plot is a funnel plot.
type Plot struct {
	page.Chart
	Outside []string // names of rows outside the outer curves
}

// curveSteps are the pieces of which a curve of the funnel consists.
const curveSteps = 60

// Funnel draws shares by unit beside those between which 95 % and 99.8 % of units would lie by chance alone
// ([insight.Limit]); nil where the share of all is not shown or fewer than two rows are. A dot bears the number of its row
// among those that are shown, from 1. columns names the scale of cases.
func Funnel(rows []Row, all Row, columns string, l i18n.Locale) *Plot {
	var largest int64
	n := 0
	for _, r := range rows {
		if r.Shown {
			n++
			largest = max(largest, r.Of)
		}
	}
	if !all.Shown || n < 2 {
		return nil
	}
	p, end := all.share(), rounded(largest)
	across := func(cases float64) float64 { return left + (right-left)*cases/float64(end) }
	d := drawing{page.Chart{Height: "360"}}
	d.shares(func(x float64) string { return l.Percent(x, 0) })
	for i := range int64(5) {
		d.word(across(float64(end*i)/4), underField, "middle", l.Number(end*i/4))
	}
	d.word((left+right)/2, legend, "middle", columns)
	d.line(mean, left, upwards(p), right, upwards(p))
	for _, class := range []string{inner, outer} {
		var below, above []point
		for s := range curveSteps + 1 {
			cases := max(1, int64(math.Round(float64(end)*float64(s)/curveSteps)))
			low, high := insight.Limit(p, cases, class == outer)
			below, above = append(below, point{across(float64(cases)), upwards(low)}), append(above, point{across(float64(cases)), upwards(high)})
		}
		d.curve(class, below)
		d.curve(class, above)
	}
	out := &Plot{}
	n = 0
	for _, r := range rows {
		if !r.Shown {
			continue
		}
		n++
		x, y := across(float64(r.Of)), upwards(r.share())
		d.dot(x, y, largeDot)
		d.word(x+8, y-8, "start", strconv.Itoa(n))
		if low, high := insight.Limit(p, r.Of, true); r.share() < low || r.share() > high {
			out.Outside = append(out.Outside, r.Name)
		}
	}
	out.Chart = d.Chart
	return out
}

// rounded is the next number from n on that a scale of four steps ends with.
func rounded(n int64) int64 {
	for size := int64(1); ; size *= 10 {
		for _, k := range []int64{4, 8, 12, 20, 40} {
			if n <= k*size {
				return k * size
			}
		}
	}
}

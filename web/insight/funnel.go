package insight

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"linli/insight"
	"linli/platform/i18n"
)

// funnel is a plot of shares by unit against what chance alone would make of them, drawn for the page's SVG. The table
// below it says the same.
type funnel struct {
	Points       []dot
	Mean         string // the share of all units, in words
	MeanY        string
	Inner, Outer [2]string // points of the lower and the upper limit, 95 % and 99.8 %
	Columns      []tick    // numbers of cases
	Rows         []tick    // shares
	Outside      []string  // names of units outside the outer limits
}

type dot struct{ X, Y, No, LabelX, LabelY string }

type tick struct{ At, Text string }

// The field of the plot within the drawing of 640 by 360.
const (
	left, right, top, bottom = 56.0, 624.0, 16.0, 312.0
	steps                    = 60
)

// funnelOf draws the units that are shown; nil where the share of all is not shown or fewer than two units are. It numbers
// the lines that it draws.
func funnelOf(lines []line, total line, l i18n.Locale) *funnel {
	if total.Hidden || total.Empty {
		return nil
	}
	p := float64(total.Numerator) / float64(total.Denominator)
	var largest int64
	n := 0
	for i := range lines {
		if !lines[i].Hidden && !lines[i].Empty {
			n++
			lines[i].No = n
			largest = max(largest, lines[i].Denominator)
		}
	}
	if n < 2 {
		return nil
	}
	end := rounded(largest)
	x := func(cases float64) float64 { return left + (right-left)*cases/float64(end) }
	y := func(share float64) float64 { return bottom - (bottom-top)*share }
	f := &funnel{Mean: l.Percent(p, 1), MeanY: short(y(p))}
	for _, k := range lines {
		if k.No == 0 {
			continue
		}
		share := float64(k.Numerator) / float64(k.Denominator)
		at := x(float64(k.Denominator))
		f.Points = append(f.Points, dot{short(at), short(y(share)), strconv.Itoa(k.No), short(at + 8), short(y(share) - 8)})
		if low, high := insight.Limit(p, k.Denominator, true); share < low || share > high {
			f.Outside = append(f.Outside, k.Name)
		}
	}
	for i, wide := range []bool{false, true} {
		var below, above strings.Builder
		for s := range steps + 1 {
			cases := max(1, int64(math.Round(float64(end)*float64(s)/steps)))
			low, high := insight.Limit(p, cases, wide)
			fmt.Fprintf(&below, "%s,%s ", short(x(float64(cases))), short(y(low)))
			fmt.Fprintf(&above, "%s,%s ", short(x(float64(cases))), short(y(high)))
		}
		into := &f.Inner
		if i == 1 {
			into = &f.Outer
		}
		*into = [2]string{strings.TrimSpace(below.String()), strings.TrimSpace(above.String())}
	}
	for i := range int64(5) {
		f.Columns = append(f.Columns, tick{short(x(float64(end*i) / 4)), l.Number(end * i / 4)})
		f.Rows = append(f.Rows, tick{short(y(float64(i) / 4)), l.Percent(float64(i)/4, 0)})
	}
	return f
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

func short(x float64) string { return strconv.FormatFloat(x, 'f', 1, 64) }

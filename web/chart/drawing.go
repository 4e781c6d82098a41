package chart

import (
	"strconv"
	"strings"

	"linli/web/page"
)

// The classes say what a mark shows; site.scss gives each its style.
const (
	grid  = "grid"
	mean  = "mean"
	inner = "inner" // curves between which 95 % lie
	outer = "outer" // curves between which 99.8 % lie
	shown = "shown" // a figure
	span  = "range" // its interval
	rest  = "rest"  // what is left of a whole
	label = "label"
)

// The field in which figures stand; what lies outside it are the words of its scales.
const (
	width              = 640.0
	left, right        = 76.0, 624.0
	top, bottom        = 16.0, 300.0
	underField, legend = 324.0, 352.0 // where words below the field stand
)

// drawing is a chart that is being drawn.
type drawing struct{ page.Chart }

func (d *drawing) add(m ...page.Mark) { d.Marks = append(d.Marks, m...) }

func (d *drawing) word(x, y float64, anchor, words string) {
	d.add(page.Mark{Shape: "text", Class: label, X: short(x), Y: short(y), Anchor: anchor, Words: words})
}

func (d *drawing) line(class string, x, y, x2, y2 float64) {
	d.add(page.Mark{Shape: "line", Class: class, X: short(x), Y: short(y), X2: short(x2), Y2: short(y2)})
}

func (d *drawing) dot(x, y, radius float64) {
	d.add(page.Mark{Shape: "circle", Class: shown, X: short(x), Y: short(y), W: short(radius)})
}

// A dot's radius where there is room for it, and where there is none.
const largeDot, smallDot = 5.0, 2.0

type point struct{ x, y float64 }

func (d *drawing) curve(class string, through []point) {
	d.add(page.Mark{Shape: "polyline", Class: class, Points: joined(through)})
}

func joined(points []point) string {
	all := make([]string, len(points))
	for i, p := range points {
		all[i] = short(p.x) + "," + short(p.y)
	}
	return strings.Join(all, " ")
}

// upwards is where a share stands in the field.
func upwards(share float64) float64 { return bottom - (bottom-top)*share }

// shares draws the scale of shares at the left of the field, with its lines.
func (d *drawing) shares(percent func(float64) string) {
	for i := range 5 {
		share := float64(i) / 4
		d.line(grid, left, upwards(share), right, upwards(share))
		d.word(left-8, upwards(share)+4, "end", percent(share))
	}
}

func short(x float64) string { return strconv.FormatFloat(x, 'f', 1, 64) }

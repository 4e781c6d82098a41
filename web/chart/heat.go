package chart

import (
	"strconv"

	"linli/web/page"
)

// How says how what is owed on a day stands.
type How int

// What is planned is a frame, what is open is half filled, what is settled is full.
const (
	Planned How = iota
	Open
	Settled
)

// Day is one day of a calendar of what is owed.
type Day struct {
	Month, Day int // from 1
	How        How
	Wrong      bool // something of it was not done in time: crossed, whatever its filling
}

// The classes of the days.
const (
	planned = "planned"
	half    = "half"
	wrong   = "wrong"
)

// The field of a calendar: its months stand below one another, its days beside one another.
const (
	heatLeft, heatTop   = 84.0, 30.0
	heatStep, heatDown  = 17.6, 26.0
	heatSize            = 14.0
	heatLegend, heatKey = 154.0, 20.0
)

// Heat draws a year day by day: what is planned, open, settled, and where something was late or missed. Days of which nothing is owed
// are dots, so that the grid can be read. months are their names, length the number of days of each, legend the words for planned,
// open, settled and wrong. It is nil where nothing is owed.
func Heat(days []Day, months []string, length func(month int) int, legend [4]string) *page.Chart {
	if len(days) == 0 {
		return nil
	}
	d := drawing{page.Chart{Height: short(heatTop + 12*heatDown + 2*heatKey + 26)}}
	for _, n := range []int{1, 5, 10, 15, 20, 25, 30} {
		d.word(heatAt(n)+heatSize/2, heatTop-12, "middle", strconv.Itoa(n))
	}
	owed := map[[2]int]bool{}
	for _, x := range days {
		owed[[2]int{x.Month, x.Day}] = true
	}
	for m := 1; m <= 12; m++ {
		d.word(heatLeft-10, monthAt(m)+heatSize-2, "end", months[m-1])
		for n := 1; n <= length(m); n++ {
			if !owed[[2]int{m, n}] {
				d.add(page.Mark{Shape: "circle", Class: grid, X: short(heatAt(n) + heatSize/2), Y: short(monthAt(m) + heatSize/2), W: "1.0"})
			}
		}
	}
	for _, x := range days {
		d.day(heatAt(x.Day), monthAt(x.Month), x)
	}
	for i, x := range []Day{{How: Planned}, {How: Open}, {How: Settled}, {How: Settled, Wrong: true}} {
		at, down := 8+float64(i%2)*2*heatLegend, heatTop+12*heatDown+14+float64(i/2)*(heatKey+4)
		d.day(at, down, x)
		d.word(at+heatSize+8, down+heatSize-2, "start", legend[i])
	}
	return &d.Chart
}

func heatAt(day int) float64    { return heatLeft + heatStep*float64(day-1) }
func monthAt(month int) float64 { return heatTop + heatDown*float64(month-1) }

// day draws one day: a frame, filled by half or whole, crossed where something was not in time.
func (d *drawing) day(x, y float64, day Day) {
	bar := func(class string, high float64) {
		d.add(page.Mark{Shape: "rect", Class: class, X: short(x), Y: short(y + heatSize - high), W: short(heatSize), H: short(high)})
	}
	switch day.How {
	case Open:
		bar(half, heatSize/2)
	case Settled:
		bar(shown, heatSize)
	}
	bar(planned, heatSize)
	if day.Wrong {
		d.line(wrong, x, y, x+heatSize, y+heatSize)
		d.line(wrong, x+heatSize, y, x, y+heatSize)
	}
}

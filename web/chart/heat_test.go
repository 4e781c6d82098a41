package chart

import (
	"testing"
)

// TestACalendarShowsEachDayByShape: a frame for what is planned, half and whole for what is open and settled, a cross for what was late.
func TestACalendarShowsEachDayByShape(t *testing.T) {
	months := make([]string, 12)
	length := func(int) int { return 30 }
	if Heat(nil, months, length, [4]string{}) != nil {
		t.Error("a calendar of nothing is drawn")
	}
	c := Heat([]Day{{Month: 2, Day: 29, How: Planned}, {Month: 3, Day: 1, How: Open}, {Month: 3, Day: 2, How: Settled, Wrong: true}}, months, length, [4]string{"a", "b", "c", "d"})
	n := map[string]int{}
	for _, m := range c.Marks {
		n[m.Shape+" "+m.Class]++
	}
	// each with its twin in the legend, which has two settled days
	for what, want := range map[string]int{"rect planned": 3 + 4, "rect half": 1 + 1, "rect shown": 1 + 2, "line wrong": 2 + 2, "circle grid": 12*30 - 3} {
		if n[what] != want {
			t.Errorf("%d × %s, want %d", n[what], what, want)
		}
	}
}

package chart

import (
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"linli/insight"
	"linli/platform/i18n"
	"linli/web/page"
)

func english(t *testing.T) i18n.Locale {
	t.Helper()
	own, err := i18n.Sources()
	if err != nil {
		t.Fatal(err)
	}
	texts, err := i18n.Read(own)
	if err != nil {
		t.Fatal(err)
	}
	return texts.For(i18n.English, time.UTC)
}

func row(t *testing.T, name string, numerator, of int64) Row {
	t.Helper()
	low, high := insight.Wilson(numerator, of)
	return Row{Name: name, Shown: true, Numerator: numerator, Of: of, Value: float64(numerator) / float64(of), Low: low, High: high}
}

// found are the marks of a shape and a class.
func found(d *page.Chart, shape, class string) (out []page.Mark) {
	for _, m := range d.Marks {
		if m.Shape == shape && m.Class == class {
			out = append(out, m)
		}
	}
	return out
}

func words(d *page.Chart) (out []string) {
	for _, m := range d.Marks {
		if m.Shape == "text" {
			out = append(out, m.Words)
		}
	}
	return out
}

func TestNothingHiddenIsDrawn(t *testing.T) {
	l := english(t)
	rows := []Row{row(t, "A", 30, 60), {Name: "Hidden"}, row(t, "B", 50, 60)}
	bars, months, funnel := Bars(rows, l), Months(rows, l), Funnel(rows, row(t, "", 80, 120), "Cases", l)
	if n := len(found(bars, "rect", shown)); n != 2 {
		t.Errorf("%d bars, want 2", n)
	}
	if slices.Contains(words(bars), "Hidden") {
		t.Error("a hidden row is named beside the bars")
	}
	if n := len(found(months, "circle", shown)); n != 2 {
		t.Errorf("%d months are dots, want 2", n)
	}
	if n := len(found(&funnel.Chart, "circle", shown)); n != 2 {
		t.Errorf("%d units are dots, want 2", n)
	}
	if all := words(&funnel.Chart); !slices.Equal(all[len(all)-2:], []string{"1", "2"}) {
		t.Errorf("the dots bear %v", all)
	}
	for name, few := range map[string]bool{"bars": Bars(rows[:2], l) == nil, "months": Months(rows[:2], l) == nil,
		"funnel": Funnel(rows[:2], rows[0], "", l) == nil, "total": Funnel(rows, Row{}, "", l) == nil} {
		if !few {
			t.Errorf("%s: drawn although too little is shown", name)
		}
	}
}

func TestAMonthThatIsNotShownIsAGap(t *testing.T) {
	rows := []Row{row(t, "1", 10, 20), row(t, "2", 12, 20), {Name: "3"}, row(t, "4", 15, 20), {Name: "5"}, row(t, "6", 9, 20), row(t, "7", 9, 20)}
	d := Months(rows, english(t))
	curves := found(d, "polyline", mean)
	if len(curves) != 2 {
		t.Fatalf("%d curves, want 2: before the first gap and after the second", len(curves))
	}
	for _, c := range curves {
		if n := len(strings.Fields(c.Points)); n != 2 {
			t.Errorf("a curve through %d months, want 2: %s", n, c.Points)
		}
	}
	if bands, alone := len(found(d, "polygon", span)), len(found(d, "line", span)); bands != 2 || alone != 1 {
		t.Errorf("%d bands and %d months alone with an interval, want 2 and 1", bands, alone)
	}
}

func TestASmallDifferenceIsNotDrawnLarge(t *testing.T) {
	l := english(t)
	d := Bars([]Row{row(t, "A", 990, 1000), row(t, "B", 980, 1000)}, l)
	bars := found(d, "rect", shown)
	a, b := number(t, bars[0].W), number(t, bars[1].W)
	if a <= b || a-b > 0.02*width {
		t.Errorf("99 %% and 98 %% are %v and %v long: the scale goes from nothing to all", a, b)
	}
	if n := words(d); !slices.Equal(n[:5], []string{"0%", "25%", "50%", "75%", "100%"}) {
		t.Errorf("the scale is %v", n[:5])
	}
}

func TestTheFunnelSaysWhoLiesOutside(t *testing.T) {
	rows := []Row{row(t, "As all", 500, 1000), row(t, "Far above", 300, 400), row(t, "Few", 4, 5)}
	d := Funnel(rows, row(t, "", 804, 1405), "Cases", english(t))
	if !slices.Equal(d.Outside, []string{"As all", "Far above"}) {
		t.Errorf("outside are %v", d.Outside)
	}
	inner, outer := found(&d.Chart, "polyline", inner), found(&d.Chart, "polyline", outer)
	if len(inner) != 2 || len(outer) != 2 {
		t.Fatalf("%d inner and %d outer curves, want a lower and an upper one each", len(inner), len(outer))
	}
	last := func(m page.Mark) float64 { f := strings.Split(m.Points, ","); return number(t, f[len(f)-1]) }
	if !(last(outer[0]) > last(inner[0]) && last(inner[0]) > last(inner[1]) && last(inner[1]) > last(outer[1])) {
		t.Error("the outer curves do not lie outside the inner ones")
	}
}

func number(t *testing.T, s string) float64 {
	t.Helper()
	x, err := strconv.ParseFloat(s, 64)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

// TestStacked draws rows as long as their counts, leaves out what the table does not show, and draws nothing of one row.
func TestStacked(t *testing.T) {
	l := english(t)
	rows := []Stack{{Name: "one", Shown: true, Part: 30, Whole: 40}, {Name: "hidden"}, {Name: "two", Shown: true, Part: 10, Whole: 10}, {Name: "nobody", Shown: true}}
	c := Stacked(rows, l)
	if c == nil {
		t.Fatal("nothing is drawn")
	}
	var widths, words []string
	for _, m := range c.Marks {
		switch m.Shape {
		case "rect":
			widths = append(widths, m.Class+" "+m.W)
		case "text":
			words = append(words, m.Words)
		}
	}
	if got := strings.Join(widths, ", "); got != "rest 616.0, shown 462.0, rest 154.0, shown 154.0" {
		t.Errorf("the bars are %s", got)
	}
	if got := strings.Join(words, ", "); !strings.Contains(got, "one 30/40") || strings.Contains(got, "hidden") || strings.Contains(got, "nobody") {
		t.Errorf("the words are %s", got)
	}
	if Stacked(rows[:2], l) != nil {
		t.Error("one row is drawn")
	}
}

package rulebook

import (
	"strings"
	"testing"
)

// FuzzFormula: a text is a formula or is told where it is none, and a formula is counted or has no value.
func FuzzFormula(f *testing.F) {
	name := Measures()[0].Name
	for _, seed := range []string{name, name + " + 1", "(" + name + " - 2) * 3", name + " / 0", "1", "", "((", name + " +", "- " + name, name + " + 9223372036854775807", name + " ? 1 : 2", "x.y", strings.Repeat("(", 399) + name, "\xff", "甲 + 乙"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		formula, bad := newFormula(text)
		if (len(bad) == 0) != (formula.value != nil) {
			t.Fatalf("%q: %+v, %+v", text, formula, bad)
		}
		for _, w := range bad {
			if w.reason == "" || w.col < 0 || w.col > len([]rune(text))+1 {
				t.Errorf("%q: %+v", text, w)
			}
		}
		for _, n := range []int64{0, 1, -1, 1 << 62} {
			count := func(string) int64 { return n }
			a, ok := formula.Of(count)
			if b, again := formula.Of(count); ok && len(bad) > 0 || ok != again || a != b {
				t.Errorf("%q of %d: %d, %v and %d, %v", text, n, a, ok, b, again)
			}
		}
	})
}

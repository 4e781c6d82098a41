package casefile_test

import (
	"testing"

	"linli/casefile"
)

func TestANumberIsReadWithAnySignBetween(t *testing.T) {
	for text, want := range map[string][2]int{
		"2026-17": {2026, 17}, "柳林人调字〔2026〕第12号": {2026, 12}, " 2026 / 000009 ": {2026, 9}, "": {},
		"17": {}, "26-17": {}, "2026-1234567": {}, "2026-17-3": {}, "JF2Y-VKXX-2PXG-DR21": {},
	} {
		if year, number := casefile.ReadNumber(text); year != want[0] || number != want[1] {
			t.Errorf("%q is read as %d and %d, want %v", text, year, number, want)
		}
	}
}

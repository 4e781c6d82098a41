package resident

import (
	"strings"
	"testing"
)

// FuzzAmount: a sum that people write is never negative, and never another one than its digits say.
func FuzzAmount(f *testing.F) {
	for _, seed := range []string{"1,200.50", "￥１２００", "500元", "", "-5", "+5", ".5", ".", ".-1", ".+1", "1.234", "1.2.3", "1e5", "999999999999", "9999999999999", "0.01", "１．５", "1 000", "\xff", "५"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		minor, ok := amount(s)
		if !ok {
			return
		}
		digits := 0
		for _, r := range s {
			if r >= '0' && r <= '9' || r >= '０' && r <= '９' {
				digits++
			}
		}
		if minor < 0 || minor > 0 && digits == 0 || strings.ContainsAny(s, "-+") {
			t.Errorf("%q is read as %d", s, minor)
		}
	})
}

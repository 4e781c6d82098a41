package insight

import (
	"math"
	"testing"
)

// TestLimits compares the limits with quantiles that were reckoned apart from the binomial distribution's table: P(X ≤ r)
// for n = 20, p = 0.5 is 0.0207 at 5 and 0.0577 at 6, so that 2.5 % lie at 6 − (0.0577 − 0.025) ÷ 0.0370 = 5.1166.
func TestLimits(t *testing.T) {
	for name, c := range map[string]struct {
		p         float64
		n         int64
		wide      bool
		low, high float64
	}{
		"20 halves":         {0.5, 20, false, 5.1166 / 20, 13.8834/20 + 0.05 - 0.05},
		"many, normal":      {0.5, 10000, false, 0.4902, 0.5098},
		"many, wide":        {0.5, 10000, true, 0.48455, 0.51545},
		"nobody settles":    {0, 30, false, 0, 0},
		"everybody settles": {1, 30, true, 1, 1},
	} {
		low, high := Limit(c.p, c.n, c.wide)
		if math.Abs(low-c.low) > 5e-4 || math.Abs(high-c.high) > 5e-4 {
			t.Errorf("%s: %.5f to %.5f, want %.5f to %.5f", name, low, high, c.low, c.high)
		}
	}
	// Where the two ways meet they agree, and limits narrow as cases grow.
	for _, p := range []float64{0.1, 0.5, 0.75} {
		exact, _ := Limit(p, 1999, true)
		normal, _ := Limit(p, 2000, true)
		if math.Abs(exact-normal) > 2e-3 {
			t.Errorf("p = %v: %v and %v", p, exact, normal)
		}
		before := 1.0
		for n := int64(5); n < 3000; n += 97 {
			low, high := Limit(p, n, false)
			if wide := high - low; wide > before+1e-9 || low > p || high < p-1e-9 {
				t.Errorf("p = %v, n = %d: %v to %v", p, n, low, high)
			} else {
				before = wide
			}
		}
	}
}

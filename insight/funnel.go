package insight

import "math"

// Limit returns between which shares 95 %, or 99.8 %, of units would lie by chance alone, if all had the share p and total
// cases: the quantiles of the binomial distribution, interpolated between whole numbers, as for a funnel plot
// (D. J. Spiegelhalter, Funnel plots for comparing institutional performance, Statistics in Medicine 24, 2005, appendix
// A.1.1). From 2,000 cases on the normal distribution stands in for it; there the two differ by less than 0.0005.
func Limit(p float64, total int64, wide bool) (low, high float64) {
	tail, z := 0.025, 1.959964
	if wide {
		tail, z = 0.001, 3.090232
	}
	if p <= 0 || p >= 1 || total <= 0 {
		return p, p
	}
	if total >= 2000 {
		spread := z * math.Sqrt(p*(1-p)/float64(total))
		return max(0, p-spread), min(1, p+spread)
	}
	return quantile(p, total, tail), quantile(p, total, 1-tail)
}

// quantile is the share at which the binomial distribution reaches a probability, interpolated.
func quantile(p float64, total int64, at float64) float64 {
	n := float64(total)
	all, _ := math.Lgamma(n + 1)
	below := 0.0
	for r := 0.0; r <= n; r++ {
		a, _ := math.Lgamma(r + 1)
		b, _ := math.Lgamma(n - r + 1)
		here := math.Exp(all - a - b + r*math.Log(p) + (n-r)*math.Log(1-p))
		if below+here >= at {
			return min(1, max(0, (r-(below+here-at)/here)/n))
		}
		below += here
	}
	return 1
}

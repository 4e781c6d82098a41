package insight

import "math"

// z is the two-sided 95 % point of the normal distribution.
const z = 1.959964

// Wilson is the score interval of a proportion (E. B. Wilson, Probable inference, JASA 22, 1927), which stays within 0
// and 1 and is honest for few cases. total must be above 0.
func Wilson(n, total int64) (low, high float64) {
	t := float64(total)
	p := float64(n) / t
	centre := p + z*z/(2*t)
	spread := z * math.Sqrt(p*(1-p)/t+z*z/(4*t*t))
	scale := 1 + z*z/t
	low, high = (centre-spread)/scale, (centre+spread)/scale
	if n == 0 {
		low = 0 // exactly, where the subtraction leaves dust
	}
	if n == total {
		high = 1
	}
	return max(low, 0), min(high, 1)
}

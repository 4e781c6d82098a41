package insight

import "math"

// z is the two-sided 95 % point of the normal distribution.
const z = 1.959964

// Wilson is the score interval of a proportion (E. B. Wilson, Probable inference, JASA 22, 1927), which stays within 0
// and 1 and is honest for few cases. total must be above 0.
func Wilson(n, total int64) (low, high float64) {
	return WilsonOf(float64(n)/float64(total), float64(total))
}

// WilsonOf is [Wilson] for a share that was estimated from a sample of a design: size is how many answers drawn at random would be
// as exact, and must be above 0.
func WilsonOf(share, size float64) (low, high float64) {
	centre := share + z*z/(2*size)
	spread := z * math.Sqrt(share*(1-share)/size+z*z/(4*size*size))
	scale := 1 + z*z/size
	low, high = (centre-spread)/scale, (centre+spread)/scale
	if share == 0 {
		low = 0 // exactly, where the subtraction leaves dust
	}
	if share == 1 {
		high = 1
	}
	return max(low, 0), min(high, 1)
}

// SampleSize is how many answers an estimated share needs so that its 95 % interval reaches at most margin to both sides, whatever the
// share is, among a population: n₀ = z²¼/margin², n = n₀/(1+(n₀−1)/N) (W. G. Cochran, Sampling Techniques, 3rd ed. 1977, 4.3 and 4.4).
func SampleSize(population int64, margin float64) int64 {
	n := z * z / 4 / (margin * margin)
	return int64(math.Ceil(n / (1 + (n-1)/float64(population))))
}

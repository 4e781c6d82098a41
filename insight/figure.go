package insight

import "time"

// Count is n of total.
type Count struct{ N, Total int64 }

// Figure is an indicator as it is shown. Its JSON is the contract's: a suppressed figure has null in every figure, and a
// denominator of 0 leaves value, low and high null.
type Figure struct {
	ID          string    `json:"id"`
	Numerator   *int64    `json:"numerator"`
	Denominator *int64    `json:"denominator"`
	Value       *float64  `json:"value"` // 0 to 1, not rounded
	Low         *float64  `json:"low"`   // 95 % Wilson score interval
	High        *float64  `json:"high"`
	Cutoff      time.Time `json:"cutoff"` // as of when the counts are known; RFC 3339 in the office's zone
	Suppressed  bool      `json:"suppressed"`
}

func (c Count) plus(d Count) Count { return Count{c.N + d.N, c.Total + d.Total} }

// small reports whether a count would show fewer people than the minimum: in itself, in its complement or in all.
func (c Count) small(minimum int64) bool {
	return c.Total != 0 && (c.N < minimum || c.Total-c.N < minimum || c.Total < minimum)
}

// few reports whether a count would show a few cases: in itself, in its complement or in all. That nobody or everybody is
// counted shows nobody apart, so that an office which kept every promise may say so.
func (c Count) few(minimum int64) bool {
	few := func(n int64) bool { return 0 < n && n < minimum }
	return few(c.N) || few(c.Total-c.N) || few(c.Total)
}

// figure shows a count, or hides it.
func figure(name string, c Count, hidden bool, cutoff time.Time) Figure {
	f := Figure{ID: name, Cutoff: cutoff, Suppressed: hidden}
	if hidden {
		return f
	}
	f.Numerator, f.Denominator = &c.N, &c.Total
	if c.Total > 0 {
		value := float64(c.N) / float64(c.Total)
		low, high := Wilson(c.N, c.Total)
		f.Value, f.Low, f.High = &value, &low, &high
	}
	return f
}

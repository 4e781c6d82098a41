package clock

import "time"

// Watch begins to watch the machine's clock. The function that it returns tells by how much the clock was moved since: forward
// is positive. What has really passed is measured by the kernel's other clock, which nobody sets; it stands still while a
// machine sleeps, so that waking up looks like a clock that was moved forward.
func Watch() func() time.Duration {
	began := time.Now()
	return func() time.Duration {
		now := time.Now()
		return now.Round(0).Sub(began.Round(0)) - now.Sub(began)
	}
}

package insight

import (
	"slices"

	"linli/platform/calendar"
	"linli/rulebook"
)

// Half says within how many days half of the referrals of a row had their first answer: the least number of days, of those that are
// counted, of which the row shows it. Less: the row shows that fewer than half had one within the most days that are counted.
type Half struct {
	Days   int
	Less   bool
	Figure Figure // how many had, of how many were sent
	Known  calendar.Date
	Open   bool
}

// HalfAnswered reads a row's indicators as a reader does: it says nothing of a count that is not shown, so that nothing hidden can be
// had from it. ok is false where what is shown leaves it open, or the rulebook declares no indicator of the time to the first answer.
func HalfAnswered(held []Held) (half Half, ok bool) {
	times := rulebook.AnsweredIn()
	for i, x := range times {
		at := slices.IndexFunc(held, func(h Held) bool {
			return h.Indicator.N.Text == x.Measure && h.Indicator.D.Text == "referral.sent" && !h.None && !h.Figure.Suppressed
		})
		if at < 0 {
			continue
		}
		h := held[at]
		half = Half{Days: x.Days, Figure: h.Figure, Known: h.Known, Open: h.Open}
		if 2**h.Figure.Numerator >= *h.Figure.Denominator {
			return half, true
		}
		if i == len(times)-1 {
			half.Less = true
			return half, true
		}
	}
	return Half{}, false
}

package resident

import (
	"slices"
	"time"

	"linli/mediation"
)

// callLine is one telephone call between the office and this party, as a fact: what was said is not repeated here.
type callLine struct {
	Key, OwedKey string // messages
	At, Back     time.Time
	Kept, Waived time.Time
	Missed       bool
}

// Calls are the telephone calls that the office wrote down, the newest first.
func (o *partyPage) Calls() []callLine {
	var out []callLine
	for _, x := range slices.Backward(o.Case.Calls) {
		line := callLine{Key: "calls.party." + x.Way, At: x.At, Kept: x.Kept, Waived: x.Waived, Missed: x.Missed > 0 && x.Waits()}
		if x.Waits() {
			line.OwedKey = "calls.party.owed"
			if line.Back = o.callDay(x); !line.Back.IsZero() {
				line.OwedKey = "calls.party.owed_by"
			}
		}
		out = append(out, line)
	}
	return out
}

// callDay is noon of the day by which a call was promised; zero where no day was named.
func (o *partyPage) callDay(x mediation.Call) time.Time {
	day, err := time.ParseInLocation(time.DateOnly, x.Back, o.Rules.Zone)
	if err != nil {
		return time.Time{}
	}
	return day.Add(12 * time.Hour)
}

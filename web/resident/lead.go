package resident

import "time"

// ReplyDay is the day on which the body whose letter brought the case is told that its letter is dealt with.
func (o *partyPage) ReplyDay() time.Time { return o.Case.Sent.Due.Add(-time.Microsecond) }

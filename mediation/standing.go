package mediation

import (
	"time"

	"linli/casefile"
	"linli/platform/id"
)

// Standing is an agreement that is in force while its parties meet again. That a court did not confirm it, or was no
// longer asked to, takes nothing from it (人民调解法 art. 31): it ends with a new one of the same parties, not with a
// meeting at which they find none.
type Standing struct {
	Agreement    Agreement     `json:"agreement"`
	Confirmation *Confirmation `json:"confirmation,omitempty"`
}

func foldMeetAgain(c *Case, e casefile.Event, b struct{}) {
	former := c.Former
	standing := &Standing{*c.Agreement, c.Confirmation}
	foldAgain(c, e, b)
	c.Former, c.Standing = former, standing
}

// standsOn reports whether parties who met again have ended it without a new agreement.
func (c *Case) standsOn() bool { return c.Standing != nil }

func foldStands(c *Case, _ casefile.Event, _ struct{}) {
	a := c.Standing.Agreement
	c.Agreement, c.Confirmation, c.Standing = &a, c.Standing.Confirmation, nil
	c.Ended, c.Reason = time.Time{}, ""
}

// binds reports whether an agreement in force binds a party, also one that takes no part in the mediation any more. Who
// has taken the place of a party must have taken part once.
func (c *Case) binds(party id.ID) bool {
	in := func(a *Agreement) bool { return !a.Effective.IsZero() && c.knows(a, party) }
	return c.Agreement != nil && in(c.Agreement) || c.Standing != nil && in(&c.Standing.Agreement)
}

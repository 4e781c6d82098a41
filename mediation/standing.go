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
	Breach       *Breach       `json:"breach,omitempty"` // what had not come when its parties began to change it
	Varied       bool          `json:"varied,omitempty"` // a text that would change it is being signed; nobody meets for that
}

// standsOn reports whether parties who met again have ended it without a new agreement, or did not sign what would have
// changed the old one.
func (c *Case) standsOn() bool { return c.keeps() && c.Standing.Breach == nil }

func foldStands(c *Case, _ casefile.Event, _ struct{}) {
	a := c.Standing.Agreement
	c.Agreement, c.Confirmation, c.Breach, c.Standing = &a, c.Standing.Confirmation, c.Standing.Breach, nil
	c.Ended, c.Reason, c.Waits = time.Time{}, "", time.Time{}
}

// Binds reports whether an agreement in force binds a party, also one that takes no part in the mediation any more. Who
// has taken the place of a party must have taken part once.
func (c *Case) Binds(party id.ID) bool {
	in := func(a *Agreement) bool { return !a.Effective.IsZero() && c.knows(a, party) }
	return c.Agreement != nil && in(c.Agreement) || c.Standing != nil && in(&c.Standing.Agreement)
}

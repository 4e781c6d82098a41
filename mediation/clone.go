package mediation

import "slices"

// clone returns a copy that shares no memory with c, so that deciding never touches the case it decides on.
func (c Case) clone() Case {
	c.Parties = slices.Clone(c.Parties)
	c.Workers = slices.Clone(c.Workers)
	c.Representatives = slices.Clone(c.Representatives)
	c.Engagements = slices.Clone(c.Engagements)
	for i := range c.Engagements {
		e := &c.Engagements[i]
		e.AgreedBy, e.Permitted = slices.Clone(e.AgreedBy), slices.Clone(e.Permitted)
	}
	c.Sessions = slices.Clone(c.Sessions)
	c.Notes, c.Found = slices.Clone(c.Notes), slices.Clone(c.Found)
	c.Messages, c.Onward, c.Statutory, c.Joint = slices.Clone(c.Messages), slices.Clone(c.Onward), slices.Clone(c.Statutory), slices.Clone(c.Joint)
	c.Offers = slices.Clone(c.Offers)
	for i := range c.Offers {
		c.Offers[i].Copies = slices.Clone(c.Offers[i].Copies)
	}
	c.Attachments = slices.Clone(c.Attachments)
	if c.Agreement != nil {
		a := c.Agreement.clone()
		c.Agreement = &a
	}
	c.FollowUps, c.Former = slices.Clone(c.FollowUps), slices.Clone(c.Former) // a former agreement never changes
	if c.Confirmation != nil {
		x := *c.Confirmation
		x.Joined, x.Choices = slices.Clone(x.Joined), slices.Clone(x.Choices)
		c.Confirmation = &x
	}
	if c.Breach != nil {
		x := *c.Breach
		x.Instalments = slices.Clone(x.Instalments)
		c.Breach = &x
	}
	if c.Standing != nil {
		x := *c.Standing // nothing of it changes while it stands
		c.Standing = &x
	}
	if c.Reopening != nil {
		x := *c.Reopening
		x.Agreed = slices.Clone(x.Agreed)
		c.Reopening = &x
	}
	if c.Extension != nil {
		x := *c.Extension
		x.Agreed = slices.Clone(x.Agreed)
		c.Extension = &x
	}
	return c
}

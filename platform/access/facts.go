package access

import (
	"slices"
	"time"

	"linli/platform/id"
)

// Facts is what the policies need to know of a case, or, with a zero Case, of the unit that a command concerns. It is
// loaded with the case and shares its version, so that what was allowed is still allowed when the change is played.
type Facts struct {
	Tenant     id.ID
	Unit       id.ID
	Case       id.ID  // zero: the act concerns the unit itself, or a case that does not exist yet
	Kind       string // "mediation"
	State      string
	Assigned   []id.ID // accounts at work on it now: the clerk who has taken it, then its mediators, a lead for a sign-off
	Proposed   []id.ID // accounts proposed as mediators, who declare their conflicts before they are assigned
	Parties    []id.ID
	Emergency  []id.ID // accounts whose emergency access (at most 60 minutes) runs at this moment
	Closed     bool
	Restricted bool    // a party asked to be erased: the file is stored, and nothing else
	Archived   bool    // the file lies in the archive
	Demanded   bool    // it is opened to decide on a demand of a court
	Joint      []id.ID // other units that mediate jointly, or were asked to: their leads see the state
	Asked      id.ID   // the unit above whose lead was asked to propose a mediator; else zero
	Above      id.ID   // the unit above, where its people stand in at the counter of a unit of one person; else zero

	Linked []id.ID // of a request for help: referrals whose service still has a link that leads somewhere

	Desk   PostKind  // of a report: the post in the unit that answers it, [Handler] for one in the unit's own queue; else empty
	About  []id.ID   // of a complaint: the units that it is about
	Since  time.Time // of a complaint: whoever held a post in one of them after this instant has no part in it
	Barred []id.ID   // of a complaint: accounts that have no part in it, whatever posts they hold
	Waits  bool      // of a report: it is looked at because something waits to be taken out, which a second person lets or refuses

	Owes     PostKind // of a duty: the post in its unit that owes it; else empty
	Checks   PostKind // of a duty: the post that checks it
	ChecksIn id.ID    // of a duty: the unit in which that post is held, its own or the one above
}

// Scope is a policy's answer for a whole list: rows of the tenant in these units, or assigned or proposed to the account.
type Scope struct {
	Tenant  id.ID
	Units   []id.ID
	Joint   []id.ID // units that the actor leads: also the cases that they mediate jointly with another
	Account id.ID   // zero: being assigned adds nothing
	None    bool    // nothing at all
}

// Allows reports whether the row with these facts is in the scope. A store says the same in SQL.
func (s Scope) Allows(f Facts) bool {
	if s.None || f.Tenant != s.Tenant {
		return false
	}
	return slices.Contains(s.Units, f.Unit) || slices.ContainsFunc(s.Joint, func(u id.ID) bool { return slices.Contains(f.Joint, u) }) ||
		!s.Account.IsZero() && (slices.Contains(f.Assigned, s.Account) || slices.Contains(f.Proposed, s.Account))
}

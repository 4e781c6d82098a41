package office

import (
	"time"

	"linli/platform/access"
	"linli/platform/fault"
)

// Guest is the level of a unit of another organisation, which mediates jointly with units of this office (docs/decisions/0025).
// Nobody applies to it and nothing stands below it. Its people lead or mediate and hold no other post here, each until a day
// that is named beforehand; what they see is what the joint case opens to them.
const Guest Level = "guest"

// longestGuest is for how long a post in a guest unit is given at once.
const longestGuest = 366 * 24 * time.Hour

// Guest reports whether the unit is another organisation's.
func (u Unit) Guest() bool { return u.Level == Guest }

// fitsGuest says why a post is none for a guest unit, or for one of its people: it is a lead's or a mediator's, of the people
// whom the guest unit looks after, and it has an end.
func fitsGuest(unit, home Unit, c AssignPost) error {
	switch {
	case !unit.Guest() && !home.Guest():
		return nil
	case unit.ID != home.ID:
		return guard("guest_people").At("account")
	case c.Kind != access.Lead && c.Kind != access.Mediator:
		return guard("guest_post").At("kind")
	case c.To.IsZero() || c.To.Sub(c.From) > longestGuest:
		return fault.Field("until", "office.guest.until")
	}
	return nil
}

package mediation

import (
	"slices"
	"time"

	"linli/casefile"
	"linli/platform/id"
)

// Vary writes down how the parties change an agreement that is in force 变更协议 (民法典 art. 543). Until everybody whom it
// binds has signed, the old text stands as it is; then the new one takes its place from the last act on, and what was open
// under the old one is owed under the new one alone.
type Vary Draft

// Kind is the machine's event.
func (Vary) Kind() casefile.Kind { return "vary" }

func (v Vary) draft() Draft { return Draft(v) }

type varied struct {
	drafted
	Varies id.ID `json:"varies"`
}

func (v Vary) decide(d *decision, s *Step) (any, error) {
	a := Draft(v)
	a.Partial = d.c.Agreement.Partial // it settles what the old one settles
	if err := a.check(d, true); err != nil {
		return nil, err
	}
	return varied{a.write(d, s), d.c.Agreement.ID}, nil
}

func foldVary(c *Case, e casefile.Event, b varied) {
	standing := &Standing{Agreement: *c.Agreement, Confirmation: c.Confirmation, Breach: c.Breach, Varied: true}
	foldDraft(c, e, b.drafted)
	c.Agreement.Varies = b.Varies
	c.Standing, c.Confirmation, c.Breach = standing, nil, nil
}

// keeps reports whether what was drafted to change an agreement has come to nothing: the agreement stands.
func (c *Case) keeps() bool {
	return c.Standing != nil && (c.State == Terminated || c.State == InSession && c.Standing.Varied && c.Agreement == nil)
}

// breachStands reports whether the agreement that stands is one of which something did not come.
func (c *Case) breachStands() bool { return c.keeps() && c.Standing.Breach != nil }

// superseded is an agreement in whose place another has come: what was open under it is owed under the new one alone.
func superseded(a Agreement, at time.Time) Agreement {
	a = a.clone()
	for i := range a.Instalments {
		if x := &a.Instalments[i]; x.Fulfilled.IsZero() {
			x.Superseded = at
		}
	}
	return a
}

// Changed is when another agreement took the place of this one while something of it was open; zero where none did.
func (a *Agreement) Changed() (at time.Time) {
	for _, i := range a.Instalments {
		if i.Superseded.After(at) {
			at = i.Superseded
		}
	}
	return at
}

// Changes is since when the agreement was in force that the present one changes; zero where it changes none.
func (c *Case) Changes() time.Time {
	if c.Agreement == nil || c.Agreement.Varies.IsZero() {
		return time.Time{}
	}
	if c.Standing != nil && c.Standing.Agreement.ID == c.Agreement.Varies {
		return c.Standing.Agreement.Effective
	}
	for _, a := range c.Former {
		if a.ID == c.Agreement.Varies {
			return a.Effective
		}
	}
	return time.Time{}
}

// What an agreement in force needs to be changed.
var (
	// An agreement is changed by those whom it binds, by all of them and by nobody else (民法典 art. 543).
	varySigners = Guard{Name: "vary_signers", Holds: is(func(d *decision, v Vary) bool {
		bound := d.c.Binding(d.c.Agreement)
		return len(v.Parties) == len(bound) && !slices.ContainsFunc(bound, func(p id.ID) bool {
			return !slices.Contains(v.Parties, p) || !d.c.Party(p).Consent.Stands()
		})
	})}
	// Whoever drafts it signs it, and so has to be at work.
	someoneMediates = Guard{Name: "nobody_mediates", Holds: func(d *decision) bool { return d.c.mediatorAtWork() }}
)

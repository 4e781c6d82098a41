package mediation

import (
	"cmp"
	"context"
	"slices"

	"linli/casefile"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/platform/vault"
)

// Transfer hands a case to another unit of the office before it is accepted: the dispute is not this unit's, or the place is
// another's. The parties who were told of the case read why and who has it now. Whoever worked on it reads it no more. No
// promise begins anew: the office is one, and is on the clock since the application. What a unit left that was split goes from the first
// of its heirs to another of them in every state in which something is to do, and its mediators go on.
type Transfer struct {
	Unit id.ID  `json:"unit"`
	Text string `json:"text"` // why, for the parties
}

// Kind is the machine's event.
func (Transfer) Kind() casefile.Kind { return "transfer" }

type transferred struct {
	From  id.ID  `json:"from"`
	To    id.ID  `json:"to"`
	Ended bool   `json:"ended,omitempty"`
	Ref   string `json:"ref,omitempty"` // the number that was drawn before, which a paper may bear
}

func (x Transfer) decide(d *decision, s *Step) (any, error) {
	var l fault.List
	if x.Unit.IsZero() {
		l.Add("unit", "form.choose")
	}
	text(&l, "text", x.Text, maxText, true)
	if err := l.Err(); err != nil {
		return nil, err
	}
	s.Secrets = append(s.Secrets, secret(vault.Joint, id.ID{}, s.Event.ID, FieldReason, x.Text))
	s.Tell = slices.DeleteFunc(slices.Clone(d.Colleagues), func(a id.ID) bool { return a == d.by.Account })
	if d.Coheir {
		return transferred{d.c.Unit, x.Unit, true, d.Ref}, nil
	}
	for _, m := range Recount(d.c, d.Rules) { // it is counted once, in the unit that has it: no day of a figure moves
		gone := m
		gone.Unit, gone.N, m.Unit = cmp.Or(m.Unit, d.c.countsIn()), -m.N, x.Unit
		s.Tallies = append(s.Tallies, gone, m)
	}
	return transferred{From: d.c.Unit, To: x.Unit}, nil
}

func foldTransfer(c *Case, e casefile.Event, b transferred) {
	c.moved(e, b)
	for i := range c.Workers {
		if w := &c.Workers[i]; w.To.IsZero() {
			w.To = e.At
		}
	}
}

// Take is the clerk's who goes on with a case that came from another unit, where nobody is at work on it.
type Take struct{}

// Kind is the machine's event.
func (Take) Kind() casefile.Kind { return "take" }

func (Take) decide(d *decision, s *Step) (any, error) {
	s.Event.Visibility = casefile.Office
	return worker{d.by.Account}, nil
}

// Untaken reports whether a case that came from another unit waits for somebody to go on with it at the desk.
func (c *Case) Untaken() bool {
	return len(c.Moves) > 0 && !slices.ContainsFunc(c.Workers, func(w Worker) bool { return w.To.IsZero() })
}

var (
	elsewhere = Guard{Name: "same_unit", Holds: is(func(d *decision, x Transfer) bool { return x.Unit != d.c.Unit })}
	// Nobody is left waiting in a unit in which nobody works.
	somebodyThere = Guard{Name: "nobody_there", Holds: is(func(d *decision, x Transfer) bool { return x.Unit.IsZero() || len(d.Colleagues) > 0 })}
	// A consent names who receives what it is about (个人信息保护法 art. 14): it was given to this unit.
	// Whoever has a unit's place by its end has its consents with it (art. 22).
	noneConsented = Guard{Name: "consent_is_here", Holds: func(d *decision) bool { return d.Coheir || d.c.unconsented() }}
	toCoheir      = Guard{Name: "not_split", Holds: is(func(d *decision, x Transfer) bool { return x.Unit.IsZero() || d.Coheir })}
	nobodyAtWork  = Guard{Name: "not_from_elsewhere", Holds: func(d *decision) bool { return d.c.Untaken() }}
)

func (c *Case) unconsented() bool {
	return !slices.ContainsFunc(c.Parties, func(p Party) bool { return p.Consent.Stands() })
}

// early are the states in which a case can be handed to any unit.
var early = []State{Submitted, Screening, Invited}

// Destinations are the units to which a case can be handed: before anybody consented the open ones of the office, without those of other
// organisations; then those alone to which the unit was split that left it.
func (s *Service) Destinations(ctx context.Context, c *Case) ([]id.ID, error) {
	if slices.Contains(early, c.State) && c.unconsented() {
		units, err := s.Office.UnitsOf(ctx, c.Tenant)
		return slices.DeleteFunc(units, func(u id.ID) bool { return u == c.Unit }), err
	}
	return s.coheirs(ctx, c)
}

// intake are the clerks of the unit to which a case is to go, who alone can go on with it; none for a unit that is not an open one of the office.
func (s *Service) intake(ctx context.Context, tenant, unit id.ID) ([]id.ID, error) {
	units, err := s.Office.UnitsOf(ctx, tenant)
	if err != nil || !slices.Contains(units, unit) {
		return nil, err
	}
	return s.Office.Clerks(ctx, tenant, unit)
}

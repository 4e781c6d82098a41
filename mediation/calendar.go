package mediation

import (
	"context"
	"slices"
	"time"

	"linli/platform/access"
	"linli/platform/id"
)

// SessionLasts is how long a session is taken to last in a calendar, until its record says how long it was.
const SessionLasts = time.Hour

// Appointment is a session as a calendar shows it: clear facts, and no name.
type Appointment struct {
	Row       // the case; of a session that the reader only sees the time of, its unit alone
	Session   Session
	Own       bool    // the reader is at work on the case
	Mediators []id.ID // accounts at work on it
	Clash     bool    // overlaps with another of the reader's own
}

// Length is how long the session was, or is taken to last.
func (a Appointment) Length() time.Duration {
	if a.Session.Minutes > 0 {
		return time.Duration(a.Session.Minutes) * time.Minute
	}
	return SessionLasts
}

// Calendar returns the sessions that begin from an instant on until before another, the first first: those of the cases that
// the account is at work on, and of the units that it leads when a session is planned and who mediates, nothing else. It
// opens nothing and writes no row. Errors: the store's.
func (s *Service) Calendar(ctx context.Context, a access.Actor, from, until time.Time) (_ []Appointment, err error) {
	defer wrap(&err, "calendar")
	scope := s.Access.Scope(a, "mediation.list")
	if scope.None {
		return nil, nil
	}
	scope.Units = slices.DeleteFunc(slices.Clone(scope.Units), func(u id.ID) bool { return !a.Holds(access.Lead, u) })
	cases, err := s.Repo.Planned(ctx, scope)
	if err != nil {
		return nil, err
	}
	var out []Appointment
	for i := range cases {
		c := &cases[i]
		own := slices.Contains(c.Assigned(), a.Account)
		for _, x := range c.Sessions {
			if x.Start.Before(from) || !x.Start.Before(until) || !own && !x.Planned() {
				continue
			}
			out = append(out, c.appointment(x, own))
		}
	}
	slices.SortStableFunc(out, func(a, b Appointment) int { return a.Session.Start.Compare(b.Session.Start) })
	clash(out)
	return out, nil
}

func (c *Case) appointment(x Session, own bool) Appointment {
	a := Appointment{Row: Row{Unit: c.Unit}, Session: Session{ID: x.ID, Start: x.Start}, Own: own}
	for _, e := range c.Engagements {
		if e.Working() {
			a.Mediators = append(a.Mediators, e.Account)
		}
	}
	if own {
		a.Row = Row{ID: c.ID, Unit: c.Unit, State: c.State, Type: c.Type, Year: c.Year, Number: c.Number, Ref: c.Ref, Received: c.Received}
		a.Session = x
	}
	return a
}

// clash marks the reader's own sessions to come that overlap. The list is sorted by their beginning.
func clash(all []Appointment) {
	for i := range all {
		for j := i + 1; j < len(all); j++ {
			a, b := &all[i], &all[j]
			if b.Session.Start.Sub(a.Session.Start) >= a.Length() {
				break
			}
			if a.Own && b.Own && a.Session.Planned() && b.Session.Planned() {
				a.Clash, b.Clash = true, true
			}
		}
	}
}

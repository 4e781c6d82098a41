package mediation

import (
	"context"
	"fmt"
	"slices"
	"time"

	"linli/mediation/roster"
	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/rulebook"
)

// Booking is a stretch of time in which a mediator is taken by a session.
type Booking struct {
	Account     id.ID // of the mediator
	Case        id.ID
	Session     id.ID
	From, Until time.Time
}

// Roster is what the service needs of the directory of mediators.
type Roster interface {
	// Of returns the entries of accounts, an empty one for each who wrote none.
	Of(ctx context.Context, tenant id.ID, accounts []id.ID) ([]roster.Entry, error)
	// Listed returns the mediators who agreed to be listed, as a lead has confirmed them.
	Listed(ctx context.Context, tenant id.ID) ([]roster.Public, error)
}

// Taken is a mediator who has another session at the time that is asked for.
type Taken struct {
	Self        bool   // it is the asker
	Name        string // of the mediator
	From, Until time.Time
	Case        string // its number, where the asker may see that case; else empty
}

// Away is a mediator who said that it is not there at the time that is asked for.
type Away struct {
	Name string
	Why  string // [roster.OnLeave] or [roster.OutsideHours]
}

// A mediator sits at one table at a time. Of its own case's sessions several may overlap: the parties can be met in turns.
var (
	notTaken = Guard{Name: "booked", Holds: is(func(d *decision, _ Schedule) bool { return d.Taken == nil || d.Taken.Case != "" }), Args: takenArgs}
	// The same, where the asker may know of which case the other session is.
	notTakenBy = Guard{Name: "booked_case", Holds: is(func(d *decision, _ Schedule) bool { return d.Taken == nil || d.Taken.Case == "" }), Args: takenArgs}
	// Hours and leave are what a mediator said beforehand; whoever makes the appointment may know better, and says so.
	isThere = Guard{Name: "away", Holds: is(func(d *decision, c Schedule) bool { return c.Anyway || d.Away == nil }), Args: func(d *decision) fault.Args {
		return fault.Args{"who": d.Away.Name, "why": fault.Text("mediation.away." + d.Away.Why)}
	}}
)

func takenArgs(d *decision) fault.Args {
	a := fault.Args{"from": d.Taken.From, "until": d.Taken.Until, "case": d.Taken.Case, "who": d.Taken.Name}
	if d.Taken.Self {
		a["who"] = fault.Text("mediation.booked.you")
	}
	return a
}

// bookings are the times that a case takes of its mediators: those of its sessions that are not recorded yet, as long as
// it is open.
func (c *Case) bookings() []Booking {
	if !c.State.Open() {
		return nil
	}
	var out []Booking
	for _, x := range c.Sessions {
		if x.Off != "" || x.Minutes > 0 || x.Mode == "writing" { // a round in writing binds nobody to an hour
			continue
		}
		for _, e := range c.Engagements {
			if e.Working() {
				out = append(out, Booking{Account: e.Account, Case: c.ID, Session: x.ID, From: x.Start, Until: x.Start.Add(SessionLasts)})
			}
		}
	}
	return out
}

// booked lists what a change adds to the diaries, and what it takes out of them.
func booked(before, after *Case) (added, freed []Booking) {
	was, is := before.bookings(), after.bookings()
	for _, b := range is {
		if !slices.Contains(was, b) {
			added = append(added, b)
		}
	}
	for _, b := range was {
		if !slices.Contains(is, b) {
			freed = append(freed, b)
		}
	}
	return added, freed
}

// free looks whether those who mediate a case are free for a session that is asked for.
func (s *Service) free(ctx context.Context, a access.Actor, c Case, cmd Schedule, rules *rulebook.Rulebook, k *Knowledge) error {
	if cmd.Start.IsZero() || cmd.Mode == "writing" {
		return nil
	}
	accounts := c.mediating()
	for _, account := range accounts {
		others, err := s.Repo.Bookings(ctx, c.Tenant, account, cmd.Start, cmd.Start.Add(SessionLasts))
		if err != nil {
			return err
		}
		others = slices.DeleteFunc(others, func(b Booking) bool { return b.Case == c.ID })
		if len(others) == 0 {
			continue
		}
		if k.Taken, err = s.taken(ctx, a, others[0], rules); err != nil {
			return err
		}
		break
	}
	entries, err := s.Roster.Of(ctx, c.Tenant, accounts)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if why := e.Away(cmd.Start, SessionLasts, rules.Zone); why != "" {
			name, err := s.Office.PersonName(ctx, c.Tenant, e.Account)
			k.Away = &Away{name, why}
			return err
		}
	}
	return nil
}

// mediating are the accounts of the mediators at work.
func (c *Case) mediating() []id.ID {
	var out []id.ID
	for _, e := range c.Engagements {
		if e.Working() {
			out = append(out, e.Account)
		}
	}
	return out
}

// taken tells what the asker may know of another session.
func (s *Service) taken(ctx context.Context, a access.Actor, b Booking, rules *rulebook.Rulebook) (*Taken, error) {
	t := &Taken{Self: b.Account == a.Account, From: b.From, Until: b.Until}
	var err error
	if t.Name, err = s.Office.PersonName(ctx, a.Tenant, b.Account); err != nil {
		return nil, err
	}
	other, err := s.Repo.Case(ctx, a.Tenant, b.Case)
	if err != nil {
		return nil, fmt.Errorf("the case of another session: %w", err)
	}
	if s.Access.Check(a, "mediation.see", other.Facts()) != nil {
		return t, nil //nolint:nilerr // no error: whoever may not see the case is told of no unit
	}
	unit, err := s.Office.UnitName(ctx, a.Tenant, other.Unit)
	if err != nil {
		return nil, err
	}
	if t.Case = other.Ref; other.Number > 0 {
		t.Case = rules.Mediation.Number.Format(unit, other.Year, other.Number)
	}
	return t, nil
}

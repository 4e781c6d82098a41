package mediation

import (
	"context"
	"time"

	"linli/casefile"
	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
)

// Stands is how a session or an instalment stands, as a number that says nothing; empty where there is no such thing. When a
// session began is not in it: who records a session on a device says that itself.
func (c *Case) Stands(thing id.ID) string {
	var of any
	if s := c.Session(thing); s != nil {
		x := *s
		x.Begun = time.Time{}
		of = x
	} else if c.Agreement != nil && c.Agreement.Instalment(thing) != nil {
		of = c.Agreement.Instalment(thing)
	}
	if of == nil {
		return ""
	}
	return casefile.Stands(of)
}

// about is the session or the instalment that a command is about.
func about(cmd Command) id.ID {
	switch of := cmd.(type) {
	case interface{ session() id.ID }:
		return of.session()
	case interface{ instalment() id.ID }:
		return of.instalment()
	}
	return id.ID{}
}

// Arrive does what a form asks that was filled in without a line: once, however often it is sent; after the forms that were
// written before it; with the time that the device tells beside the server's own; and not at all where the thing that it is
// about has changed meanwhile. Errors: those of [Service.Act] and of [casefile.Offline.Claimed], casefile.ErrOutOfOrder,
// casefile.ErrOvertaken.
func (s *Service) Arrive(ctx context.Context, a access.Actor, caseID id.ID, cmd Command, f casefile.Arrival) (Case, error) {
	c, err := s.Repo.Case(ctx, a.Tenant, caseID)
	if err != nil {
		return Case{}, err
	}
	claimed, wrong := happenedAt(f, &c, cmd, s.Clock.Now())
	holds := func(c *Case) error {
		if err := f.InTurn(ctx, s.Repo, a.Tenant); err != nil {
			return err
		}
		if wrong != nil {
			return wrong
		}
		if f.Stood == "" || c.Stands(about(cmd)) != f.Stood {
			return casefile.ErrOvertaken
		}
		return nil
	}
	after, _, err := s.Act(ctx, a, caseID, cmd, Ask{Claimed: claimed, Request: f.Request(), Holds: holds})
	if err != nil && fault.Of(err).Field == "claimed" {
		return Case{}, fault.Of(err).At("said")
	}
	return after, err
}

// happenedAt is when what the form tells happened: a record is taken when its session is over.
func happenedAt(f casefile.Arrival, c *Case, cmd Command, now time.Time) (time.Time, error) {
	at, err := f.Claimed(now, c.Accepted)
	r, ok := cmd.(Record)
	if err != nil || !ok {
		return at, err
	}
	f.Said = f.Said.Add(time.Duration(r.Minutes) * time.Minute)
	if at, err = f.Claimed(now, c.Accepted); err != nil && fault.Of(err).Key == "offline.said_future" {
		return at, fault.Field("minutes", "offline.not_over")
	}
	return at, err
}

// ArriveRecord is [Service.Arrive] for the record of a session that may have been held without a line: where nobody has
// begun it meanwhile it begins at the time that the form tells, and then has its record. A form that is wrong begins nothing.
func (s *Service) ArriveRecord(ctx context.Context, a access.Actor, caseID id.ID, r Record, f casefile.Arrival) (Case, error) {
	c, err := s.Repo.Case(ctx, a.Tenant, caseID)
	if err != nil {
		return Case{}, err
	}
	if err := r.check(); err != nil {
		return Case{}, err
	}
	if x := c.Session(r.Session); x != nil && x.Planned() {
		if _, err := happenedAt(f, &c, r, s.Clock.Now()); err != nil {
			return Case{}, err
		}
		begins := f
		begins.Asked = &casefile.Request{Who: f.Asked.Who, Key: f.Asked.Key + " begins", What: f.Asked.What}
		if _, err := s.Arrive(ctx, a, caseID, Begin{Session: r.Session}, begins); err != nil {
			return Case{}, err
		}
	}
	return s.Arrive(ctx, a, caseID, r, f)
}

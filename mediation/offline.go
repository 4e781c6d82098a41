package mediation

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"time"

	"linli/casefile"
	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
)

// ErrOvertaken says that what a form on a device is about stands otherwise than when it was taken along. Nothing is written.
var ErrOvertaken = fault.New(fault.Conflict, "offline.changed")

// OffLine is a form that was filled in on a device without a line, as it arrives.
type OffLine struct {
	casefile.Offline
	Stood string            // how the thing that it is about stood when it was taken along ([Case.Stands])
	Asked *casefile.Request // what makes sending it twice harmless, for as long as a device keeps it
}

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
	body, err := json.Marshal(of)
	if err != nil {
		return ""
	}
	sum := sha256.Sum256(body)
	return hex.EncodeToString(sum[:12])
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
// ErrOvertaken.
func (s *Service) Arrive(ctx context.Context, a access.Actor, caseID id.ID, cmd Command, f OffLine) (Case, error) {
	c, err := s.Repo.Case(ctx, a.Tenant, caseID)
	if err != nil {
		return Case{}, err
	}
	claimed, wrong := f.claimed(&c, cmd, s.Clock.Now())
	holds := func(c *Case) error {
		if err := s.arrived(ctx, a.Tenant, f); err != nil {
			return err
		}
		if wrong != nil {
			return wrong
		}
		if f.Stood == "" || c.Stands(about(cmd)) != f.Stood {
			return ErrOvertaken
		}
		return nil
	}
	asked := *f.Asked
	asked.Keep = casefile.OfflineKept
	after, _, err := s.Act(ctx, a, caseID, cmd, Ask{Claimed: claimed, Request: &asked, Holds: holds})
	if err != nil && fault.Of(err).Field == "claimed" {
		return Case{}, fault.Of(err).At("said")
	}
	return after, err
}

// arrived sees that the form that was written before this one has arrived.
func (s *Service) arrived(ctx context.Context, tenant id.ID, f OffLine) error {
	if f.After == "" {
		return nil
	}
	before := casefile.Request{Who: f.Asked.Who, Key: f.After}
	_, err := s.Repo.Answer(ctx, tenant, before.ID())
	if isNotFound(err) {
		return casefile.ErrOutOfOrder
	}
	return err
}

// claimed is when what the form tells happened: a record is taken when its session is over.
func (f OffLine) claimed(c *Case, cmd Command, now time.Time) (time.Time, error) {
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
func (s *Service) ArriveRecord(ctx context.Context, a access.Actor, caseID id.ID, r Record, f OffLine) (Case, error) {
	c, err := s.Repo.Case(ctx, a.Tenant, caseID)
	if err != nil {
		return Case{}, err
	}
	if err := r.check(); err != nil {
		return Case{}, err
	}
	if x := c.Session(r.Session); x != nil && x.Planned() {
		if _, err := f.claimed(&c, r, s.Clock.Now()); err != nil {
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

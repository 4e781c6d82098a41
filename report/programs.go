package report

import (
	"context"
	"time"

	"linli/casefile"
	"linli/platform/access"
	"linli/platform/id"
)

// publicChanges is what a repository tells of public reports that moved.
type publicChanges interface {
	// PublicChanged returns what everybody may read of reports that last moved at or after an instant, those that moved first
	// first.
	PublicChanged(ctx context.Context, tenant id.ID, since time.Time, limit int) ([]Public, error)
}

// Moved is a public report with what happened to it: kinds and instants, and nobody's name.
type Moved struct {
	Public
	Events []casefile.Event
}

// maxMoved bounds how many reports one question about changes reads.
const maxMoved = 2000

// PublicChanges are the public reports that moved at or after an instant, with all their events. It opens nothing.
func (s *Service) PublicChanges(ctx context.Context, tenant id.ID, since time.Time) (out []Moved, err error) {
	defer wrap(&err, "public changes")
	rows, err := s.Repo.PublicChanged(ctx, tenant, since, maxMoved)
	if err != nil {
		return nil, err
	}
	for _, p := range rows {
		events, err := s.Repo.Happened(ctx, tenant, p.Case)
		if err != nil {
			return nil, err
		}
		out = append(out, Moved{p, events})
	}
	return out, nil
}

// FiledBy is the reporter of a report that a program filed, for that program: what it says later is said as the reporter; and when the
// office last called it answered, fixed, looked at again or closed, zero where it did not. Error: ErrNotFound for a report that another
// filed, or a person.
func (s *Service) FiledBy(ctx context.Context, tenant, publicID, program id.ID) (_ access.Actor, settled time.Time, err error) {
	defer wrap(&err, "filed by")
	p, err := s.Repo.Public(ctx, tenant, publicID)
	if err != nil {
		return access.Actor{}, settled, err
	}
	c, err := s.Repo.Case(ctx, tenant, p.Case)
	if err != nil {
		return access.Actor{}, settled, err
	}
	if program.IsZero() || c.Program != program {
		return access.Actor{}, settled, ErrNotFound
	}
	for _, at := range []time.Time{c.Answered, c.Fixed, c.Rechecked, c.Closed} {
		if at.After(settled) {
			settled = at
		}
	}
	return access.Actor{Kind: access.Resident, Tenant: tenant, Case: c.ID, Party: c.Author}, settled, nil
}

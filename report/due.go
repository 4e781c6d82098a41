package report

import (
	"context"
	"slices"
	"time"

	"linli/platform/access"
	"linli/platform/id"
	"linli/promise"
)

// DueRow is one promise that is owed on a report.
type DueRow struct {
	Case Case
	Rule string
	Key  string
	Due  time.Time
}

// Place is where it stands in a list.
func (x DueRow) Place() promise.Place { return promise.Place{Due: x.Due, Case: x.Case.ID, Key: x.Key} }

// The lanes in which a report waits.
const (
	LaneQueue = "queue" // of the unit that handles it
	LaneDesk  = "desk"  // of a post outside the unit that it is about
)

// dueReads is what [Service.Due] reads.
type dueReads interface {
	// Due returns the open promises of the reports that wait in a lane of the unit, the next due first; with owedBy those of a post.
	Due(ctx context.Context, tenant, unit id.ID, lane, owedBy string, f promise.Filter) ([]DueRow, error)
}

// Answers reports whether an account has to do with what is owed on reports: it works a unit's queue, is at a desk, or keeps
// what is restricted.
func (s *Service) Answers(a access.Actor) bool {
	return len(s.Queues(a)) > 0 || len(desks(a)) > 0 || len(archives(a)) > 0
}

// Due returns what the office owes on the reports of the actor's queues and desks, the next due first: the promises go with
// the report, to whatever unit it was handed. At a desk every report is asked of the policies; a queue is seen whole by whoever
// works there.
func (s *Service) Due(ctx context.Context, a access.Actor, f promise.Filter) (out []DueRow, err error) {
	defer wrap(&err, "due")
	if f.Paused { // none of these ever is
		return nil, nil
	}
	for _, unit := range s.Queues(a) {
		if !f.In(unit) {
			continue
		}
		rows, err := s.Repo.Due(ctx, a.Tenant, unit, LaneQueue, "", f)
		if err != nil {
			return nil, err
		}
		out = append(out, rows...)
	}
	for _, unit := range desks(a) {
		if !f.In(unit) {
			continue
		}
		rows, err := s.dueAsked(ctx, a, unit, LaneDesk, "", f)
		if err != nil {
			return nil, err
		}
		out = append(out, rows...)
	}
	for _, unit := range archives(a) {
		for lane, seen := range map[string][]id.ID{LaneQueue: s.Queues(a), LaneDesk: desks(a)} {
			if slices.Contains(seen, unit) || !f.In(unit) {
				continue
			}
			rows, err := s.dueAsked(ctx, a, unit, lane, string(access.Records), f)
			if err != nil {
				return nil, err
			}
			out = append(out, rows...)
		}
	}
	slices.SortFunc(out, func(x, y DueRow) int { return x.Place().Compare(y.Place()) })
	return out[:min(len(out), f.Limit)], nil
}

// dueAsked are the next rows of a lane of which the actor may know.
func (s *Service) dueAsked(ctx context.Context, a access.Actor, unit id.ID, lane, owedBy string, f promise.Filter) (out []DueRow, err error) {
	for {
		rows, err := s.Repo.Due(ctx, a.Tenant, unit, lane, owedBy, f)
		if err != nil {
			return nil, err
		}
		for _, x := range rows {
			f.After = x.Place()
			if s.Access.Check(a, "report.see", x.Case.Facts()) == nil {
				out = append(out, x)
			}
		}
		if len(rows) < f.Limit || len(out) >= f.Limit {
			return out, nil
		}
	}
}

package report

import (
	"bytes"
	"cmp"
	"context"
	"slices"
	"time"

	"linli/platform/access"
	"linli/platform/id"
)

// List returns one page of what the actor's desks have to answer, the next due first, and the place where the next page
// begins: zero on the last. Every row is asked of the policies: one that the actor may not know of leaves no gap.
func (s *Service) List(ctx context.Context, a access.Actor, f QueueFilter) (rows []Row, next Cursor, err error) {
	defer wrap(&err, "list")
	units := desks(a)
	if len(units) == 0 {
		return nil, Cursor{}, s.Access.Check(a, "report.list", access.Facts{Tenant: a.Tenant, Kind: Capability})
	}
	limit := f.Limit
	f.Limit++
	for _, u := range units {
		f.Unit = u
		found, err := s.visible(ctx, a, f)
		if err != nil {
			return nil, Cursor{}, err
		}
		rows = append(rows, found...)
	}
	sortRows(rows)
	if len(rows) > limit {
		rows = rows[:limit]
		last := rows[limit-1]
		next = Cursor{last.Due, last.Case.ID}
	}
	return rows, next, nil
}

// visible are the next rows of a unit that the actor may see.
func (s *Service) visible(ctx context.Context, a access.Actor, f QueueFilter) (rows []Row, err error) {
	for {
		found, err := s.Repo.List(ctx, a.Tenant, f)
		if err != nil {
			return nil, err
		}
		for _, x := range found {
			f.After = Cursor{x.Due, x.Case.ID}
			if s.Access.Check(a, "report.see", x.Case.Facts()) == nil {
				rows = append(rows, x)
			}
		}
		if len(found) < f.Limit || len(rows) >= f.Limit {
			return rows[:min(len(rows), f.Limit)], nil
		}
	}
}

// MayEnter reports whether an account can write down what people complain of: it does intake somewhere, or is a desk.
func (s *Service) MayEnter(a access.Actor) bool {
	for _, p := range a.Posts {
		if s.Access.Check(a, "report.enter", access.Facts{Tenant: a.Tenant, Unit: p.Unit, Kind: Capability, Desk: access.Privacy}) == nil {
			return true
		}
	}
	return false
}

// MayWrite reports whether an account can write down what people report at its counter.
func (s *Service) MayWrite(a access.Actor) bool {
	for _, p := range a.Posts {
		if s.Access.Check(a, "report.enter", access.Facts{Tenant: a.Tenant, Unit: p.Unit, Kind: Capability, Desk: inQueue}) == nil {
			return true
		}
	}
	return false
}

// desks are the units in which an account can be at a desk.
func desks(a access.Actor) []id.ID {
	var out []id.ID
	for _, p := range a.Posts {
		if (p.Kind == access.Lead || p.Kind == access.Privacy) && !slices.Contains(out, p.Unit) {
			out = append(out, p.Unit)
		}
	}
	return out
}

// sortRows puts the next due first; what is owed nothing more comes last.
func sortRows(rows []Row) {
	slices.SortFunc(rows, func(a, b Row) int { return byDue(a.Due, a.Case.ID, b.Due, b.Case.ID) })
}

func byDue(due time.Time, of id.ID, other time.Time, than id.ID) int {
	if due.IsZero() != other.IsZero() {
		return cmp.Compare(other.Unix(), due.Unix())
	}
	return cmp.Or(due.Compare(other), bytes.Compare(of[:], than[:]))
}

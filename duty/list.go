package duty

import (
	"bytes"
	"cmp"
	"context"
	"slices"

	"linli/platform/access"
	"linli/platform/calendar"
	"linli/platform/id"
	"linli/promise"
	"linli/rulebook"
)

// Known reports whether the office's rulebook has duties at all.
func (s *Service) Known(ctx context.Context, tenant id.ID) bool {
	rules, err := s.Office.Rulebook(ctx, tenant, s.Clock.Now())
	return err == nil && len(rules.Duties.Duties) > 0
}

// Units are the open units whose duties the actor sees, in the order of the office's tree.
func (s *Service) Units(ctx context.Context, a access.Actor) ([]Unit, error) {
	all, err := s.Office.DutyUnits(ctx, a.Tenant)
	return slices.DeleteFunc(slices.Clone(all), func(u Unit) bool { return u.ended() || !s.lists(a, u.ID) }), err
}

func (s *Service) lists(a access.Actor, unit id.ID) bool {
	return s.Access.Check(a, "duty.list", access.Facts{Tenant: a.Tenant, Unit: unit, Kind: Capability}) == nil
}

// Records are the units in which the actor can record an event upon which something is owed.
func (s *Service) Records(ctx context.Context, a access.Actor) ([]Unit, error) {
	all, err := s.Units(ctx, a)
	return slices.DeleteFunc(all, func(u Unit) bool {
		return s.Access.Check(a, "duty.open", access.Facts{Tenant: a.Tenant, Unit: u.ID, Kind: Capability}) != nil
	}), err
}

// List returns what a unit owes, the next due first. Errors: those of access.
func (s *Service) List(ctx context.Context, a access.Actor, span Span) (_ []Row, err error) {
	defer wrap(&err, "list")
	if err := s.Access.Check(a, "duty.list", access.Facts{Tenant: a.Tenant, Unit: span.Unit, Kind: Capability}); err != nil {
		return nil, err
	}
	return s.Repo.Rows(ctx, a.Tenant, span)
}

// ListFilter narrows a list of occurrences.
type ListFilter struct {
	Unit  id.ID // zero: all that the actor sees
	State State // empty: all
	After Row   // the last row of the page before
	Limit int
}

// Listed returns occurrences of the units that the actor sees, by their last instants: none of a unit that it does not see.
func (s *Service) Listed(ctx context.Context, a access.Actor, f ListFilter) (out []Row, err error) {
	defer wrap(&err, "list")
	units, err := s.Units(ctx, a)
	if err != nil {
		return nil, err
	}
	for _, u := range units {
		if !f.Unit.IsZero() && u.ID != f.Unit {
			continue
		}
		rows, err := s.listed(ctx, a, Span{Unit: u.ID, After: f.After, Limit: 200}, f)
		if err != nil {
			return nil, err
		}
		out = append(out, rows...)
	}
	slices.SortFunc(out, func(x, y Row) int { return cmp.Or(x.Last.Compare(y.Last), bytes.Compare(x.Case.ID[:], y.Case.ID[:])) })
	return out[:min(len(out), f.Limit)], nil
}

// listed are the next rows of one unit.
func (s *Service) listed(ctx context.Context, a access.Actor, span Span, f ListFilter) (out []Row, err error) {
	for len(out) < f.Limit {
		rows, err := s.Repo.Rows(ctx, a.Tenant, span)
		if err != nil {
			return nil, err
		}
		for _, x := range rows {
			if f.State == "" || x.Case.State == f.State {
				out = append(out, x)
			}
		}
		if len(rows) < span.Limit {
			break
		}
		span.After = rows[len(rows)-1]
	}
	return out, nil
}

// Tasks returns what an occurrence made owed: the tasks of a meeting, the review of an incident.
func (s *Service) Tasks(ctx context.Context, a access.Actor, of Case) (_ []Row, err error) {
	defer wrap(&err, "tasks")
	if err := s.Access.Check(a, "duty.list", access.Facts{Tenant: a.Tenant, Unit: of.Unit, Kind: Capability}); err != nil {
		return nil, err
	}
	return s.Repo.Of(ctx, a.Tenant, of.ID)
}

// Shifts returns the shifts of a unit from today on for some days, the next first.
func (s *Service) Shifts(ctx context.Context, a access.Actor, unit id.ID, days int) ([]Row, *rulebook.Rulebook, error) {
	rules, err := s.Office.Rulebook(ctx, a.Tenant, s.Clock.Now())
	if err != nil {
		return nil, nil, err
	}
	today := calendar.DateOf(s.Clock.Now(), rules.Zone)
	rows, err := s.List(ctx, a, Span{Unit: unit, From: today.Start(rules.Zone), Until: today.AddDays(days).Start(rules.Zone), Limit: 1000})
	return slices.DeleteFunc(rows, func(x Row) bool {
		rule, _ := rules.Duty(x.Case.Duty)
		return rule.Kind != "rota" || x.Case.State == Void
	}), rules, err
}

// Due returns what an account has to do or to check, by its posts, its shifts and its tasks, the next due first.
func (s *Service) Due(ctx context.Context, a access.Actor, f promise.Filter) (out []Row, err error) {
	defer wrap(&err, "due")
	if f.Paused { // none of these ever is
		return nil, nil
	}
	units, err := s.Units(ctx, a)
	if err != nil {
		return nil, err
	}
	for _, u := range units {
		if !f.In(u.ID) {
			continue
		}
		for _, waits := range []string{ToDo, ToCheck} {
			rows, err := s.own(ctx, a, u.ID, waits, f)
			if err != nil {
				return nil, err
			}
			out = append(out, rows...)
		}
	}
	slices.SortFunc(out, func(x, y Row) int { return x.Place().Compare(y.Place()) })
	return out[:min(len(out), f.Limit)], nil
}

// own are the rows of a unit that are the account's own to do or to check.
func (s *Service) own(ctx context.Context, a access.Actor, unit id.ID, waits string, f promise.Filter) (out []Row, err error) {
	span := Span{Unit: unit, Waits: waits, From: f.From, Until: f.Until, After: Row{Case: Case{ID: f.After.Case}, Next: f.After.Due}, Limit: 200}
	for len(out) < f.Limit {
		rows, err := s.Repo.Rows(ctx, a.Tenant, span)
		if err != nil {
			return nil, err
		}
		for _, x := range rows {
			mine, err := s.mine(ctx, a, &x.Case)
			if err != nil {
				return nil, err
			}
			if mine {
				out = append(out, x)
			}
		}
		if len(rows) < span.Limit {
			break
		}
		span.After = rows[len(rows)-1]
	}
	return out, nil
}

// mine reports whether an occurrence waits for the account: a task for its owner, a shift for those who are on it, or for the
// post that owes it while nobody is, everything else for the post; what was done waits for the post that checks it, unless it is
// the account's own work.
func (s *Service) mine(ctx context.Context, a access.Actor, c *Case) (bool, error) {
	rules, err := s.Office.RulebookOf(ctx, c.Tenant, c.Rulebook, c.RulebookVersion)
	if err != nil {
		return false, err
	}
	rule, _ := rules.Duty(c.Duty)
	f, err := s.facts(ctx, c, rule)
	switch {
	case err != nil:
		return false, err
	case c.State == Done:
		return a.Holds(f.Checks, f.ChecksIn) && !c.Work(a.Account), nil
	case c.On(a.Account):
		return true, nil
	}
	return c.Owner.IsZero() && len(c.Crew) == 0 && a.Holds(f.Owes, c.Unit), nil
}

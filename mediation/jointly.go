package mediation

import (
	"context"

	"linli/office"
	"linli/platform/access"
	"linli/platform/id"
)

// leadsOf are the units of a case, the joint ones too, in which the actor leads.
func leadsOf(a access.Actor, c *Case) []id.ID {
	var out []id.ID
	for _, u := range append([]id.ID{c.Unit}, c.standing()...) {
		if a.Kind == access.Staff && a.Holds(access.Lead, u) {
			out = append(out, u)
		}
	}
	return out
}

// forUnit is the joint unit for which the actor proposes a mediator: who has a say in the case's own unit speaks for that.
func forUnit(a access.Actor, c *Case) id.ID {
	if a.Kind != access.Staff || a.Holds(access.Lead, c.Unit) || a.Holds(access.Clerk, c.Unit) || asksAbove(a, c) {
		return id.ID{}
	}
	for _, u := range c.standing() {
		if a.Holds(access.Lead, u) {
			return u
		}
	}
	return id.ID{}
}

// other is another unit of the office, as far as a joint mediation needs to know it. A body that can only write a letter is
// no joint unit, whoever put it into the tree of units.
func (s *Service) other(ctx context.Context, tenant, unit id.ID) (Other, error) {
	if unit.IsZero() {
		return Other{}, nil
	}
	name, err := s.Office.UnitName(ctx, tenant, unit)
	if err != nil || name == "" {
		return Other{}, err
	}
	leads, err := s.Office.Leads(ctx, tenant, unit)
	return Other{Unit: unit, Never: office.OnlyWrites(name), Leads: leads}, err
}

// Others are the units that the lead of a case can ask to mediate jointly, in the order of the tree. Errors: those of access.
func (s *Service) Others(ctx context.Context, a access.Actor, caseID id.ID) (_ []id.ID, err error) {
	defer wrap(&err, "other units")
	c, err := s.Repo.Case(ctx, a.Tenant, caseID)
	if err != nil {
		return nil, err
	}
	if err := s.Access.Check(a, "mediation.invite_joint", c.Facts()); err != nil {
		return nil, err
	}
	units, err := s.Office.Joinable(ctx, a.Tenant)
	if err != nil {
		return nil, err
	}
	var out []id.ID
	for _, u := range units {
		if u == c.Unit {
			continue
		}
		x, err := s.other(ctx, a.Tenant, u)
		if err != nil {
			return nil, err
		}
		if len(x.Leads) > 0 && !x.Never {
			out = append(out, u)
		}
	}
	return out, nil
}

package report

import (
	"context"
	"slices"

	"linli/casefile"
	"linli/platform/access"
	"linli/platform/id"
)

// ForDemand opens a report for whoever decides on a demand: the demand itself and what it could be given, and nothing behind any other wall.
// The access row is committed before anything is unsealed. Errors: as [Service.Open].
func (s *Service) ForDemand(ctx context.Context, a access.Actor, caseID, demand id.ID) (_ *Opened, err error) {
	defer wrap(&err, "open for a demand")
	if _, err := s.Asides().Deciding(ctx, a, caseID, demand); err != nil {
		return nil, err
	}
	c, err := s.Repo.Case(ctx, a.Tenant, caseID)
	if err != nil {
		return nil, err
	}
	c.Demands = []casefile.Demand{*c.Demand(demand)}
	facts := c.Facts()
	facts.Demanded = true
	o, err := s.openAs(ctx, a, c, facts, access.ForDemand, append(slices.Clone(notPrinted), FieldFileName))
	if at := c.Demands[0].Answered; err == nil && !at.IsZero() { // what was told and written since was not given
		o.Events = slices.DeleteFunc(o.Events, func(e casefile.Event) bool { return e.At.After(at) })
	}
	return o, err
}

// demandsFor leaves of the demands what the reader may know of: the author those of which it was told, with their words; whoever decides on
// one that one; everybody else that there is one of which the author was told.
func (o *Opened) demandsFor(a access.Actor, why access.Purpose) {
	if why != access.ForDemand {
		o.Case.ToldOf()
	}
	if why == access.ForDemand || a.Kind == access.Resident {
		for _, x := range o.Case.Demands {
			o.demandsRead = append(o.demandsRead, x.ID)
		}
	}
}

// HoldOver ends a demand that nobody confirmed in time: the job "report.hold".
func (s *Service) HoldOver(ctx context.Context, tenant, caseID, demand id.ID) error {
	return s.settle(ctx, tenant, caseID, Aside(casefile.EndDemand{Demand: demand}))
}

// SilenceOver tells the author of a demand when the days for which the law forbade it are over: the job "report.tell_demand".
func (s *Service) SilenceOver(ctx context.Context, tenant, caseID, demand id.ID) error {
	return s.settle(ctx, tenant, caseID, Aside(casefile.TellDemand{Demand: demand}))
}

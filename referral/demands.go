package referral

import (
	"context"
	"slices"
	"time"

	"linli/casefile"
	"linli/platform/access"
	"linli/platform/id"
	"linli/platform/vault"
	"linli/referral/directory"
)

// ForDemand opens a case for whoever decides on a demand: the demand itself and what it could be given, and nothing behind any other wall.
// The access row is committed before anything is unsealed. Errors: as [Service.Open].
func (s *Service) ForDemand(ctx context.Context, a access.Actor, caseID, demand id.ID) (_ *Opened, err error) {
	defer wrap(&err, "open for a demand")
	_, grant, err := s.Asides().GrantDemand(ctx, a, caseID, demand)
	if err != nil {
		return nil, err
	}
	c, err := s.Repo.Case(ctx, a.Tenant, caseID)
	if err != nil {
		return nil, err
	}
	if at := c.Demand(demand).Answered; !at.IsZero() { // what came since was not given
		if c, err = s.stood(ctx, &c, at); err != nil {
			return nil, err
		}
	}
	o := &Opened{Case: c, Demands: map[id.ID]casefile.DemandText{}, Written: map[id.ID]string{}, Names: map[id.ID]string{}}
	if o.Rules, err = s.Office.RulebookOf(ctx, c.Tenant, c.Rulebook, c.RulebookVersion); err != nil {
		return nil, err
	}
	plan := c.planned()
	err = s.unseal(ctx, grant, func(f vault.Sealed) bool {
		return f.Field == FieldAsked || f.Field == FieldWritten && slices.Contains(plan, f.Owner) || asideFields.Demands.Seals(f) && f.Owner == demand
	}, o.put)
	return o, err
}

// stood is a case as it stood at an instant.
func (s *Service) stood(ctx context.Context, c *Case, at time.Time) (Case, error) {
	events, err := s.Repo.Events(ctx, c.Tenant, c.ID)
	if err != nil {
		return Case{}, err
	}
	return Replay(c.Tenant, slices.DeleteFunc(events, func(e casefile.Event) bool { return e.At.After(at) }))
}

// planned are the events of the plan: its steps and appointments.
func (c *Case) planned() (out []id.ID) {
	for _, x := range c.Steps {
		out = append(out, x.ID)
	}
	for _, x := range c.Appointments {
		out = append(out, x.ID)
	}
	return out
}

// ServiceName is what the directory calls the service of a referral now; empty where it lists it no more.
func (s *Service) ServiceName(ctx context.Context, tenant id.ID, r *Referral) (string, error) {
	cards, err := s.Directory.Cards(ctx, tenant, directory.KindService, []id.ID{r.Service})
	if err != nil || len(cards) == 0 {
		return "", err
	}
	return cards[0].Card.Name, nil
}

// HoldOver ends a demand that nobody confirmed in time: the job "referral.hold".
func (s *Service) HoldOver(ctx context.Context, tenant, caseID, demand id.ID) error {
	return s.settle(ctx, tenant, caseID, Aside(casefile.EndDemand{Demand: demand}))
}

// SilenceOver tells the person of a demand when the days for which the law forbade it are over: the job "referral.tell_demand".
func (s *Service) SilenceOver(ctx context.Context, tenant, caseID, demand id.ID) error {
	return s.settle(ctx, tenant, caseID, Aside(casefile.TellDemand{Demand: demand}))
}

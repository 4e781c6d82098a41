package referral

import (
	"context"
	"slices"

	"linli/casefile"
	"linli/platform/access"
	"linli/platform/id"
	"linli/platform/vault"
)

// urgentOpens is what an urgent access opens of a request for help: what was asked for, who the person and its guardians are, how the person is
// reached, and beside these what was planned. What it told of its health and safety, what a service was told or answers, and what person and
// worker write to each other stay closed.
var urgentOpens = []string{FieldAsked, FieldName, FieldContact, FieldGuardian}

// ForUrgent opens a case for whoever has an urgent access to it that runs: [urgentOpens] and the plan. The access row is committed before anything
// is unsealed. Errors: ErrNotFound for everybody else; those of [access.Engine.Open].
func (s *Service) ForUrgent(ctx context.Context, a access.Actor, caseID id.ID) (_ *Opened, err error) {
	defer wrap(&err, "open urgently")
	c, err := s.Repo.Case(ctx, a.Tenant, caseID)
	if err != nil {
		return nil, err
	}
	now := s.Clock.Now()
	if c.Running(a.Account, now) == nil {
		return nil, ErrNotFound
	}
	grant, err := s.Access.Open(ctx, s.Recorder, now, a, c.FactsAt(now), access.ForEmergency)
	if err != nil {
		return nil, err
	}
	o := &Opened{Case: c, Written: map[id.ID]string{}, Names: map[id.ID]string{}}
	if o.Rules, err = s.Office.RulebookOf(ctx, c.Tenant, c.Rulebook, c.RulebookVersion); err != nil {
		return nil, err
	}
	plan := c.planned()
	return o, s.unseal(ctx, grant, func(f vault.Sealed) bool {
		return slices.Contains(urgentOpens, f.Field) || f.Field == FieldWritten && slices.Contains(plan, f.Owner)
	}, o.put)
}

// UrgentOver writes down that an urgent access has ended with its hour: the job "referral.urgent".
func (s *Service) UrgentOver(ctx context.Context, tenant, caseID, urgent id.ID) error {
	return s.settle(ctx, tenant, caseID, Aside(casefile.EndUrgent{Urgent: urgent}))
}

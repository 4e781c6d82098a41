package mediation

import (
	"context"
	"errors"

	"linli/casefile"
	"linli/platform/id"
)

// Tick does what the end of a unit and deadlines bring for one tenant: what a unit leaves goes to its heir, every promise that is past due
// is written down as late, and a term that is over ends the mediation. Then it tells accounts what falls due soon and what is late.
func (s *Service) Tick(ctx context.Context, tenant id.ID) (err error) {
	defer wrap(&err, "tick")
	left := s.inherit(ctx, tenant)
	return errors.Join(left, s.Sweep(ctx, s.Repo, Capability, tenant, s.CountAgain, func(p casefile.Reminder) error {
		if p.Rule != ruleTerm {
			return nil
		}
		return s.settle(ctx, tenant, p.Case, Expire{})
	}, s.toTell))
}

// AnswerOver counts an invitation as refused when the time to answer is over. It is the job "mediation.answer".
func (s *Service) AnswerOver(ctx context.Context, tenant, caseID id.ID) error {
	return s.settle(ctx, tenant, caseID, Silence{})
}

// ShredRefused destroys what the office holds of a party that refused or did not answer. It is the job
// "mediation.shred"; a party that was shredded before is no error.
func (s *Service) ShredRefused(ctx context.Context, tenant, caseID, party id.ID) error {
	return s.settle(ctx, tenant, caseID, Shred{Party: party})
}

// RetentionOver destroys what the rulebook's retention no longer covers: the jobs "mediation.minimise" and
// "mediation.erase".
func (s *Service) RetentionOver(ctx context.Context, tenant, caseID id.ID, all bool) error {
	if all {
		return s.settle(ctx, tenant, caseID, Erase{})
	}
	return s.settle(ctx, tenant, caseID, Minimise{})
}

// settle asks for an event in linli's own name. A guard that refuses says that the case went on meanwhile, which is no
// failure.
func (s *Service) settle(ctx context.Context, tenant, caseID id.ID, cmd Command) error {
	_, _, err := s.Act(ctx, casefile.Itself(tenant), caseID, cmd, Ask{})
	return casefile.Settled(err, ErrNotFound)
}

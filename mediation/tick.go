package mediation

import (
	"context"
	"errors"

	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
)

// sweepBatch bounds one tick, so that a tick never holds the writer for long.
const sweepBatch = 200

// Tick does what deadlines bring for one tenant: every promise that is past due is written down as late, and a term that
// is over ends the mediation. Then it tells accounts what falls due soon and what is late. It returns how many promises
// it settled.
func (s *Service) Tick(ctx context.Context, tenant id.ID) (n int, err error) {
	defer wrap(&err, "tick")
	rows, err := s.Repo.Overdue(ctx, tenant, s.Clock.Now(), sweepBatch)
	if err != nil {
		return 0, err
	}
	for _, r := range rows {
		if r.Rule == ruleTerm { // first: a promise that is written down as late is not looked at again
			if e := s.settle(ctx, tenant, r.Case, Expire{}); e != nil {
				err = errors.Join(err, e) // one case does not hold up the others
				continue
			}
		}
		if e := s.Repo.MarkLate(ctx, tenant, r); e != nil {
			return n, errors.Join(err, e)
		}
		n++
	}
	return n, errors.Join(err, s.tell(ctx, tenant))
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
	_, _, err := s.Act(ctx, access.Actor{Kind: access.System, Tenant: tenant, Via: "job"}, caseID, cmd, Ask{})
	if err != nil && fault.Of(err).Code != fault.Guard && !errors.Is(err, ErrNotFound) {
		return err
	}
	return nil
}

package mediation

import (
	"context"
	"time"

	"linli/casefile"
	"linli/platform/access"
	"linli/platform/id"
	"linli/platform/job"
)

// SeeUrgent returns a case for whoever asks for an urgent access, approves or checks one: its state and no word of it. It
// opens nothing and writes no row. Errors: ErrNotFound for everybody else.
func (s *Service) SeeUrgent(ctx context.Context, a access.Actor, caseID id.ID) (_ Case, err error) {
	defer wrap(&err, "see urgent accesses")
	c, err := s.Repo.Case(ctx, a.Tenant, caseID)
	if err != nil {
		return Case{}, err
	}
	f, _, _, err := s.facts(ctx, c)
	if err != nil {
		return Case{}, err
	}
	return c, s.Access.Check(a, "mediation.see_urgent", f)
}

// UrgentOver writes down that an urgent access has ended with its hour: the job "mediation.urgent".
func (s *Service) UrgentOver(ctx context.Context, tenant, caseID, urgent id.ID) error {
	return s.settle(ctx, tenant, caseID, Aside(casefile.EndUrgent{Urgent: urgent}))
}

// urgentJob writes the end of an urgent access down when its hour is over.
func (s *Service) urgentJob(ch *Change, e casefile.Event, now time.Time) ([]job.Job, error) {
	j, err := ch.Case.ThisUrgent(subject(e)).Over(Capability, ch.Tenant, ch.Case.ID, s.IDs, now)
	return []job.Job{j}, err
}

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

// Asides are what is the same of demands of courts and of urgent accesses for every kind of case. What is owed on a mediation's stands among its promises.
func (s *Service) Asides() *casefile.Asides {
	return casefile.NewAsides(s.Service, s.Repo, casefile.AsideOf{Capability: Capability, NotFound: ErrNotFound, Demands: demandFields, Urgents: urgentFields,
		Case: func(ctx context.Context, tenant, caseID id.ID) (casefile.Aside, error) {
			c, err := s.Repo.Case(ctx, tenant, caseID)
			return casefile.Aside{ID: c.ID, Facts: c.Facts(), Type: c.Type, Received: c.Received, Erased: c.Erased, Rulebook: c.Rulebook, RulebookVersion: c.RulebookVersion,
				Demanded: c.Demanded, Urgents: c.Urgents}, err
		}})
}

// UrgentOver writes down that an urgent access has ended with its hour: the job "mediation.urgent".
func (s *Service) UrgentOver(ctx context.Context, tenant, caseID, urgent id.ID) error {
	return s.settle(ctx, tenant, caseID, EndUrgent{urgent})
}

// urgentJob writes the end of an urgent access down when its hour is over.
func (s *Service) urgentJob(ch *Change, e casefile.Event, now time.Time) ([]job.Job, error) {
	j, err := ch.Case.ThisUrgent(subject(e)).Over(Capability, ch.Tenant, ch.Case.ID, s.IDs, now)
	return []job.Job{j}, err
}

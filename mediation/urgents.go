package mediation

import (
	"context"

	"linli/platform/access"
	"linli/platform/id"
	"linli/platform/job"
	"linli/platform/vault"
	"time"

	"linli/casefile"
)

// RegisterUrgent is the register of urgent accesses.
const RegisterUrgent = "urgent"

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

// ForCheck opens what was said of an urgent access, for whoever checks it; nothing else of the case. The access row is
// committed before. Errors: as [Service.Open].
func (s *Service) ForCheck(ctx context.Context, a access.Actor, caseID, urgent id.ID) (_ *Opened, err error) {
	defer wrap(&err, "open for a check")
	c, err := s.Repo.Case(ctx, a.Tenant, caseID)
	if err != nil {
		return nil, err
	}
	if err := s.Access.Check(a, "mediation.check_urgent", c.Facts()); err != nil {
		return nil, err
	}
	if c.urgent(urgent) == nil {
		return nil, ErrNotFound
	}
	facts := c.Facts()
	facts.Demanded = true // to check, it is opened as for a demand
	grant, err := s.Access.Open(ctx, s.Recorder, s.Clock.Now(), a, facts, access.ForCheck)
	if err != nil {
		return nil, err
	}
	o := newOpened(c)
	if o.Rules, err = s.Office.RulebookOf(ctx, c.Tenant, c.Rulebook, c.RulebookVersion); err != nil {
		return nil, err
	}
	may := func(_ string, x vault.Scope) bool { return x.Kind == vault.Register && x.Of == urgent }
	return o, s.unseal(ctx, grant, a.Tenant, o, may)
}

// UrgentOver writes down that an urgent access has ended with its hour: the job "mediation.urgent".
func (s *Service) UrgentOver(ctx context.Context, tenant, caseID, urgent id.ID) error {
	return s.settle(ctx, tenant, caseID, EndUrgent{urgent})
}

// urgentJob writes the end of an urgent access down when its hour is over.
func (s *Service) urgentJob(ch *Change, e casefile.Event, now time.Time) ([]job.Job, error) {
	x := ch.Case.urgent(subject(e))
	j, err := job.New(ch.Tenant, s.IDs.New(), "mediation.urgent", job.Payload{"case": ch.Case.ID.String(), "urgent": x.ID.String()}, now, x.Until)
	return []job.Job{j}, err
}

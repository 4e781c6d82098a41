package mediation

import (
	"context"

	"linli/platform/id"
	"linli/platform/job"
)

// Mails are the jobs that tell those parties of a case that something waits on their pages whom a mail may tell, for what
// concerns all of them and is no event of the case. Each asks again for the party's instructions when it runs.
func (s *Service) Mails(ctx context.Context, tenant, caseID id.ID) (_ []job.Job, err error) {
	defer wrap(&err, "mails to all parties")
	c, err := s.Repo.Case(ctx, tenant, caseID)
	if isNotFound(err) || err == nil && !c.Erased.IsZero() {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	now := s.Clock.Now()
	var out []job.Job
	for _, p := range c.living() {
		if !p.mailed() {
			continue
		}
		j, err := job.New(tenant, s.IDs.New(), mailJob, job.Payload{"case": c.ID.String(), "party": p.ID.String()}, now, now)
		if err != nil {
			return nil, err
		}
		out = append(out, j)
	}
	return out, nil
}

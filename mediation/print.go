package mediation

import (
	"context"
	"time"

	"linli/platform/access"
	"linli/platform/id"
	"linli/rulebook"
)

// Print opens a case for its papers: what is read leaves the screen. Emergency access opens reading, not printing.
// Errors: as [Service.Open].
func (s *Service) Print(ctx context.Context, a access.Actor, caseID id.ID) (_ *Opened, err error) {
	defer wrap(&err, "print")
	c, err := s.Repo.Case(ctx, a.Tenant, caseID)
	if err != nil {
		return nil, err
	}
	if err := s.Access.Check(a, "mediation.print", c.Facts()); err != nil {
		return nil, err
	}
	return s.Open(ctx, a, caseID, access.ForPrint)
}

// AnswerBy is when the invited parties' time to answer is over, by the rulebook; zero where nobody is invited.
func (c *Case) AnswerBy(rules *rulebook.Rulebook) time.Time {
	for _, p := range c.Parties {
		if !p.Invited.IsZero() {
			return answerDue(c, rules)
		}
	}
	return time.Time{}
}

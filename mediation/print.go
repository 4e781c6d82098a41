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
	if _, err := s.MayPrint(ctx, a, caseID); err != nil {
		return nil, err
	}
	return s.Open(ctx, a, caseID, access.ForPrint)
}

// MayPrint refuses whoever may not print a case's papers, and says what the rights follow from. It opens nothing.
func (s *Service) MayPrint(ctx context.Context, a access.Actor, caseID id.ID) (access.Facts, error) {
	c, err := s.Repo.Case(ctx, a.Tenant, caseID)
	if err != nil {
		return access.Facts{}, err
	}
	facts := c.FactsAt(s.Clock.Now())
	return facts, s.Access.Check(a, "mediation.print", c.Facts())
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

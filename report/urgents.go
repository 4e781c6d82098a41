package report

import (
	"context"
	"slices"

	"linli/casefile"
	"linli/platform/access"
	"linli/platform/id"
)

// walledOff is what an urgent access never opens: what those who handle a report note among themselves, files, words that wait to be taken
// out. Who spoke and how to reach it is walled off besides, unless a life or a child is in danger.
var walledOff = []string{FieldMail, FieldNote, FieldTakeOut, FieldFileName}

// ForUrgent opens a report for whoever has an urgent access to it that runs: what was reported, what its author was told and what both wrote to each
// other, and what is behind no wall. The access row is committed before anything is unsealed. Errors: ErrNotFound for everybody else; those
// of [access.Engine.Open].
func (s *Service) ForUrgent(ctx context.Context, a access.Actor, caseID id.ID) (_ *Opened, err error) {
	defer wrap(&err, "open urgently")
	c, err := s.Repo.Case(ctx, a.Tenant, caseID)
	if err != nil {
		return nil, err
	}
	now := s.Clock.Now()
	x := c.Running(a.Account, now)
	if x == nil {
		return nil, ErrNotFound
	}
	closed := slices.Clone(walledOff)
	if !x.InDanger() {
		closed = append(closed, FieldIdentity, FieldContact)
	}
	return s.openAs(ctx, a, c, c.FactsAt(now), access.ForEmergency, closed)
}

// UrgentOver writes down that an urgent access has ended with its hour: the job "report.urgent".
func (s *Service) UrgentOver(ctx context.Context, tenant, caseID, urgent id.ID) error {
	return s.settle(ctx, tenant, caseID, Aside(casefile.EndUrgent{Urgent: urgent}))
}

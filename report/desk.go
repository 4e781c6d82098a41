package report

import (
	"context"
	"slices"

	"linli/platform/access"
	"linli/platform/id"
)

// desk says who has a complaint, or the review of one: the lead of the next unit above those complained of, and for a review
// above the unit that answered; where nobody there may take it, the privacy officer of the office's own unit, who mediates
// nothing, leads nobody and sees the logs of all units anyway (docs/decisions/0023). It is zero where nobody may. Who may is
// asked of the same policies that open it afterwards, so that no complaint goes to a desk from which nobody sees it.
func (s *Service) desk(ctx context.Context, c *Case) (Desk, error) {
	var line []id.ID // from the unit complained of, or that handled it, that stands highest
	of := c.About
	if c.IsIssue() {
		of = []id.ID{c.Home}
	}
	for _, u := range of {
		l, err := s.Office.Line(ctx, c.Tenant, u)
		if err != nil {
			return Desk{}, err
		}
		if line == nil || len(l) > 0 && len(l) < len(line) {
			line = l
		}
	}
	if len(line) == 0 {
		return Desk{}, nil
	}
	var tries []Desk
	above := line[1:]
	switch {
	case c.Desk.Post == access.Privacy: // it was at the last place already
		above = nil
	case !c.Desk.IsZero():
		left, err := s.Office.Left(ctx, c.Tenant, c.Desk.Unit) // the unit whose desk it was may have ended
		if err != nil {
			return Desk{}, err
		}
		for i, u := range slices.Backward(above) {
			if u == c.Desk.Unit || slices.Contains(left, u) {
				above = above[i+1:]
				break
			}
		}
	}
	for _, u := range above {
		tries = append(tries, Desk{u, access.Lead})
	}
	for _, d := range append(tries, Desk{line[len(line)-1], access.Privacy}) {
		people, err := s.people(ctx, c, d)
		if err != nil || len(people) > 0 {
			return d, err
		}
	}
	return Desk{}, nil
}

// people are the accounts that could take a complaint at a desk.
func (s *Service) people(ctx context.Context, c *Case, d Desk) ([]id.ID, error) {
	holders, err := s.Office.Holding(ctx, c.Tenant, d.Unit, d.Post)
	if err != nil {
		return nil, err
	}
	at := *c
	at.Desk, at.Handler = d, id.ID{}
	if at.ID.IsZero() {
		at.ID = id.ID{1} // it is about to be
	}
	var out []id.ID
	for _, a := range holders {
		if s.Access.Check(a, "report.take", at.Facts()) == nil {
			out = append(out, a.Account)
		}
	}
	return out, nil
}

// addressees are the accounts that hear of a complaint: its handler, or everybody who could take it.
func (s *Service) addressees(ctx context.Context, c *Case) ([]id.ID, error) {
	if c.InQueue() {
		if !c.Handler.IsZero() {
			return append([]id.ID{c.Handler}, c.With...), nil
		}
		return s.workers(ctx, c.Tenant, c.Desk.Unit)
	}
	people, err := s.people(ctx, c, c.Desk)
	if err == nil && slices.Contains(people, c.Handler) {
		return []id.ID{c.Handler}, nil
	}
	return people, err
}

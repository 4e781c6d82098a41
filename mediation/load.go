package mediation

import (
	"context"
	"time"

	"linli/platform/access"
	"linli/platform/id"
)

// Load is what a mediator has to do: how many open cases, and how many sessions within a time. It is shown to those who
// assign cases, so that work is shared out; it says nothing of how a case goes.
type Load struct{ Open, Sessions int }

// Load counts a mediator's open cases, and its sessions that begin from an instant on until before another. It asks nobody's
// right: it is for the directory, which asks who looks. Errors: the store's.
func (s *Service) Load(ctx context.Context, tenant, account id.ID, from, until time.Time) (l Load, err error) {
	defer wrap(&err, "load")
	cases, err := s.Repo.Planned(ctx, access.Scope{Tenant: tenant, Account: account})
	if err != nil {
		return l, err
	}
	for i := range cases {
		c := &cases[i]
		if c.EngagementOf(account) == nil {
			continue
		}
		if c.State.Open() {
			l.Open++
		}
		for _, x := range c.Sessions {
			if x.Off == "" && !x.Start.Before(from) && x.Start.Before(until) {
				l.Sessions++
			}
		}
	}
	return l, nil
}

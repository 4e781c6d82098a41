package mediation

import (
	"context"
	"errors"

	"linli/platform/access"
	"linli/platform/id"
)

// WalkIn gives out the next number of the day at a unit's counter, for whoever waits there without an appointment. A number is
// nobody's name: who took it is written down nowhere, it stands for no case, and the next morning it is gone. Errors: those of
// [access.Engine.Check] for "mediation.apply".
func (s *Service) WalkIn(ctx context.Context, a access.Actor, unit id.ID) (n int64, err error) {
	defer wrap(&err, "a number of the day")
	if err := s.Access.Check(a, "mediation.apply", access.Facts{Tenant: a.Tenant, Unit: unit, Kind: Capability}); err != nil {
		return 0, err
	}
	now := s.Clock.Now()
	rules, err := s.Office.Rulebook(ctx, a.Tenant, now)
	if err != nil {
		return 0, err
	}
	y, m, d := now.In(rules.Zone).Date()
	for range 20 { // as many as can stand at one counter
		if n, err = s.Repo.WalkIn(ctx, a.Tenant, unit, y*10_000+int(m)*100+d); !errors.Is(err, ErrMoved) {
			return n, err
		}
	}
	return n, err
}

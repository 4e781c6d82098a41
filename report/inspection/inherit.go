package inspection

import (
	"context"
	"errors"

	"linli/platform/access"
	"linli/platform/id"
	"linli/platform/job"
	"linli/platform/notify"
)

// NoticeInherit tells who leads a unit that listed places came to it, once for all that came together.
const NoticeInherit = "inspection.notice.inherit"

// inherit gives the listed places of units that have ended to their heirs, one by one: their kind, keeper and operator stay, and the register
// still says where each stood before. What somebody changes meanwhile goes the next time; a place that has left the register stays where it is.
// Who leads the heir is told with the first of them.
func (s *Service) inherit(ctx context.Context, tenant id.ID) error {
	heirs, err := s.Office.Heirs(ctx, tenant)
	if err != nil {
		return err
	}
	var failed error
	for unit, of := range heirs {
		left, err := s.Repo.ListedIn(ctx, tenant, unit)
		failed = errors.Join(failed, err)
		var told []notify.Notice
		if len(left) > 0 {
			if told, err = s.inherited(ctx, tenant, of[0]); err != nil {
				return errors.Join(failed, err)
			}
		}
		for _, p := range left {
			p.Unit = of[0]
			if p.Version > 0 { // what has nothing beside its name has no version either
				p.Version++
			}
			switch err := s.keep(ctx, tenant, []Kept{{Place: p}}, told...); {
			case err == nil:
				told = nil
			case !errors.Is(err, ErrMoved):
				failed = errors.Join(failed, err)
			}
		}
	}
	return failed
}

// inherited are the lines for who leads a unit to which places came; where nobody does, for who leads above.
func (s *Service) inherited(ctx context.Context, tenant, unit id.ID) (out []notify.Notice, err error) {
	leads, err := s.Office.Holders(ctx, tenant, unit, access.Lead, false)
	for _, account := range leads {
		out = append(out, notify.Notice{Tenant: tenant, ID: s.IDs.New(), Account: account, Key: NoticeInherit, Args: job.Payload{"unit": unit.String()}, At: s.Clock.Now()})
	}
	return out, err
}

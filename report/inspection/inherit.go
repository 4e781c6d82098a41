package inspection

import (
	"context"
	"errors"

	"linli/platform/id"
)

// inherit gives the listed places of units that have ended to their heirs, one by one: their kind, keeper and operator stay, and the register
// still says where each stood before. What somebody changes meanwhile goes the next time; a place that has left the register stays where it is.
func (s *Service) inherit(ctx context.Context, tenant id.ID) error {
	heirs, err := s.Office.Heirs(ctx, tenant)
	if err != nil {
		return err
	}
	var failed error
	for unit, of := range heirs {
		left, err := s.Repo.ListedIn(ctx, tenant, unit)
		failed = errors.Join(failed, err)
		for _, p := range left {
			p.Unit = of[0]
			if p.Version > 0 { // what has nothing beside its name has no version either
				p.Version++
			}
			if err := s.keep(ctx, tenant, []Kept{{Place: p}}); !errors.Is(err, ErrMoved) {
				failed = errors.Join(failed, err)
			}
		}
	}
	return failed
}

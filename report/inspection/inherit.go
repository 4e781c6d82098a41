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
	if err != nil || len(heirs) == 0 {
		return err
	}
	all, err := s.Repo.Places(ctx, tenant)
	if err != nil {
		return err
	}
	var failed error
	for _, p := range all {
		of := heirs[p.Unit]
		if len(of) == 0 || !p.ClosedAt.IsZero() {
			continue
		}
		p.Unit = of[0]
		if p.Version > 0 { // what has nothing beside its name has no version either
			p.Version++
		}
		if err := s.keep(ctx, tenant, []Kept{{Place: p}}); !errors.Is(err, ErrMoved) {
			failed = errors.Join(failed, err)
		}
	}
	return failed
}

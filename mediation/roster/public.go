package roster

import (
	"context"

	"linli/platform/id"
)

// Public is what everybody may know of a mediator.
type Public struct {
	Account          id.ID
	Units            []id.ID // of its posts
	Types, Languages []string
}

// Listed returns the mediators who agreed to be listed and whose entry a lead has confirmed, as it was confirmed. Whoever
// holds no mediator's post any more is not among them.
func (s *Service) Listed(ctx context.Context, tenant id.ID) (_ []Public, err error) {
	defer wrap(&err, "publish")
	all, err := s.Repo.Entries(ctx, tenant)
	if err != nil {
		return nil, err
	}
	var out []Public
	for _, e := range all {
		if !e.Listed || e.Confirmed == nil {
			continue
		}
		units, err := s.Office.MediatesIn(ctx, tenant, e.Account)
		if err != nil {
			return nil, err
		}
		if len(units) > 0 {
			out = append(out, Public{Account: e.Account, Units: units, Types: e.Confirmed.Types, Languages: e.Confirmed.Languages})
		}
	}
	return out, nil
}

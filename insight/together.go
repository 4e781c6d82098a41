package insight

import (
	"context"

	"linli/platform/access"
)

// Together returns the indicators of one unit and window as they may stand side by side on one page.
//
// Of three counts (registered, mediated, settled) any two indicators give all three. Where exactly one indicator is
// suppressed, the two others would therefore give it away; the quotient of the first and the last count goes with it.
func (s *Service) Together(ctx context.Context, a access.Actor, q Query) ([]Figure, error) {
	var out []Figure
	hidden := 0
	for _, in := range Indicators() {
		q.ID = in.ID
		f, err := s.Show(ctx, a, q)
		if err != nil {
			return nil, err
		}
		if f.Suppressed {
			hidden++
		}
		out = append(out, f)
	}
	if hidden == 1 {
		for i, f := range out {
			if f.ID == overall && !f.Suppressed {
				out[i] = figure(f.ID, Count{}, true, f.Cutoff)
			}
		}
	}
	return out, nil
}

// overall is the quotient of the last count and the first.
const overall = "mediation.overall"

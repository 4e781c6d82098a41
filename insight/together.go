package insight

import (
	"context"
	"slices"

	"linli/platform/access"
)

// Show returns one indicator, as it would stand beside the others: asking for one after another gives nothing away that
// all of them together do not. Codes: Forbidden or NotFound from the gate, NotFound for an indicator that the office does
// not have, Invalid for a window that ends before it begins.
func (s *Service) Show(ctx context.Context, a access.Actor, q Query) (Figure, error) {
	all, err := s.Together(ctx, a, q)
	if err != nil {
		return Figure{}, err
	}
	i := slices.IndexFunc(all, func(f Figure) bool { return f.ID == q.ID })
	if i < 0 {
		return Figure{}, ErrUnknown
	}
	return all[i], nil
}

// Together returns the indicators of one unit and window as they may stand side by side; the query's own indicator is not
// read.
func (s *Service) Together(ctx context.Context, a access.Actor, q Query) ([]Figure, error) {
	if err := s.enter(a, q); err != nil {
		return nil, err
	}
	rules, err := s.Rules(ctx, q.Tenant)
	if err != nil {
		return nil, err
	}
	all := indicators(rules)
	sums, err := s.sums(ctx, all, q, q.units(), rules.Zone)
	if err != nil {
		return nil, err
	}
	counts := make([]Count, len(all))
	for i, in := range all {
		for _, n := range sums {
			counts[i] = counts[i].plus(n[i])
		}
		if err := counts[i].check(in.ID); err != nil {
			return nil, err
		}
	}
	hidden := besides(all, counts, int64(rules.MinimumCell))
	out := make([]Figure, len(all))
	for i, in := range all {
		out[i] = figure(in.ID, counts[i], hidden[i], s.cutoff(rules.Zone))
	}
	return out, nil
}

// besides says which indicators of one cell are hidden when they stand side by side.
//
// Of three counts (registered, mediated, settled) any two indicators give all three. Where exactly one of them is
// suppressed, the two others would therefore give it away; the quotient of the first and the last count goes with it. And
// where the agreements that an indicator speaks of are all that were settled but for a few, those few would be had by
// subtraction: it is not shown beside the number of the settled.
func besides(all []Indicator, counts []Count, minimum int64) []bool {
	hidden := make([]bool, len(all))
	of := map[string]int{}
	for i, in := range all {
		of[in.ID], hidden[i] = i, counts[i].small(minimum)
	}
	n := 0
	for _, name := range []string{uptake, settlement, overall} {
		if hidden[of[name]] {
			n++
		}
	}
	if n == 1 {
		hidden[of[overall]] = true
	}
	if !hidden[of[settlement]] || !hidden[of[overall]] {
		for i, in := range all {
			if few := counts[of[settlement]].N - counts[i].Total; in.late() && few > 0 && few < minimum {
				hidden[i] = true
			}
		}
	}
	return hidden
}

// late reports whether an indicator speaks of agreements, and of what became of them.
func (in Indicator) late() bool { return in.Denominator != Registered && in.Denominator != Mediated }

const (
	uptake     = "mediation.uptake"
	settlement = "mediation.settlement"
	overall    = "mediation.overall" // the quotient of the last count and the first
)

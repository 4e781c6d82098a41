package insight

import (
	"context"
	"slices"

	"linli/platform/access"
)

// Show returns one indicator, as it would stand beside the others: asking for one after another gives nothing away that
// all of them together do not. Codes: Forbidden or NotFound from the gate, NotFound for an unknown indicator, Invalid for
// a window that ends before it begins.
func (s *Service) Show(ctx context.Context, a access.Actor, q Query) (Figure, error) {
	if _, err := s.enter(a, q); err != nil {
		return Figure{}, err
	}
	all, err := s.Together(ctx, a, q)
	if err != nil {
		return Figure{}, err
	}
	return all[slices.IndexFunc(all, func(f Figure) bool { return f.ID == q.ID })], nil
}

// Together returns the indicators of one unit and window as they may stand side by side; the query's own indicator is not
// read.
//
// Of three counts (registered, mediated, settled) any two indicators give all three. Where exactly one of them is
// suppressed, the two others would therefore give it away; the quotient of the first and the last count goes with it. And
// where the agreements that an indicator speaks of are all that were settled but for a few, those few would be had by
// subtraction: it is not shown beside the number of the settled.
func (s *Service) Together(ctx context.Context, a access.Actor, q Query) ([]Figure, error) {
	all := Indicators()
	counts, hidden := map[string]Count{}, map[string]bool{}
	for _, in := range all {
		q.ID = in.ID
		if _, err := s.enter(a, q); err != nil {
			return nil, err
		}
		c, err := s.count(ctx, in, q)
		if err != nil {
			return nil, err
		}
		counts[in.ID], hidden[in.ID] = c, c.small(s.Minimum)
	}
	n := 0
	for _, name := range []string{uptake, settlement, overall} {
		if hidden[name] {
			n++
		}
	}
	if n == 1 {
		hidden[overall] = true
	}
	if !hidden[settlement] || !hidden[overall] {
		settled := counts[settlement].N
		for _, in := range all {
			few := settled - counts[in.ID].Total
			if in.Denominator != Registered && in.Denominator != Mediated && few > 0 && few < s.Minimum {
				hidden[in.ID] = true
			}
		}
	}
	out := make([]Figure, len(all))
	for i, in := range all {
		out[i] = figure(in.ID, counts[in.ID], hidden[in.ID], s.cutoff())
	}
	return out, nil
}

const (
	uptake     = "mediation.uptake"
	settlement = "mediation.settlement"
	overall    = "mediation.overall" // the quotient of the last count and the first
)

// count sums an indicator over the units of a query.
func (s *Service) count(ctx context.Context, in Indicator, q Query) (Count, error) {
	sums, err := s.sums(ctx, in, q)
	if err != nil {
		return Count{}, err
	}
	var c Count
	for unit, n := range sums {
		if q.counts(unit) {
			c = c.plus(n)
		}
	}
	return c, c.check(in.ID)
}

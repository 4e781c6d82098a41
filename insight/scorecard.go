package insight

import (
	"cmp"
	"context"
	"math"
	"slices"

	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/rulebook"
)

// Card is a scorecard 记分卡 of a unit and a period. Its result is of the office's own conduct alone: what the rulebook may
// weigh is closed in code ([rulebook.Conducts]).
type Card struct {
	Rule   *rulebook.Scorecard
	Span   Span
	Weighs []Weighed
	Bars   []Barred
	Shows  []Held // beside it, and changing nothing of it
	// Points are given, of Of: the weights of the indicators that have a figure. Of is 0 where none has.
	Points float64
	Of     int
	Barred bool // past a bar: there is no result
	Hidden bool // a figure that is weighed or bars is not shown: what is left of the result would flatter
}

// Weighed is one part of the result.
type Weighed struct {
	Rule rulebook.Weight
	Held
	Pair    *Held // the indicator beside it, against making the one better at the cost of the other
	Points  float64
	Counts  bool // it has a figure
	Reached bool // the threshold
}

// Barred is one bar, and whether the unit is past it.
type Barred struct {
	Rule rulebook.Bar
	Held
	Past bool
}

// ErrNoCard: the office's rulebook has no scorecard of that name.
var ErrNoCard = fault.New(fault.NotFound, "insight.card.none")

// Card reckons a scorecard; an empty id is the rulebook's first. Codes: those of [Service.Declared]; ErrNoCard.
func (s *Service) Card(ctx context.Context, a access.Actor, q Span, name string) (Card, error) {
	rules, err := s.declaring(ctx, a, q)
	if err != nil {
		return Card{}, err
	}
	rule, err := cardOf(rules, name)
	if err != nil {
		return Card{}, err
	}
	held, err := s.Declared(ctx, a, q)
	if err != nil {
		return Card{}, err
	}
	return draw(rule, q, held), nil
}

func cardOf(rules *rulebook.Rulebook, name string) (*rulebook.Scorecard, error) {
	for i := range rules.Figures.Cards {
		if c := &rules.Figures.Cards[i]; name == "" || c.ID == name {
			return c, nil
		}
	}
	return nil, ErrNoCard
}

// draw fills a card with figures.
func draw(rule *rulebook.Scorecard, q Span, held []Held) Card {
	find := func(id string) *Held {
		if i := slices.IndexFunc(held, func(h Held) bool { return h.Indicator.ID == id }); i >= 0 {
			return &held[i]
		}
		return nil
	}
	out := Card{Rule: rule, Span: q}
	for _, w := range rule.Weighs {
		h := find(w.Indicator)
		if h == nil {
			continue
		}
		out.Hidden = out.Hidden || h.Figure.Suppressed
		part := Weighed{Rule: w, Held: *h, Pair: find(h.Indicator.Pair)}
		if c, ok := h.good(); ok {
			reached := float64(100*c.N) / float64(c.Total*int64(w.Threshold))
			part.Counts, part.Reached = true, 100*c.N >= c.Total*int64(w.Threshold)
			part.Points = tenths(float64(w.Points) * min(1, reached))
			out.Points, out.Of = out.Points+part.Points, out.Of+w.Points
		}
		out.Weighs = append(out.Weighs, part)
	}
	out.Points = tenths(out.Points)
	for _, b := range rule.Bars {
		h := find(b.Indicator)
		if h == nil {
			continue
		}
		out.Hidden = out.Hidden || h.Figure.Suppressed
		past := Barred{Rule: b, Held: *h}
		if f := h.Figure; f.Value != nil { // in whole numbers: 7 of 100 are not past 7 per cent
			share, bar := 100**f.Numerator, *f.Denominator*int64(b.Past)
			past.Past = h.Indicator.Direction == "lower" && share > bar || h.Indicator.Direction == "higher" && share < bar
		}
		out.Barred = out.Barred || past.Past
		out.Bars = append(out.Bars, past)
	}
	for _, id := range rule.Shows {
		if h := find(id); h != nil {
			out.Shows = append(out.Shows, *h)
		}
	}
	return out
}

// good is how much of all went as it should; ok is false where there is no figure.
func (h Held) good() (c Count, ok bool) {
	switch f := h.Figure; {
	case f.Value == nil:
		return Count{}, false
	case h.Indicator.Direction == "lower":
		return Count{*f.Denominator - *f.Numerator, *f.Denominator}, true
	default:
		return Count{*f.Numerator, *f.Denominator}, true
	}
}

func tenths(x float64) float64 { return math.Round(x*10) / 10 }

// Past is one indicator over the last periods of a unit, the earliest first, and over the units of a table in one period: a
// unit is held against itself, and against what chance alone would make of the units, never ranked.
func (s *Service) Past(ctx context.Context, a access.Actor, q Span, name string, periods []string) ([]Held, error) {
	out := make([]Held, 0, len(periods))
	for _, p := range periods {
		q.Period = p
		h, err := s.One(ctx, a, q, name)
		if err != nil {
			return nil, err
		}
		out = append(out, h)
	}
	return out, nil
}

// Among is one indicator of the rows of a table and of all of them together, with complementary suppression: what one row
// does not show is not had from the others, nor from the tables of other indicators.
func (s *Service) Among(ctx context.Context, a access.Actor, q Span, name string, rows []Row) ([]Held, Held, error) {
	rules, err := s.declaring(ctx, a, q)
	if err != nil {
		return nil, Held{}, err
	}
	in := rules.Figures.Indicator(name)
	if in == nil {
		return nil, Held{}, ErrUnknown
	}
	owner, err := owners(Query{Unit: q.Unit, Below: q.Below}, ByUnit, rows)
	if err != nil {
		return nil, Held{}, err
	}
	counts, err := s.unitSums(ctx, q)
	if err != nil {
		return nil, Held{}, err
	}
	at, each, all := map[id.ID]int{}, make([]sums, len(rows)), sums{}
	for i, r := range rows {
		at[r.Unit], each[i] = i, sums{}
	}
	for unit, c := range counts {
		if row, ok := owner[unit]; ok {
			each[at[row]].plus(c)
			all.plus(c)
		}
	}
	of := func(c sums) (Held, error) {
		held, err := s.hold(rules, q, c)
		i := slices.IndexFunc(held, func(h Held) bool { return h.Indicator == in })
		if err != nil || i < 0 {
			return Held{}, cmp.Or(err, error(ErrUnknown)) // not of a period as short as this one
		}
		return held[i], nil
	}
	out := make([]Held, len(rows))
	for i, c := range each {
		if out[i], err = of(c); err != nil {
			return nil, Held{}, err
		}
	}
	total, err := of(all)
	if err != nil {
		return nil, Held{}, err
	}
	n, rest := 0, sums{}
	for i, c := range each {
		if out[i].Figure.Suppressed {
			n++
			rest.plus(c)
		}
	}
	hide := func(h *Held) { h.Figure = figure(in.ID, Count{}, true, h.Figure.Cutoff) }
	for n > 0 && !total.Figure.Suppressed {
		together, err := of(rest)
		if err != nil || n > 1 && !together.Figure.Suppressed {
			return out, total, err
		}
		next := -1
		for i, h := range out {
			if !h.Figure.Suppressed && !h.None && (next < 0 || *h.Figure.Denominator < *out[next].Figure.Denominator) {
				next = i
			}
		}
		if next < 0 {
			hide(&total)
			break
		}
		hide(&out[next])
		rest.plus(each[next])
		n++
	}
	return out, total, nil
}

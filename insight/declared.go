package insight

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"linli/platform/access"
	"linli/platform/calendar"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/rulebook"
)

// Span is a unit, with units below it, and a period by its name.
type Span struct {
	Tenant id.ID
	Unit   id.ID
	Below  []id.ID // counted with it
	Kind   string  // of the period: month, quarter or year
	Period string  // "2026-10", "2026-Q3", "2026"
}

// Held is a declared indicator of a span: what an office shows of its own work, as its rulebook says.
type Held struct {
	Indicator *rulebook.Indicator
	Figure    Figure
	// None: there is nothing to divide by, or the formula has no value. It is said so, and is not 0 per cent.
	None bool
	// Waived is how many promises the indicator leaves out because those to whom they were made waived them; nil: it leaves out none, or
	// is not shown. WaivedFew: so few that their number is not shown.
	Waived    *int64
	WaivedFew bool
	// Known is the day from which the counts are final: what came of the period's cases is open until then.
	Known calendar.Date
	Open  bool // that day has not come
}

// sums are counts by measure.
type sums map[Measure]int64

func (s sums) plus(o sums) {
	for m, n := range o {
		s[m] += n
	}
}

func (s sums) of(measure string) int64 { return s[Measure(measure)] }

// ErrNoIndicators: the office's rulebook declares none.
var ErrNoIndicators = fault.New(fault.NotFound, "insight.indicator.none")

// Declared returns the indicators of the rulebook for a span, in the rulebook's order. Those whose grain is longer than the
// period are left out. Codes: those of the gate; ErrNoIndicators, ErrOpenPeriod;
// Invalid for a period that there is not.
func (s *Service) Declared(ctx context.Context, a access.Actor, q Span) ([]Held, error) {
	rules, err := s.declaring(ctx, a, q)
	if err != nil {
		return nil, err
	}
	counts, err := s.unitSums(ctx, q)
	if err != nil {
		return nil, err
	}
	all := sums{}
	for _, c := range counts {
		all.plus(c)
	}
	return s.hold(rules, q, all)
}

// One is one declared indicator of a span. Codes: those of [Service.Declared]; ErrUnknown, also where its grain is longer than the period.
func (s *Service) One(ctx context.Context, a access.Actor, q Span, name string) (Held, error) {
	held, err := s.Declared(ctx, a, q)
	if err != nil {
		return Held{}, err
	}
	i := slices.IndexFunc(held, func(h Held) bool { return h.Indicator.ID == name })
	if i < 0 {
		return Held{}, ErrUnknown
	}
	return held[i], nil
}

// Within is the span of a period as it is written, with the length that its name says. Codes: Invalid "insight.field.period" at period.
func (q Span) Within(period string) (Span, error) {
	kind, _, _, err := PeriodAmong(rulebook.Grains(), period)
	q.Kind, q.Period = kind, period
	return q, err
}

// declaring is the rulebook where the actor may see the span.
func (s *Service) declaring(ctx context.Context, a access.Actor, q Span) (*rulebook.Rulebook, error) {
	if err := s.enter(a, Query{Tenant: q.Tenant, Unit: q.Unit, Below: q.Below}); err != nil {
		return nil, err
	}
	rules, err := s.Rules(ctx, q.Tenant)
	if err != nil {
		return nil, err
	}
	if len(rules.Figures.Indicators) == 0 {
		return nil, ErrNoIndicators
	}
	_, to, err := PeriodDays(q.Kind, q.Period)
	if err == nil && !to.Before(calendar.DateOf(s.Clock.Now(), rules.Zone)) {
		err = ErrOpenPeriod // what falls due later in it is not late yet
	}
	return rules, err
}

// unitSums are the counts of each unit of a span, of every measure that it counted.
func (s *Service) unitSums(ctx context.Context, q Span) (map[id.ID]sums, error) {
	from, to, err := PeriodDays(q.Kind, q.Period)
	if err != nil {
		return nil, err
	}
	units := once(append([]id.ID{q.Unit}, q.Below...))
	out := map[id.ID]sums{}
	add := func(unit id.ID, m Measure, n int64) {
		if out[unit] == nil {
			out[unit] = sums{}
		}
		out[unit][m] += n
	}
	parts, err := s.Tallies.Along(ctx, q.Tenant, units, ByUnit, from, to)
	if err != nil {
		return nil, fmt.Errorf("summing measures: %w", err)
	}
	for p, c := range parts {
		for _, m := range cellMeasures {
			add(p.Unit, m, c.Of(m))
		}
	}
	months, err := s.Monthly.Months(ctx, q.Tenant, units, from, to)
	if err != nil {
		return nil, fmt.Errorf("summing measures by month: %w", err)
	}
	for c, n := range months {
		add(c.Unit, c.Measure, n)
	}
	return out, nil
}

// hold reckons the indicators from counts.
func (s *Service) hold(rules *rulebook.Rulebook, q Span, counts sums) ([]Held, error) {
	_, to, err := PeriodDays(q.Kind, q.Period)
	if err != nil {
		return nil, err
	}
	now := s.cutoff(rules.Zone)
	today := calendar.DateOf(now, rules.Zone)
	var out []Held
	for i := range rules.Figures.Indicators {
		in := &rules.Figures.Indicators[i]
		if slices.Index(rulebook.Grains(), in.Grain) > slices.Index(rulebook.Grains(), q.Kind) {
			continue
		}
		h := reckoned(in, counts, int64(rules.MinimumCell), now)
		h.Known = to.AddDays(1 + in.CutoffDays)
		h.Open = today.Before(h.Known)
		out = append(out, h)
	}
	return beside(out, counts, int64(rules.MinimumCell)), nil
}

// beside hides what indicators that stand side by side would tell together: a count that each of them shows as it is, and one
// of which it is a part, may leave no few between them. Whatever reads such a count is hidden.
func beside(held []Held, counts sums, minimum int64) []Held {
	few := func(n int64) bool { return 0 < n && n < minimum }
	shown := map[string]bool{}
	for _, h := range held {
		for _, m := range h.plain() {
			shown[m] = shown[m] || !h.None
		}
	}
	hidden := func(m string) bool {
		for of := wholeOf(m); of != nothing; of = wholeOf(of) {
			if shown[of] && few(counts.of(of)-counts.of(m)) {
				return true
			}
		}
		return false
	}
	for i, h := range held {
		if !h.None && slices.ContainsFunc(h.plain(), hidden) {
			held[i].Figure = figure(h.Indicator.ID, Count{}, true, h.Figure.Cutoff)
			held[i].Waived, held[i].WaivedFew = nil, false
		}
	}
	return held
}

// plain are the measures that stand in an indicator as they are.
func (h Held) plain() []string {
	var out []string
	for _, f := range []rulebook.Formula{h.Indicator.N, h.Indicator.D} {
		if len(f.Measures) == 1 {
			out = append(out, f.Measures[0])
		}
	}
	return out
}

// reckoned is an indicator of counts. It is hidden where it would show a few cases, in itself, in what is left of the whole,
// or in the whole; that nobody or everybody is counted shows nobody apart.
func reckoned(in *rulebook.Indicator, counts sums, minimum int64, cutoff time.Time) Held {
	minimum = max(minimum, int64(in.Minimum))
	h := Held{Indicator: in, Figure: Figure{ID: in.ID, Cutoff: cutoff}}
	n, ok := in.N.Of(counts.of)
	total, known := in.D.Of(counts.of)
	if !ok || !known || total <= 0 || n < 0 || n > total {
		h.None = true
		return h
	}
	c := Count{n, total}
	h.Figure = figure(in.ID, c, c.few(minimum), cutoff)
	for _, m := range in.D.Measures {
		if waived := counts.of(m); strings.HasSuffix(m, ".promise_waived") && !h.Figure.Suppressed {
			if h.WaivedFew = 0 < waived && waived < minimum; !h.WaivedFew {
				h.Waived = &waived
			}
		}
	}
	return h
}

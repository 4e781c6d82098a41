package insight

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"

	"linli/platform/access"
	"linli/platform/calendar"
	"linli/platform/fault"
	"linli/platform/id"
)

// Dimension is along what a table goes.
type Dimension string

// The dimensions.
const (
	ByUnit   Dimension = "unit"
	ByType   Dimension = "type"
	BySource Dimension = "source"
	ByMonth  Dimension = "month" // of registration; for performance, of the last due day
)

// Dimensions are all of them.
func Dimensions() []Dimension { return []Dimension{ByUnit, ByType, BySource, ByMonth} }

// Part is a part of the tally: of a unit, and a code or a month, YYYY-MM.
type Part struct {
	Unit id.ID
	Of   string
}

// Slice is one row of a table: every indicator of a part.
type Slice struct {
	Of      string // a code of the rulebook, a month, or the id of a unit
	Figures []Figure
}

// Breakdown is a table with its total, every indicator in each row.
type Breakdown struct {
	Total []Figure
	Rows  []Slice
}

// Breakdown returns the indicators of a unit along a dimension, with complementary suppression in all of them at once:
// neither the total, nor another indicator, nor the same cases along another dimension give a hidden row away. rows are the
// units of a table by unit, and not read otherwise. Agreements count for performance from the month after their last due
// day. Codes: those of [Service.Together]; Invalid for a window that is no whole months, and for rows that overlap or lie
// outside the unit.
func (s *Service) Breakdown(ctx context.Context, a access.Actor, q Query, by Dimension, rows []Row) (Breakdown, error) {
	if err := s.enter(a, q); err != nil {
		return Breakdown{}, err
	}
	rules, err := s.Rules(ctx, q.Tenant)
	if err != nil {
		return Breakdown{}, err
	}
	today := calendar.DateOf(s.Clock.Now(), rules.Zone)
	if !q.From.IsZero() && q.From.Day != 1 || !q.To.IsZero() && q.To.Before(today) && q.To.AddDays(1).Day != 1 {
		return Breakdown{}, fault.Field("from", "insight.field.months")
	}
	owner, err := owners(q, by, rows)
	if err != nil {
		return Breakdown{}, err
	}
	names, cells, err := s.cells(ctx, q, by, owner, today)
	if err != nil {
		return Breakdown{}, err
	}
	all, minimum, cutoff := indicators(rules), int64(rules.MinimumCell), s.cutoff(rules.Zone)
	var total Counts
	for _, c := range cells {
		total = total.Plus(c)
	}
	shown, err := total.figures(all)
	if err != nil {
		return Breakdown{}, err
	}
	hidden := besides(all, shown, minimum)
	out := Breakdown{Rows: make([]Slice, len(cells))}
	for i, in := range all {
		out.Total = append(out.Total, figure(in.ID, shown[i], hidden[i], cutoff))
	}
	dark := suppressRows(all, cells, hidden, minimum)
	for r, c := range cells {
		counts, err := c.figures(all)
		if err != nil {
			return Breakdown{}, err
		}
		out.Rows[r].Of = names[r]
		for i, in := range all {
			out.Rows[r].Figures = append(out.Rows[r].Figures, figure(in.ID, counts[i], dark[r][i], cutoff))
		}
	}
	return out, nil
}

// owners maps the units of a table by unit to their rows.
func owners(q Query, by Dimension, rows []Row) (map[id.ID]id.ID, error) {
	owner := map[id.ID]id.ID{}
	if by != ByUnit {
		return owner, nil
	}
	if len(rows) == 0 || len(rows) > maxUnits {
		return nil, fault.Field("unit", "insight.field.units_count")
	}
	for _, r := range rows {
		for _, u := range append([]id.ID{r.Unit}, r.Below...) {
			if _, twice := owner[u]; twice || u.IsZero() || !q.counts(u) {
				return nil, fault.Field("unit", "insight.field.units_overlap")
			}
			owner[u] = r.Unit
		}
	}
	return owner, nil
}

// cells are the counts of each row, by name. What is due in the present month is not due yet.
func (s *Service) cells(ctx context.Context, q Query, by Dimension, owner map[id.ID]id.ID, today calendar.Date) ([]string, []Counts, error) {
	sums, units := map[string]Counts{}, q.units()
	if by == ByUnit {
		units = slices.Collect(maps.Keys(owner))
	}
	add := func(from, to calendar.Date, of func(Measure) bool) error {
		parts, err := s.Tallies.Along(ctx, q.Tenant, units, by, from, to)
		if err != nil {
			return fmt.Errorf("summing by %s: %w", by, err)
		}
		for p, c := range parts {
			name := p.Of
			if by == ByUnit {
				name = owner[p.Unit].String()
			}
			for i, m := range cellMeasures {
				if !of(m) {
					c[i] = 0
				}
			}
			if c != (Counts{}) {
				sums[name] = sums[name].Plus(c)
			}
		}
		return nil
	}
	due := func(m Measure) bool { return m == PerformanceDue || m == PartPerformed || m == Performed }
	if err := add(q.From, q.To, func(m Measure) bool { return m.Daily() && !due(m) }); err != nil {
		return nil, nil, err
	}
	before := calendar.Date{Year: today.Year, Month: today.Month, Day: 1}.AddDays(-1)
	if !q.To.IsZero() && q.To.Before(before) {
		before = q.To
	}
	if q.From.IsZero() || !before.Before(q.From) {
		if err := add(q.From, before, due); err != nil {
			return nil, nil, err
		}
	}
	var names []string
	for name := range sums {
		names = append(names, name)
	}
	slices.SortFunc(names, cmp.Compare[string])
	cells := make([]Counts, len(names))
	for i, name := range names {
		cells[i] = sums[name]
	}
	return names, cells, nil
}

// figures are the indicators' counts in a cell.
func (c Counts) figures(all []Indicator) ([]Count, error) {
	out := make([]Count, len(all))
	for i, in := range all {
		out[i] = Count{c.Of(in.Numerator), c.Of(in.Denominator)}
		if err := out[i].check(in.ID); err != nil {
			return nil, err
		}
	}
	return out, nil
}

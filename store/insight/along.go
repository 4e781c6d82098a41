package insight

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"linli/insight"
	"linli/platform/calendar"
	"linli/platform/id"
	"linli/store/dialect"
)

const summed = `cast(sum(registered) as bigint), cast(sum(mediated) as bigint), cast(sum(settled) as bigint),
	cast(sum(confirmable) as bigint), cast(sum(confirmed) as bigint), cast(sum(performance_due) as bigint),
	cast(sum(part_performed) as bigint), cast(sum(performed) as bigint), cast(sum(m_accepted) as bigint),
	cast(sum(m_not_begun) as bigint), cast(sum(m_mediated) as bigint), cast(sum(m_settled) as bigint), cast(sum(m_oral) as bigint),
	cast(sum(m_confirmed) as bigint), cast(sum(m_performed) as bigint), cast(sum(m_ended) as bigint),
	cast(sum(m_joint) as bigint)`

// whole, in the place of a number of units, is the whole office.
const whole = 0

// lists are how many units one statement reads; a list is filled up with its last unit.
var lists = []int{1, 8, 64}

// dimension says where the counts of a dimension stand: the axis of the sums, their code, and the code of a step.
var dimensions = map[insight.Dimension]struct{ axis, code, step string }{
	insight.ByUnit:   {together, "''", "''"},
	insight.ByType:   {kinds, "code", "type"},
	insight.BySource: {sources, "code", "source"},
	insight.ByMonth:  {together, "cast(period as text)", "cast(day / 100 as text)"},
}

// along is the query that sums units along a dimension: an arm for each run of sums and one for the steps that are not
// folded yet, in one statement, so that all is of one instant. The unit begins each key that it reads.
func along(by insight.Dimension, units int) string {
	d := dimensions[by]
	n := 1
	next := func() string { n++; return "$" + strconv.Itoa(n) }
	of, group, unit := " and unit_id = "+next(), "tenant_id", ""
	steps := ""
	if units != whole {
		for i := 1; i < units; i++ {
			of += ", " + next()
		}
		of = strings.Replace(of, "= ", "in (", 1) + ")"
		steps, group, unit = of, "unit_id", "unit_id, "
	}
	var arms []string
	for _, grain := range runsOf(by) {
		arms = append(arms, "select "+unit+d.code+", "+summed+" from tally where tenant_id = $1"+of+" and axis = '"+d.axis+
			"' and grain = "+strconv.Itoa(grain)+" and period >= "+next()+" and period <= "+next()+" group by "+grouped(group, d.code))
	}
	arms = append(arms, "select "+unit+d.step+", "+summed+" from tally_step where tenant_id = $1"+steps+
		" and day >= "+next()+" and day <= "+next()+" group by "+grouped(group, strings.TrimSuffix(strings.TrimPrefix(d.step, "cast("), " as text)")))
	return strings.Join(arms, "\nunion all ")
}

func grouped(by, code string) string {
	switch code {
	case "''":
		return by
	case dimensions[insight.ByMonth].code:
		return by + ", period"
	}
	return by + ", " + code
}

// Along implements [insight.Tallies].
func (s *Store) Along(ctx context.Context, tenant id.ID, units []id.ID, by insight.Dimension, from, to calendar.Date) (map[insight.Part]insight.Counts, error) {
	if !from.IsZero() {
		from.Day = 1
	}
	if !to.IsZero() {
		to = calendar.Date{Year: to.Year, Month: to.Month, Day: 1}.AddMonths(1).AddDays(-1)
	}
	return s.along(ctx, tenant, units, by, from, to)
}

// Sums implements [insight.Tallies].
func (s *Store) Sums(ctx context.Context, tenant id.ID, units []id.ID, all []insight.Indicator, from, to calendar.Date) (map[id.ID][]insight.Count, error) {
	parts, err := s.along(ctx, tenant, units, insight.ByUnit, from, to)
	out := map[id.ID][]insight.Count{}
	for p, c := range parts {
		for _, in := range all {
			out[p.Unit] = append(out[p.Unit], insight.Count{N: c.Of(in.Numerator), Total: c.Of(in.Denominator)})
		}
	}
	return out, err
}

func (s *Store) along(ctx context.Context, tenant id.ID, units []id.ID, by insight.Dimension, from, to calendar.Date) (map[insight.Part]insight.Counts, error) {
	out := map[insight.Part]insight.Counts{}
	var windows []any
	for _, r := range runs(by, from, to) {
		windows = append(windows, r.from, r.to)
	}
	days := span{0, always}
	if !from.IsZero() {
		days.from = number(from)
	}
	if !to.IsZero() {
		days.to = number(to)
	}
	windows = append(windows, days.from, days.to)
	ask := func(size int, of []any) error {
		args := slices.Concat([]any{tenant}, of, windows)
		err := s.db.Query(ctx, along(by, size), args, func(r *dialect.Rows) error {
			var p insight.Part
			var c insight.Counts
			into := []any{&p.Unit, &p.Of}
			if size == whole {
				into = into[1:]
			}
			if err := r.Scan(append(into, c.Each()...)...); err != nil {
				return err
			}
			if by == insight.ByMonth {
				p.Of = p.Of[:4] + "-" + p.Of[4:]
			}
			out[p] = out[p].Plus(c)
			return nil
		})
		if err != nil {
			return fmt.Errorf("summing the tallies: %w", err)
		}
		return nil
	}
	if units == nil {
		return out, ask(whole, []any{make([]byte, len(id.ID{}))})
	}
	for part := range slices.Chunk(units, lists[len(lists)-1]) {
		size := lists[slices.IndexFunc(lists, func(n int) bool { return n >= len(part) })]
		of := make([]any, size)
		for i := range of {
			of[i] = part[min(i, len(part)-1)]
		}
		if err := ask(size, of); err != nil {
			return nil, err
		}
	}
	return out, nil
}

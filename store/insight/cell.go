package insight

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"linli/insight"
	"linli/platform/calendar"
	"linli/platform/id"
	"linli/store/dialect"
)

// The columns of tally_cell stand in the order of [insight.CellMeasures]; a test compares them.
const (
	// The year comes first: of two Changes that count in one year's cell, one waits for the other at once and holds nothing.
	addCell = `insert into tally_cell (tenant_id, grain, period, unit_id, type, source, registered, mediated, settled, confirmable,
		confirmed, performance_due, part_performed, performed, m_accepted, m_not_begun, m_mediated, m_settled, m_oral,
		m_confirmed, m_performed, m_ended)
		values ($1, 2, $2, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22),
		($1, 1, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22)
		on conflict (tenant_id, grain, period, unit_id, type, source) do update set registered = tally_cell.registered +
		excluded.registered, mediated = tally_cell.mediated + excluded.mediated, settled = tally_cell.settled +
		excluded.settled, confirmable = tally_cell.confirmable + excluded.confirmable, confirmed = tally_cell.confirmed +
		excluded.confirmed, performance_due = tally_cell.performance_due + excluded.performance_due, part_performed =
		tally_cell.part_performed + excluded.part_performed, performed = tally_cell.performed + excluded.performed, m_accepted
		= tally_cell.m_accepted + excluded.m_accepted, m_not_begun = tally_cell.m_not_begun + excluded.m_not_begun, m_mediated
		= tally_cell.m_mediated + excluded.m_mediated, m_settled = tally_cell.m_settled + excluded.m_settled, m_oral =
		tally_cell.m_oral + excluded.m_oral, m_confirmed = tally_cell.m_confirmed + excluded.m_confirmed, m_performed =
		tally_cell.m_performed + excluded.m_performed, m_ended = tally_cell.m_ended + excluded.m_ended`
	cellColumns = `cast(sum(registered) as bigint), cast(sum(mediated) as bigint), cast(sum(settled) as bigint), cast(sum(confirmable) as
		bigint), cast(sum(confirmed) as bigint), cast(sum(performance_due) as bigint), cast(sum(part_performed) as bigint),
		cast(sum(performed) as bigint), cast(sum(m_accepted) as bigint), cast(sum(m_not_begun) as bigint),
		cast(sum(m_mediated) as bigint), cast(sum(m_settled) as bigint), cast(sum(m_oral) as bigint), cast(sum(m_confirmed) as
		bigint), cast(sum(m_performed) as bigint), cast(sum(m_ended) as bigint)`
	byType = `select unit_id, type, ` + cellColumns + ` from tally_cell
		where tenant_id = $1 and grain = $2 and period >= $3 and period <= $4 group by unit_id, type`
	bySource = `select unit_id, source, ` + cellColumns + ` from tally_cell
		where tenant_id = $1 and grain = $2 and period >= $3 and period <= $4 group by unit_id, source`
	byMonth = `select unit_id, period, ` + cellColumns + ` from tally_cell
		where tenant_id = $1 and grain = 1 and period >= $2 and period <= $3 group by unit_id, period`
	selectGrid = `select period, unit_id, type, source, ` + cellColumns + ` from tally_cell
		where tenant_id = $1 and grain = $2 group by period, unit_id, type, source`
)

// place is where a cell stands.
type place struct {
	tenant, unit id.ID
	year, month  int64
	kind, source string
}

func (p place) compare(o place) int {
	return cmp.Or(slices.Compare(p.tenant[:], o.tenant[:]), cmp.Compare(p.year, o.year), slices.Compare(p.unit[:], o.unit[:]),
		cmp.Compare(p.kind, o.kind), cmp.Compare(p.source, o.source), cmp.Compare(p.month, o.month))
}

// addCells are the statements by which deltas count by kind and source, in one order for all Changes.
func addCells(deltas []insight.Delta) []dialect.Statement {
	sums := map[place]insight.Counts{}
	for _, d := range deltas {
		if i := insight.Column(d.Measure); i >= 0 {
			at := place{d.Tenant, d.Unit, int64(d.Day.Year) * 100, period(d.Day), d.Type, d.Source}
			c := sums[at]
			c[i] += d.N
			sums[at] = c
		}
	}
	var places []place
	for at, c := range sums {
		if c != (insight.Counts{}) {
			places = append(places, at)
		}
	}
	slices.SortFunc(places, place.compare)
	out := make([]dialect.Statement, len(places))
	for i, at := range places {
		args := []any{at.tenant, at.year, at.month, at.unit, at.kind, at.source}
		for _, n := range sums[at] {
			args = append(args, n)
		}
		out[i] = dialect.Statement{Rows: 2, SQL: addCell, Args: args}
	}
	return out
}

// period is the month of a day as cells keep it, yyyymm.
func period(d calendar.Date) int64 { return int64(d.Year)*100 + int64(d.Month) }

// Along implements [insight.Tallies].
func (s *Store) Along(ctx context.Context, tenant id.ID, by insight.Dimension, from, to calendar.Date) (map[insight.Part]insight.Counts, error) {
	out := map[insight.Part]insight.Counts{}
	query := map[insight.Dimension]string{insight.ByUnit: byType, insight.ByType: byType, insight.BySource: bySource, insight.ByMonth: byMonth}[by]
	for _, w := range spans(from, to) {
		args := []any{tenant, w.grain, w.from, w.to}
		if by == insight.ByMonth {
			if args = []any{tenant, w.from, w.to}; w.grain == 2 {
				args = []any{tenant, w.from + 1, w.to + 12}
			}
		}
		err := s.db.Query(ctx, query, args, func(r *dialect.Rows) error {
			var p insight.Part
			var c insight.Counts
			into := []any{&p.Unit, &p.Of}
			var month int64
			if by == insight.ByMonth {
				into[1] = &month
			}
			if err := r.Scan(append(into, c.Each()...)...); err != nil {
				return err
			}
			switch by {
			case insight.ByUnit:
				p.Of = ""
			case insight.ByMonth:
				p.Of = fmt.Sprintf("%04d-%02d", month/100, month%100)
			}
			out[p] = out[p].Plus(c)
			return nil
		})
		if err != nil {
			return nil, fmt.Errorf("summing the tally's cells: %w", err)
		}
	}
	return out, nil
}

// Grid lists every cell of a tenant by month, or by year, for comparison with a recount.
func (s *Store) Grid(ctx context.Context, tenant id.ID, years bool) (map[insight.GridCell]insight.Counts, error) {
	grain := int64(1)
	if years {
		grain = 2
	}
	out := map[insight.GridCell]insight.Counts{}
	err := s.db.Query(ctx, selectGrid, []any{tenant, grain}, func(r *dialect.Rows) error {
		var at insight.GridCell
		var c insight.Counts
		if err := r.Scan(append([]any{&at.Period, &at.Unit, &at.Type, &at.Source}, c.Each()...)...); err != nil {
			return err
		}
		if c != (insight.Counts{}) {
			out[at] = c
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("listing the tally's cells: %w", err)
	}
	return out, nil
}

// grains is a run of whole months (grain 1) or years (grain 2).
type grains struct{ grain, from, to int64 }

// spans takes the whole months of a window apart into years and the months around them. A zero day leaves its side open.
func spans(from, to calendar.Date) []grains {
	first, last := int64(0), int64(always)
	if !from.IsZero() {
		first = period(from)
	}
	if !to.IsZero() {
		last = period(to)
	}
	begins, ends := first/100, last/100 // the years of the ends
	if first%100 > 1 {
		begins++
	}
	if last != always && last%100 < 12 {
		ends--
	}
	if begins > ends {
		return []grains{{1, first, last}}
	}
	var out []grains
	if first < begins*100 {
		out = append(out, grains{1, first, begins*100 - 1})
	}
	out = append(out, grains{2, begins * 100, ends * 100})
	if last != always && last > ends*100+12 {
		out = append(out, grains{1, ends*100 + 100, last})
	}
	return out
}

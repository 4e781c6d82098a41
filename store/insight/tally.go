// Package insight keeps the tally: published counts by unit and day, as sharded deltas.
package insight

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"linli/insight"
	"linli/platform/calendar"
	"linli/platform/id"
	"linli/store/dialect"
)

const (
	// The month comes first: of two Changes that count in one month, one waits for the other at once and holds nothing.
	addDelta = `insert into tally (tenant_id, measure, grain, day, unit_id, shard, n)
		values ($1, $2, 2, $3, $5, $6, $7), ($1, $2, 1, $4, $5, $6, $7)
		on conflict (tenant_id, measure, grain, day, unit_id, shard) do update set n = tally.n + excluded.n`
	// One statement, so that both counts are of one instant: whole months, and the days before and after them.
	sumWindow = `select unit_id, measure, cast(sum(n) as bigint) from tally
		where tenant_id = $1 and measure in ($2, $3) and grain = 2 and day >= $4 and day <= $5 group by unit_id, measure
		union all select unit_id, measure, cast(sum(n) as bigint) from tally
		where tenant_id = $1 and measure in ($2, $3) and grain = 1 and day >= $6 and day <= $7 group by unit_id, measure
		union all select unit_id, measure, cast(sum(n) as bigint) from tally
		where tenant_id = $1 and measure in ($2, $3) and grain = 1 and day >= $8 and day <= $9 group by unit_id, measure`
	selectCells = `select unit_id, measure, day, cast(sum(n) as bigint) from tally
		where tenant_id = $1 and grain = $2 group by unit_id, measure, day having sum(n) <> 0`
)

// Queries lists the package's SQL.
func Queries() []string {
	return []string{addDelta, sumWindow, selectCells, addCell, byType, bySource, byMonth, selectGrid, insertReturn, selectReturns}
}

// Add are the statements by which a Change counts: by day and month, then by kind and source; in one order for all Changes, so that two of them never
// wait for each other in a circle. Deltas of one cell are added up first, and what adds up to 0 is left out.
func Add(deltas ...insight.Delta) ([]dialect.Statement, error) {
	type cell struct {
		tenant, unit id.ID
		measure      insight.Measure
		day          calendar.Date
		shard        int
	}
	sums := map[cell]int64{}
	for _, d := range deltas {
		if err := d.Check(); err != nil {
			return nil, err
		}
		if d.Measure.Daily() {
			sums[cell{d.Tenant, d.Unit, d.Measure, d.Day, d.Shard}] += d.N
		}
	}
	cells := make([]cell, 0, len(sums))
	for c, n := range sums {
		if n != 0 {
			cells = append(cells, c)
		}
	}
	slices.SortFunc(cells, func(a, b cell) int {
		return cmp.Or(
			slices.Compare(a.tenant[:], b.tenant[:]), cmp.Compare(a.measure, b.measure), cmp.Compare(month(a.day), month(b.day)),
			slices.Compare(a.unit[:], b.unit[:]), cmp.Compare(a.shard, b.shard), a.day.Compare(b.day),
		)
	})
	change := make([]dialect.Statement, len(cells))
	for i, c := range cells {
		change[i] = dialect.Statement{Rows: 2, SQL: addDelta, Args: []any{
			c.tenant, string(c.measure), month(c.day), number(c.day), c.unit, c.shard, sums[c],
		}}
	}
	return append(change, addCells(deltas)...), nil
}

// number is a day as the tally keeps it, yyyymmdd.
func number(d calendar.Date) int64 { return int64(d.Year)*10000 + int64(d.Month)*100 + int64(d.Day) }

// month is the number of the first day of a day's month.
func month(d calendar.Date) int64 { return number(d) - int64(d.Day) + 1 }

// Store reads the tally. It implements [insight.Tallies].
type Store struct{ db *dialect.DB }

// New returns the tally of a database.
func New(db *dialect.DB) *Store { return &Store{db: db} }

// Sums implements [insight.Tallies].
func (s *Store) Sums(ctx context.Context, tenant id.ID, in insight.Indicator, from, to calendar.Date) (map[id.ID]insight.Count, error) {
	w := split(from, to)
	counts := map[id.ID]insight.Count{}
	args := []any{
		tenant, string(in.Numerator), string(in.Denominator), w.months.from, w.months.to, w.before.from, w.before.to,
		w.after.from, w.after.to,
	}
	err := s.db.Query(ctx, sumWindow, args, func(r *dialect.Rows) error {
		var unit id.ID
		var m insight.Measure
		var n int64
		if err := r.Scan(&unit, &m, &n); err != nil {
			return err
		}
		c := counts[unit]
		if m == in.Numerator {
			c.N += n
		}
		if m == in.Denominator {
			c.Total += n
		}
		counts[unit] = c
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("summing the tally: %w", err)
	}
	return counts, nil
}

// Cells lists every count of a tenant by day, for comparison with a recount.
func (s *Store) Cells(ctx context.Context, tenant id.ID) (map[insight.Cell]int64, error) {
	return s.cells(ctx, tenant, 1)
}

// Months lists every count of a tenant by month, each under the month's first day: the sums of [Store.Cells].
func (s *Store) Months(ctx context.Context, tenant id.ID) (map[insight.Cell]int64, error) {
	return s.cells(ctx, tenant, 2)
}

func (s *Store) cells(ctx context.Context, tenant id.ID, grain int64) (map[insight.Cell]int64, error) {
	cells := map[insight.Cell]int64{}
	err := s.db.Query(ctx, selectCells, []any{tenant, grain}, func(r *dialect.Rows) error {
		var c insight.Cell
		var day, n int64
		if err := r.Scan(&c.Unit, &c.Measure, &day, &n); err != nil {
			return err
		}
		var err error
		c.Day, err = calendar.NewDate(int(day/10000), time.Month(day/100%100), int(day%100))
		cells[c] = n
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("listing the tally: %w", err)
	}
	return cells, nil
}

package insight

import (
	"cmp"
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

// Counts by month: the published measures that have no column of their own in a cell of the tallies. Their rows are few, so
// they are added to where they stand and never folded; the shard keeps processes from queueing on one row.
const addCount = `insert into count_month (tenant_id, unit_id, month, measure, code, shard, n) values ($1, $2, $3, $4, $5, $6, $7)
	on conflict (tenant_id, unit_id, month, measure, code, shard) do update set n = count_month.n + excluded.n`

// countShards is over how many rows one count is spread.
const countShards = 4

// countAt is one row.
type countAt struct {
	tenant, unit  id.ID
	month         int64 // yyyymm
	measure, code string
	shard         int
}

func (a countAt) compare(b countAt) int {
	return cmp.Or(slices.Compare(a.tenant[:], b.tenant[:]), slices.Compare(a.unit[:], b.unit[:]), cmp.Compare(a.month, b.month),
		strings.Compare(a.measure, b.measure), strings.Compare(a.code, b.code), cmp.Compare(a.shard, b.shard))
}

// apart takes the steps that have a column in a cell from those that have none.
func apart(deltas []insight.Delta) (inCells, others []insight.Delta) {
	for _, d := range deltas {
		if insight.Column(d.Measure) >= 0 {
			inCells = append(inCells, d)
		} else {
			others = append(others, d)
		}
	}
	return inCells, others
}

// addCounts are the statements that add counts, in one order for all Changes.
func addCounts(deltas []insight.Delta) ([]dialect.Statement, error) {
	sums := map[countAt]int64{}
	for _, d := range deltas {
		if err := d.Check(); err != nil {
			return nil, err
		}
		sums[countAt{d.Tenant, d.Unit, number(d.Day) / 100, string(d.Measure), d.Type, d.Shard % countShards}] += d.N
	}
	keys := make([]countAt, 0, len(sums))
	for at, n := range sums {
		if n != 0 {
			keys = append(keys, at)
		}
	}
	slices.SortFunc(keys, countAt.compare)
	var out []dialect.Statement
	for _, at := range keys {
		out = append(out, dialect.Statement{Rows: 1, SQL: addCount, Args: []any{at.tenant, at.unit, at.month, at.measure, at.code, at.shard, sums[at]}})
	}
	return out, nil
}

func selectCounts(units int) string {
	of := make([]string, units)
	for i := range of {
		of[i] = "$" + strconv.Itoa(4+i)
	}
	return `select unit_id, measure, code, month, cast(sum(n) as bigint) from count_month where tenant_id = $1 and month >= $2 and month <= $3
		and unit_id in (` + strings.Join(of, ", ") + `) group by unit_id, measure, code, month`
}

// Months implements [insight.Tallies].
func (s *Store) Months(ctx context.Context, tenant id.ID, units []id.ID, from, to calendar.Date) (map[insight.MonthCell]int64, error) {
	out := map[insight.MonthCell]int64{}
	for part := range slices.Chunk(units, lists[len(lists)-1]) {
		size := lists[slices.IndexFunc(lists, func(n int) bool { return n >= len(part) })]
		args := []any{tenant, number(from) / 100, number(to) / 100}
		for i := range size {
			args = append(args, part[min(i, len(part)-1)])
		}
		err := s.db.Query(ctx, selectCounts(size), args, func(r *dialect.Rows) error {
			var c insight.MonthCell
			var measure string
			var n int64
			if err := r.Scan(&c.Unit, &measure, &c.Of, &c.Month, &n); err != nil {
				return err
			}
			c.Measure = insight.Measure(measure)
			if n != 0 {
				out[c] += n
			}
			return nil
		})
		if err != nil {
			return nil, fmt.Errorf("summing counts by month: %w", err)
		}
	}
	return out, nil
}

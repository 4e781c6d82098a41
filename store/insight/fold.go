package insight

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"linli/insight"
	"linli/platform/id"
	"linli/store/dialect"
)

const (
	addSum = `insert into tally (tenant_id, unit_id, axis, grain, period, code, ` + columns + `)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23)
		on conflict (tenant_id, unit_id, axis, grain, period, code) do update set registered = tally.registered + excluded.registered,
		mediated = tally.mediated + excluded.mediated, settled = tally.settled + excluded.settled,
		confirmable = tally.confirmable + excluded.confirmable, confirmed = tally.confirmed + excluded.confirmed,
		performance_due = tally.performance_due + excluded.performance_due, part_performed = tally.part_performed + excluded.part_performed,
		performed = tally.performed + excluded.performed, m_accepted = tally.m_accepted + excluded.m_accepted,
		m_not_begun = tally.m_not_begun + excluded.m_not_begun, m_mediated = tally.m_mediated + excluded.m_mediated,
		m_settled = tally.m_settled + excluded.m_settled, m_oral = tally.m_oral + excluded.m_oral,
		m_confirmed = tally.m_confirmed + excluded.m_confirmed, m_performed = tally.m_performed + excluded.m_performed,
		m_ended = tally.m_ended + excluded.m_ended, m_joint = tally.m_joint + excluded.m_joint`
	// A step goes as it was read, or the fold does not hold: another process folds too, or a Change has counted meanwhile.
	dropStep = `delete from tally_step where tenant_id = $1 and unit_id = $2 and day = $3 and type = $4 and source = $5 and shard = $6
		and registered = $7 and mediated = $8 and settled = $9 and confirmable = $10 and confirmed = $11 and performance_due = $12
		and part_performed = $13 and performed = $14 and m_accepted = $15 and m_not_begun = $16 and m_mediated = $17
		and m_settled = $18 and m_oral = $19 and m_confirmed = $20 and m_performed = $21 and m_ended = $22
		and m_joint = $23`
	selectSteps = `select unit_id, day, type, source, shard, ` + columns + ` from tally_step where tenant_id = $1
		order by unit_id, day, type, source, shard limit $2`
)

// The grains of a sum.
const (
	Days   = 1 // period yyyymmdd
	Months = 2 // yyyymm
	Years  = 3 // yyyy
)

// What a sum goes along: the codes of kinds or sources, or all cases together, without a code.
const (
	together = "all"
	kinds    = "type"
	sources  = "source"
)

// sum is where a sum stands. The zero unit is the whole office.
type sum struct {
	tenant, unit id.ID
	axis         string
	grain        int
	period       int64
	code         string
}

func (s sum) compare(o sum) int {
	return cmp.Or(slices.Compare(s.tenant[:], o.tenant[:]), slices.Compare(s.unit[:], o.unit[:]), strings.Compare(s.axis, o.axis),
		cmp.Compare(s.grain, o.grain), cmp.Compare(s.period, o.period), strings.Compare(s.code, o.code))
}

// sums are the sums that a step counts in: its unit's and the whole office's. Days are kept only of what has windows of days.
func (s step) sums(c insight.Counts, add func(sum, insight.Counts)) {
	for _, unit := range []id.ID{s.unit, {}} {
		if daily := c.Daily(); daily != (insight.Counts{}) {
			add(sum{s.tenant, unit, together, Days, s.day, ""}, daily)
		}
		for grain, period := range map[int]int64{Months: s.day / 100, Years: s.day / 10000} {
			add(sum{s.tenant, unit, together, grain, period, ""}, c)
			add(sum{s.tenant, unit, kinds, grain, period, s.kind}, c)
			add(sum{s.tenant, unit, sources, grain, period, s.source}, c)
		}
	}
}

// folded are the statements that write steps as sums.
func folded(steps map[step]insight.Counts) []dialect.Statement {
	all := map[sum]insight.Counts{}
	for at, c := range steps {
		at.sums(c, func(s sum, c insight.Counts) { all[s] = all[s].Plus(c) })
	}
	var out []dialect.Statement
	for _, at := range sorted(all, sum.compare) {
		if c := all[at]; c != (insight.Counts{}) {
			out = append(out, dialect.Statement{Rows: 1, SQL: addSum,
				Args: append([]any{at.tenant, at.unit[:], at.axis, at.grain, at.period, at.code}, c.All()...)})
		}
	}
	return out
}

// Folded are the statements that count deltas as sums at once: what [Add] and a fold after it come to.
func Folded(deltas ...insight.Delta) ([]dialect.Statement, error) {
	steps, err := stepsOf(deltas)
	return folded(steps), err
}

// Fold moves up to most of a tenant's steps into the sums, where there are at least enough of them, and tells how many. The
// counts are the same before, meanwhile and after. 0 where another process was first or a Change counted in one of the steps.
func (s *Store) Fold(ctx context.Context, tenant id.ID, enough, most int) (int, error) {
	steps, found, err := s.steps(ctx, tenant, max(enough, most), most)
	if err != nil || found < max(enough, 1) {
		return 0, err
	}
	var change []dialect.Statement
	for _, at := range sorted(steps, step.compare) {
		change = append(change, dialect.Statement{Rows: 1, SQL: dropStep, Args: at.args(steps[at])})
	}
	err = s.db.Play(ctx, append(change, folded(steps)...))
	var moved *dialect.RowsError
	switch {
	case errors.As(err, &moved):
		return 0, nil
	case err != nil:
		return 0, fmt.Errorf("folding the tallies: %w", err)
	}
	return len(steps), nil
}

// steps reads the first steps of a tenant, and tells how many there are, up to a number.
func (s *Store) steps(ctx context.Context, tenant id.ID, upTo, most int) (map[step]insight.Counts, int, error) {
	steps, found := map[step]insight.Counts{}, 0
	err := s.db.Query(ctx, selectSteps, []any{tenant, upTo}, func(r *dialect.Rows) error {
		if found++; found > most {
			return nil
		}
		at := step{tenant: tenant}
		var c insight.Counts
		err := r.Scan(append([]any{&at.unit, &at.day, &at.kind, &at.source, &at.shard}, c.Each()...)...)
		steps[at] = c
		return err
	})
	if err != nil {
		return nil, 0, fmt.Errorf("reading the steps of the tallies: %w", err)
	}
	return steps, found, nil
}

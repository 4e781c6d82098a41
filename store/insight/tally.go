// Package insight keeps the tallies: published counts by unit and day, by kind and by source, as sharded steps that
// are folded into sums.
package insight

import (
	"cmp"
	"slices"
	"strings"

	"linli/insight"
	"linli/platform/calendar"
	"linli/platform/id"
	"linli/store/dialect"
)

// The columns of counts stand in the order of [insight.CellMeasures]; a test compares them.
const (
	columns = `registered, mediated, settled, confirmable, confirmed, performance_due, part_performed, performed,
		m_accepted, m_not_begun, m_mediated, m_settled, m_oral, m_confirmed, m_performed, m_ended, m_joint`
	addStep = `insert into tally_step (tenant_id, unit_id, day, type, source, shard, ` + columns + `)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23)
		on conflict (tenant_id, unit_id, day, type, source, shard) do update set registered = tally_step.registered + excluded.registered,
		mediated = tally_step.mediated + excluded.mediated, settled = tally_step.settled + excluded.settled,
		confirmable = tally_step.confirmable + excluded.confirmable, confirmed = tally_step.confirmed + excluded.confirmed,
		performance_due = tally_step.performance_due + excluded.performance_due,
		part_performed = tally_step.part_performed + excluded.part_performed, performed = tally_step.performed + excluded.performed,
		m_accepted = tally_step.m_accepted + excluded.m_accepted, m_not_begun = tally_step.m_not_begun + excluded.m_not_begun,
		m_mediated = tally_step.m_mediated + excluded.m_mediated, m_settled = tally_step.m_settled + excluded.m_settled,
		m_oral = tally_step.m_oral + excluded.m_oral, m_confirmed = tally_step.m_confirmed + excluded.m_confirmed,
		m_performed = tally_step.m_performed + excluded.m_performed, m_ended = tally_step.m_ended + excluded.m_ended,
		m_joint = tally_step.m_joint + excluded.m_joint`
)

// Queries lists the package's SQL.
func Queries() []string {
	all := []string{addStep, addSum, dropStep, selectSteps, selectSums, insertReturn, selectReturns, selectPeriod, addCount}
	for _, by := range insight.Dimensions() {
		for _, units := range append([]int{whole}, lists...) {
			all = append(all, along(by, units))
		}
	}
	for _, units := range lists {
		all = append(all, selectCounts(units))
	}
	return all
}

// step is where a step stands: what writers add to, and nothing reads for long.
type step struct {
	tenant, unit id.ID
	day          int64 // yyyymmdd
	kind, source string
	shard        int
}

func (s step) compare(o step) int {
	return cmp.Or(slices.Compare(s.tenant[:], o.tenant[:]), slices.Compare(s.unit[:], o.unit[:]), cmp.Compare(s.day, o.day),
		strings.Compare(s.kind, o.kind), strings.Compare(s.source, o.source), cmp.Compare(s.shard, o.shard))
}

func (s step) args(c insight.Counts) []any {
	return append([]any{s.tenant, s.unit, s.day, s.kind, s.source, s.shard}, c.All()...)
}

// Add are the statements by which a Change counts: one row for a unit's day, kind and source. They stand in one order for
// all Changes, so that two of them never wait for each other in a circle. Deltas of one row are added up first, and what
// adds up to 0 is left out.
func Add(deltas ...insight.Delta) ([]dialect.Statement, error) {
	inCells, others := apart(deltas)
	steps, err := stepsOf(inCells)
	if err != nil {
		return nil, err
	}
	var change []dialect.Statement
	for _, at := range sorted(steps, step.compare) {
		if c := steps[at]; c != (insight.Counts{}) {
			change = append(change, dialect.Statement{Rows: 1, SQL: addStep, Args: at.args(c)})
		}
	}
	more, err := addCounts(others)
	return append(change, more...), err
}

func stepsOf(deltas []insight.Delta) (map[step]insight.Counts, error) {
	steps := map[step]insight.Counts{}
	for _, d := range deltas {
		if err := d.Check(); err != nil {
			return nil, err
		}
		at := step{d.Tenant, d.Unit, number(d.Day), d.Type, d.Source, d.Shard}
		c := steps[at]
		c[insight.Column(d.Measure)] += d.N
		steps[at] = c
	}
	return steps, nil
}

func sorted[K comparable](m map[K]insight.Counts, compare func(a, b K) int) []K {
	keys := make([]K, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, compare)
	return keys
}

// number is a day as the tallies keep it, yyyymmdd.
func number(d calendar.Date) int64 { return int64(d.Year)*10000 + int64(d.Month)*100 + int64(d.Day) }

// Store reads the tallies and folds them. It implements [insight.Tallies] and [insight.Returns].
type Store struct{ db *dialect.DB }

// New returns the tallies of a database.
func New(db *dialect.DB) *Store { return &Store{db: db} }

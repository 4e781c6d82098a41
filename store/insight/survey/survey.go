// Package survey keeps the counts of surveys, and hashes of one-time codes that were used.
package survey

import (
	"context"
	"errors"
	"maps"
	"slices"

	"linli/insight/survey"
	"linli/platform/calendar"
	"linli/platform/id"
	"linli/store/dialect"
)

const (
	selectUsed = `select count(*) from survey_used where tenant_id = $1 and hash = $2`
	insertUsed = `insert into survey_used (tenant_id, hash, ends) values ($1, $2, $3)`
	deleteUsed = `delete from survey_used where tenant_id = $1 and ends < $2`
	addOne     = `insert into survey_tally (tenant_id, form, period, unit_id, question, answer, n) values ($1, $2, $3, $4, $5, $6, 1)
		on conflict (tenant_id, form, period, unit_id, question, answer) do update set n = survey_tally.n + excluded.n`
	selectCounts = `select unit_id, question, answer, n from survey_tally where tenant_id = $1 and form = $2 and period = $3`
)

// Queries lists the package's SQL.
func Queries() []string {
	return []string{selectUsed, insertUsed, deleteUsed, addOne, selectCounts, selectWaves, insertWave, updateWave}
}

// Store keeps counts in a database. It implements survey.Repo.
type Store struct{ db *dialect.DB }

var _ survey.Repo = (*Store)(nil)

// New returns the store over a database.
func New(db *dialect.DB) *Store { return &Store{db} }

// Used implements [survey.Repo].
func (s *Store) Used(ctx context.Context, tenant id.ID, hash []byte) (bool, error) {
	var n int64
	err := s.db.QueryRow(ctx, selectUsed, []any{tenant, hash}, &n)
	return n > 0, err
}

// Keep implements [survey.Repo]. Questions stand in one order for all sheets, so that two of them never wait for each other in
// a circle.
func (s *Store) Keep(ctx context.Context, tenant id.ID, x survey.Sheet) error {
	change := []dialect.Statement{{SQL: insertUsed, Rows: 1, Args: []any{tenant, x.Used, number(x.Ends)}}}
	for _, q := range slices.Sorted(maps.Keys(x.Answers)) {
		change = append(change, dialect.Statement{SQL: addOne, Rows: 1, Args: []any{tenant, x.Form, x.Period, x.Unit, q, x.Answers[q]}})
	}
	err := s.db.Play(ctx, change)
	var twice *dialect.DuplicateError
	if errors.As(err, &twice) {
		return survey.ErrCode
	}
	return err
}

// Counts implements [survey.Repo].
func (s *Store) Counts(ctx context.Context, tenant id.ID, form, period string) ([]survey.Count, error) {
	var out []survey.Count
	err := s.db.Query(ctx, selectCounts, []any{tenant, form, period}, func(r *dialect.Rows) error {
		var c survey.Count
		if err := r.Scan(&c.Unit, &c.Question, &c.Answer, &c.N); err != nil {
			return err
		}
		out = append(out, c)
		return nil
	})
	return out, err
}

// Forget implements [survey.Repo].
func (s *Store) Forget(ctx context.Context, tenant id.ID, before calendar.Date) error {
	return s.db.Play(ctx, []dialect.Statement{{SQL: deleteUsed, Rows: dialect.AnyRows, Args: []any{tenant, number(before)}}})
}

// number is a day as yyyymmdd.
func number(d calendar.Date) int64 { return int64(d.Year)*10000 + int64(d.Month)*100 + int64(d.Day) }

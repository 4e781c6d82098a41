package casefile

import (
	"context"
	"errors"

	"linli/casefile"
	"linli/platform/id"
	"linli/platform/job"
	"linli/store/dialect"
	jobs "linli/store/job"
)

const (
	selectRecount = `select rules, found_at, after_case, missed, done from recount where tenant_id = $1 and capability = $2`
	upsertRecount = `insert into recount (tenant_id, capability, rules, found_at, after_case, missed, done) values ($1, $2, $3, $4, $5, $6, $7)
		on conflict (tenant_id, capability)
		do update set rules = excluded.rules, found_at = excluded.found_at, after_case = excluded.after_case, missed = excluded.missed, done = excluded.done
		where recount.rules = $8 and recount.found_at = $9 and recount.after_case = $10`
	selectOpen = `select distinct case_id from promise where tenant_id = $1 and capability = $2 and end_at = 0 and case_id > $3 order by case_id limit $4`
)

// Recount returns how far the open promises of a capability are counted by new rules; nothing where they never were.
func (s *Store) Recount(ctx context.Context, tenant id.ID, capability string) (x casefile.Recount, err error) {
	err = s.db.QueryRow(ctx, selectRecount, []any{tenant, capability}, &x.Rules, &x.Found, &x.After, &x.Missed, &x.Done)
	if errors.Is(err, dialect.ErrNoRows) {
		return casefile.Recount{}, nil
	}
	return x, err
}

// MoveRecount writes how far they are counted, with the jobs of what could not be, unless another process moved it meanwhile.
func (s *Store) MoveRecount(ctx context.Context, tenant id.ID, capability string, was, next casefile.Recount, missed ...job.Job) error {
	change := []dialect.Statement{{SQL: upsertRecount, Rows: 1, Args: []any{tenant, capability, next.Rules, next.Found,
		next.After[:], next.Missed, next.Done, was.Rules, was.Found, was.After[:]}}}
	for _, j := range missed {
		change = append(change, jobs.Insert(j))
	}
	return Played(s.db.Play(ctx, change), casefile.ErrRecounted)
}

// OpenCases returns the cases after one, in their order, on which something of the capability is open.
func (s *Store) OpenCases(ctx context.Context, tenant id.ID, capability string, after id.ID, limit int) ([]id.ID, error) {
	return IDs(ctx, s.db, selectOpen, tenant, capability, after[:], limit)
}

// IDs are what a query of one column of ids finds.
func IDs(ctx context.Context, db *dialect.DB, query string, args ...any) ([]id.ID, error) {
	var out []id.ID
	err := db.Query(ctx, query, args, func(r *dialect.Rows) error {
		var x id.ID
		err := r.Scan(&x)
		out = append(out, x)
		return err
	})
	return out, err
}

// Moved are the rows of a change without an event: the promises that moved, and the case's own column of when the next falls due,
// which sql sets. The case's version says that nothing else happened to it meanwhile.
func Moved(c casefile.Change, sql string, args ...any) ([]dialect.Statement, error) {
	shared, err := Statements(c)
	return append([]dialect.Statement{{SQL: sql, Rows: 1, Args: args}}, shared...), err
}

package report

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"slices"
	"time"

	"linli/casefile"
	"linli/platform/id"
	"linli/report"
	cases "linli/store/casefile"
	"linli/store/dialect"
)

const (
	insertRef = `insert into report_ref (tenant_id, unit_id, ref, case_id, run_id, fingerprint) values ($1, $2, $3, $4, $5, $6)`
	selectRef = `select fingerprint from report_ref where tenant_id = $1 and unit_id = $2 and ref = $3`
	insertRun = `insert into import_run (tenant_id, id, kind, unit_id, started_at, ended_at, row_count, accepted, unchanged, rejected, undone_at)
		values ($1, $2, 'report', $3, $4, 0, 0, 0, 0, 0, 0)`
	closeRun = `update import_run set ended_at = $3, row_count = $4, accepted = $5, unchanged = $6, rejected = $7
		where tenant_id = $1 and id = $2 and ended_at = 0`
	selectRun    = `select undone_at from import_run where tenant_id = $1 and id = $2 and kind = 'report'`
	undoRun      = `update import_run set undone_at = $3 where tenant_id = $1 and id = $2 and undone_at = 0`
	runCases     = `select case_id from report_ref where tenant_id = $1 and run_id = $2 and case_id > $3 order by case_id limit $4`
	deleteRef    = `delete from report_ref where tenant_id = $1 and run_id = $2 and case_id = $3`
	deleteCase   = `delete from report where tenant_id = $1 and id = $2 and version = 1`
	deleteEvents = `delete from case_event where tenant_id = $1 and case_id = $2`
)

var importQueries = []string{insertRef, selectRef, insertRun, closeRun, selectRun, undoRun, runCases, deleteRef, deleteCase, deleteEvents}

var _ report.Runs = (*Store)(nil)

// BringIn writes a report that was brought in, unless its number is there already.
func (s *Store) BringIn(ctx context.Context, ref string, run id.ID, c report.Change) (isNew bool, err error) {
	print := fingerprint(&c)
	var before []byte
	err = s.db.QueryRow(ctx, selectRef, []any{c.Tenant, c.Case.Home, ref}, &before)
	switch {
	case err == nil && string(before) != string(print[:]):
		return false, report.ErrChanged
	case err == nil:
		return false, nil
	case !errors.Is(err, dialect.ErrNoRows):
		return false, err
	}
	statements, err := statements(&c)
	if err != nil {
		return false, err
	}
	err = s.db.Play(ctx, append(statements, dialect.Statement{SQL: insertRef, Rows: 1, Args: []any{c.Tenant, c.Case.Home, ref, c.Case.ID, run, print[:]}}))
	var twice *dialect.DuplicateError
	if errors.As(err, &twice) { // twice in one file, and both on the way at once
		return s.BringIn(ctx, ref, run, c)
	}
	return err == nil, err
}

// fingerprint is a hash over what the import said of the report in the clear, so that reading the same file again changes
// nothing. What is sealed is not in it: a hash of a few words gives the words away.
func fingerprint(c *report.Change) [32]byte {
	k := &c.Case
	b, err := json.Marshal([]any{k.Category, k.Received, k.State, k.Closed, k.Answered, k.Place, k.Located})
	if err != nil {
		panic("store: strings that JSON cannot hold: " + err.Error()) //nolint:forbidigo // the values are strings, numbers and days
	}
	return sha256.Sum256(b)
}

// OpenRun begins an import run.
func (s *Store) OpenRun(ctx context.Context, tenant, run, unit id.ID, at time.Time) error {
	return s.db.Play(ctx, []dialect.Statement{{SQL: insertRun, Rows: 1, Args: []any{tenant, run, unit, at}}})
}

// CloseRun writes down what became of a run.
func (s *Store) CloseRun(ctx context.Context, tenant, run id.ID, at time.Time, rows, accepted, unchanged, rejected int) error {
	return s.db.Play(ctx, []dialect.Statement{{SQL: closeRun, Rows: 1, Args: []any{tenant, run, at, rows, accepted, unchanged, rejected}}})
}

// Run reports when a run was undone; the zero time while it stands.
func (s *Store) Run(ctx context.Context, tenant, run id.ID) (undone time.Time, err error) {
	err = s.db.QueryRow(ctx, selectRun, []any{tenant, run}, &undone)
	if errors.Is(err, dialect.ErrNoRows) {
		return undone, report.ErrNoRun
	}
	return undone, err
}

// RunCases returns the next cases of a run, after one.
func (s *Store) RunCases(ctx context.Context, tenant, run, after id.ID, limit int) ([]id.ID, error) {
	var out []id.ID
	err := s.db.Query(ctx, runCases, []any{tenant, run, after[:], limit}, func(r *dialect.Rows) error {
		var c id.ID
		err := r.Scan(&c)
		out = append(out, c)
		return err
	})
	return out, err
}

// TakeBack removes a report that a run brought in and that nobody has worked on since.
func (s *Store) TakeBack(ctx context.Context, tenant, run id.ID, c report.Case, destroy casefile.Change) error {
	destroyed, err := cases.Statements(destroy)
	if err != nil {
		return err
	}
	return cases.Played(s.db.Play(ctx, slices.Concat([]dialect.Statement{
		{SQL: deleteCase, Rows: 1, Args: []any{tenant, c.ID}},
		{SQL: deleteEvents, Rows: dialect.AnyRows, Args: []any{tenant, c.ID}},
		{SQL: deleteRef, Rows: 1, Args: []any{tenant, run, c.ID}},
	}, unseen(tenant, c.PublicID), destroyed)), report.ErrMoved)
}

// EndUndo writes down that a run was undone.
func (s *Store) EndUndo(ctx context.Context, tenant, run id.ID, at time.Time) error {
	return s.db.Play(ctx, []dialect.Statement{{SQL: undoRun, Rows: 1, Args: []any{tenant, run, at}}})
}

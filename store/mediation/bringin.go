package mediation

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"linli/casefile"
	"linli/mediation"
	"linli/platform/id"
	cases "linli/store/casefile"
	"linli/store/dialect"
)

const (
	insertRef = `insert into mediation_ref (tenant_id, unit_id, ref, case_id, run_id, fingerprint) values ($1, $2, $3, $4, $5, $6)`
	// A number that a case of the unit bears already takes no row: the change that brings it is then not played.
	takeRef   = insertRef + ` on conflict (tenant_id, unit_id, ref) do nothing`
	selectRef = `select case_id, fingerprint from mediation_ref where tenant_id = $1 and unit_id = $2 and ref = $3`
	countRefs = `select count(*) from mediation_ref where tenant_id = $1`
	insertRun = `insert into import_run (tenant_id, id, kind, unit_id, started_at, ended_at, row_count, accepted, unchanged, rejected, undone_at)
		values ($1, $2, 'mediation', $3, $4, 0, 0, 0, 0, 0, 0)`
	closeRun = `update import_run set ended_at = $3, row_count = $4, accepted = $5, unchanged = $6, rejected = $7
		where tenant_id = $1 and id = $2 and ended_at = 0`
	selectRun    = `select undone_at from import_run where tenant_id = $1 and id = $2 and kind = 'mediation'`
	undoRun      = `update import_run set undone_at = $3 where tenant_id = $1 and id = $2 and undone_at = 0`
	runCases     = `select case_id from mediation_ref where tenant_id = $1 and run_id = $2 and case_id > $3 order by case_id limit $4`
	deleteRefs   = `delete from mediation_ref where tenant_id = $1 and run_id = $2 and case_id = $3`
	deleteCase   = `delete from mediation where tenant_id = $1 and id = $2 and version = 1`
	deleteEvents = `delete from case_event where tenant_id = $1 and case_id = $2`
)

// BringIn writes a case that was brought in, unless its number is there already. It reports whether it is new;
// mediation.ErrChanged says that the number stands for another content.
func (s *Store) BringIn(ctx context.Context, c mediation.Change) (isNew bool, err error) {
	print := fingerprint(c)
	var known id.ID
	var before []byte
	err = s.db.QueryRow(ctx, selectRef, []any{c.Tenant, c.Case.Unit, c.Case.Ref}, &known, &before)
	if err == nil {
		if string(before) != string(print[:]) {
			return false, mediation.ErrChanged
		}
		return false, nil
	}
	if !errors.Is(err, dialect.ErrNoRows) {
		return false, err
	}
	statements, err := s.statements(c)
	if err != nil {
		return false, err
	}
	statements = append(statements, dialect.Statement{SQL: insertRef, Rows: 1,
		Args: []any{c.Tenant, c.Case.Unit, c.Case.Ref, c.Case.ID, c.Run, print[:]}})
	return true, cases.Played(s.db.Play(ctx, statements), mediation.ErrMoved)
}

// RefTaken implements mediation.Repo.
func (s *Store) RefTaken(ctx context.Context, tenant, unit id.ID, ref string) (bool, error) {
	var known id.ID
	var print []byte
	err := s.db.QueryRow(ctx, selectRef, []any{tenant, unit, ref}, &known, &print)
	if errors.Is(err, dialect.ErrNoRows) {
		return false, nil
	}
	return err == nil, err
}

// refs take the number that a case has on paper, and free it where the case was brought in by mistake. No run of an import
// knows the row, and no content of one is equal to it.
func refs(c mediation.Change) []dialect.Statement {
	k := &c.Case
	switch {
	case c.Unnumbered:
		return []dialect.Statement{{SQL: deleteRefs, Rows: 1, Args: []any{c.Tenant, k.ID, k.ID}}}
	case c.From == 0 && k.Paper != nil && k.Ref != "":
		return []dialect.Statement{{SQL: takeRef, Rows: 1, Args: []any{c.Tenant, k.Unit, k.Ref, k.ID, k.ID, []byte{}}}}
	}
	return nil
}

// fingerprint is a hash over what the import said of the case, so that reading the same file again changes nothing.
func fingerprint(c mediation.Change) [32]byte {
	k := c.Case
	b, err := json.Marshal([]any{k.Type, k.Source, k.Received, k.State, k.Mediated})
	if err != nil {
		panic("store: strings that JSON cannot hold: " + err.Error()) //nolint:forbidigo // the values are strings and days
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
		return undone, mediation.ErrNoRun
	}
	return undone, err
}

// Brought counts the cases of an office that were brought in.
func (s *Store) Brought(ctx context.Context, tenant id.ID) (n int64, err error) {
	err = s.db.QueryRow(ctx, countRefs, []any{tenant}, &n)
	return n, err
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

// TakeBack removes a case that a run brought in and that nobody has worked on since, and counts it back.
// mediation.ErrMoved says that somebody has.
func (s *Store) TakeBack(ctx context.Context, tenant, run id.ID, c mediation.Case, back []casefile.Tally) error {
	counts, err := cases.Statements(casefile.Change{Tenant: tenant, Events: nil, Tallies: back})
	if err != nil {
		return fmt.Errorf("count back: %w", err)
	}
	return cases.Played(s.db.Play(ctx, append([]dialect.Statement{
		{SQL: deleteCase, Rows: 1, Args: []any{tenant, c.ID}},
		{SQL: forgetNicknames, Rows: dialect.AnyRows, Args: []any{tenant, c.ID}}, // their keys, which nothing names any more, are swept
		{SQL: deleteEvents, Rows: dialect.AnyRows, Args: []any{tenant, c.ID}},
		{SQL: deleteRefs, Rows: 1, Args: []any{tenant, run, c.ID}},
	}, counts...)), mediation.ErrMoved)
}

// EndUndo writes down that a run was undone.
func (s *Store) EndUndo(ctx context.Context, tenant, run id.ID, at time.Time) error {
	return s.db.Play(ctx, []dialect.Statement{{SQL: undoRun, Rows: 1, Args: []any{tenant, run, at}}})
}

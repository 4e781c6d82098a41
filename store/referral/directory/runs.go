package directory

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"linli/platform/id"
	"linli/referral/directory"
	"linli/store/dialect"
)

const (
	insertRun = `insert into import_run (tenant_id, id, kind, unit_id, started_at, ended_at, row_count, accepted, unchanged, rejected, undone_at)
		values ($1, $2, 'hsds', $3, $4, 0, 0, 0, 0, 0, 0)`
	closeRun = `update import_run set ended_at = $3, row_count = $4, accepted = $5, unchanged = $6, rejected = $7
		where tenant_id = $1 and id = $2 and ended_at = 0`
	selectRun    = `select undone_at from import_run where tenant_id = $1 and id = $2 and kind = 'hsds'`
	undoRun      = `update import_run set undone_at = $3 where tenant_id = $1 and id = $2 and undone_at = 0`
	selectFormer = `select kind, id, before_run, body from directory_before where tenant_id = $1 and run_id = $2 and (kind, id) > ($3, $4) order by kind, id limit $5`
)

// OpenRun begins an import.
func (s *Store) OpenRun(ctx context.Context, tenant, run, unit id.ID, at time.Time) error {
	return s.db.Play(ctx, []dialect.Statement{{SQL: insertRun, Rows: 1, Args: []any{tenant, run, unit, at}}})
}

// CloseRun writes down what became of an import.
func (s *Store) CloseRun(ctx context.Context, tenant, run id.ID, at time.Time, rows, accepted, unchanged, rejected int) error {
	return s.db.Play(ctx, []dialect.Statement{{SQL: closeRun, Rows: 1, Args: []any{tenant, run, at, rows, accepted, unchanged, rejected}}})
}

// Run says when a run was undone.
func (s *Store) Run(ctx context.Context, tenant, run id.ID) (undone time.Time, err error) {
	err = s.db.QueryRow(ctx, selectRun, []any{tenant, run}, &undone)
	if errors.Is(err, dialect.ErrNoRows) {
		return undone, directory.ErrNotFound
	}
	return undone, err
}

// Former returns what a run changed, the next after one.
func (s *Store) Former(ctx context.Context, tenant, run id.ID, after directory.Former, limit int) ([]directory.Former, error) {
	var out []directory.Former
	err := s.db.Query(ctx, selectFormer, []any{tenant, run, string(after.Kind), after.ID[:], limit}, func(r *dialect.Rows) error {
		var kind string
		var f directory.Former
		var before id.ID
		var body json.RawMessage
		if err := r.Scan(&kind, &f.ID, &before, &body); err != nil {
			return err
		}
		f.Kind = directory.Kind(kind)
		if len(body) > 0 {
			b, err := directory.DecodeBody(body)
			if err != nil {
				return err
			}
			f.Before = &directory.Object{Kind: f.Kind, ID: f.ID, Run: before, Body: b}
		}
		out = append(out, f)
		return nil
	})
	return out, err
}

// EndUndo writes down that a run was undone.
func (s *Store) EndUndo(ctx context.Context, tenant, run id.ID, at time.Time) error {
	return s.db.Play(ctx, []dialect.Statement{{SQL: undoRun, Rows: 1, Args: []any{tenant, run, at}}})
}

// Package release keeps the versions of rulebooks that an office wrote itself.
package release

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"linli/office"
	"linli/platform/id"
	"linli/rulebook/release"
	"linli/store/dialect"
	jobs "linli/store/job"
	offices "linli/store/office"
)

const (
	selectAll   = `select id, version, state, turn, body from rulebook_version where tenant_id = $1 order by id desc`
	selectFiles = `select files from rulebook_version where tenant_id = $1 and id = $2`
	insertOne   = `insert into rulebook_version (tenant_id, id, version, state, effective, turn, body, files) values ($1, $2, $3, $4, $5, $6, $7, $8)`
	updateOne   = `update rulebook_version set version = $4, state = $5, effective = $6, turn = $7, body = $8 where tenant_id = $1 and id = $2 and version = $3`
	updateFiles = `update rulebook_version set files = $4 where tenant_id = $1 and id = $2 and version = $3`
	selectOwed  = `select case_id, rule_key, rule, start_at from promise where tenant_id = $1 and capability = $2 and end_at = 0 and (case_id, rule_key) > ($3, $4)
		order by case_id, rule_key limit $5`
)

// Queries lists the package's SQL.
func Queries() []string {
	return []string{selectAll, selectFiles, insertOne, updateOne, updateFiles, selectOwed}
}

// Store keeps versions in a database. It implements release.Repo.
type Store struct{ db *dialect.DB }

var _ release.Repo = (*Store)(nil)

// New returns the store over a database.
func New(db *dialect.DB) *Store { return &Store{db} }

// Versions returns all versions of a tenant, the newest first.
func (s *Store) Versions(ctx context.Context, tenant id.ID) ([]release.Version, error) {
	var out []release.Version
	err := s.db.Query(ctx, selectAll, []any{tenant}, func(r *dialect.Rows) error {
		var v release.Version
		var state string
		var body json.RawMessage
		if err := r.Scan(&v.ID, &v.Row, &state, &v.Turn, &body); err != nil {
			return err
		}
		if err := json.Unmarshal(body, &v); err != nil {
			return fmt.Errorf("decode a version of a rulebook: %w", err)
		}
		v.State = release.State(state)
		out = append(out, v)
		return nil
	})
	return out, err
}

// Files returns the zip file of a version.
func (s *Store) Files(ctx context.Context, tenant, of id.ID) ([]byte, error) {
	var files []byte
	err := s.db.QueryRow(ctx, selectFiles, []any{tenant, of}, &files)
	if errors.Is(err, dialect.ErrNoRows) || err == nil && len(files) == 0 {
		return nil, release.ErrNotFound
	}
	return files, err
}

// Play writes a change with its line in the office's record, all or nothing.
func (s *Store) Play(ctx context.Context, tenant id.ID, c release.Change) error {
	v, effective := c.Version, ""
	if v.State == release.Released {
		effective = v.Effective.String()
	}
	body, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("encode a version of a rulebook: %w", err)
	}
	var all []dialect.Statement
	if v.Row == 1 {
		all = append(all, dialect.Statement{SQL: insertOne, Rows: 1, Args: []any{tenant, v.ID, v.Row, string(v.State), effective, v.Turn, json.RawMessage(body), c.Files}})
	} else {
		all = append(all, dialect.Statement{SQL: updateOne, Rows: 1, Args: []any{tenant, v.ID, v.Row - 1, v.Row, string(v.State), effective, v.Turn, json.RawMessage(body)}})
		if c.Files != nil {
			all = append(all, dialect.Statement{SQL: updateFiles, Rows: 1, Args: []any{tenant, v.ID, v.Row, c.Files}})
		}
	}
	r := c.Record
	all = append(all, offices.InsertEvent(office.Event{Tenant: tenant, ID: r.ID, At: r.At, Kind: r.Kind, By: r.By, Unit: r.Unit, Detail: r.Name}))
	for _, n := range c.Notices {
		all = append(all, jobs.InsertNotice(n))
	}
	err = s.db.Play(ctx, all)
	var rows *dialect.RowsError
	var taken *dialect.DuplicateError
	if errors.As(err, &rows) || errors.As(err, &taken) {
		return fmt.Errorf("%w: %w", release.ErrMoved, err)
	}
	return err
}

// Owed returns promises of a capability that are open after one of them, in the order of their cases.
func (s *Store) Owed(ctx context.Context, tenant id.ID, capability string, after release.Owed, limit int) ([]release.Owed, error) {
	out := make([]release.Owed, 0, limit)
	err := s.db.Query(ctx, selectOwed, []any{tenant, capability, after.Case[:], after.Key, limit}, func(r *dialect.Rows) error {
		var x release.Owed
		err := r.Scan(&x.Case, &x.Key, &x.Rule, &x.Start)
		out = append(out, x)
		return err
	})
	return out, err
}

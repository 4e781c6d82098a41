// Package recipient keeps the other offices that reports are sent to.
package recipient

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"linli/office"
	"linli/platform/id"
	"linli/report/recipient"
	"linli/store/dialect"
	offices "linli/store/office"
)

const (
	selectAll = `select id, version, body from recipient where tenant_id = $1 order by id`
	insertOne = `insert into recipient (tenant_id, id, version, body) values ($1, $2, $3, $4)`
	updateOne = `update recipient set version = $4, body = $5 where tenant_id = $1 and id = $2 and version = $3`
)

// Queries lists the package's SQL.
func Queries() []string { return []string{selectAll, insertOne, updateOne} }

// Store keeps recipients in a database. It implements recipient.Repo.
type Store struct{ db *dialect.DB }

var _ recipient.Repo = (*Store)(nil)

// New returns the store over a database.
func New(db *dialect.DB) *Store { return &Store{db} }

// All returns those that are not removed.
func (s *Store) All(ctx context.Context, tenant id.ID) ([]recipient.Office, error) {
	var out []recipient.Office
	err := s.db.Query(ctx, selectAll, []any{tenant}, func(r *dialect.Rows) error {
		var o recipient.Office
		var body json.RawMessage
		if err := r.Scan(&o.ID, &o.Version, &body); err != nil {
			return err
		}
		if err := json.Unmarshal(body, &o); err != nil {
			return fmt.Errorf("decode a recipient: %w", err)
		}
		if o.Removed.IsZero() {
			out = append(out, o)
		}
		return nil
	})
	return out, err
}

// Write keeps one with its line in the office's record, both or neither.
func (s *Store) Write(ctx context.Context, tenant id.ID, o recipient.Office, e office.Event) error {
	body, err := json.Marshal(o)
	if err != nil {
		return fmt.Errorf("encode a recipient: %w", err)
	}
	row := dialect.Statement{SQL: insertOne, Rows: 1, Args: []any{tenant, o.ID, o.Version, json.RawMessage(body)}}
	if o.Version > 1 {
		row = dialect.Statement{SQL: updateOne, Rows: 1, Args: []any{tenant, o.ID, o.Version - 1, o.Version, json.RawMessage(body)}}
	}
	err = s.db.Play(ctx, []dialect.Statement{row, offices.InsertEvent(e)})
	var rows *dialect.RowsError
	var taken *dialect.DuplicateError
	if errors.As(err, &rows) || errors.As(err, &taken) {
		return fmt.Errorf("%w: %w", recipient.ErrMoved, err)
	}
	return err
}

// Package roster keeps the directory of mediators.
package roster

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"linli/mediation/roster"
	"linli/platform/id"
	"linli/store/dialect"
)

const (
	selectEntry   = `select version, body from roster where tenant_id = $1 and account_id = $2`
	selectEntries = `select account_id, version, body from roster where tenant_id = $1 order by account_id`
	insertEntry   = `insert into roster (tenant_id, account_id, version, body) values ($1, $2, $3, $4)`
	updateEntry   = `update roster set version = $4, body = $5 where tenant_id = $1 and account_id = $2 and version = $3`
)

// Queries lists the package's SQL.
func Queries() []string { return []string{selectEntry, selectEntries, insertEntry, updateEntry} }

// Store keeps entries in a database. It implements roster.Repo.
type Store struct{ db *dialect.DB }

var _ roster.Repo = (*Store)(nil)

// New returns the store over a database.
func New(db *dialect.DB) *Store { return &Store{db} }

// Entry returns a mediator's entry.
func (s *Store) Entry(ctx context.Context, tenant, account id.ID) (roster.Entry, error) {
	var body json.RawMessage
	var version int64
	err := s.db.QueryRow(ctx, selectEntry, []any{tenant, account}, &version, &body)
	if errors.Is(err, dialect.ErrNoRows) {
		return roster.Entry{}, roster.ErrNotFound
	}
	if err != nil {
		return roster.Entry{}, err
	}
	return decode(account, version, body)
}

func decode(account id.ID, version int64, body json.RawMessage) (roster.Entry, error) {
	var e roster.Entry
	if err := json.Unmarshal(body, &e); err != nil {
		return e, fmt.Errorf("decode an entry: %w", err)
	}
	e.Account, e.Version = account, version
	return e, nil
}

// Entries returns all entries of a tenant.
func (s *Store) Entries(ctx context.Context, tenant id.ID) ([]roster.Entry, error) {
	var out []roster.Entry
	err := s.db.Query(ctx, selectEntries, []any{tenant}, func(r *dialect.Rows) error {
		var account id.ID
		var version int64
		var body json.RawMessage
		if err := r.Scan(&account, &version, &body); err != nil {
			return err
		}
		e, err := decode(account, version, body)
		out = append(out, e)
		return err
	})
	return out, err
}

// Keep writes an entry of the version after the one that is kept.
func (s *Store) Keep(ctx context.Context, tenant id.ID, e roster.Entry) error {
	body, err := json.Marshal(e)
	if err != nil {
		return fmt.Errorf("encode an entry: %w", err)
	}
	write := dialect.Statement{SQL: updateEntry, Rows: 1, Args: []any{tenant, e.Account, e.Version - 1, e.Version, json.RawMessage(body)}}
	if e.Version == 1 {
		write = dialect.Statement{SQL: insertEntry, Rows: 1, Args: []any{tenant, e.Account, e.Version, json.RawMessage(body)}}
	}
	err = s.db.Play(ctx, []dialect.Statement{write})
	var rows *dialect.RowsError
	var taken *dialect.DuplicateError
	if errors.As(err, &rows) || errors.As(err, &taken) {
		return fmt.Errorf("%w: %w", roster.ErrMoved, err)
	}
	return err
}

// Package invitation keeps general invitations.
package invitation

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"linli/mediation/invitation"
	"linli/platform/id"
	"linli/store/dialect"
)

const (
	selectOne = `select version, body from general_invitation where tenant_id = $1 and id = $2`
	selectAll = `select id, version, body from general_invitation where tenant_id = $1 order by id desc limit $2`
	insertOne = `insert into general_invitation (tenant_id, id, version, body) values ($1, $2, $3, $4)`
	updateOne = `update general_invitation set version = $4, body = $5 where tenant_id = $1 and id = $2 and version = $3`
)

// Queries lists the package's SQL.
func Queries() []string { return []string{selectOne, selectAll, insertOne, updateOne} }

// Store keeps invitations in a database. It implements invitation.Repo.
type Store struct{ db *dialect.DB }

var _ invitation.Repo = (*Store)(nil)

// New returns the store over a database.
func New(db *dialect.DB) *Store { return &Store{db} }

// Invitation returns one invitation.
func (s *Store) Invitation(ctx context.Context, tenant, of id.ID) (invitation.Invitation, error) {
	var body json.RawMessage
	var version int64
	err := s.db.QueryRow(ctx, selectOne, []any{tenant, of}, &version, &body)
	if errors.Is(err, dialect.ErrNoRows) {
		return invitation.Invitation{}, invitation.ErrNotFound
	}
	if err != nil {
		return invitation.Invitation{}, err
	}
	return decode(of, version, body)
}

// Invitations returns the newest invitations of a tenant, the newest first.
func (s *Store) Invitations(ctx context.Context, tenant id.ID, limit int) ([]invitation.Invitation, error) {
	var out []invitation.Invitation
	err := s.db.Query(ctx, selectAll, []any{tenant, limit}, func(r *dialect.Rows) error {
		var of id.ID
		var version int64
		var body json.RawMessage
		if err := r.Scan(&of, &version, &body); err != nil {
			return err
		}
		i, err := decode(of, version, body)
		out = append(out, i)
		return err
	})
	return out, err
}

func decode(of id.ID, version int64, body json.RawMessage) (invitation.Invitation, error) {
	var i invitation.Invitation
	if err := json.Unmarshal(body, &i); err != nil {
		return i, fmt.Errorf("decode an invitation: %w", err)
	}
	i.ID, i.Version = of, version
	return i, nil
}

// Keep writes an invitation of the version after the one that is kept.
func (s *Store) Keep(ctx context.Context, tenant id.ID, i invitation.Invitation) error {
	body, err := json.Marshal(i)
	if err != nil {
		return fmt.Errorf("encode an invitation: %w", err)
	}
	write := dialect.Statement{SQL: updateOne, Rows: 1, Args: []any{tenant, i.ID, i.Version - 1, i.Version, json.RawMessage(body)}}
	if i.Version == 1 {
		write = dialect.Statement{SQL: insertOne, Rows: 1, Args: []any{tenant, i.ID, i.Version, json.RawMessage(body)}}
	}
	err = s.db.Play(ctx, []dialect.Statement{write})
	var rows *dialect.RowsError
	var taken *dialect.DuplicateError
	if errors.As(err, &rows) || errors.As(err, &taken) {
		return fmt.Errorf("%w: %w", invitation.ErrMoved, err)
	}
	return err
}

// Package digest keeps who of the office wants a daily mail.
package digest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"linli/office/digest"
	"linli/platform/clock"
	"linli/platform/id"
	"linli/platform/job"
	"linli/store/dialect"
	jobs "linli/store/job"
)

const (
	selectOne   = `select version, next_at, body from digest where tenant_id = $1 and account_id = $2`
	selectReady = `select account_id, version, next_at, body from digest where tenant_id = $1 and next_at > 0 and next_at <= $2 order by next_at limit $3`
	insertOne   = `insert into digest (tenant_id, account_id, version, next_at, body) values ($1, $2, $3, $4, $5)`
	updateOne   = `update digest set version = $4, next_at = $5, body = $6 where tenant_id = $1 and account_id = $2 and version = $3`
	deleteOne   = `delete from digest where tenant_id = $1 and account_id = $2`
)

// Queries lists the package's SQL.
func Queries() []string { return []string{selectOne, selectReady, insertOne, updateOne, deleteOne} }

// Store keeps choices in a database. It implements digest.Repo.
type Store struct{ db *dialect.DB }

var _ digest.Repo = (*Store)(nil)

// New returns the store over a database.
func New(db *dialect.DB) *Store { return &Store{db} }

// Choice returns that of an account.
func (s *Store) Choice(ctx context.Context, tenant, account id.ID) (digest.Choice, error) {
	c := digest.Choice{Account: account}
	var body json.RawMessage
	err := s.db.QueryRow(ctx, selectOne, []any{tenant, account}, &c.Version, &c.Next, &body)
	if errors.Is(err, dialect.ErrNoRows) {
		return c, digest.ErrNone
	}
	if err == nil {
		err = json.Unmarshal(body, &c)
	}
	return c, err
}

// Ready returns those whose mail is due.
func (s *Store) Ready(ctx context.Context, tenant id.ID, now time.Time, limit int) ([]digest.Choice, error) {
	var out []digest.Choice
	err := s.db.Query(ctx, selectReady, []any{tenant, clock.Micros(now), limit}, func(r *dialect.Rows) error {
		var c digest.Choice
		var body json.RawMessage
		if err := r.Scan(&c.Account, &c.Version, &c.Next, &body); err != nil {
			return err
		}
		err := json.Unmarshal(body, &c)
		out = append(out, c)
		return err
	})
	return out, err
}

// Keep writes a choice of the version after the one that is kept.
func (s *Store) Keep(ctx context.Context, tenant id.ID, c digest.Choice, queued []job.Job) error {
	body, err := json.Marshal(c)
	if err != nil {
		return fmt.Errorf("encode a digest: %w", err)
	}
	out := []dialect.Statement{{SQL: updateOne, Rows: 1, Args: []any{tenant, c.Account, c.Version - 1, c.Version, c.Next, json.RawMessage(body)}}}
	if c.Version == 1 {
		out[0] = dialect.Statement{SQL: insertOne, Rows: 1, Args: []any{tenant, c.Account, c.Version, c.Next, json.RawMessage(body)}}
	}
	for _, j := range queued {
		out = append(out, jobs.Insert(j))
	}
	err = s.db.Play(ctx, out)
	var rows *dialect.RowsError
	var taken *dialect.DuplicateError
	if errors.As(err, &rows) || errors.As(err, &taken) {
		return fmt.Errorf("%w: %w", digest.ErrMoved, err)
	}
	return err
}

// Remove takes an account's choice out.
func (s *Store) Remove(ctx context.Context, tenant, account id.ID) error {
	return s.db.Play(ctx, []dialect.Statement{{SQL: deleteOne, Rows: dialect.AnyRows, Args: []any{tenant, account}}})
}

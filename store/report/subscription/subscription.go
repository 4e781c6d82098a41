// Package subscription keeps who follows the public list of reports by e-mail. Nothing here lists them.
package subscription

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"linli/platform/clock"
	"linli/platform/id"
	"linli/platform/job"
	"linli/report/subscription"
	"linli/store/dialect"
	jobs "linli/store/job"
)

const (
	selectOne   = `select version, due_at, body from subscription where tenant_id = $1 and id = $2`
	selectReady = `select id, version, due_at, body from subscription where tenant_id = $1 and due_at <= $2 order by due_at limit $3`
	insertOne   = `insert into subscription (tenant_id, id, version, due_at, body) values ($1, $2, $3, $4, $5)`
	updateOne   = `update subscription set version = $4, due_at = $5, body = $6 where tenant_id = $1 and id = $2 and version = $3`
	deleteOne   = `delete from subscription where tenant_id = $1 and id = $2`
)

// Queries lists the package's SQL.
func Queries() []string { return []string{selectOne, selectReady, insertOne, updateOne, deleteOne} }

// Store keeps subscriptions in a database. It implements subscription.Repo.
type Store struct{ db *dialect.DB }

var _ subscription.Repo = (*Store)(nil)

// New returns the store over a database.
func New(db *dialect.DB) *Store { return &Store{db} }

// Subscription returns one.
func (s *Store) Subscription(ctx context.Context, tenant, of id.ID) (subscription.Subscription, error) {
	x := subscription.Subscription{ID: of}
	var body json.RawMessage
	err := s.db.QueryRow(ctx, selectOne, []any{tenant, of}, &x.Version, &x.Due, &body)
	if errors.Is(err, dialect.ErrNoRows) {
		return x, subscription.ErrNone
	}
	if err == nil {
		err = json.Unmarshal(body, &x)
	}
	return x, err
}

// Ready returns those that are due.
func (s *Store) Ready(ctx context.Context, tenant id.ID, now time.Time, limit int) ([]subscription.Subscription, error) {
	var out []subscription.Subscription
	err := s.db.Query(ctx, selectReady, []any{tenant, clock.Micros(now), limit}, func(r *dialect.Rows) error {
		var x subscription.Subscription
		var body json.RawMessage
		if err := r.Scan(&x.ID, &x.Version, &x.Due, &body); err != nil {
			return err
		}
		err := json.Unmarshal(body, &x)
		out = append(out, x)
		return err
	})
	return out, err
}

// Keep writes a row of the version after the one that is kept.
func (s *Store) Keep(ctx context.Context, tenant id.ID, x subscription.Subscription, queued ...job.Job) error {
	body, err := json.Marshal(x)
	if err != nil {
		return fmt.Errorf("encode a subscription: %w", err)
	}
	out := []dialect.Statement{{SQL: updateOne, Rows: 1, Args: []any{tenant, x.ID, x.Version - 1, x.Version, x.Due, json.RawMessage(body)}}}
	if x.Version == 1 {
		out[0] = dialect.Statement{SQL: insertOne, Rows: 1, Args: []any{tenant, x.ID, x.Version, x.Due, json.RawMessage(body)}}
	}
	for _, j := range queued {
		out = append(out, jobs.Insert(j))
	}
	err = s.db.Play(ctx, out)
	var rows *dialect.RowsError
	if errors.As(err, &rows) {
		return fmt.Errorf("%w: %w", subscription.ErrMoved, err)
	}
	return err
}

// Remove takes a row out.
func (s *Store) Remove(ctx context.Context, tenant, of id.ID) error {
	return s.db.Play(ctx, []dialect.Statement{{SQL: deleteOne, Rows: dialect.AnyRows, Args: []any{tenant, of}}})
}

// Package webhook keeps the addresses that the office tells of its events, and what was delivered to them.
package webhook

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"linli/office/webhook"
	"linli/platform/clock"
	"linli/platform/id"
	"linli/store/dialect"
	jobs "linli/store/job"
	offices "linli/store/office"
)

const (
	selectHooks      = `select id, version, body from webhook where tenant_id = $1 order by id`
	insertHook       = `insert into webhook (tenant_id, id, version, body) values ($1, $2, $3, $4)`
	updateHook       = `update webhook set version = $4, body = $5 where tenant_id = $1 and id = $2 and version = $3`
	selectDelivery   = `select hook_id, version, made_at, body from webhook_delivery where tenant_id = $1 and id = $2`
	selectDeliveries = `select id, version, made_at, body from webhook_delivery where tenant_id = $1 and hook_id = $2 order by id desc limit $3`
	insertDelivery   = `insert into webhook_delivery (tenant_id, id, hook_id, version, made_at, body) values ($1, $2, $3, $4, $5, $6)`
	updateDelivery   = `update webhook_delivery set version = $4, body = $5 where tenant_id = $1 and id = $2 and version = $3`
	deleteOld        = `delete from webhook_delivery where tenant_id = $1 and made_at < $2`
)

// Queries lists the package's SQL.
func Queries() []string {
	return []string{selectHooks, insertHook, updateHook, selectDelivery, selectDeliveries, insertDelivery, updateDelivery, deleteOld}
}

// Store keeps webhooks in a database. It implements webhook.Repo.
type Store struct{ db *dialect.DB }

var _ webhook.Repo = (*Store)(nil)

// New returns the store over a database.
func New(db *dialect.DB) *Store { return &Store{db} }

// Hooks returns the addresses that are not removed.
func (s *Store) Hooks(ctx context.Context, tenant id.ID) ([]webhook.Hook, error) {
	var out []webhook.Hook
	err := s.db.Query(ctx, selectHooks, []any{tenant}, func(r *dialect.Rows) error {
		var h webhook.Hook
		var body json.RawMessage
		if err := r.Scan(&h.ID, &h.Version, &body); err != nil {
			return err
		}
		if err := json.Unmarshal(body, &h); err != nil {
			return fmt.Errorf("decode a webhook: %w", err)
		}
		if h.Removed.IsZero() {
			out = append(out, h)
		}
		return nil
	})
	return out, err
}

// Delivery returns one delivery.
func (s *Store) Delivery(ctx context.Context, tenant, of id.ID) (webhook.Delivery, error) {
	d := webhook.Delivery{ID: of}
	var body json.RawMessage
	err := s.db.QueryRow(ctx, selectDelivery, []any{tenant, of}, &d.Hook, &d.Version, &d.Made, &body)
	if errors.Is(err, dialect.ErrNoRows) {
		return d, webhook.ErrNotFound
	}
	if err == nil {
		err = json.Unmarshal(body, &d)
	}
	return d, err
}

// Deliveries returns the newest deliveries of an address.
func (s *Store) Deliveries(ctx context.Context, tenant, hook id.ID, limit int) ([]webhook.Delivery, error) {
	var out []webhook.Delivery
	err := s.db.Query(ctx, selectDeliveries, []any{tenant, hook, limit}, func(r *dialect.Rows) error {
		d := webhook.Delivery{Hook: hook}
		var body json.RawMessage
		if err := r.Scan(&d.ID, &d.Version, &d.Made, &body); err != nil {
			return err
		}
		if err := json.Unmarshal(body, &d); err != nil {
			return fmt.Errorf("decode a delivery: %w", err)
		}
		out = append(out, d)
		return nil
	})
	return out, err
}

// Play writes a change, all or nothing.
func (s *Store) Play(ctx context.Context, tenant id.ID, c webhook.Change) error {
	var out []dialect.Statement
	row := func(v any, version int64, insert, update string, head ...any) error {
		body, err := json.Marshal(v)
		if err != nil {
			return fmt.Errorf("encode a webhook: %w", err)
		}
		st := dialect.Statement{SQL: insert, Rows: 1, Args: append(head, json.RawMessage(body))}
		if version > 1 {
			st = dialect.Statement{SQL: update, Rows: 1, Args: []any{head[0], head[1], version - 1, version, json.RawMessage(body)}}
		}
		out = append(out, st)
		return nil
	}
	for _, h := range c.Hooks {
		if err := row(h, h.Version, insertHook, updateHook, tenant, h.ID, h.Version); err != nil {
			return err
		}
	}
	for _, d := range c.Deliveries {
		if err := row(d, d.Version, insertDelivery, updateDelivery, tenant, d.ID, d.Hook, d.Version, d.Made); err != nil {
			return err
		}
	}
	for _, j := range c.Jobs {
		out = append(out, jobs.Insert(j))
	}
	for _, e := range c.Events {
		out = append(out, offices.InsertEvent(e))
	}
	err := s.db.Play(ctx, out)
	var rows *dialect.RowsError
	var taken *dialect.DuplicateError
	if errors.As(err, &rows) || errors.As(err, &taken) {
		return fmt.Errorf("%w: %w", webhook.ErrMoved, err)
	}
	return err
}

// Forget removes the deliveries that were made before an instant.
func (s *Store) Forget(ctx context.Context, tenant id.ID, before time.Time) error {
	return s.db.Play(ctx, []dialect.Statement{{SQL: deleteOld, Args: []any{tenant, clock.Micros(before)}, Rows: dialect.AnyRows}})
}

// Package duty keeps the occurrences of duties: the state row of each. What every case shares is kept by store/casefile.
package duty

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"linli/duty"
	"linli/platform/calendar"
	"linli/platform/id"
	cases "linli/store/casefile"
	"linli/store/dialect"
)

const (
	insertCase = `insert into duty (tenant_id, id, unit_id, home_id, rule, period, version, waits, last_at, next_at, of_id, updated_at, body)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`
	updateCase = `update duty set unit_id = $4, version = $5, waits = $6, last_at = $7, next_at = $8, updated_at = $9, body = $10
		where tenant_id = $1 and id = $2 and version = $3`
	moveDue    = `update duty set last_at = $4, next_at = $5 where tenant_id = $1 and id = $2 and version = $3`
	selectCase = `select body, version from duty where tenant_id = $1 and id = $2`
	listUnit   = `select body, version, last_at, next_at from duty where tenant_id = $1 and unit_id = $2 and last_at >= $3 and last_at < $4
		and (last_at, id) > ($5, $6) order by last_at, id limit $7`
	listWaiting = `select body, version, last_at, next_at from duty where tenant_id = $1 and unit_id = $2 and waits = $8 and next_at >= $3 and next_at < $4
		and (next_at, id) > ($5, $6) order by next_at, id limit $7`
	listOf   = `select body, version, last_at, next_at from duty where tenant_id = $1 and of_id = $2 order by id`
	listRule = `select body, version, last_at, next_at from duty where tenant_id = $1 and home_id = $2 and rule = $3 and last_at >= $4 and last_at < $5
		order by last_at, id`
	planned = `select home_id, rule, period from duty where tenant_id = $1 and last_at >= $2`
)

// Queries lists the package's SQL.
func Queries() []string {
	return []string{insertCase, updateCase, moveDue, selectCase, listUnit, listWaiting, listOf, listRule, planned}
}

// Store keeps occurrences in a database. It implements duty.Repo.
type Store struct {
	*cases.Store
	db *dialect.DB
}

var _ duty.Repo = (*Store)(nil)

// New returns the store over a database.
func New(db *dialect.DB) *Store { return &Store{cases.New(db), db} }

// Play writes a change, all or nothing.
func (s *Store) Play(ctx context.Context, c duty.Change) error {
	all, err := statements(&c)
	if err != nil {
		return err
	}
	return played(s.db.Play(ctx, all))
}

// statements write a change.
func statements(c *duty.Change) ([]dialect.Statement, error) {
	if len(c.Events) == 0 {
		return cases.Moved(c.Change, moveDue, c.Tenant, c.Case.ID, c.From, c.Last, cases.Order(c.Next))
	}
	body, err := json.Marshal(c.Case)
	if err != nil {
		return nil, fmt.Errorf("encode an occurrence: %w", err)
	}
	k := &c.Case
	moved := []any{k.Version, k.Waits(), c.Last, cases.Order(c.Next)}
	at := c.Events[0].At
	row := dialect.Statement{SQL: updateCase, Rows: 1, Args: append(append([]any{c.Tenant, k.ID, c.From, k.Unit}, moved...), at, json.RawMessage(body))}
	if c.From == 0 {
		row = dialect.Statement{SQL: insertCase, Rows: 1,
			Args: append(append([]any{c.Tenant, k.ID, k.Unit, k.Home(), k.Duty, k.Period}, moved...), k.Of, at, json.RawMessage(body))}
	}
	shared, err := cases.Statements(c.Change)
	return append([]dialect.Statement{row}, shared...), err
}

// played says of a refused change what the service needs to know.
func played(err error) error {
	var taken *dialect.DuplicateError
	if errors.As(err, &taken) && strings.HasPrefix(taken.Constraint, "duty") {
		return fmt.Errorf("%w: %w", duty.ErrPlanned, err)
	}
	return cases.Played(err, duty.ErrMoved)
}

// Case returns an occurrence as it stands.
func (s *Store) Case(ctx context.Context, tenant, c id.ID) (duty.Case, error) {
	var body json.RawMessage
	var version int64
	err := s.db.QueryRow(ctx, selectCase, []any{tenant, c}, &body, &version)
	if errors.Is(err, dialect.ErrNoRows) {
		return duty.Case{}, duty.ErrNotFound
	}
	if err != nil {
		return duty.Case{}, err
	}
	return decode(tenant, body, version)
}

func decode(tenant id.ID, body []byte, version int64) (duty.Case, error) {
	k := duty.Case{}
	if err := json.Unmarshal(body, &k); err != nil {
		return duty.Case{}, fmt.Errorf("decode an occurrence: %w", err)
	}
	k.Tenant, k.Version = tenant, version
	return k, nil
}

// Rows returns occurrences of a unit, the next due first.
func (s *Store) Rows(ctx context.Context, tenant id.ID, f duty.Span) ([]duty.Row, error) {
	after := f.After.Last
	if f.Waits != "" {
		after = f.After.Next
	}
	from := int64(0)
	if !f.After.Case.ID.IsZero() {
		from = cases.Order(after)
	}
	args := []any{tenant, f.Unit, f.From, cases.Order(f.Until), from, f.After.Case.ID[:], f.Limit}
	if f.Waits == "" {
		return s.rows(ctx, tenant, listUnit, args...)
	}
	return s.rows(ctx, tenant, listWaiting, append(args, f.Waits)...)
}

// Of returns the occurrences that another one made owed, the oldest first.
func (s *Store) Of(ctx context.Context, tenant, of id.ID) ([]duty.Row, error) {
	return s.rows(ctx, tenant, listOf, tenant, of)
}

// OfRule returns the occurrences of one duty that a unit owed first, the first first.
func (s *Store) OfRule(ctx context.Context, tenant id.ID, rule string, f duty.Span) ([]duty.Row, error) {
	return s.rows(ctx, tenant, listRule, tenant, f.Unit, rule, f.From, f.Until)
}

func (s *Store) rows(ctx context.Context, tenant id.ID, query string, args ...any) ([]duty.Row, error) {
	var out []duty.Row
	err := s.db.Query(ctx, query, args, func(r *dialect.Rows) error {
		var body json.RawMessage
		var version, last, next int64
		if err := r.Scan(&body, &version, &last, &next); err != nil {
			return err
		}
		k, err := decode(tenant, body, version)
		out = append(out, duty.Row{Case: k, Last: cases.Instant(last), Next: cases.Instant(next)})
		return err
	})
	return out, err
}

// Planned returns the keys of occurrences whose last day is not before a day.
func (s *Store) Planned(ctx context.Context, tenant id.ID, from calendar.Date) (map[string]bool, error) {
	out := map[string]bool{}
	// A day begins at most fourteen hours before it does in UTC: a few keys too many do no harm.
	err := s.db.Query(ctx, planned, []any{tenant, from.AddDays(-1).Start(time.UTC)}, func(r *dialect.Rows) error {
		var o duty.Occurrence
		err := r.Scan(&o.Unit, &o.Duty, &o.Period)
		out[o.Key()] = true
		return err
	})
	return out, err
}

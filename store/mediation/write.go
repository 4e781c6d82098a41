// Package mediation keeps mediations: the state row of each case, and what an import brought in.
package mediation

import (
	"context"
	"encoding/json"
	"fmt"

	"linli/mediation"
	"linli/platform/job"
	cases "linli/store/casefile"
	"linli/store/consent"
	"linli/store/dialect"
	jobs "linli/store/job"
)

const (
	insertCase = `insert into mediation (tenant_id, id, unit_id, version, state, type, received_at, due_at, year, number, ref, body)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, $10, $11)`
	updateCase = `update mediation set version = $4, state = $5, due_at = $6, year = $7, body = $8, type = $9
		where tenant_id = $1 and id = $2 and version = $3`
	keepDue    = `update mediation set version = $4, state = $5, year = $6, body = $7, type = $8 where tenant_id = $1 and id = $2 and version = $3`
	moveUnit   = `update mediation set unit_id = $3, ref = $4, number = 0 where tenant_id = $1 and id = $2` // a number is one of the unit in which it was drawn
	moveDue    = `update mediation set due_at = $4 where tenant_id = $1 and id = $2 and version = $3`
	nextNumber = `insert into counter (tenant_id, unit_id, year, kind, n) values ($1, $2, $3, 'mediation', 1)
		on conflict (tenant_id, unit_id, year, kind) do update set n = counter.n + 1`
	countOne = `insert into counter (tenant_id, unit_id, year, kind, n) values ($1, $2, $3, $4, 1)
		on conflict (tenant_id, unit_id, year, kind) do update set n = counter.n + 1`
	countedBefore = `select cast(coalesce(sum(n), 0) as bigint) from counter where tenant_id = $1 and kind = $2 and year < $3`
	takeNumber    = `update mediation set number = (select n from counter
		where tenant_id = $1 and unit_id = $3 and year = $4 and kind = 'mediation') where tenant_id = $1 and id = $2`
)

// Store keeps mediations in a database. It implements mediation.Repo.
type Store struct {
	*cases.Store
	consents *consent.Store
	db       *dialect.DB
}

var _ mediation.Repo = (*Store)(nil)

// New returns the store over a database.
func New(db *dialect.DB) *Store { return &Store{cases.New(db), consent.New(db), db} }

// Play writes a change, all or nothing.
func (s *Store) Play(ctx context.Context, c mediation.Change) error {
	statements, err := s.statements(c)
	if err != nil {
		return err
	}
	return cases.Played(s.db.Play(ctx, statements), mediation.ErrMoved)
}

func (s *Store) statements(c mediation.Change) ([]dialect.Statement, error) {
	if len(c.Events) == 0 {
		return cases.Moved(c.Change, moveDue, c.Tenant, c.Case.ID, c.From, cases.Order(c.Due))
	}
	body, err := json.Marshal(c.Case)
	if err != nil {
		return nil, fmt.Errorf("encode case: %w", err)
	}
	due := cases.Order(c.Due)
	k := &c.Case
	var out []dialect.Statement
	switch {
	case c.From == 0:
		out = append(out, dialect.Statement{SQL: insertCase, Rows: 1, Args: []any{c.Tenant, k.ID, k.Unit, k.Version, string(k.State), k.Type,
			k.Received, due, k.Year, k.Ref, json.RawMessage(body)}})
	case c.Still:
		out = append(out, dialect.Statement{SQL: keepDue, Rows: 1, Args: []any{c.Tenant, k.ID, c.From, k.Version, string(k.State), k.Year, json.RawMessage(body), k.Type}})
	default:
		out = append(out, dialect.Statement{SQL: updateCase, Rows: 1, Args: []any{c.Tenant, k.ID, c.From, k.Version, string(k.State), due, k.Year,
			json.RawMessage(body), k.Type}})
	}
	shared, err := cases.Statements(c.Change)
	if err != nil {
		return nil, err
	}
	out = append(out, shared...)
	at := k.Unit
	if !c.WasAt.IsZero() {
		at = c.WasAt
		out = append(out, dialect.Statement{SQL: moveUnit, Rows: 1, Args: []any{c.Tenant, k.ID, k.Unit, k.Ref}})
	}
	out = append(out, cases.Assign(c.Tenant, at, k.ID, mediation.Capability, nil, c.Left, c.Events[0].At)...)
	out = append(out, cases.Assign(c.Tenant, k.Unit, k.ID, mediation.Capability, c.Came, nil, c.Events[0].At)...)
	out = append(out, bookings(c)...)
	if c.Erased {
		out = append(out, dialect.Statement{SQL: forgetNicknames, Rows: dialect.AnyRows, Args: []any{c.Tenant, k.ID}})
	}
	out = append(out, refs(c)...)
	for _, x := range c.Counts {
		out = append(out, Count(c.Tenant, k.Unit, x)...)
	}
	for _, h := range c.Used {
		out = append(out, cases.DropHalf(c.Tenant, h))
	}
	for _, h := range c.Half {
		out = append(out, cases.KeepHalf(c.Tenant, h))
	}
	if c.With != nil {
		more, err := s.statements(*c.With)
		if err != nil {
			return nil, err
		}
		out = append(out, more...)
	}
	if c.Number { // last: the counter's row is held no longer than needed
		out = append(out,
			dialect.Statement{SQL: nextNumber, Rows: 1, Args: []any{c.Tenant, k.Unit, k.Year}},
			dialect.Statement{SQL: takeNumber, Rows: 1, Args: []any{c.Tenant, k.ID, k.Unit, k.Year}})
	}
	return out, nil
}

// Queue adds a job that belongs to no change.
func (s *Store) Queue(ctx context.Context, j job.Job) error {
	return s.db.Play(ctx, []dialect.Statement{jobs.Insert(j)})
}

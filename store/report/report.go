// Package report keeps complaints: the state row of each case. What every case shares is kept by store/casefile.
package report

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"linli/casefile"
	"linli/platform/id"
	"linli/platform/notify"
	"linli/report"
	cases "linli/store/casefile"
	"linli/store/dialect"
)

const (
	insertCase = `insert into report (tenant_id, id, unit_id, version, due_at, body) values ($1, $2, $3, $4, $5, $6)`
	updateCase = `update report set unit_id = $4, version = $5, due_at = $6, body = $7 where tenant_id = $1 and id = $2 and version = $3`
	selectCase = `select body, version from report where tenant_id = $1 and id = $2`
	listUnit   = `select body, version, due_at from report where tenant_id = $1 and unit_id = $2 and (due_at, id) > ($3, $4)
		order by due_at, id limit $5`
	overdue = `select case_id, rule_key from promise
		where tenant_id = $1 and state = 'running' and due_at < $2 and capability = 'report' order by due_at, case_id, rule_key limit $3`
)

// Queries lists the package's SQL.
func Queries() []string { return []string{insertCase, updateCase, selectCase, listUnit, overdue} }

// Store keeps complaints in a database. It implements report.Repo.
type Store struct {
	*cases.Store
	db *dialect.DB
}

var _ report.Repo = (*Store)(nil)

// New returns the store over a database.
func New(db *dialect.DB) *Store { return &Store{cases.New(db), db} }

// Play writes a change, all or nothing.
func (s *Store) Play(ctx context.Context, c report.Change) error {
	body, err := json.Marshal(c.Case)
	if err != nil {
		return fmt.Errorf("encode case: %w", err)
	}
	k, due := &c.Case, cases.Order(c.Due)
	first := dialect.Statement{SQL: insertCase, Rows: 1, Args: []any{c.Tenant, k.ID, k.Desk.Unit, k.Version, due, json.RawMessage(body)}}
	if c.From > 0 {
		first = dialect.Statement{SQL: updateCase, Rows: 1, Args: []any{c.Tenant, k.ID, c.From, k.Desk.Unit, k.Version, due, json.RawMessage(body)}}
	}
	shared, err := cases.Statements(c.Change)
	if err != nil {
		return err
	}
	return played(s.db.Play(ctx, append([]dialect.Statement{first}, shared...)))
}

// played says of a refused change what the service needs to know.
func played(err error) error {
	var rows *dialect.RowsError
	var taken *dialect.DuplicateError
	switch {
	case cases.AnswerTaken(err):
		return report.ErrAnswered
	case errors.As(err, &rows), errors.As(err, &taken):
		return fmt.Errorf("%w: %w", report.ErrMoved, err)
	}
	return err
}

// Case returns a case as it stands.
func (s *Store) Case(ctx context.Context, tenant, c id.ID) (report.Case, error) {
	var body json.RawMessage
	var version int64
	err := s.db.QueryRow(ctx, selectCase, []any{tenant, c}, &body, &version)
	if errors.Is(err, dialect.ErrNoRows) {
		return report.Case{}, report.ErrNotFound
	}
	if err != nil {
		return report.Case{}, err
	}
	return decode(tenant, body, version)
}

func decode(tenant id.ID, body []byte, version int64) (report.Case, error) {
	k := report.Case{}
	if err := json.Unmarshal(body, &k); err != nil {
		return report.Case{}, fmt.Errorf("decode a complaint: %w", err)
	}
	k.Tenant, k.Version = tenant, version
	return k, nil
}

// List returns cases that a desk of the unit answers, the next due first.
func (s *Store) List(ctx context.Context, tenant, unit id.ID, after report.Cursor, limit int) ([]report.Row, error) {
	from := int64(0)
	if !after.ID.IsZero() {
		from = cases.Order(after.Due)
	}
	var out []report.Row
	err := s.db.Query(ctx, listUnit, []any{tenant, unit, from, after.ID[:], limit}, func(r *dialect.Rows) error {
		var body json.RawMessage
		var version, due int64
		if err := r.Scan(&body, &version, &due); err != nil {
			return err
		}
		k, err := decode(tenant, body, version)
		out = append(out, report.Row{Case: k, Due: cases.Instant(due)})
		return err
	})
	return out, err
}

// Overdue returns promises past due that are not yet written down as late.
func (s *Store) Overdue(ctx context.Context, tenant id.ID, now time.Time, limit int) ([]casefile.Reminder, error) {
	var out []casefile.Reminder
	err := s.db.Query(ctx, overdue, []any{tenant, now, limit}, func(r *dialect.Rows) error {
		var x casefile.Reminder
		err := r.Scan(&x.Case, &x.Key)
		out = append(out, x)
		return err
	})
	return out, err
}

// MarkLate writes down that a promise is late.
func (s *Store) MarkLate(ctx context.Context, tenant id.ID, p casefile.Reminder) error {
	return s.db.Play(ctx, []dialect.Statement{cases.MarkLate(tenant, p.Case, p.Key)})
}

// Tell writes notices of promises and moves on when somebody is next to be told.
func (s *Store) Tell(ctx context.Context, tenant id.ID, told []casefile.Reminder, notices []notify.Notice) error {
	return played(s.db.Play(ctx, cases.Tell(tenant, told, notices)))
}

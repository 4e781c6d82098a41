// Package breach keeps the register of breaches and the cases that each touched.
package breach

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"linli/casefile/breach"
	"linli/platform/clock"
	"linli/platform/id"
	"linli/platform/job"
	"linli/store/dialect"
	jobs "linli/store/job"
	offices "linli/store/office"
)

const (
	selectEntry   = `select version, body from breach where tenant_id = $1 and id = $2`
	selectEntries = `select id, version, body from breach where tenant_id = $1 order by id desc limit $2`
	selectOfCase  = `select b.id, b.version, b.body from breach_case c join breach b on b.tenant_id = c.tenant_id and b.id = c.breach_id
		where c.tenant_id = $1 and c.case_id = $2 order by b.id desc`
	countEntries = `select count(*) from breach where tenant_id = $1`
	countCases   = `select count(*) from breach_case where tenant_id = $1 and breach_id = $2`
	selectCases  = `select c.case_id, coalesce(m.unit_id, c.unit_id), c.capability, c.told_at, c.mailed, coalesce(m.type, ''), coalesce(m.ref, ''), coalesce(m.year, 0), coalesce(m.number, 0),
			coalesce(m.received_at, r.received_at, h.received_at) as received
		from breach_case c left join mediation m on m.tenant_id = c.tenant_id and m.id = c.case_id
			left join report r on r.tenant_id = c.tenant_id and r.id = c.case_id
			left join referral h on h.tenant_id = c.tenant_id and h.id = c.case_id
		where c.tenant_id = $1 and c.breach_id = $2 and (m.id is not null or r.id is not null or h.id is not null)
		order by c.unit_id, c.capability, m.year, m.number, received, c.case_id limit $3`
	selectUntold = `select case_id, unit_id, capability from breach_case where tenant_id = $1 and breach_id = $2 and told_at = 0 order by case_id limit $3`
	insertEntry  = `insert into breach (tenant_id, id, version, closed_at, body) values ($1, $2, $3, $4, $5)`
	updateEntry  = `update breach set version = $4, closed_at = $5, body = $6 where tenant_id = $1 and id = $2 and version = $3`
	insertCase   = `insert into breach_case (tenant_id, breach_id, case_id, unit_id, capability, told_at, mailed) values ($1, $2, $3, $4, $5, 0, 0)
		on conflict (tenant_id, breach_id, case_id) do nothing`
	insertMediations = `insert into breach_case (tenant_id, breach_id, case_id, unit_id, capability, told_at, mailed)
		select m.tenant_id, $2, m.id, m.unit_id, 'mediation', 0, 0 from mediation m where m.tenant_id = $1 and m.unit_id = $3
		on conflict (tenant_id, breach_id, case_id) do nothing`
	insertReports = `insert into breach_case (tenant_id, breach_id, case_id, unit_id, capability, told_at, mailed)
		select m.tenant_id, $2, m.id, m.unit_id, 'report', 0, 0 from report m where m.tenant_id = $1 and m.unit_id = $3
		on conflict (tenant_id, breach_id, case_id) do nothing`
	insertReferrals = `insert into breach_case (tenant_id, breach_id, case_id, unit_id, capability, told_at, mailed)
		select m.tenant_id, $2, m.id, m.unit_id, 'referral', 0, 0 from referral m where m.tenant_id = $1 and m.unit_id = $3
		on conflict (tenant_id, breach_id, case_id) do nothing`
	deleteCase  = `delete from breach_case where tenant_id = $1 and breach_id = $2 and case_id = $3`
	tellCase    = `update breach_case set told_at = $4, mailed = $5 where tenant_id = $1 and breach_id = $2 and case_id = $3 and told_at = 0`
	forgetCases = `delete from breach_case where tenant_id = $1 and breach_id in
		(select id from breach where tenant_id = $1 and closed_at > 0 and closed_at < $2)`
	forgetEntries = `delete from breach where tenant_id = $1 and closed_at > 0 and closed_at < $2`
)

// Queries lists the package's SQL.
func Queries() []string {
	return []string{selectEntry, selectEntries, selectOfCase, countEntries, countCases, selectCases, selectUntold, insertEntry, updateEntry, insertCase, insertMediations,
		insertReports, insertReferrals, deleteCase, tellCase, forgetCases, forgetEntries}
}

// Store keeps the register in a database. It implements breach.Repo.
type Store struct{ db *dialect.DB }

var _ breach.Repo = (*Store)(nil)

// New returns the store over a database.
func New(db *dialect.DB) *Store { return &Store{db} }

func (s *Store) entries(ctx context.Context, sql string, args ...any) ([]breach.Entry, error) {
	var out []breach.Entry
	err := s.db.Query(ctx, sql, args, func(r *dialect.Rows) error {
		var e breach.Entry
		var body json.RawMessage
		if err := r.Scan(&e.ID, &e.Version, &body); err != nil {
			return err
		}
		err := json.Unmarshal(body, &e)
		out = append(out, e)
		return err
	})
	return out, err
}

// Entries returns the newest entries, the newest first.
func (s *Store) Entries(ctx context.Context, tenant id.ID, limit int) ([]breach.Entry, error) {
	return s.entries(ctx, selectEntries, tenant, limit)
}

// Entry returns one entry.
func (s *Store) Entry(ctx context.Context, tenant, of id.ID) (breach.Entry, error) {
	e := breach.Entry{ID: of}
	var body json.RawMessage
	err := s.db.QueryRow(ctx, selectEntry, []any{tenant, of}, &e.Version, &body)
	if errors.Is(err, dialect.ErrNoRows) {
		return e, breach.ErrNotFound
	}
	if err == nil {
		err = json.Unmarshal(body, &e)
	}
	if err == nil {
		err = s.db.QueryRow(ctx, countCases, []any{tenant, of}, &e.Cases)
	}
	return e, err
}

// OfCase returns the entries that touched a case, the newest first.
func (s *Store) OfCase(ctx context.Context, tenant, of id.ID) ([]breach.Entry, error) {
	return s.entries(ctx, selectOfCase, tenant, of)
}

// Count returns how many entries there are.
func (s *Store) Count(ctx context.Context, tenant id.ID) (n int64, err error) {
	return n, s.db.QueryRow(ctx, countEntries, []any{tenant}, &n)
}

// Cases returns the cases that a breach touched.
func (s *Store) Cases(ctx context.Context, tenant, entry id.ID, limit int) ([]breach.Row, error) {
	var out []breach.Row
	err := s.db.Query(ctx, selectCases, []any{tenant, entry, limit}, func(r *dialect.Rows) error {
		var x breach.Row
		err := r.Scan(&x.Case, &x.Unit, &x.Capability, &x.Told, &x.Mailed, &x.Type, &x.Ref, &x.Year, &x.Number, &x.Received)
		out = append(out, x)
		return err
	})
	return out, err
}

// Untold returns cases of a breach whose parties were not told yet.
func (s *Store) Untold(ctx context.Context, tenant, entry id.ID, limit int) ([]breach.Row, error) {
	var out []breach.Row
	err := s.db.Query(ctx, selectUntold, []any{tenant, entry, limit}, func(r *dialect.Rows) error {
		var c breach.Row
		err := r.Scan(&c.Case, &c.Unit, &c.Capability)
		out = append(out, c)
		return err
	})
	return out, err
}

// Play writes a change, all or nothing.
func (s *Store) Play(ctx context.Context, tenant id.ID, c breach.Change) error {
	e := c.Entry
	body, err := json.Marshal(e)
	if err != nil {
		return fmt.Errorf("encode a breach: %w", err)
	}
	out := []dialect.Statement{{SQL: insertEntry, Rows: 1, Args: []any{tenant, e.ID, e.Version, e.Closed, json.RawMessage(body)}}}
	if e.Version > 1 {
		out[0] = dialect.Statement{SQL: updateEntry, Rows: 1, Args: []any{tenant, e.ID, e.Version - 1, e.Version, e.Closed, json.RawMessage(body)}}
	}
	for _, x := range c.Add {
		out = append(out, dialect.Statement{SQL: insertCase, Rows: dialect.AnyRows, Args: []any{tenant, e.ID, x.Case, x.Unit, x.Capability}})
	}
	if !c.Whole.IsZero() {
		for _, all := range []string{insertMediations, insertReports, insertReferrals} {
			out = append(out, dialect.Statement{SQL: all, Rows: dialect.AnyRows, Args: []any{tenant, e.ID, c.Whole}})
		}
	}
	if !c.Remove.IsZero() {
		out = append(out, dialect.Statement{SQL: deleteCase, Rows: dialect.AnyRows, Args: []any{tenant, e.ID, c.Remove}})
	}
	for _, j := range c.Jobs {
		out = append(out, jobs.Insert(j))
	}
	for _, n := range c.Notices {
		out = append(out, jobs.InsertNotice(n))
	}
	for _, x := range c.Events {
		out = append(out, offices.InsertEvent(x))
	}
	return s.play(ctx, out)
}

// Tell writes down that the parties of a case were told, with the jobs that do it.
func (s *Store) Tell(ctx context.Context, tenant, entry, of id.ID, at time.Time, mails []job.Job) error {
	out := []dialect.Statement{{SQL: tellCase, Rows: 1, Args: []any{tenant, entry, of, at, int64(len(mails))}}}
	for _, j := range mails {
		out = append(out, jobs.Insert(j))
	}
	return s.play(ctx, out)
}

func (s *Store) play(ctx context.Context, out []dialect.Statement) error {
	err := s.db.Play(ctx, out)
	var rows *dialect.RowsError
	var taken *dialect.DuplicateError
	if errors.As(err, &rows) || errors.As(err, &taken) {
		return fmt.Errorf("%w: %w", breach.ErrMoved, err)
	}
	return err
}

// Forget removes the entries that were closed before an instant.
func (s *Store) Forget(ctx context.Context, tenant id.ID, closed time.Time) error {
	before := []any{tenant, clock.Micros(closed)}
	return s.db.Play(ctx, []dialect.Statement{{SQL: forgetCases, Args: before, Rows: dialect.AnyRows}, {SQL: forgetEntries, Args: before, Rows: dialect.AnyRows}})
}

// Package referral keeps requests for help: the state row of each case, and which services have referrals that run. What every
// case shares is kept by store/casefile.
package referral

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"linli/consent"
	"linli/platform/id"
	"linli/promise"
	"linli/referral"
	cases "linli/store/casefile"
	consents "linli/store/consent"
	"linli/store/dialect"
)

const (
	insertCase = `insert into referral (tenant_id, id, unit_id, version, state, open, due_at, received_at, updated_at, body, needs, counted)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`
	// A change counts the case in every measure there is: two that were decided on the same older counts would do so twice.
	updateCase = `update referral set unit_id = $5, version = $6, state = $7, open = $8, due_at = $9, received_at = $10, updated_at = $11, body = $12,
		needs = $13, counted = $14 where tenant_id = $1 and id = $2 and version = $3 and counted = $4`
	// What a court asks for, and an urgent access, changes nothing that a list shows: not when it was last worked on either.
	holdCase      = `update referral set version = $5, body = $6, counted = $7 where tenant_id = $1 and id = $2 and version = $3 and counted = $4`
	moveDue       = `update referral set due_at = $5, counted = $6 where tenant_id = $1 and id = $2 and version = $3 and counted = $4`
	selectCase    = `select body, version, counted from referral where tenant_id = $1 and id = $2`
	upsertRequest = `insert into referral_request (tenant_id, id, case_id, service_id, open, link, organisation_id) values ($1, $2, $3, $4, $5, $6, $7)
		on conflict (tenant_id, id) do update set open = excluded.open, link = excluded.link, organisation_id = excluded.organisation_id`
	deleteRequest = `delete from referral_request where tenant_id = $1 and id = $2`
	listUnit      = `select body, version, due_at from referral where tenant_id = $1 and unit_id = $2 and open = $3 and (due_at, id) > ($4, $5)
		and ($6 = '' or state = $6) and ($7 = '' or replace(needs, $7, '') <> needs) and received_at >= $8 and received_at < $9 order by due_at, id limit $10`
	listCame = `select body, version, due_at from referral where tenant_id = $1 and unit_id = $2 and received_at >= $3 and received_at < $4
		order by received_at, id limit $5`
	// An account helps few people at a time, so its own cases are found through its assignments and sorted.
	listMine = `select r.body, r.version, r.due_at from assignment a join referral r on r.tenant_id = a.tenant_id and r.id = a.case_id
		where a.tenant_id = $1 and a.account_id = $2 and r.open = 1 order by r.due_at, r.id limit $3`
	listDue = `select r.body, r.version, p.rule, p.rule_key, p.due_at from referral r cross join promise p
		where r.tenant_id = $1 and r.unit_id = $2 and r.open in (0, 1) and r.due_at < $4 and p.tenant_id = r.tenant_id and p.case_id = r.id
		and p.state in ('running', 'late') and p.end_at = 0 and p.due_at >= $3 and p.due_at < $4
		and (p.due_at, p.case_id, p.rule_key) > ($5, $6, $7) and ($8 = '' or p.owed_by = $8) order by p.due_at, p.case_id, p.rule_key limit $9`
	openIn      = `select id from referral where tenant_id = $1 and unit_id = $2 and open = 1 order by due_at, id limit $3`
	selectLink  = `select case_id, id from referral_request where tenant_id = $1 and link = $2`
	listAsked   = `select case_id, id from referral_request where tenant_id = $1 and organisation_id = $2 and link > $3 order by link limit $4`
	listRunning = `select distinct service_id from referral_request where tenant_id = $1 and open = 1 and service_id > $2 order by service_id limit $3`
	countFile   = `insert into counter (tenant_id, unit_id, year, kind, n) values ($1, $2, $3, 'referral.file', 1)
		on conflict (tenant_id, unit_id, year, kind) do update set n = counter.n + 1`
	sumFiles = `select cast(coalesce(sum(n), 0) as bigint) from counter where tenant_id = $1 and kind = 'referral.file'`
	listRuns = `select case_id, id from referral_request where tenant_id = $1 and open = 1 and service_id = $2 order by case_id, id limit $3`
)

// Queries lists the package's SQL.
func Queries() []string {
	return []string{insertCase, updateCase, holdCase, moveDue, uncounted, countAnew, selectCase, upsertRequest, deleteRequest, listUnit, listCame, listMine, listDue, selectLink, listAsked, openIn, listRunning, listRuns, countFile, sumFiles}
}

// Store keeps cases in a database. It implements referral.Repo.
type Store struct {
	*cases.Store
	consents *consents.Store
	db       *dialect.DB
}

var _ referral.Repo = (*Store)(nil)

// New returns the store over a database.
func New(db *dialect.DB) *Store { return &Store{cases.New(db), consents.New(db), db} }

// Play writes a change, all or nothing.
func (s *Store) Play(ctx context.Context, c referral.Change) error {
	all, err := statements(&c)
	if err != nil {
		return err
	}
	return cases.Played(s.db.Play(ctx, all), referral.ErrMoved)
}

// statements write a change.
func statements(c *referral.Change) ([]dialect.Statement, error) {
	if len(c.Events) == 0 {
		return cases.Moved(c.Change, moveDue, c.Tenant, c.Case.ID, c.From, c.Case.Counted, cases.Order(c.Due), referral.Edition)
	}
	body, err := json.Marshal(c.Case)
	if err != nil {
		return nil, fmt.Errorf("encode case: %w", err)
	}
	k := &c.Case
	row := []any{k.Unit, k.Version, string(k.State), k.State.Open(), cases.Order(c.Due), k.Received, c.Events[0].At, json.RawMessage(body), apart(k.Needs...), referral.Edition}
	all := []dialect.Statement{{SQL: insertCase, Rows: 1, Args: append([]any{c.Tenant, k.ID}, row...)}}
	if c.From > 0 {
		all[0] = dialect.Statement{SQL: updateCase, Rows: 1, Args: append([]any{c.Tenant, k.ID, c.From, k.Counted}, row...)}
	}
	if c.Events[0].Kind.Aside() {
		all[0] = dialect.Statement{SQL: holdCase, Rows: 1, Args: []any{c.Tenant, k.ID, c.From, k.Counted, k.Version, json.RawMessage(body), referral.Edition}}
	}
	for _, r := range k.Referrals {
		if c.Erased {
			all = append(all, dialect.Statement{SQL: deleteRequest, Rows: dialect.AnyRows, Args: []any{c.Tenant, r.ID}})
			continue
		}
		all = append(all, dialect.Statement{SQL: upsertRequest, Rows: 1, Args: []any{c.Tenant, r.ID, k.ID, r.Service, !r.Status.Over(), string(r.Link.Code), r.OpenTo()}})
	}
	shared, err := cases.Statements(c.Change)
	if err != nil {
		return nil, err
	}
	if c.Erased {
		shared = append(shared, consents.Delete(c.Tenant, k.ID)...)
	}
	all = append(append(all, shared...), cases.Assign(c.Tenant, c.WasAt, k.ID, referral.Capability, nil, one(c.Left), c.Events[0].At)...)
	return append(all, cases.Assign(c.Tenant, k.Unit, k.ID, referral.Capability, one(c.Came), nil, c.Events[0].At)...), nil
}

// apart are needs as the row has them, each between spaces, so that one is found among others and as part of none.
func apart(needs ...string) string { return " " + strings.Join(needs, " ") + " " }

func one(account id.ID) []id.ID {
	if account.IsZero() {
		return nil
	}
	return []id.ID{account}
}

// Case returns a case as it stands.
func (s *Store) Case(ctx context.Context, tenant, c id.ID) (referral.Case, error) {
	var body json.RawMessage
	var version int64
	var counted int
	err := s.db.QueryRow(ctx, selectCase, []any{tenant, c}, &body, &version, &counted)
	if errors.Is(err, dialect.ErrNoRows) {
		return referral.Case{}, referral.ErrNotFound
	}
	if err != nil {
		return referral.Case{}, err
	}
	k, err := decode(tenant, body, version)
	k.Counted = counted
	return k, err
}

func decode(tenant id.ID, body []byte, version int64) (referral.Case, error) {
	k := referral.Case{}
	if err := json.Unmarshal(body, &k); err != nil {
		return referral.Case{}, fmt.Errorf("decode a request for help: %w", err)
	}
	k.Tenant, k.Version = tenant, version
	return k, nil
}

// Consents returns a case's consent records.
func (s *Store) Consents(ctx context.Context, tenant, c id.ID) ([]consent.Record, error) {
	return s.consents.OfCase(ctx, tenant, c)
}

// List returns cases of a unit, the next due first.
func (s *Store) List(ctx context.Context, tenant, unit id.ID, f referral.Filter) ([]referral.Row, error) {
	from, need, days := int64(0), "", cases.Between(f.Days)
	if !f.After.ID.IsZero() {
		from = cases.Order(f.After.Due)
	}
	if f.Need != "" {
		need = apart(f.Need)
	}
	open := f.State == "" || f.State.Open()
	return s.rows(ctx, tenant, listUnit, tenant, unit, open, from, f.After.ID[:], string(f.State), need, days[0], days[1], f.Limit)
}

// Came returns the cases of a unit that came in a stretch of time.
func (s *Store) Came(ctx context.Context, tenant, unit id.ID, from, until time.Time, limit int) ([]referral.Case, error) {
	rows, err := s.rows(ctx, tenant, listCame, tenant, unit, from, until, limit)
	var out []referral.Case
	for _, r := range rows {
		out = append(out, r.Case)
	}
	return out, err
}

// Mine returns the open cases that an account has taken, the next due first.
func (s *Store) Mine(ctx context.Context, tenant, account id.ID, limit int) ([]referral.Row, error) {
	return s.rows(ctx, tenant, listMine, tenant, account, limit)
}

func (s *Store) rows(ctx context.Context, tenant id.ID, query string, args ...any) ([]referral.Row, error) {
	var out []referral.Row
	err := s.db.Query(ctx, query, args, func(r *dialect.Rows) error {
		var body json.RawMessage
		var version, due int64
		if err := r.Scan(&body, &version, &due); err != nil {
			return err
		}
		k, err := decode(tenant, body, version)
		out = append(out, referral.Row{Case: k, Due: cases.Instant(due)})
		return err
	})
	return out, err
}

// Due returns the open promises of a unit's cases that a post owes, or any, the next due first.
func (s *Store) Due(ctx context.Context, tenant, unit id.ID, owedBy string, f promise.Filter) ([]referral.DueRow, error) {
	var out []referral.DueRow
	args := []any{tenant, unit, f.From, cases.Order(f.Until), f.After.Due, f.After.Case[:], f.After.Key, owedBy, f.Limit}
	err := s.db.Query(ctx, listDue, args, func(r *dialect.Rows) error {
		var x referral.DueRow
		var body json.RawMessage
		var version int64
		if err := r.Scan(&body, &version, &x.Rule, &x.Key, &x.Due); err != nil {
			return err
		}
		var err error
		x.Case, err = decode(tenant, body, version)
		out = append(out, x)
		return err
	})
	return out, err
}

// Linked returns the case and the referral that a link leads to.
func (s *Store) Linked(ctx context.Context, tenant id.ID, link id.Code) (c, r id.ID, err error) {
	if link == "" {
		return c, r, referral.ErrNotFound
	}
	err = s.db.QueryRow(ctx, selectLink, []any{tenant, string(link)}, &c, &r)
	if errors.Is(err, dialect.ErrNoRows) {
		err = referral.ErrNotFound
	}
	return c, r, err
}

// Asked returns the referrals that are open to the accounts of an organisation.
func (s *Store) Asked(ctx context.Context, tenant, organisation id.ID, after id.Code, limit int) ([]referral.Running, error) {
	return s.runs(ctx, listAsked, tenant, organisation, string(after), limit)
}

// Running returns services with open referrals, by id, behind one.
func (s *Store) Running(ctx context.Context, tenant, after id.ID, limit int) ([]id.ID, error) {
	return cases.IDs(ctx, s.db, listRunning, tenant, after[:], limit)
}

// Runs returns the open referrals of a service.
func (s *Store) Runs(ctx context.Context, tenant, service id.ID, limit int) ([]referral.Running, error) {
	return s.runs(ctx, listRuns, tenant, service, limit)
}

// OpenIn returns cases of a unit of which something is still to do.
func (s *Store) OpenIn(ctx context.Context, tenant, unit id.ID, limit int) ([]id.ID, error) {
	return cases.IDs(ctx, s.db, openIn, tenant, unit, limit)
}

func (s *Store) runs(ctx context.Context, query string, args ...any) ([]referral.Running, error) {
	var out []referral.Running
	err := s.db.Query(ctx, query, args, func(r *dialect.Rows) error {
		var x referral.Running
		err := r.Scan(&x.Case, &x.Referral)
		out = append(out, x)
		return err
	})
	return out, err
}

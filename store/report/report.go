// Package report keeps what people report: the state row of each case, what everybody may read of it, and the places that an
// office lists. What every case shares is kept by store/casefile.
package report

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"linli/platform/id"
	"linli/report"
	cases "linli/store/casefile"
	"linli/store/dialect"
)

const (
	insertCase = `insert into report (tenant_id, id, unit_id, version, lane, kind, category, state, taken, due_at, received_at, updated_at, body, look)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`
	updateCase = `update report set unit_id = $4, version = $5, lane = $6, kind = $7, category = $8, state = $9, taken = $10, due_at = $11,
		received_at = $12, updated_at = $13, body = $14, look = $15 where tenant_id = $1 and id = $2 and version = $3`
	// What a court asks for, and an urgent access, changes nothing that a list shows: not when it was last worked on either.
	holdCase   = `update report set version = $4, body = $5 where tenant_id = $1 and id = $2 and version = $3`
	moveDue    = `update report set due_at = $4 where tenant_id = $1 and id = $2 and version = $3`
	selectCase = `select body, version from report where tenant_id = $1 and id = $2`
	listUnit   = `select body, version, due_at from report where tenant_id = $1 and unit_id = $2 and lane = 'desk' ` + narrowed
	listQueue  = `select id, state, category, kind, taken, due_at, received_at, updated_at, look from report
		where tenant_id = $1 and unit_id = $2 and lane = 'queue' ` + narrowed
	narrowed = `and (due_at, id) > ($3, $4) and ($5 = '' or state = $5) and ($6 = '' or category = $6) and ($7 = '' or kind = $7)
		and received_at >= $8 and received_at < $9 order by due_at, id limit $10`
	// An account handles few reports at a time, so its own are found through its assignments and sorted.
	listHandled = `select r.id, r.unit_id, r.state, r.category, r.kind, r.taken, r.due_at, r.received_at, r.updated_at
		from assignment a join report r on r.tenant_id = a.tenant_id and r.id = a.case_id
		where a.tenant_id = $1 and a.account_id = $2 and r.state in ('received', 'accepted', 'assigned', 'working', 'answered', 'fixed', 'rechecked', 'reviewing')
		order by r.due_at, r.id limit $3`
	openIn = `select id from report where tenant_id = $1 and unit_id = $2 and lane in ('desk', 'queue') and state in ('received', 'accepted', 'assigned', 'working', 'answered', 'fixed',
		'rechecked', 'reviewing') order by due_at, id limit $3`
	listDesk = `select body, version from report where tenant_id = $1 and unit_id = $2 and lane = 'desk' and state in ('received', 'accepted', 'reviewing')
		order by due_at, id limit $3`
	listNear = `select body, version from report where tenant_id = $1 and unit_id = $2 and category = $3 and received_at >= $4
		order by received_at desc, id desc limit $5`
	listCame = `select body, version from report where tenant_id = $1 and unit_id = $2 and category = $3 and received_at >= $4
		and received_at < $5 order by received_at, id limit $6`
)

// Queries lists the package's SQL.
func Queries() []string {
	own := []string{insertCase, updateCase, holdCase, moveDue, selectCase, listUnit, listQueue, listHandled, openIn, listDesk, dueLane, listNear, listCame}
	return slices.Concat(own, publicQueries, importQueries, viewQueries, fileQueries)
}

// Store keeps reports in a database. It implements report.Repo.
type Store struct {
	*cases.Store
	db *dialect.DB
}

var _ report.Repo = (*Store)(nil)

// New returns the store over a database.
func New(db *dialect.DB) *Store { return &Store{cases.New(db), db} }

// Play writes a change, all or nothing.
func (s *Store) Play(ctx context.Context, c report.Change) error {
	all, err := statements(&c)
	if err != nil {
		return err
	}
	return cases.Played(s.db.Play(ctx, all), report.ErrMoved)
}

// statements write a change.
func statements(c *report.Change) ([]dialect.Statement, error) {
	if len(c.Events) == 0 {
		return cases.Moved(c.Change, moveDue, c.Tenant, c.Case.ID, c.From, cases.Order(c.Due))
	}
	body, err := json.Marshal(c.Case)
	if err != nil {
		return nil, fmt.Errorf("encode case: %w", err)
	}
	k := &c.Case
	lane := "desk"
	if k.InQueue() {
		lane = "queue"
	}
	row := []any{k.Desk.Unit, k.Version, lane, string(k.Sort), k.Category, string(k.State), !k.Handler.IsZero(), cases.Order(c.Due), k.Received,
		c.Events[0].At, json.RawMessage(body), k.Look}
	all := []dialect.Statement{{SQL: insertCase, Rows: 1, Args: append([]any{c.Tenant, k.ID}, row...)}}
	if c.From > 0 {
		all[0] = dialect.Statement{SQL: updateCase, Rows: 1, Args: append([]any{c.Tenant, k.ID, c.From}, row...)}
	}
	if c.Events[0].Kind.Aside() {
		all[0] = dialect.Statement{SQL: holdCase, Rows: 1, Args: []any{c.Tenant, k.ID, c.From, k.Version, json.RawMessage(body)}}
	}
	shared, err := cases.Statements(c.Change)
	if err != nil {
		return nil, err
	}
	all = append(append(all, shared...), cases.Assign(c.Tenant, c.WasAt, k.ID, report.Capability, nil, c.Left, c.Events[0].At)...)
	all = append(all, cases.Assign(c.Tenant, k.Desk.Unit, k.ID, report.Capability, c.Came, nil, c.Events[0].At)...)
	return append(all, publicRows(c)...), nil
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

// narrow are the values of a list that a filter narrows.
func narrow(tenant id.ID, f report.QueueFilter) []any {
	from, days := int64(0), cases.Between(f.Days)
	if !f.After.ID.IsZero() {
		from = cases.Order(f.After.Due)
	}
	return []any{tenant, f.Unit, from, f.After.ID[:], string(f.State), f.Category, string(f.Sort), days[0], days[1], f.Limit}
}

// List returns cases that a desk of the unit answers, the next due first.
func (s *Store) List(ctx context.Context, tenant id.ID, f report.QueueFilter) ([]report.Row, error) {
	var out []report.Row
	err := s.db.Query(ctx, listUnit, narrow(tenant, f), func(r *dialect.Rows) error {
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

// Queue returns reports in a unit's queue, the next due first.
func (s *Store) Queue(ctx context.Context, tenant id.ID, f report.QueueFilter) ([]report.QueueRow, error) {
	var out []report.QueueRow
	err := s.db.Query(ctx, listQueue, narrow(tenant, f), func(r *dialect.Rows) error {
		x, due := report.QueueRow{Unit: f.Unit}, int64(0)
		err := r.Scan(&x.ID, &x.State, &x.Category, &x.Sort, &x.Taken, &due, &x.Received, &x.Updated, &x.Look)
		x.Due = cases.Instant(due)
		out = append(out, x)
		return err
	})
	return out, err
}

// Handled returns the open reports that an account handles, the next due first.
func (s *Store) Handled(ctx context.Context, tenant, account id.ID, limit int) ([]report.QueueRow, error) {
	var out []report.QueueRow
	err := s.db.Query(ctx, listHandled, []any{tenant, account, limit}, func(r *dialect.Rows) error {
		var x report.QueueRow
		var due int64
		err := r.Scan(&x.ID, &x.Unit, &x.State, &x.Category, &x.Sort, &x.Taken, &due, &x.Received, &x.Updated)
		x.Due = cases.Instant(due)
		out = append(out, x)
		return err
	})
	return out, err
}

// OpenIn returns reports that a unit answers and of which something is still to do.
func (s *Store) OpenIn(ctx context.Context, tenant, unit id.ID, limit int) ([]id.ID, error) {
	return cases.IDs(ctx, s.db, openIn, tenant, unit, limit)
}

// AtDesk returns reports that a desk of the unit has to answer.
func (s *Store) AtDesk(ctx context.Context, tenant, unit id.ID, limit int) ([]report.Case, error) {
	return s.cases(ctx, tenant, listDesk, tenant, unit, limit)
}

// Near returns the reports of a category in a unit that came since an instant, the newest first.
func (s *Store) Near(ctx context.Context, tenant, unit id.ID, category string, since time.Time, limit int) ([]report.Case, error) {
	return s.cases(ctx, tenant, listNear, tenant, unit, category, since, limit)
}

// Came returns the reports of a category that a unit answers and that came in a stretch of time.
func (s *Store) Came(ctx context.Context, tenant, unit id.ID, category string, from, until time.Time, limit int) ([]report.Case, error) {
	return s.cases(ctx, tenant, listCame, tenant, unit, category, from, until, limit)
}

func (s *Store) cases(ctx context.Context, tenant id.ID, query string, args ...any) ([]report.Case, error) {
	var out []report.Case
	err := s.db.Query(ctx, query, args, func(r *dialect.Rows) error {
		var body json.RawMessage
		var version int64
		if err := r.Scan(&body, &version); err != nil {
			return err
		}
		k, err := decode(tenant, body, version)
		out = append(out, k)
		return err
	})
	return out, err
}

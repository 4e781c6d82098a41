// Package inspection keeps inspections, what the register of places has beside their names, and the visits of rounds. What every
// case shares is kept by store/casefile; the list of places itself is that of the reports.
package inspection

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"linli/platform/id"
	"linli/promise"
	"linli/report/inspection"
	cases "linli/store/casefile"
	"linli/store/dialect"
)

const (
	insertCase = `insert into inspection (tenant_id, id, unit_id, version, place_id, kind, state, open, due_at, begun_at, recorded_at, published_at, words, body)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`
	updateCase = `update inspection set unit_id = $4, version = $5, place_id = $6, kind = $7, state = $8, open = $9, due_at = $10, begun_at = $11, recorded_at = $12,
		published_at = $13, words = case when $14 = '' then words else $14 end, body = $15 where tenant_id = $1 and id = $2 and version = $3`
	moveDue    = `update inspection set due_at = $4 where tenant_id = $1 and id = $2 and version = $3`
	dropWords  = `update inspection set words = '', published_at = 0 where tenant_id = $1 and id = $2`
	selectCase = `select body, version from inspection where tenant_id = $1 and id = $2`
	listUnit   = `select body, version, due_at from inspection where tenant_id = $1 and unit_id = $2 and (due_at, id) > ($3, $4)
		and ($5 = '' or state = $5) and ($6 = '' or kind = $6) and ($7 = 0 or open = 1) order by due_at, id limit $8`
	listPlace  = `select body, version, due_at from inspection where tenant_id = $1 and place_id = $2 order by begun_at desc, id desc limit $3`
	listPublic = `select body, version, words from inspection where tenant_id = $1 and published_at > 0 order by published_at desc, id desc limit $2`
	recorded   = `select body, version, due_at from inspection where tenant_id = $1 and unit_id = $2 and recorded_at >= $3 and recorded_at <= $4 order by recorded_at, id`
	dueUnit    = `select i.body, i.version, p.rule, p.rule_key, p.due_at from inspection i cross join promise p
		where i.tenant_id = $1 and i.unit_id = $2 and i.due_at < $4 and p.tenant_id = i.tenant_id and p.case_id = i.id
		and p.state in ('running', 'late') and p.end_at = 0 and p.due_at >= $3 and p.due_at < $4
		and (p.due_at, p.case_id, p.rule_key) > ($5, $6, $7) order by p.due_at, p.case_id, p.rule_key limit $8`
)

// Queries lists the package's SQL.
func Queries() []string {
	own := []string{insertCase, updateCase, moveDue, dropWords, selectCase, listUnit, listPlace, listPublic, recorded, dueUnit}
	return slices.Concat(own, placeQueries)
}

// Store keeps inspections in a database. It implements inspection.Repo.
type Store struct {
	*cases.Store
	db *dialect.DB
}

var _ inspection.Repo = (*Store)(nil)

// New returns the store over a database.
func New(db *dialect.DB) *Store { return &Store{cases.New(db), db} }

// Play writes a change, all or nothing.
func (s *Store) Play(ctx context.Context, c inspection.Change) error {
	all, err := statements(&c)
	if err != nil {
		return err
	}
	return cases.Played(s.db.Play(ctx, all), inspection.ErrMoved)
}

// statements write a change.
func statements(c *inspection.Change) ([]dialect.Statement, error) {
	if len(c.Events) == 0 {
		return cases.Moved(c.Change, moveDue, c.Tenant, c.Case.ID, c.From, cases.Order(c.Due))
	}
	body, err := json.Marshal(c.Case)
	if err != nil {
		return nil, fmt.Errorf("encode an inspection: %w", err)
	}
	k := &c.Case
	row := []any{k.Unit, k.Version, k.Place, k.Spot.Kind, string(k.State), k.State.Open(), cases.Order(c.Due), k.Begun, k.Recorded, k.Published, c.Public, json.RawMessage(body)}
	all := []dialect.Statement{{SQL: insertCase, Rows: 1, Args: append([]any{c.Tenant, k.ID}, row...)}}
	if c.From > 0 {
		all[0] = dialect.Statement{SQL: updateCase, Rows: 1, Args: append([]any{c.Tenant, k.ID, c.From}, row...)}
	}
	if c.Erased {
		all = append(all, dialect.Statement{SQL: dropWords, Rows: 1, Args: []any{c.Tenant, k.ID}})
	}
	shared, err := cases.Statements(c.Change)
	return append(all, shared...), err
}

// Case returns a case as it stands.
func (s *Store) Case(ctx context.Context, tenant, c id.ID) (inspection.Case, error) {
	var body json.RawMessage
	var version int64
	err := s.db.QueryRow(ctx, selectCase, []any{tenant, c}, &body, &version)
	if errors.Is(err, dialect.ErrNoRows) {
		return inspection.Case{}, inspection.ErrNotFound
	}
	if err != nil {
		return inspection.Case{}, err
	}
	return decode(tenant, body, version)
}

func decode(tenant id.ID, body []byte, version int64) (inspection.Case, error) {
	k := inspection.Case{}
	if err := json.Unmarshal(body, &k); err != nil {
		return inspection.Case{}, fmt.Errorf("decode an inspection: %w", err)
	}
	k.Tenant, k.Version = tenant, version
	return k, nil
}

// List returns inspections of a unit, the next due first.
func (s *Store) List(ctx context.Context, tenant id.ID, f inspection.Filter) ([]inspection.Row, error) {
	from, open := int64(0), 0
	if !f.After.ID.IsZero() {
		from = cases.Order(f.After.Due)
	}
	if f.Open {
		open = 1
	}
	return s.rows(ctx, tenant, listUnit, tenant, f.Unit, from, f.After.ID[:], string(f.State), f.Kind, open, f.Limit)
}

// OfPlace returns the inspections of a place, the newest first.
func (s *Store) OfPlace(ctx context.Context, tenant, place id.ID, limit int) ([]inspection.Row, error) {
	return s.rows(ctx, tenant, listPlace, tenant, place, limit)
}

func (s *Store) rows(ctx context.Context, tenant id.ID, query string, args ...any) ([]inspection.Row, error) {
	var out []inspection.Row
	err := s.db.Query(ctx, query, args, func(r *dialect.Rows) error {
		var body json.RawMessage
		var version, due int64
		if err := r.Scan(&body, &version, &due); err != nil {
			return err
		}
		k, err := decode(tenant, body, version)
		out = append(out, inspection.Row{Case: k, Due: cases.Instant(due)})
		return err
	})
	return out, err
}

// Supervised returns what everybody may read of supervised places, the newest first.
func (s *Store) Supervised(ctx context.Context, tenant id.ID, limit int) ([]inspection.Notice, error) {
	var out []inspection.Notice
	err := s.db.Query(ctx, listPublic, []any{tenant, limit}, func(r *dialect.Rows) error {
		var body json.RawMessage
		var version int64
		var words string
		if err := r.Scan(&body, &version, &words); err != nil {
			return err
		}
		k, err := decode(tenant, body, version)
		out = append(out, inspection.Notice{Place: k.Spot.Name, Area: k.Spot.Area, Kind: k.Spot.Kind, Text: words, Published: k.Published, Until: k.Until, Over: !k.State.Open()})
		return err
	})
	return out, err
}

// Recorded returns the inspections of a unit that were recorded in a span of time, both ends inclusive, the oldest first.
func (s *Store) Recorded(ctx context.Context, tenant, unit id.ID, from, until time.Time) ([]inspection.Case, error) {
	var out []inspection.Case
	rows, err := s.rows(ctx, tenant, recorded, tenant, unit, from, until)
	for _, x := range rows {
		out = append(out, x.Case)
	}
	return out, err
}

// Due returns the open promises of a unit's inspections, the next due first.
func (s *Store) Due(ctx context.Context, tenant, unit id.ID, f promise.Filter) ([]inspection.DueRow, error) {
	var out []inspection.DueRow
	args := []any{tenant, unit, f.From, cases.Order(f.Until), f.After.Due, f.After.Case[:], f.After.Key, f.Limit}
	err := s.db.Query(ctx, dueUnit, args, func(r *dialect.Rows) error {
		var x inspection.DueRow
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

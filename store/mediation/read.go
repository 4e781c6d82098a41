package mediation

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"linli/consent"
	"linli/mediation"
	"linli/platform/access"
	"linli/platform/clock"
	"linli/platform/id"
	"linli/promise"
	cases "linli/store/casefile"
	"linli/store/dialect"
)

const (
	selectCase = `select body, version, number from mediation where tenant_id = $1 and id = $2`

	listColumns = `select id, unit_id, state, type, year, number, ref, received_at, due_at from mediation `
	listUnit    = listColumns + `where tenant_id = $1 and unit_id = $2 and (due_at, id) > ($3, $4) and ($6 = '' or type = $6)
		and received_at >= $7 and received_at < $8 order by due_at, id limit $5`
	listState = listColumns + `where tenant_id = $1 and unit_id = $2 and state = $9 and (due_at, id) > ($3, $4) and ($6 = '' or type = $6)
		and received_at >= $7 and received_at < $8 order by due_at, id limit $5`
	// A unit gives a running number once a year, and one of a register once: what bears it is few rows, which are sorted. SQLite, which
	// has no statistics here, would rather read the list of the whole unit than go from the index of numbers to the row.
	bears      = `(select id from mediation where tenant_id = $1 and unit_id = $2 and number = $3 and number <> 0)`
	listNumber = listColumns + `where tenant_id = $1 and id in ` + bears
	listRef    = `select m.id, m.unit_id, m.state, m.type, m.year, m.number, m.ref, m.received_at, m.due_at
		from mediation_ref r join mediation m on m.tenant_id = r.tenant_id and m.id = r.case_id
		where r.tenant_id = $1 and r.unit_id = $2 and r.ref = $3 and m.unit_id = r.unit_id`
	// A number that was drawn in a unit that has ended is in no register of the heir.
	listNamed = listColumns + `where tenant_id = $1 and id in (select id from mediation where tenant_id = $1 and unit_id = $2 and ref = $3 and ref <> '')`
	came      = listColumns + `where tenant_id = $1 and unit_id = $2 and type = $3 and received_at >= $4 and received_at < $5
		order by received_at, id limit $6`
	// An account has at most 200 cases at a time, so its own are found through its assignments and sorted.
	listAssigned = `select m.id, m.unit_id, m.state, m.type, m.year, m.number, m.ref, m.received_at, m.due_at
		from assignment a join mediation m on m.tenant_id = a.tenant_id and m.id = a.case_id
		where a.tenant_id = $1 and a.account_id = $2 and a.unit_id <> $6 and (m.due_at, m.id) > ($3, $4)
		order by m.due_at, m.id limit $5`

	// What a case promised in the unit that it came from keeps that unit's place in the figures; it is owed where the case is.
	dueUnit = `select p.case_id, m.unit_id, p.rule, p.rule_key, p.due_at, p.state, m.type, m.year, m.number, m.ref, m.received_at
		from promise p join mediation m on m.tenant_id = p.tenant_id and m.id = p.case_id
		where p.tenant_id = $1 and p.unit_id = $2 and p.state = $3 and p.end_at = 0 and p.due_at >= $4 and p.due_at < $5
		and (p.due_at, p.case_id, p.rule_key) > ($6, $7, $8) and m.unit_id = p.unit_id order by p.due_at, p.case_id, p.rule_key limit $9`
	dueMoved = dueOfAssigned + `and a.unit_id = $2 and p.unit_id <> $2 and p.state = $3 and p.end_at = 0 and p.due_at >= $4 and p.due_at < $5
		and (p.due_at, p.case_id, p.rule_key) > ($6, $7, $8) order by p.due_at, p.case_id, p.rule_key limit $9`
	// Its cases come first, whatever the engine would prefer: without statistics SQLite goes through all promises of the tenant.
	dueOfAssigned = `select p.case_id, m.unit_id, p.rule, p.rule_key, p.due_at, p.state, m.type, m.year, m.number, m.ref, m.received_at
		from assignment a cross join promise p cross join mediation m
		where p.tenant_id = a.tenant_id and p.case_id = a.case_id and m.tenant_id = a.tenant_id and m.id = a.case_id
		and a.tenant_id = $1 and a.account_id = $2 `
	dueAssigned = dueOfAssigned + `and a.unit_id <> $10 and m.unit_id between $11 and $12
		and p.state = $3 and p.end_at = 0 and p.due_at >= $4 and p.due_at < $5
		and (p.due_at, p.case_id, p.rule_key) > ($6, $7, $8) order by p.due_at, p.case_id, p.rule_key limit $9`
	owedUnit = `select p.case_id, m.unit_id, p.rule, p.rule_key, p.due_at, p.state, m.type, m.year, m.number, m.ref, m.received_at
		from promise p join mediation m on m.tenant_id = p.tenant_id and m.id = p.case_id
		where p.tenant_id = $1 and p.unit_id = $2 and p.state = $3 and p.owed_by = $4 and p.end_at = 0
		and m.unit_id = p.unit_id order by p.due_at, p.case_id, p.rule_key limit $5`
	owedMoved = dueOfAssigned + `and a.unit_id = $2 and p.unit_id <> $2 and p.state = $3 and p.owed_by = $4 and p.end_at = 0
		order by p.due_at, p.case_id, p.rule_key limit $5`
	filesUnit = `select body, version, number, due_at, id from mediation
		where tenant_id = $1 and unit_id = $2 and state = $3 and (ref = '' or year > 0) and (due_at, id) > ($4, $5) order by due_at, id limit $6`
	openIn = `select id from mediation where tenant_id = $1 and unit_id = $2 and state in ('submitted', 'screening', 'invited', 'accepted', 'assigned',
		'scheduled', 'in_session', 'suspended', 'signing', 'oral_agreed', 'effective', 'confirmation_applied', 'confirmed', 'rejected', 'withdrawn',
		'performing', 'breached') and (ref = '' or year > 0) order by id limit $3`
	// Of each account its own key tells whether it stands on a case of the unit: no row of a case is read.
	atWork = `select x.id from account x where x.tenant_id = $1
		and exists (select 1 from assignment a where a.tenant_id = x.tenant_id and a.account_id = x.id and a.unit_id = $2 and a.capability = 'mediation') order by x.id`
	plannedUnit = `select body, version, number from mediation where tenant_id = $1 and unit_id = $2 and state = $3`
	plannedOwn  = `select m.body, m.version, m.number from assignment a join mediation m on m.tenant_id = a.tenant_id and m.id = a.case_id
		where a.tenant_id = $1 and a.account_id = $2`
)

// Queries lists the package's SQL.
func Queries() []string {
	return []string{insertCase, updateCase, keepDue, moveUnit, moveDue, nextNumber, takeNumber, selectCase, listUnit, listState, listNumber, listRef, listNamed, came, listAssigned, dueUnit,
		dueAssigned, dueMoved, atWork, plannedUnit, plannedOwn, filesUnit, openIn, owedUnit, owedMoved, insertRef, takeRef, selectRef, countRefs, insertRun, closeRun, undoRun, selectRun, runCases, deleteRefs, deleteCase,
		selectRegister, countRegister, countEnded, numbered, owedOf, countOne, countedBefore, selectWalkIn, raiseWalkIn, firstWalkIn, pastWalkIns, selectNicknames, upsertNickname, deleteNickname, forgetNicknames, holdVersion, deleteEvents, takeDiary, insertBooking, deleteBooking, checkDiary, selectBookings}
}

// Case returns a case as it stands.
func (s *Store) Case(ctx context.Context, tenant, c id.ID) (mediation.Case, error) {
	var body json.RawMessage
	var version int64
	var number int
	err := s.db.QueryRow(ctx, selectCase, []any{tenant, c}, &body, &version, &number)
	if errors.Is(err, dialect.ErrNoRows) {
		return mediation.Case{}, mediation.ErrNotFound
	}
	if err != nil {
		return mediation.Case{}, err
	}
	k := mediation.Case{}
	if err := json.Unmarshal(body, &k); err != nil {
		return mediation.Case{}, fmt.Errorf("decode case %s: %w", c, err)
	}
	k.Tenant, k.Version, k.Number = tenant, version, number
	return k, nil
}

// Consents returns a case's consent records.
func (s *Store) Consents(ctx context.Context, tenant, c id.ID) ([]consent.Record, error) {
	return s.consents.OfCase(ctx, tenant, c)
}

// Came returns the cases of a unit and a kind of dispute that reached it in a stretch of time.
func (s *Store) Came(ctx context.Context, tenant, unit id.ID, kind string, from, until time.Time, limit int) ([]mediation.Row, error) {
	var rows []mediation.Row
	err := s.db.Query(ctx, came, []any{tenant, unit, kind, from, until, limit}, scanRow(&rows))
	return rows, err
}

func scanRow(rows *[]mediation.Row) func(*dialect.Rows) error {
	return func(r *dialect.Rows) error {
		var x mediation.Row
		var state string
		var due int64
		if err := r.Scan(&x.ID, &x.Unit, &state, &x.Type, &x.Year, &x.Number, &x.Ref, &x.Received, &due); err != nil {
			return err
		}
		x.State, x.Due = mediation.State(state), cases.Instant(due)
		*rows = append(*rows, x)
		return nil
	}
}

// List returns one page within a scope: each unit's rows and the account's own, merged by due instant.
func (s *Store) List(ctx context.Context, scope access.Scope, f mediation.Filter) (mediation.Page, error) {
	after := clock.Micros(f.After.Due)
	if f.After.Due.IsZero() && !f.After.ID.IsZero() {
		after = cases.Order(time.Time{})
	}
	var rows []mediation.Row
	scan := scanRow(&rows)
	for _, unit := range scope.Units {
		if !f.Unit.IsZero() && f.Unit != unit {
			continue
		}
		if err := s.listUnit(ctx, scope.Tenant, unit, after, f, scan); err != nil {
			return mediation.Page{}, err
		}
	}
	if !scope.Account.IsZero() && !slices.Contains(scope.Units, f.Unit) { // a unit's rows hold the account's own of that unit
		limit := f.Limit + 1
		if f.Narrow() {
			limit = 1000 // filtered below; an account's own cases are few
		}
		if err := s.db.Query(ctx, listAssigned, []any{scope.Tenant, scope.Account, after, f.After.ID[:], limit, listed(scope)}, scan); err != nil {
			return mediation.Page{}, err
		}
	}
	for _, unit := range scope.Joint { // what a unit mediates jointly with another is assigned to the unit
		args := []any{scope.Tenant, unit, after, f.After.ID[:], 1000, listed(scope)}
		if err := s.db.Query(ctx, listAssigned, args, scan); err != nil {
			return mediation.Page{}, err
		}
	}
	rows = slices.DeleteFunc(rows, func(r mediation.Row) bool {
		return !f.Fits(r) || cmp.Or(cmp.Compare(cases.Order(r.Due), after), bytes.Compare(r.ID[:], f.After.ID[:])) <= 0
	})
	slices.SortFunc(rows, func(a, b mediation.Row) int {
		return cmp.Or(cmp.Compare(cases.Order(a.Due), cases.Order(b.Due)), bytes.Compare(a.ID[:], b.ID[:]))
	})
	rows = slices.CompactFunc(rows, func(a, b mediation.Row) bool { return a.ID == b.ID })
	p := mediation.Page{Rows: rows}
	if len(rows) > f.Limit {
		p.Rows = rows[:f.Limit]
		last := p.Rows[f.Limit-1]
		p.Next = mediation.Cursor{Due: last.Due, ID: last.ID}
	}
	return p, nil
}

// listUnit reads the rows of a unit, behind a place in the list; what bears a number from the first on.
func (s *Store) listUnit(ctx context.Context, tenant, unit id.ID, after int64, f mediation.Filter, scan func(*dialect.Rows) error) error {
	if f.Number == "" {
		days := cases.Between(f.Days)
		query, args := listUnit, []any{tenant, unit, after, f.After.ID[:], f.Limit + 1, f.Type, days[0], days[1]}
		if f.State != "" {
			query, args = listState, append(args, string(f.State))
		}
		return s.db.Query(ctx, query, args, scan)
	}
	for _, n := range f.Running {
		if err := s.db.Query(ctx, listNumber, []any{tenant, unit, n}, scan); err != nil {
			return err
		}
	}
	return errors.Join(s.db.Query(ctx, listRef, []any{tenant, unit, f.Number}, scan), s.db.Query(ctx, listNamed, []any{tenant, unit, f.Number}, scan))
}

// listed is a unit whose rows the scope lists anyway, so that an account's own cases of that unit are not looked up one by
// one; no unit where it lists none.
func listed(scope access.Scope) []byte {
	var unit id.ID
	if len(scope.Units) > 0 {
		unit = scope.Units[0]
	}
	return unit[:]
}

// Due returns one page of promises owed within a scope.
func (s *Store) Due(ctx context.Context, scope access.Scope, f promise.Filter) ([]mediation.DueRow, error) {
	states := []string{"running", "late"}
	if f.Paused {
		states = []string{"paused"}
	}
	until := cases.Order(f.Until)
	first, last := f.Unit, f.Unit
	if f.Unit.IsZero() {
		copy(last[:], bytes.Repeat([]byte{0xff}, len(last)))
	}
	var rows []mediation.DueRow
	scan := func(r *dialect.Rows) error {
		var x mediation.DueRow
		if err := r.Scan(&x.Case, &x.Unit, &x.Rule, &x.Key, &x.Due, &x.State, &x.Type, &x.Year, &x.No, &x.Ref, &x.Received); err != nil {
			return err
		}
		rows = append(rows, x)
		return nil
	}
	for _, state := range states {
		rest := []any{state, f.From, until, f.After.Due, f.After.Case[:], f.After.Key, f.Limit}
		for _, unit := range scope.Units {
			if !f.In(unit) {
				continue
			}
			for _, query := range []string{dueUnit, dueMoved} {
				if err := s.db.Query(ctx, query, append([]any{scope.Tenant, unit}, rest...), scan); err != nil {
					return nil, err
				}
			}
		}
		own := slices.Clone(scope.Joint)
		if !scope.Account.IsZero() {
			own = append(own, scope.Account)
		}
		for _, whose := range own {
			if err := s.db.Query(ctx, dueAssigned, append(append([]any{scope.Tenant, whose}, rest...), listed(scope), first[:], last[:]), scan); err != nil {
				return nil, err
			}
		}
	}
	slices.SortFunc(rows, func(a, b mediation.DueRow) int { return a.Place().Compare(b.Place()) })
	rows = slices.CompactFunc(rows, func(a, b mediation.DueRow) bool { return a.Case == b.Case && a.Key == b.Key })
	return rows[:min(len(rows), f.Limit)], nil
}

// OpenIn returns cases of a unit of which something is still to do: none that an import brought in, which were over.
func (s *Store) OpenIn(ctx context.Context, tenant, unit id.ID, limit int) ([]id.ID, error) {
	return cases.IDs(ctx, s.db, openIn, tenant, unit, limit)
}

// Named returns the case of a unit that bears a number from elsewhere.
func (s *Store) Named(ctx context.Context, tenant, unit id.ID, ref string) (id.ID, error) {
	var rows []mediation.Row
	err := s.db.Query(ctx, listNamed, []any{tenant, unit, ref}, scanRow(&rows))
	switch {
	case err != nil:
		return id.ID{}, err
	case len(rows) == 0:
		return id.ID{}, mediation.ErrNotFound
	}
	return rows[0].ID, nil
}

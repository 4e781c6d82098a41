// Package casefile keeps what every case shares: events, keys and sealed fields, promises, slips, assignments, answers.
package casefile

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strings"
	"time"

	"linli/casefile"
	"linli/insight"
	"linli/platform/calendar"
	"linli/platform/clock"
	"linli/platform/id"
	"linli/platform/notify"
	"linli/platform/vault"
	consents "linli/store/consent"
	"linli/store/dialect"
	tallies "linli/store/insight"
	jobs "linli/store/job"
	ledgers "linli/store/ledger"
)

const (
	insertEvent = `insert into case_event (tenant_id, case_id, seq, id, kind, at, claimed_at, by_kind, by_account, by_post,
		by_party, visibility, reason, body, secrets, salt, commitment)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)`
	dropSalts    = `update case_event set salt = $3 where tenant_id = $1 and case_id = $2`
	insertKey    = `insert into case_key (tenant_id, case_id, kind, section_of, key_id) values ($1, $2, $3, $4, $5)`
	deleteKey    = `delete from case_key where tenant_id = $1 and case_id = $2 and key_id = $3`
	strayBundle  = `delete from case_key where tenant_id = $1 and case_id = $2 and kind = 'bundle'`
	deleteSealed = `delete from sealed where tenant_id = $1 and case_id = $2 and key_id = $3`
	upsertSealed = `insert into sealed (tenant_id, case_id, field, owner_id, key_id, version, body)
		values ($1, $2, $3, $4, $5, $6, $7)
		on conflict (tenant_id, case_id, field, owner_id)
		do update set key_id = excluded.key_id, version = excluded.version, body = excluded.body
		where sealed.version = excluded.version - 1`
	upsertPromise = `insert into promise (tenant_id, case_id, rule_key, rule, capability, unit_id, subject_id, owed_by, start_at,
		due_at, provisional, state, end_at, ended_by, paused_since, extended, warn_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
		on conflict (tenant_id, case_id, rule_key)
		do update set due_at = excluded.due_at, provisional = excluded.provisional, state = excluded.state,
		end_at = excluded.end_at, ended_by = excluded.ended_by, paused_since = excluded.paused_since, extended = excluded.extended,
		warn_at = excluded.warn_at where promise.warn_at = $18 and promise.due_at = $19`
	upsertSlip = `insert into slip (tenant_id, code, case_id, capability, party_id, hash, issued_at, ended_at, session)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
		on conflict (tenant_id, code)
		do update set hash = excluded.hash, issued_at = excluded.issued_at, ended_at = excluded.ended_at, session = excluded.session
		where slip.case_id = excluded.case_id and slip.party_id = excluded.party_id`
	insertReserved   = `insert into reserved_slip (tenant_id, account_id, code, hash, ends_at) values ($1, $2, $3, $4, $5)`
	useReserved      = `delete from reserved_slip where tenant_id = $1 and account_id = $2 and code = $3`
	endReserved      = `delete from reserved_slip where tenant_id = $1 and ends_at <= $2`
	moveSession      = `update slip set session = $3 where tenant_id = $1 and code = $2 and ended_at = 0`
	insertAssignment = `insert into assignment (tenant_id, account_id, unit_id, case_id, capability, since) values ($1, $2, $3, $4, $5, $6)`
	deleteAssignment = `delete from assignment where tenant_id = $1 and account_id = $2 and unit_id = $3 and case_id = $4`
	insertAnswer     = `insert into answer (tenant_id, request, asked, sealed, expires_at) values ($1, $2, $3, $4, $5)`
	markLate         = `update promise set state = 'late' where tenant_id = $1 and case_id = $2 and rule_key = $3 and state = 'running'`
	moveWarn         = `update promise set warn_at = $5 where tenant_id = $1 and case_id = $2 and rule_key = $3 and warn_at = $4`
	keepEntry        = `insert into register_entry (tenant_id, kind, id, case_id, unit_id, state, at, ended_at, capability) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
		on conflict (tenant_id, kind, id) do update set unit_id = $5, state = $6, ended_at = $8`
	deleteAnswers = `delete from answer where tenant_id = $1 and expires_at <= $2`
)

// Played says of a refused change what the service needs to know: that its request was answered under the same idempotency key, or
// that the case moved, as the capability says it.
func Played(err, moved error) error {
	var rows *dialect.RowsError
	var taken *dialect.DuplicateError
	switch {
	case errors.As(err, &taken) && strings.HasPrefix(taken.Constraint, "answer"):
		return casefile.ErrAnswered
	case errors.As(err, &rows), errors.As(err, &taken):
		return fmt.Errorf("%w: %w", moved, err)
	}
	return err
}

// DropKey removes the row of a key and what it sealed.
func DropKey(tenant id.ID, k vault.Key) []dialect.Statement {
	return []dialect.Statement{{SQL: deleteSealed, Rows: dialect.AnyRows, Args: []any{tenant, k.Case, k.ID}},
		{SQL: deleteKey, Rows: 1, Args: []any{tenant, k.Case, k.ID}}}
}

// AddKey says which key seals a section.
func AddKey(tenant id.ID, k vault.Key) dialect.Statement {
	return dialect.Statement{SQL: insertKey, Rows: 1, Args: []any{tenant, k.Case, string(k.Scope.Kind), k.Scope.Of[:], k.ID}}
}

// AddSealed writes a sealed field, or the next version of one.
func AddSealed(tenant id.ID, s vault.Sealed) dialect.Statement {
	return dialect.Statement{SQL: upsertSealed, Rows: 1, Args: []any{tenant, s.Case, s.Field, s.Owner[:], s.Key, s.Version, s.Body}}
}

// Statements are the rows of a change that every capability shares, in an order that is the same for all changes.
func Statements(c casefile.Change) ([]dialect.Statement, error) {
	var out []dialect.Statement
	add := func(sql string, rows int64, args ...any) {
		out = append(out, dialect.Statement{SQL: sql, Args: args, Rows: rows})
	}
	if a := c.Answer; a != nil { // first: a request that was answered meanwhile stops here
		add(insertAnswer, 1, c.Tenant, a.Key[:], a.Body[:], a.Sealed, a.Expires)
	}
	for _, e := range c.Events {
		add(insertEvent, 1, c.Tenant, e.Case, e.Seq, e.ID, string(e.Kind), e.At, e.Claimed, string(e.By.Kind), e.By.Account,
			string(e.By.Post), e.By.Party, string(e.Visibility), e.Reason, e.Body, flat(e.Secrets), e.Salt[:], e.Commitment[:])
		out = append(out, ledgers.InsertLeaf(c.Tenant, e.Leaf()))
	}
	for _, k := range c.Dropped { // before the new keys: a section can end and begin anew in one change
		out = append(out, DropKey(c.Tenant, k)...)
	}
	if len(c.Dropped) > 0 { // a file that was printed since this was decided may hold what goes: it is decided anew
		add(strayBundle, 0, c.Tenant, c.Dropped[0].Case)
	}
	for _, k := range c.Keys {
		out = append(out, AddKey(c.Tenant, k))
	}
	for _, s := range c.Sealed {
		out = append(out, AddSealed(c.Tenant, s))
	}
	if c.Erased { // without its salt a commitment says nothing, and the ledger still verifies. Nobody is told of the case any more
		add(dropSalts, dialect.AnyRows, c.Tenant, c.Events[0].Case, make([]byte, 16))
		out = append(out, jobs.DeleteNotices(c.Tenant, c.Events[0].Case))
	}
	for _, p := range c.Promises {
		add(upsertPromise, 1, c.Tenant, p.Case, p.Key, p.Rule, p.Capability, p.Unit, p.Subject, string(p.OwedBy), p.Start, p.Due,
			p.Provisional, string(p.State), p.End, p.Ended, p.PausedSince, p.Extended, Order(p.WarnAt), Order(p.WarnWas), p.DueWas)
	}
	for _, r := range c.Consents {
		out = append(out, consents.Statements(r)...)
	}
	if u := c.Reserved; u != nil { // whoever comes second finds none
		add(useReserved, 1, c.Tenant, u.Account, string(u.Code))
	}
	for _, s := range c.Slips {
		add(upsertSlip, 1, c.Tenant, string(s.Code), s.Case, s.Capability, s.Party, s.Hash, s.IssuedAt, s.EndedAt, s.Session)
	}
	for _, j := range c.Jobs {
		out = append(out, jobs.Insert(j))
	}
	for _, n := range c.Notices {
		out = append(out, jobs.InsertNotice(n))
	}
	for _, r := range c.Registered {
		add(keepEntry, 1, c.Tenant, r.Kind, r.ID, r.Case, r.Unit, r.State, r.At, r.Ended, r.Capability)
	}
	counts, err := tally(c)
	return append(out, counts...), err
}

func tally(c casefile.Change) ([]dialect.Statement, error) {
	var deltas []insight.Delta
	for _, t := range c.Tallies {
		day, err := calendar.ParseDate(t.Day)
		if err != nil {
			return nil, fmt.Errorf("tally %s: %w", t.Measure, err)
		}
		deltas = append(deltas, insight.Delta{Tenant: c.Tenant, Unit: t.Unit, Type: t.Type, Source: t.Source, Measure: insight.Measure(t.Measure),
			Day: day, N: t.N, Shard: insight.ShardOf(t.Case)})
	}
	return tallies.Add(deltas...)
}

// Assign are the statements by which accounts come to a case and leave it.
func Assign(tenant, unit, c id.ID, capability string, came, left []id.ID, at time.Time) []dialect.Statement {
	var out []dialect.Statement
	for _, a := range came {
		out = append(out, dialect.Statement{SQL: insertAssignment, Args: []any{tenant, a, unit, c, capability, at}, Rows: 1})
	}
	for _, a := range left {
		out = append(out, dialect.Statement{SQL: deleteAssignment, Args: []any{tenant, a, unit, c}, Rows: 1})
	}
	return out
}

// Tell writes notices of promises and moves on when somebody is next to be told of each, unless that instant moved meanwhile: nobody
// is told twice.
func (s *Store) Tell(ctx context.Context, tenant id.ID, told []casefile.Reminder, notices []notify.Notice) error {
	var all []dialect.Statement
	for _, r := range told {
		all = append(all, dialect.Statement{SQL: moveWarn, Args: []any{tenant, r.Case, r.Key, Order(r.At), Order(r.Next)}, Rows: 1})
	}
	for _, n := range notices {
		all = append(all, jobs.InsertNotice(n))
	}
	return Played(s.db.Play(ctx, all), casefile.ErrTold)
}

// never stands for an instant that does not come, and orders after all that do.
const never = math.MaxInt64

// Order is an instant in a column by which rows are ordered: the zero time, for never, comes last.
func Order(t time.Time) int64 {
	if t.IsZero() {
		return never
	}
	return clock.Micros(t)
}

// Between are the bounds of days for a query: from the first on, before the second.
func Between(d casefile.Days) [2]int64 {
	from := int64(math.MinInt64)
	if !d.From.IsZero() {
		from = clock.Micros(d.From)
	}
	return [2]int64{from, Order(d.Until)}
}

// Instant reads what [Order] wrote.
func Instant(us int64) time.Time {
	if us == never {
		return time.Time{}
	}
	return clock.FromMicros(us)
}

// MarkLate writes promises down as late, but for those that ended meanwhile.
func (s *Store) MarkLate(ctx context.Context, tenant id.ID, all []casefile.Reminder) error {
	if len(all) == 0 {
		return nil
	}
	change := make([]dialect.Statement, len(all))
	for i, p := range all {
		change[i] = dialect.Statement{SQL: markLate, Args: []any{tenant, p.Case, p.Key}, Rows: dialect.AnyRows}
	}
	return s.db.Play(ctx, change)
}

func flat(hashes [][32]byte) []byte {
	out := make([]byte, 0, 32*len(hashes))
	for _, h := range hashes {
		out = append(out, h[:]...)
	}
	return out
}

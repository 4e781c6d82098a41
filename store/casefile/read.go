package casefile

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"linli/casefile"
	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/platform/vault"
	"linli/promise"
	"linli/rulebook"
	"linli/store/dialect"
)

const (
	selectEvents = `select id, seq, kind, at, claimed_at, by_kind, by_account, by_post, by_party, visibility, reason, body, secrets,
		salt, commitment from case_event where tenant_id = $1 and case_id = $2 order by seq`
	selectHappened = `select id, kind, at, claimed_at, body from case_event where tenant_id = $1 and case_id = $2 order by seq`
	selectKeys     = `select kind, section_of, key_id from case_key where tenant_id = $1 and case_id = $2`
	selectSealed   = `select owner_id, field, key_id, version, body from sealed where tenant_id = $1 and case_id = $2`
	selectVersion  = `select version from sealed where tenant_id = $1 and case_id = $2 and owner_id = $3 and field = $4`
	selectPromises = `select rule_key, rule, capability, unit_id, subject_id, owed_by, start_at, due_at, provisional, state, end_at,
		ended_by, paused_since, extended, warn_at from promise where tenant_id = $1 and case_id = $2`
	selectOverdue = `select case_id, rule_key, rule from promise
		where tenant_id = $1 and state = 'running' and due_at < $2 and capability = $4 order by due_at, case_id, rule_key limit $3`
	selectBroken = `select case_id, unit_id, rule, rule_key, due_at, state, end_at from promise
		where tenant_id = $1 and unit_id = $2 and state = $3 and due_at >= $4 and due_at < $5 and (due_at, case_id, rule_key) > ($6, $7, $8)
		and capability = $9 order by due_at, case_id, rule_key limit $10`
	selectUntold = `select case_id, rule_key, warn_at from promise where tenant_id = $1 and warn_at <= $2
		and capability = $4 order by warn_at, case_id, rule_key limit $3`
	selectSlips    = `select code, case_id, capability, party_id, hash, issued_at, ended_at, session from slip where tenant_id = $1 and case_id = $2 order by code`
	selectSlip     = `select code, case_id, capability, party_id, hash, issued_at, ended_at, session from slip where tenant_id = $1 and code = $2`
	selectReserved = `select hash, ends_at from reserved_slip where tenant_id = $1 and account_id = $2 and code = $3`
	selectAnswer   = `select asked, sealed, expires_at from answer where tenant_id = $1 and request = $2`
	selectKeyIn    = `select key_id from case_key where tenant_id = $1 and key_id = $2`
	selectLeaves   = `select id, case_id, at, commitment from case_event where tenant_id = $1 and (case_id, seq) > ($2, $3)
		order by case_id, seq limit $4`
)

// Queries lists the package's SQL.
func Queries() []string {
	return []string{insertEvent, dropSalts, insertKey, deleteKey, deleteSealed, upsertSealed, upsertPromise, upsertSlip, insertReserved, useReserved, endReserved, selectReserved, moveSession, insertAssignment,
		deleteAssignment, insertAnswer, keepEntry, selectEntries, selectEntry, markLate, moveWarn, deleteAnswers, selectEvents, selectHappened, selectKeys, selectSealed, selectVersion,
		selectPromises, selectOverdue, selectBroken, selectUntold, selectSlips, selectSlip, selectAnswer, selectKeyIn, selectLeaves,
		selectRecount, upsertRecount, selectOpen, insertBundle, selectBundle, selectLatestBundle, moveBundle, deleteBundle, standKey, strayBundle, deleteBundleKey, selectHalf, upsertHalf, tryHalf, takeHalf, dropHalf, forgetHalf}
}

var errNotFound = fault.New(fault.NotFound, "case.not_found")

// Store reads what every case shares.
type Store struct{ db *dialect.DB }

// New returns the store over a database.
func New(db *dialect.DB) *Store { return &Store{db} }

// Events returns a case's events in order.
func (s *Store) Events(ctx context.Context, tenant, c id.ID) ([]casefile.Event, error) {
	var out []casefile.Event
	var kind, byKind, byPost, visibility string
	var secrets, salt, commitment dialect.Raw
	err := s.db.Query(ctx, selectEvents, []any{tenant, c}, func(r *dialect.Rows) error {
		out = append(out, casefile.Event{Case: c})
		e := &out[len(out)-1]
		if err := r.Scan(&e.ID, &e.Seq, &kind, &e.At, &e.Claimed, &byKind, &e.By.Account, &byPost, &e.By.Party, &visibility,
			&e.Reason, &e.Body, &secrets, &salt, &commitment); err != nil {
			return err
		}
		e.Kind, e.By.Kind, e.By.Post = casefile.Kind(kind), access.ActorKind(byKind), access.PostKind(byPost)
		e.Visibility = casefile.Visibility(visibility)
		for ; len(secrets) >= 32; secrets = secrets[32:] {
			e.Secrets = append(e.Secrets, [32]byte(secrets[:32]))
		}
		if len(salt) != 16 || len(commitment) != 32 {
			return fmt.Errorf("event %d of case %s is damaged", e.Seq, c)
		}
		e.Salt, e.Commitment = [16]byte(salt), [32]byte(commitment)
		return nil
	})
	return out, err
}

// Happened returns what happened to a case and when, in order, without who did it and what proves it.
func (s *Store) Happened(ctx context.Context, tenant, c id.ID) ([]casefile.Event, error) {
	var out []casefile.Event
	var kind string
	err := s.db.Query(ctx, selectHappened, []any{tenant, c}, func(r *dialect.Rows) error {
		out = append(out, casefile.Event{Case: c})
		e := &out[len(out)-1]
		err := r.Scan(&e.ID, &kind, &e.At, &e.Claimed, &e.Body)
		e.Kind = casefile.Kind(kind)
		return err
	})
	return out, err
}

// Keys returns which data keys seal which sections of a case.
func (s *Store) Keys(ctx context.Context, tenant, c id.ID) ([]vault.Key, error) {
	var out []vault.Key
	err := s.db.Query(ctx, selectKeys, []any{tenant, c}, func(r *dialect.Rows) error {
		k := vault.Key{Case: c}
		var kind string
		var of []byte
		if err := r.Scan(&kind, &of, &k.ID); err != nil {
			return err
		}
		k.Scope.Kind = vault.Kind(kind)
		copy(k.Scope.Of[:], of)
		out = append(out, k)
		return nil
	})
	return out, err
}

// Referenced tells which of the keys seal a section of a case, for the sweep of orphaned keys.
func (s *Store) Referenced(ctx context.Context, tenant id.ID, keys []id.ID) (map[id.ID]bool, error) {
	out := map[id.ID]bool{}
	for _, k := range keys {
		var found id.ID
		err := s.db.QueryRow(ctx, selectKeyIn, []any{tenant, k}, &found)
		if err != nil && !errors.Is(err, dialect.ErrNoRows) {
			return nil, err
		}
		out[k] = err == nil
	}
	return out, nil
}

// Sealed returns a case's sealed fields.
func (s *Store) Sealed(ctx context.Context, tenant, c id.ID) ([]vault.Sealed, error) {
	var out []vault.Sealed
	err := s.db.Query(ctx, selectSealed, []any{tenant, c}, func(r *dialect.Rows) error {
		out = append(out, vault.Sealed{Case: c})
		f := &out[len(out)-1]
		return r.Scan(&f.Owner, &f.Field, &f.Key, &f.Version, &f.Body)
	})
	return out, err
}

// Version returns how often a field of a case was sealed under its owner; 0 for never.
func (s *Store) Version(ctx context.Context, tenant, c, owner id.ID, field string) (version int64, err error) {
	err = s.db.QueryRow(ctx, selectVersion, []any{tenant, c, owner, field}, &version)
	if errors.Is(err, dialect.ErrNoRows) {
		return 0, nil
	}
	return version, err
}

// Promises returns a case's promises by their start.
func (s *Store) Promises(ctx context.Context, tenant, c id.ID) ([]casefile.PromiseRow, error) {
	var out []casefile.PromiseRow
	err := s.db.Query(ctx, selectPromises, []any{tenant, c}, func(r *dialect.Rows) error {
		p := casefile.PromiseRow{Case: c}
		var owed, state string
		var warn int64
		if err := r.Scan(&p.Key, &p.Rule, &p.Capability, &p.Unit, &p.Subject, &owed, &p.Start, &p.Due, &p.Provisional, &state,
			&p.End, &p.Ended, &p.PausedSince, &p.Extended, &warn); err != nil {
			return err
		}
		p.OwedBy, p.State, p.WarnAt = rulebook.Post(owed), promise.State(state), Instant(warn)
		out = append(out, p)
		return nil
	})
	slices.SortFunc(out, func(a, b casefile.PromiseRow) int { // a handful: cheaper here than a sorter in each query
		return cmp.Or(a.Start.Compare(b.Start), cmp.Compare(a.Key, b.Key))
	})
	return out, err
}

// Overdue returns a capability's promises past due that are not yet written down as late, the longest overdue first.
func (s *Store) Overdue(ctx context.Context, tenant id.ID, capability string, now time.Time, limit int) ([]casefile.Reminder, error) {
	var out []casefile.Reminder
	err := s.db.Query(ctx, selectOverdue, []any{tenant, now, limit, capability}, func(r *dialect.Rows) error {
		var x casefile.Reminder
		err := r.Scan(&x.Case, &x.Key, &x.Rule)
		out = append(out, x)
		return err
	})
	return out, err
}

// Broken returns a page of the promises that began in a unit, fell due from an instant to another and were not kept in time, with those that were waived.
func (s *Store) Broken(ctx context.Context, tenant, unit id.ID, capability string, f promise.Filter) ([]casefile.PromiseRow, error) {
	var out []casefile.PromiseRow
	for _, state := range []promise.State{promise.Running, promise.Late, promise.Waived} {
		args := []any{tenant, unit, string(state), f.From, Order(f.Until), f.After.Due, f.After.Case[:], f.After.Key, capability, f.Limit}
		err := s.db.Query(ctx, selectBroken, args, func(r *dialect.Rows) error {
			p := casefile.PromiseRow{Capability: capability}
			var state string
			err := r.Scan(&p.Case, &p.Unit, &p.Rule, &p.Key, &p.Due, &state, &p.End)
			p.State = promise.State(state)
			out = append(out, p)
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	place := func(p casefile.PromiseRow) promise.Place { return promise.Place{Due: p.Due, Case: p.Case, Key: p.Key} }
	slices.SortFunc(out, func(a, b casefile.PromiseRow) int { return place(a).Compare(place(b)) })
	return out[:min(len(out), f.Limit)], nil
}

// Untold returns a capability's promises of which somebody is to be told by now, the longest overdue first.
func (s *Store) Untold(ctx context.Context, tenant id.ID, capability string, now time.Time, limit int) ([]casefile.Reminder, error) {
	var out []casefile.Reminder
	err := s.db.Query(ctx, selectUntold, []any{tenant, now, limit, capability}, func(r *dialect.Rows) error {
		var x casefile.Reminder
		if err := r.Scan(&x.Case, &x.Key, &x.At); err != nil {
			return err
		}
		out = append(out, x)
		return nil
	})
	return out, err
}

// Slips returns a case's slips.
func (s *Store) Slips(ctx context.Context, tenant, c id.ID) ([]casefile.Slip, error) {
	return s.slips(ctx, selectSlips, tenant, c)
}

// Slip returns the slip of a code, or a fault.NotFound.
func (s *Store) Slip(ctx context.Context, tenant id.ID, code id.Code) (casefile.Slip, error) {
	found, err := s.slips(ctx, selectSlip, tenant, string(code))
	if err != nil || len(found) == 1 {
		return append(found, casefile.Slip{})[0], err
	}
	return casefile.Slip{}, errNotFound
}

func (s *Store) slips(ctx context.Context, query string, args ...any) ([]casefile.Slip, error) {
	var out []casefile.Slip
	err := s.db.Query(ctx, query, args, func(r *dialect.Rows) error {
		var x casefile.Slip
		var code string
		if err := r.Scan(&code, &x.Case, &x.Capability, &x.Party, &x.Hash, &x.IssuedAt, &x.EndedAt, &x.Session); err != nil {
			return err
		}
		x.Code = id.Code(code)
		out = append(out, x)
		return nil
	})
	return out, err
}

// EndSessions gives a slip another session number, so that whatever session was opened with it before is over.
func (s *Store) EndSessions(ctx context.Context, tenant id.ID, code id.Code, next int64) error {
	return s.db.Play(ctx, []dialect.Statement{{SQL: moveSession, Args: []any{tenant, string(code), next}, Rows: dialect.AnyRows}})
}

// Answer returns the stored answer of a request, or a fault.NotFound.
func (s *Store) Answer(ctx context.Context, tenant id.ID, request [32]byte) (casefile.Answer, error) {
	a := casefile.Answer{Key: request}
	var asked []byte
	err := s.db.QueryRow(ctx, selectAnswer, []any{tenant, request[:]}, &asked, &a.Sealed, &a.Expires)
	if errors.Is(err, dialect.ErrNoRows) {
		return casefile.Answer{}, errNotFound
	}
	if err != nil {
		return casefile.Answer{}, err
	}
	copy(a.Body[:], asked)
	return a, nil
}

// Forget are the statements that remove the answers that nobody can ask for any more, and the slips that nobody used.
func (s *Store) Forget(tenant id.ID, now int64) []dialect.Statement {
	return []dialect.Statement{{SQL: deleteAnswers, Args: []any{tenant, now}, Rows: dialect.AnyRows},
		{SQL: endReserved, Args: []any{tenant, now}, Rows: dialect.AnyRows}}
}

// KeepReservation writes a slip that waits for its case.
func (s *Store) KeepReservation(ctx context.Context, tenant id.ID, r casefile.Reservation) error {
	return s.db.Play(ctx, []dialect.Statement{{SQL: insertReserved, Rows: 1, Args: []any{tenant, r.Account, string(r.Code), r.Hash, r.EndsAt}}})
}

// Reservation returns a slip that waits for a case of the account.
func (s *Store) Reservation(ctx context.Context, tenant, account id.ID, code id.Code) (casefile.Reservation, error) {
	r := casefile.Reservation{Code: code, Account: account}
	err := s.db.QueryRow(ctx, selectReserved, []any{tenant, account, string(code)}, &r.Hash, &r.EndsAt)
	if errors.Is(err, dialect.ErrNoRows) {
		return r, errNotFound
	}
	return r, err
}

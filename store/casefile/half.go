package casefile

import (
	"context"
	"errors"
	"time"

	"linli/casefile/signing"
	"linli/platform/id"
	"linli/store/dialect"
)

const (
	selectHalf = `select body, tries, ends_at from half_signed where tenant_id = $1 and case_id = $2 and act = $3 and kind = $4`
	upsertHalf = `insert into half_signed (tenant_id, case_id, act, kind, body, tries, ends_at) values ($1, $2, $3, $4, $5, 0, $6)
		on conflict (tenant_id, case_id, act, kind) do update set body = excluded.body, tries = 0, ends_at = excluded.ends_at`
	tryHalf = `update half_signed set tries = tries + 1
		where tenant_id = $1 and case_id = $2 and act = $3 and kind = $4 and body = $5 and tries = $6`
	takeHalf   = `delete from half_signed where tenant_id = $1 and case_id = $2 and act = $3 and kind = $4 and body = $5`
	dropHalf   = `delete from half_signed where tenant_id = $1 and case_id = $2 and act = $3 and kind = $4`
	forgetHalf = `delete from half_signed where tenant_id = $1 and ends_at <= $2`
)

// HalfSigned returns what waits on the way to a signature.
func (s *Store) HalfSigned(ctx context.Context, tenant, c id.ID, act, kind string) (signing.Half, error) {
	h := signing.Half{Case: c, Act: act, Kind: kind}
	err := s.db.QueryRow(ctx, selectHalf, []any{tenant, c, act, kind}, &h.Body, &h.Tries, &h.EndsAt)
	if errors.Is(err, dialect.ErrNoRows) {
		return h, signing.ErrGone
	}
	return h, err
}

// KeepHalf has one wait from a change on, in place of an older one.
func KeepHalf(tenant id.ID, h signing.Half) dialect.Statement {
	return dialect.Statement{SQL: upsertHalf, Rows: 1, Args: []any{tenant, h.Case, h.Act, h.Kind, h.Body, h.EndsAt}}
}

// DropHalf has it wait no longer from a change on.
func DropHalf(tenant id.ID, h signing.Half) dialect.Statement {
	return dialect.Statement{SQL: dropHalf, Rows: dialect.AnyRows, Args: []any{tenant, h.Case, h.Act, h.Kind}}
}

// KeepHalfSigned has one wait, in place of an older one.
func (s *Store) KeepHalfSigned(ctx context.Context, tenant id.ID, h signing.Half) error {
	return s.db.Play(ctx, []dialect.Statement{KeepHalf(tenant, h)})
}

// TryHalfSigned counts one more try.
func (s *Store) TryHalfSigned(ctx context.Context, tenant id.ID, h signing.Half) error {
	return Played(s.db.Play(ctx, []dialect.Statement{{SQL: tryHalf, Rows: 1, Args: []any{tenant, h.Case, h.Act, h.Kind, h.Body, h.Tries}}}), signing.ErrGone)
}

// TakeHalfSigned removes what waits.
func (s *Store) TakeHalfSigned(ctx context.Context, tenant id.ID, h signing.Half) error {
	return Played(s.db.Play(ctx, []dialect.Statement{{SQL: takeHalf, Rows: 1, Args: []any{tenant, h.Case, h.Act, h.Kind, h.Body}}}), signing.ErrGone)
}

// ForgetHalfSigned removes what ended before an instant.
func (s *Store) ForgetHalfSigned(ctx context.Context, tenant id.ID, before time.Time) error {
	return s.db.Play(ctx, []dialect.Statement{{SQL: forgetHalf, Rows: dialect.AnyRows, Args: []any{tenant, before}}})
}

package mediation

import (
	"context"
	"errors"
	"time"

	"linli/mediation"
	"linli/platform/id"
	cases "linli/store/casefile"
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
func (s *Store) HalfSigned(ctx context.Context, tenant, c id.ID, act, kind string) (mediation.HalfSigned, error) {
	h := mediation.HalfSigned{Case: c, Act: act, Kind: kind}
	err := s.db.QueryRow(ctx, selectHalf, []any{tenant, c, act, kind}, &h.Body, &h.Tries, &h.EndsAt)
	if errors.Is(err, dialect.ErrNoRows) {
		return h, mediation.ErrNotFound
	}
	return h, err
}

func keepHalf(tenant id.ID, h mediation.HalfSigned) dialect.Statement {
	return dialect.Statement{SQL: upsertHalf, Rows: 1, Args: []any{tenant, h.Case, h.Act, h.Kind, h.Body, h.EndsAt}}
}

// KeepHalfSigned has one wait, in place of an older one.
func (s *Store) KeepHalfSigned(ctx context.Context, tenant id.ID, h mediation.HalfSigned) error {
	return s.db.Play(ctx, []dialect.Statement{keepHalf(tenant, h)})
}

// TryHalfSigned counts one more try.
func (s *Store) TryHalfSigned(ctx context.Context, tenant id.ID, h mediation.HalfSigned) error {
	return cases.Played(s.db.Play(ctx, []dialect.Statement{{SQL: tryHalf, Rows: 1, Args: []any{tenant, h.Case, h.Act, h.Kind, h.Body, h.Tries}}}), mediation.ErrMoved)
}

// TakeHalfSigned removes what waits.
func (s *Store) TakeHalfSigned(ctx context.Context, tenant id.ID, h mediation.HalfSigned) error {
	return cases.Played(s.db.Play(ctx, []dialect.Statement{{SQL: takeHalf, Rows: 1, Args: []any{tenant, h.Case, h.Act, h.Kind, h.Body}}}), mediation.ErrMoved)
}

// ForgetHalfSigned removes what ended before an instant.
func (s *Store) ForgetHalfSigned(ctx context.Context, tenant id.ID, before time.Time) error {
	return s.db.Play(ctx, []dialect.Statement{{SQL: forgetHalf, Rows: dialect.AnyRows, Args: []any{tenant, before}}})
}

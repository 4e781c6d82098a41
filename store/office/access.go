package office

import (
	"context"
	"crypto/sha256"
	"fmt"
	"slices"
	"time"

	"linli/platform/access"
	"linli/platform/id"
	"linli/store/dialect"
)

const (
	insertAccess = `insert into access_row (tenant_id, case_id, reader, purpose, quarter, kind, account_id, party_id, post, at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
		on conflict (tenant_id, case_id, reader, purpose, quarter) do nothing`
	selectReadings = `select kind, account_id, party_id, purpose, post, quarter, at from access_row
		where tenant_id = $1 and case_id = $2 and at < $3 and (party_id is null or party_id = $4)
		order by at desc, reader, purpose limit $5`
)

var _ access.Recorder = (*Store)(nil)

// Record commits an access row, unless it is there already.
func (s *Store) Record(ctx context.Context, r access.Row) error {
	reader := r.Account
	switch {
	case reader.IsZero():
		reader = r.Party
	case !r.Party.IsZero():
		reader = both(r.Account, r.Party)
	}
	err := s.db.Play(ctx, []dialect.Statement{{SQL: insertAccess, Rows: dialect.AnyRows, Args: []any{
		r.Tenant, r.Case, reader[:], string(r.Purpose), r.Quarter, string(r.Kind), r.Account, r.Party, string(r.Post), r.At,
	}}})
	if err != nil {
		return fmt.Errorf("recording access: %w", err)
	}
	return nil
}

// both is the reader where an account reads one of several referrals of a case: each is a reading of its own.
func both(account, party id.ID) id.ID {
	sum := sha256.Sum256(slices.Concat(account[:], party[:]))
	return id.ID(sum[:16])
}

// Readings lists who opened a case before a time, newest first, as a party may see it: everybody's reads but those of
// other parties. A zero time begins at the newest. [access.Row.Words] says it in neutral words.
func (s *Store) Readings(ctx context.Context, tenant, kase, party id.ID, before time.Time, limit int) ([]access.Row, error) {
	if before.IsZero() {
		before = time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	var out []access.Row
	err := s.db.Query(ctx, selectReadings, []any{tenant, kase, before, party, limit}, func(r *dialect.Rows) error {
		x := access.Row{Tenant: tenant, Case: kase}
		var kind, purpose, post string
		err := r.Scan(&kind, &x.Account, &x.Party, &purpose, &post, &x.Quarter, &x.At)
		x.Kind, x.Purpose, x.Post = access.ActorKind(kind), access.Purpose(purpose), access.PostKind(post)
		out = append(out, x)
		return err
	})
	return out, found(err, "listing who read a case")
}

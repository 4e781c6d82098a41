package office

import (
	"bytes"
	"cmp"
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
	ofCase = `select kind, account_id, party_id, purpose, post, quarter, at from access_row
		where tenant_id = $1 and case_id = $2 and at < $3 and (party_id is null or party_id = $4)`
	selectReadings = ofCase + ` limit $5`
	selectLatest   = ofCase + ` order by at desc, reader, purpose limit $5`
)

var _ access.Recorder = (*Store)(nil)

// Record commits an access row, unless it is there already.
func (s *Store) Record(ctx context.Context, r access.Row) error {
	who := reader(r)
	err := s.db.Play(ctx, []dialect.Statement{{SQL: insertAccess, Rows: dialect.AnyRows, Args: []any{
		r.Tenant, r.Case, who[:], string(r.Purpose), r.Quarter, string(r.Kind), r.Account, r.Party, string(r.Post), r.At,
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

// reader is the account or the party that read.
func reader(r access.Row) id.ID {
	switch {
	case r.Account.IsZero():
		return r.Party
	case r.Party.IsZero():
		return r.Account
	}
	return both(r.Account, r.Party)
}

// Readings lists who opened a case before a time, newest first, as a party may see it: everybody's reads but those of
// other parties. A zero time begins at the newest. [access.Row.Words] says it in neutral words. Fewer than the limit, as most
// cases have, are put in order here: SQLite's sorter takes as long as reading them does.
func (s *Store) Readings(ctx context.Context, tenant, kase, party id.ID, before time.Time, limit int) ([]access.Row, error) {
	if before.IsZero() {
		before = time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	out, err := s.readings(ctx, selectReadings, tenant, kase, before, party, limit)
	if len(out) == limit {
		out, err = s.readings(ctx, selectLatest, tenant, kase, before, party, limit)
	}
	slices.SortFunc(out, func(a, b access.Row) int {
		x, y := reader(a), reader(b)
		return cmp.Or(b.At.Compare(a.At), bytes.Compare(x[:], y[:]), cmp.Compare(a.Purpose, b.Purpose))
	})
	return out, found(err, "listing who read a case")
}

func (s *Store) readings(ctx context.Context, query string, tenant, kase id.ID, args ...any) ([]access.Row, error) {
	var out []access.Row
	var kind, purpose, post string
	err := s.db.Query(ctx, query, append([]any{tenant, kase}, args...), func(r *dialect.Rows) error {
		out = append(out, access.Row{Tenant: tenant, Case: kase})
		x := &out[len(out)-1]
		err := r.Scan(&kind, &x.Account, &x.Party, &purpose, &post, &x.Quarter, &x.At)
		x.Kind, x.Purpose, x.Post = access.ActorKind(kind), access.Purpose(purpose), access.PostKind(post)
		return err
	})
	return out, err
}

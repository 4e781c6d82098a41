package job

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"linli/platform/id"
	"linli/platform/notify"
	"linli/store/dialect"
)

const (
	insertNotice = `insert into notice (tenant_id, id, account_id, case_id, party_id, key, args, at, read_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`
	selectAccountNotices = `select tenant_id, id, account_id, case_id, party_id, key, args, at, read_at
		from notice where tenant_id = $1 and account_id = $2 and id < $3 order by id desc limit $4`
	selectUnread = `select tenant_id, id, account_id, case_id, party_id, key, args, at, read_at
		from notice where tenant_id = $1 and account_id = $2 and read_at = 0 order by id desc limit $3`
	selectPartyNotices = `select tenant_id, id, account_id, case_id, party_id, key, args, at, read_at
		from notice where tenant_id = $1 and case_id = $2 and party_id = $3 and id < $4 order by id desc limit $5`
	readAccountNotice = `update notice set read_at = $4 where tenant_id = $1 and account_id = $2 and id = $3 and read_at = 0`
	readPartyNotice   = `update notice set read_at = $5
		where tenant_id = $1 and case_id = $2 and party_id = $3 and id = $4 and read_at = 0`
	deleteCaseNotices = `delete from notice where tenant_id = $1 and case_id = $2`
)

// InsertNotice is the statement that adds a notice to a Change.
func InsertNotice(n notify.Notice) dialect.Statement {
	return dialect.Statement{Rows: 1, SQL: insertNotice, Args: []any{
		n.Tenant, n.ID, n.Account, n.Case, n.Party, n.Key, n.Args.JSON(), n.At, n.ReadAt,
	}}
}

// DeleteNotices is the statement that removes all notices of a case, for erasure.
func DeleteNotices(tenant, caseID id.ID) dialect.Statement {
	return dialect.Statement{Rows: dialect.AnyRows, SQL: deleteCaseNotices, Args: []any{tenant, caseID}}
}

// last stands before no id: where a list without a mark begins.
var last = id.ID{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff}

// OfAccount lists at most limit notices of an account, the newest first, those older than the notice before; the zero
// id begins at the newest.
func (s *Store) OfAccount(ctx context.Context, tenant, account, before id.ID, limit int) ([]notify.Notice, error) {
	if before.IsZero() {
		before = last
	}
	return s.notices(ctx, selectAccountNotices, tenant, account, before, limit)
}

// Unread lists at most limit notices that an account has not marked as read, the newest first.
func (s *Store) Unread(ctx context.Context, tenant, account id.ID, limit int) ([]notify.Notice, error) {
	return s.notices(ctx, selectUnread, tenant, account, limit)
}

// OfParty lists at most limit notices of a party of one case, as [Store.OfAccount] does.
func (s *Store) OfParty(ctx context.Context, tenant, caseID, party, before id.ID, limit int) ([]notify.Notice, error) {
	if before.IsZero() {
		before = last
	}
	return s.notices(ctx, selectPartyNotices, tenant, caseID, party, before, limit)
}

func (s *Store) notices(ctx context.Context, query string, args ...any) ([]notify.Notice, error) {
	var out []notify.Notice
	err := s.db.Query(ctx, query, args, func(r *dialect.Rows) error {
		var n notify.Notice
		var payload json.RawMessage
		if err := r.Scan(&n.Tenant, &n.ID, &n.Account, &n.Case, &n.Party, &n.Key, &payload, &n.At, &n.ReadAt); err != nil {
			return err
		}
		if err := json.Unmarshal(payload, &n.Args); err != nil {
			return fmt.Errorf("reading the arguments of notice %s: %w", n.ID, err)
		}
		out = append(out, n)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("listing notices: %w", err)
	}
	return out, nil
}

// ReadByAccount marks an account's notice as read; one that is read already, or another's, stays as it is.
func (s *Store) ReadByAccount(ctx context.Context, tenant, account, notice id.ID, now time.Time) error {
	return s.mark(ctx, readAccountNotice, tenant, account, notice, now)
}

// ReadByParty marks a party's notice as read, as [Store.ReadByAccount] does.
func (s *Store) ReadByParty(ctx context.Context, tenant, caseID, party, notice id.ID, now time.Time) error {
	return s.mark(ctx, readPartyNotice, tenant, caseID, party, notice, now)
}

func (s *Store) mark(ctx context.Context, query string, args ...any) error {
	if err := s.db.Play(ctx, []dialect.Statement{{SQL: query, Args: args, Rows: dialect.AnyRows}}); err != nil {
		return fmt.Errorf("marking a notice as read: %w", err)
	}
	return nil
}

package office

import (
	"context"
	"time"

	"linli/office"
	"linli/platform/access"
	"linli/platform/id"
	"linli/store/dialect"
)

const (
	insertAccount = `insert into account (tenant_id, id, unit_id, organisation_id, login, name, language, password, totp, totp_step, closed_at, created_at, version)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`
	updateAccount = `update account set name = $3, language = $4, password = $5, totp = $6, totp_step = $7, closed_at = $8, version = $9
		where tenant_id = $1 and id = $2 and version = $10`
	selectAccount = `select id, unit_id, organisation_id, login, name, language, password, totp, totp_step, closed_at, created_at, version
		from account where tenant_id = $1 and id = $2`
	selectAccountByLogin = `select id, unit_id, organisation_id, login, name, language, password, totp, totp_step, closed_at, created_at, version
		from account where tenant_id = $1 and login = $2`
	selectAccounts = `select id, unit_id, organisation_id, login, name, language, password, totp, totp_step, closed_at, created_at, version
		from account where tenant_id = $1 and unit_id = $2 order by login`
	selectAccountsFor = `select id, unit_id, organisation_id, login, name, language, password, totp, totp_step, closed_at, created_at, version
		from account where tenant_id = $1 and organisation_id = $2 order by login`

	insertPost = `insert into post (tenant_id, id, unit_id, account_id, kind, from_at, to_at, version)
		values ($1, $2, $3, $4, $5, $6, $7, $8)`
	updatePost    = `update post set to_at = $3, version = $4 where tenant_id = $1 and id = $2 and version = $5`
	selectPostsOf = `select id, unit_id, account_id, kind, from_at, to_at, version from post
		where tenant_id = $1 and account_id = $2 and (to_at = 0 or to_at > $3) order by from_at, id`
	selectPostsIn = `select id, unit_id, account_id, kind, from_at, to_at, version from post
		where tenant_id = $1 and unit_id = $2 and (to_at = 0 or to_at > $3) order by kind, from_at, id`
	selectHolders = `select id, unit_id, account_id, kind, from_at, to_at, version from post
		where tenant_id = $1 and kind = $2 and (to_at = 0 or to_at > $3) order by from_at, id`
	selectPosts = `select id, unit_id, account_id, kind, from_at, to_at, version from post
		where tenant_id = $1 and (to_at = 0 or to_at > $2) order by id`
)

// targets are where a row of account is scanned to.
func targets(a *office.Account) []any {
	return []any{&a.ID, &a.Unit, &a.Organisation, &a.Login, &a.Name, &a.Language, &a.Password, &a.TOTP, &a.TOTPStep, &a.ClosedAt, &a.CreatedAt, &a.Version}
}

// Account reads an account.
func (s *Store) Account(ctx context.Context, tenant, account id.ID) (office.Account, error) {
	a := office.Account{Tenant: tenant}
	err := s.db.QueryRow(ctx, selectAccount, []any{tenant, account}, targets(&a)...)
	return a, found(err, "reading an account")
}

// AccountByLogin finds an account by its login name, in the form of office.Login.
func (s *Store) AccountByLogin(ctx context.Context, tenant id.ID, login string) (office.Account, error) {
	a := office.Account{Tenant: tenant}
	err := s.db.QueryRow(ctx, selectAccountByLogin, []any{tenant, login}, targets(&a)...)
	return a, found(err, "finding an account")
}

// Accounts lists the accounts that a unit looks after.
func (s *Store) Accounts(ctx context.Context, tenant, unit id.ID) ([]office.Account, error) {
	return s.accounts(ctx, selectAccounts, tenant, unit)
}

// AccountsFor lists the accounts of an organisation of the directory.
func (s *Store) AccountsFor(ctx context.Context, tenant, organisation id.ID) ([]office.Account, error) {
	return s.accounts(ctx, selectAccountsFor, tenant, organisation)
}

func (s *Store) accounts(ctx context.Context, query string, tenant, of id.ID) ([]office.Account, error) {
	var out []office.Account
	err := s.db.Query(ctx, query, []any{tenant, of}, func(r *dialect.Rows) error {
		a := office.Account{Tenant: tenant}
		err := r.Scan(targets(&a)...)
		out = append(out, a)
		return err
	})
	return out, found(err, "listing accounts")
}

// PostsOf lists an account's posts that run at a time or later.
func (s *Store) PostsOf(ctx context.Context, tenant, account id.ID, at time.Time) ([]office.Post, error) {
	return s.posts(ctx, selectPostsOf, tenant, account, at)
}

// PostsIn lists a unit's posts that run at a time or later.
func (s *Store) PostsIn(ctx context.Context, tenant, unit id.ID, at time.Time) ([]office.Post, error) {
	return s.posts(ctx, selectPostsIn, tenant, unit, at)
}

// Holders lists the tenant's posts of a kind that run at a time or later.
func (s *Store) Holders(ctx context.Context, tenant id.ID, kind access.PostKind, at time.Time) ([]office.Post, error) {
	return s.posts(ctx, selectHolders, tenant, string(kind), at)
}

// Posts lists all of the tenant's posts that run at a time or later.
func (s *Store) Posts(ctx context.Context, tenant id.ID, at time.Time) ([]office.Post, error) {
	return s.posts(ctx, selectPosts, tenant, at)
}

func (s *Store) posts(ctx context.Context, query string, tenant id.ID, args ...any) ([]office.Post, error) {
	var out []office.Post
	err := s.db.Query(ctx, query, append([]any{tenant}, args...), func(r *dialect.Rows) error {
		p := office.Post{Tenant: tenant}
		var kind string
		err := r.Scan(&p.ID, &p.Unit, &p.Account, &kind, &p.From, &p.To, &p.Version)
		p.Kind = access.PostKind(kind)
		out = append(out, p)
		return err
	})
	return out, found(err, "listing posts")
}

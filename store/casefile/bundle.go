package casefile

import (
	"context"
	"errors"

	"linli/casefile/bundle"
	"linli/platform/id"
	"linli/platform/job"
	"linli/platform/vault"
	"linli/store/dialect"
	jobs "linli/store/job"
)

const (
	insertBundle = `insert into bundle (tenant_id, id, case_id, account_id, capability, language, asked_at, done, papers, ready_at, failed)
		values ($1, $2, $3, $4, $5, $6, $7, 0, 0, 0, '')`
	selectBundle = `select id, case_id, account_id, capability, language, asked_at, done, papers, ready_at, failed from bundle
		where tenant_id = $1 and id = $2`
	selectLatestBundle = `select id, case_id, account_id, capability, language, asked_at, done, papers, ready_at, failed from bundle
		where tenant_id = $1 and case_id = $2 and account_id = $3 order by id desc limit 1`
	moveBundle      = `update bundle set done = $3, papers = $4, ready_at = $5, failed = $6 where tenant_id = $1 and id = $2`
	deleteBundle    = `delete from bundle where tenant_id = $1 and id = $2`
	standKey        = `update case_key set key_id = key_id where tenant_id = $1 and case_id = $2 and key_id = $3`
	deleteBundleKey = `delete from case_key where tenant_id = $1 and case_id = $2 and kind = 'bundle' and section_of = $3`
)

// Bundles returns what keeps the printed files of a database. It implements [bundle.Repo].
func Bundles(db *dialect.DB) *BundleStore { return &BundleStore{New(db)} }

// BundleStore keeps bundles.
type BundleStore struct{ *Store }

var _ bundle.Repo = (*BundleStore)(nil)

// Ask implements [bundle.Repo].
func (s *BundleStore) Ask(ctx context.Context, b bundle.Bundle, asked ...job.Job) error {
	all := []dialect.Statement{{SQL: insertBundle, Rows: 1, Args: []any{b.Tenant, b.ID, b.Case, b.Account, b.Capability, b.Language, b.Asked}}}
	for _, j := range asked {
		all = append(all, jobs.Insert(j))
	}
	return s.db.Play(ctx, all)
}

// Bundle implements [bundle.Repo].
func (s *BundleStore) Bundle(ctx context.Context, tenant, n id.ID) (bundle.Bundle, error) {
	return s.one(ctx, selectBundle, tenant, n)
}

// Latest implements [bundle.Repo].
func (s *BundleStore) Latest(ctx context.Context, tenant, c, account id.ID) (bundle.Bundle, error) {
	return s.one(ctx, selectLatestBundle, tenant, c, account)
}

func (s *BundleStore) one(ctx context.Context, query string, tenant id.ID, args ...any) (bundle.Bundle, error) {
	b, found := bundle.Bundle{Tenant: tenant}, bundle.ErrNone
	err := s.db.Query(ctx, query, append([]any{tenant}, args...), func(r *dialect.Rows) error {
		found = nil
		return r.Scan(&b.ID, &b.Case, &b.Account, &b.Capability, &b.Language, &b.Asked, &b.Done, &b.Of, &b.Ready, &b.Failed)
	})
	if err == nil && found != nil {
		err = found
	}
	return b, err
}

// Move implements [bundle.Repo].
func (s *BundleStore) Move(ctx context.Context, b bundle.Bundle) error {
	return s.db.Play(ctx, []dialect.Statement{moved(b, dialect.AnyRows)})
}

// Finish implements [bundle.Repo].
func (s *BundleStore) Finish(ctx context.Context, b bundle.Bundle, k vault.Key, from []vault.Key) error {
	all := []dialect.Statement{moved(b, 1)}
	for _, x := range from { // touched, so that a change that ends one waits, and then finds the key that is added
		all = append(all, dialect.Statement{SQL: standKey, Rows: 1, Args: []any{b.Tenant, x.Case, x.ID}})
	}
	err := s.db.Play(ctx, append(all, AddKey(b.Tenant, k)))
	var gone *dialect.RowsError
	switch {
	case errors.As(err, &gone) && gone.Index == 0:
		return bundle.ErrNone
	case errors.As(err, &gone):
		return bundle.ErrMoved
	}
	return err
}

func moved(b bundle.Bundle, rows int64) dialect.Statement {
	return dialect.Statement{SQL: moveBundle, Rows: rows, Args: []any{b.Tenant, b.ID, b.Done, b.Of, b.Ready, b.Failed}}
}

// Forget implements [bundle.Repo].
func (s *BundleStore) Forget(ctx context.Context, b bundle.Bundle) error {
	return s.db.Play(ctx, []dialect.Statement{
		{SQL: deleteBundleKey, Rows: dialect.AnyRows, Args: []any{b.Tenant, b.Case, b.ID[:]}},
		{SQL: deleteBundle, Rows: dialect.AnyRows, Args: []any{b.Tenant, b.ID}}})
}

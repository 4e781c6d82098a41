package report

import (
	"context"
	"errors"
	"fmt"

	"linli/platform/id"
	"linli/platform/vault"
	"linli/report"
	cases "linli/store/casefile"
	"linli/store/dialect"
)

const (
	selectViews = `select key_id, version, body from queue_view where tenant_id = $1 and account_id = $2`
	leftViews   = `select v.account_id, v.key_id, v.version from queue_view v join account a on a.tenant_id = v.tenant_id and a.id = v.account_id
		where v.tenant_id = $1 and a.closed_at > 0 limit $2`
	insertViews = `insert into queue_view (tenant_id, account_id, key_id, version, body) values ($1, $2, $3, $4, $5)`
	updateViews = `update queue_view set key_id = $3, version = $4, body = $5 where tenant_id = $1 and account_id = $2 and version = $6 and key_id = $7`
	deleteViews = `delete from queue_view where tenant_id = $1 and account_id = $2 and version = $3 and key_id = $4`
)

var viewQueries = []string{selectViews, leftViews, insertViews, updateViews, deleteViews}

// Views implements report.Views.
func (s *Store) Views(ctx context.Context, tenant, account id.ID) (vault.Sealed, error) {
	x := vault.Sealed{Case: account, Owner: account, Field: report.FieldViews}
	err := s.db.QueryRow(ctx, selectViews, []any{tenant, account}, &x.Key, &x.Version, &x.Body)
	if err != nil && !errors.Is(err, dialect.ErrNoRows) {
		return x, fmt.Errorf("views of a queue: %w", err)
	}
	return x, nil
}

// KeepViews implements report.Views.
func (s *Store) KeepViews(ctx context.Context, tenant id.ID, x vault.Sealed, former id.ID) error {
	put := dialect.Statement{SQL: updateViews, Rows: 1, Args: []any{tenant, x.Owner, x.Key, x.Version, x.Body, x.Version - 1, former}}
	switch {
	case x.Body == nil:
		put = dialect.Statement{SQL: deleteViews, Rows: 1, Args: []any{tenant, x.Owner, x.Version - 1, former}}
	case former.IsZero():
		put = dialect.Statement{SQL: insertViews, Rows: 1, Args: []any{tenant, x.Owner, x.Key, x.Version, x.Body}}
	}
	out := []dialect.Statement{put}
	key := vault.Key{Case: x.Case, Scope: vault.Scope{Kind: vault.Own, Of: x.Owner}, ID: former}
	if !former.IsZero() && (x.Body == nil || x.Key != former) {
		out = append(out, cases.DropKey(tenant, key)...)
	}
	if key.ID = x.Key; x.Body != nil && x.Key != former {
		out = append(out, cases.AddKey(tenant, key))
	}
	return cases.Played(s.db.Play(ctx, out), report.ErrMoved)
}

// ViewsLeft implements report.Views.
func (s *Store) ViewsLeft(ctx context.Context, tenant id.ID, limit int) ([]vault.Sealed, error) {
	var out []vault.Sealed
	err := s.db.Query(ctx, leftViews, []any{tenant, limit}, func(r *dialect.Rows) error {
		var account id.ID
		var x vault.Sealed
		err := r.Scan(&account, &x.Key, &x.Version)
		x.Case, x.Owner, x.Field = account, account, report.FieldViews
		out = append(out, x)
		return err
	})
	return out, err
}

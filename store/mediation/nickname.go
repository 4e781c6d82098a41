package mediation

import (
	"context"
	"fmt"

	"linli/mediation"
	"linli/platform/id"
	"linli/platform/vault"
	cases "linli/store/casefile"
	"linli/store/dialect"
)

const (
	selectNicknames = `select case_id, key_id, version, body from nickname where tenant_id = $1 and account_id = $2 order by case_id limit $3`
	upsertNickname  = `insert into nickname (tenant_id, account_id, case_id, key_id, version, body) values ($1, $2, $3, $4, $5, $6)
		on conflict (tenant_id, account_id, case_id) do update set version = excluded.version, body = excluded.body
		where nickname.key_id = excluded.key_id and nickname.version = excluded.version - 1`
	deleteNickname  = `delete from nickname where tenant_id = $1 and account_id = $2 and case_id = $3`
	forgetNicknames = `delete from nickname where tenant_id = $1 and case_id = $2`
	holdVersion     = `update mediation set version = version where tenant_id = $1 and id = $2 and version = $3`
)

// Nicknames implements mediation.Nicknames.
func (s *Store) Nicknames(ctx context.Context, tenant, account id.ID, limit int) ([]vault.Sealed, error) {
	var out []vault.Sealed
	err := s.db.Query(ctx, selectNicknames, []any{tenant, account, limit}, func(r *dialect.Rows) error {
		x := vault.Sealed{Owner: account, Field: mediation.FieldNickname}
		err := r.Scan(&x.Case, &x.Key, &x.Version, &x.Body)
		out = append(out, x)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("names of cases: %w", err)
	}
	return out, nil
}

// Nickname implements mediation.Nicknames.
func (s *Store) Nickname(ctx context.Context, tenant id.ID, version int64, x vault.Sealed, fresh bool) error {
	out := []dialect.Statement{{SQL: holdVersion, Rows: 1, Args: []any{tenant, x.Case, version}}}
	key := vault.Key{Case: x.Case, Scope: vault.Scope{Kind: vault.Own, Of: x.Owner}, ID: x.Key}
	put := dialect.Statement{SQL: upsertNickname, Rows: 1, Args: []any{tenant, x.Owner, x.Case, x.Key, x.Version, x.Body}}
	switch {
	case x.Body == nil:
		out = append(append(out, dialect.Statement{SQL: deleteNickname, Rows: 1, Args: []any{tenant, x.Owner, x.Case}}), cases.DropKey(tenant, key)...)
	case fresh:
		out = append(out, cases.AddKey(tenant, key), put)
	default:
		out = append(out, put)
	}
	return cases.Played(s.db.Play(ctx, out), mediation.ErrMoved)
}

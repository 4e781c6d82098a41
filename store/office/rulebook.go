package office

import (
	"context"
	"fmt"

	"linli/office"
	"linli/platform/id"
	"linli/store/dialect"
)

const (
	insertRulebook = `insert into tenant_rulebook (tenant_id, book, version, hash, since) values ($1, $2, $3, $4, $5)
		on conflict (tenant_id, book, version) do nothing`
	selectRulebooks = `select book, version, hash, since from tenant_rulebook where tenant_id = $1 order by since, book, version`
)

// KeepRulebook writes down a version under which cases begin. One that is there stays as it is.
func (s *Store) KeepRulebook(ctx context.Context, tenant id.ID, k office.KeptRulebook) error {
	err := s.db.Play(ctx, []dialect.Statement{{SQL: insertRulebook, Args: []any{tenant, k.Book, k.Version, k.Hash, k.Since}, Rows: dialect.AnyRows}})
	if err != nil {
		return fmt.Errorf("keeping a version of a rulebook: %w", err)
	}
	return nil
}

// KeptRulebooks lists the versions under which cases of the tenant began, the oldest first.
func (s *Store) KeptRulebooks(ctx context.Context, tenant id.ID) ([]office.KeptRulebook, error) {
	var out []office.KeptRulebook
	err := s.db.Query(ctx, selectRulebooks, []any{tenant}, func(r *dialect.Rows) error {
		var k office.KeptRulebook
		err := r.Scan(&k.Book, &k.Version, &k.Hash, &k.Since)
		out = append(out, k)
		return err
	})
	return out, found(err, "listing the versions of rulebooks")
}

package keys_test

import (
	"context"
	"database/sql"
	"strings"
	"testing"

	"linli/platform/vault"
	"linli/store/dialect"
	"linli/store/keys"
	"linli/testkit"
)

// The sweep finds the few keys of a state through their index. SQLite, which has no statistics here, would rather go
// through every key of the tenant, once an hour.
func TestTheSweepFindsKeysByTheirState(t *testing.T) {
	testkit.EachKeyStore(t, func(t *testing.T, db *dialect.DB) {
		if db.Engine() != dialect.SQLite {
			t.Skip("PostgreSQL keeps statistics by itself")
		}
		lists := 0
		for _, query := range keys.Queries() {
			if !strings.Contains(query, "state = $2") {
				continue
			}
			lists++
			err := db.Administer(t.Context(), func(ctx context.Context, pool *sql.DB) error {
				var at, parent, unused int
				var first string
				row := pool.QueryRowContext(ctx, "explain query plan "+strings.ReplaceAll(query, "$", "?"), []byte{}, int64(vault.Fresh), []byte{}, 1, 1)
				if err := row.Scan(&at, &parent, &unused, &first); err != nil {
					return err
				}
				if !strings.Contains(first, "COVERING INDEX wrapped_key_state") {
					t.Errorf("it begins with %s: %s", first, query)
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		if lists != 2 {
			t.Errorf("%d queries list keys by their state, not those of fresh and of marked ones", lists)
		}
	})
}

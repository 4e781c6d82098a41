package mediation_test

import (
	"context"
	"database/sql"
	"slices"
	"strings"
	"testing"

	"linli/store/dialect"
	"linli/store/mediation"
	"linli/testkit"
)

// An account's own promises are found through its few cases. SQLite, which has no statistics here, would rather go through
// every promise of the tenant.
func TestAnAccountsPromisesAreFoundThroughItsCases(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, db *dialect.DB) {
		if db.Engine() != dialect.SQLite {
			t.Skip("PostgreSQL keeps statistics by itself")
		}
		i := slices.IndexFunc(mediation.Queries(), func(q string) bool {
			return strings.Contains(q, "from assignment") && strings.Contains(q, "promise")
		})
		query := strings.ReplaceAll(mediation.Queries()[i], "$", "?")
		err := db.Administer(t.Context(), func(ctx context.Context, pool *sql.DB) error {
			var at, parent, unused int
			var first string
			row := pool.QueryRowContext(ctx, "explain query plan "+query, make([]any, 10)...)
			if err := row.Scan(&at, &parent, &unused, &first); err != nil {
				return err
			}
			if !strings.HasPrefix(first, "SEARCH a ") {
				t.Errorf("it begins with %s", first)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

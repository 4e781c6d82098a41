package mediation_test

import (
	"context"
	"database/sql"
	"slices"
	"strings"
	"testing"

	cases "linli/store/casefile"
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
			row := pool.QueryRowContext(ctx, "explain query plan "+query, make([]any, 12)...)
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

// The sweep finds what falls due through an index of instants, whatever number of promises is open: it never goes through the
// promises of a tenant, nor sorts them.
func TestTheSweepGoesThroughNoPromiseThatIsNotDue(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, db *dialect.DB) {
		if db.Engine() != dialect.SQLite {
			t.Skip("PostgreSQL keeps statistics by itself")
		}
		asked := 0
		for _, query := range cases.Queries() {
			index := ""
			switch {
			case strings.Contains(query, "state = 'running' and due_at <"):
				index = "promise_sweep"
			case strings.Contains(query, "from promise where tenant_id = $1 and warn_at <="):
				index = "promise_warn"
			default:
				continue
			}
			asked++
			err := db.Administer(t.Context(), func(ctx context.Context, pool *sql.DB) error {
				rows, err := pool.QueryContext(ctx, "explain query plan "+strings.ReplaceAll(query, "$", "?"), make([]any, strings.Count(query, "$"))...)
				if err != nil {
					return err
				}
				defer rows.Close()
				var plan []string
				for rows.Next() {
					var at, parent, unused int
					var step string
					if err := rows.Scan(&at, &parent, &unused, &step); err != nil {
						return err
					}
					plan = append(plan, step)
				}
				if said := strings.Join(plan, "; "); !strings.HasPrefix(said, "SEARCH promise USING") || !strings.Contains(said, index) || strings.Contains(said, "TEMP B-TREE") {
					t.Errorf("%s\nis answered by %s", query, said)
				}
				return rows.Err()
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		if asked != 2 {
			t.Errorf("%d queries of the sweep were found", asked)
		}
	})
}

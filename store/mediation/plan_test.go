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

// A list is read from an index that has all it shows, in the order in which it is shown; a number is looked up, on both engines.
func TestAListIsReadFromItsIndex(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, db *dialect.DB) {
		const byNumber = "COVERING INDEX mediation_number (tenant_id=? AND unit_id=? AND number=?)"
		for part, index := range map[string]string{
			"unit_id = $2 and (due_at, id)": "mediation_unit", "and state = $9 and (due_at, id)": "mediation_state",
			"ref, received_at, due_at from mediation where tenant_id = $1 and id in": byNumber, "year = $4 and id in": byNumber, "r.ref = $3": "r USING PRIMARY KEY (tenant_id=? AND unit_id=? AND ref=?)",
		} {
			i := slices.IndexFunc(mediation.Queries(), func(q string) bool { return strings.Contains(q, part) })
			said := plan(t, db, mediation.Queries()[i])
			inOrder := strings.Contains(part, "(due_at")
			if db.Engine() == dialect.Postgres {
				index = strings.Replace(index, "r USING PRIMARY KEY (tenant_id=? AND unit_id=? AND ref=?)", "mediation_ref_pkey", 1)
				if index == byNumber {
					index = "Index Cond: ((tenant_id = $1) AND (unit_id = $2) AND (number = $3))"
				}
				if inOrder { // of an empty table both cost the same
					index = "Index Only Scan using mediation_"
				}
			}
			if !strings.Contains(said, index) || strings.Contains(said, "SCAN") || strings.Contains(said, "Seq Scan") {
				t.Errorf("%s is answered by %s", part, said)
			}
			if inOrder && (db.Engine() == dialect.SQLite && !strings.Contains(said, "COVERING") || strings.Contains(said, "TEMP B-TREE") || strings.Contains(said, "Sort")) {
				t.Errorf("%s is sorted, or needs its table: %s", part, said)
			}
		}
	})
}

// plan says how the engine answers a query. PostgreSQL reads an empty table from end to end, unless it is told not to.
func plan(t *testing.T, db *dialect.DB, query string) string {
	t.Helper()
	var steps []string
	err := db.Administer(t.Context(), func(ctx context.Context, pool *sql.DB) error {
		conn, err := pool.Conn(ctx)
		if err != nil {
			return err
		}
		defer conn.Close()
		ask := "explain query plan " + strings.ReplaceAll(query, "$", "?")
		args := make([]any, highest(query))
		if db.Engine() == dialect.Postgres {
			if _, err := conn.ExecContext(ctx, "set enable_seqscan = off; set plan_cache_mode = force_generic_plan"); err != nil {
				return err
			}
			if _, err := conn.ExecContext(ctx, "prepare asked as "+query); err != nil {
				return err
			}
			defer func() { _, _ = conn.ExecContext(ctx, "deallocate asked") }()
			ask, args = "explain execute asked ("+strings.TrimSuffix(strings.Repeat("null, ", highest(query)), ", ")+")", nil
		}
		rows, err := conn.QueryContext(ctx, ask, args...)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var step string
			into := []any{new(any), new(any), new(any), &step}
			if db.Engine() == dialect.Postgres {
				into = into[3:]
			}
			if err := rows.Scan(into...); err != nil {
				return err
			}
			steps = append(steps, step)
		}
		return rows.Err()
	})
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(steps, "; ")
}

// highest is how many values a query takes.
func highest(query string) (n int) {
	for _, part := range strings.Split(query, "$")[1:] {
		n = max(n, int(part[0]-'0'))
	}
	return n
}

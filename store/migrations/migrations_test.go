package migrations_test

import (
	"context"
	"database/sql"
	"errors"
	"testing"

	"linli/store/dialect"
	"linli/store/migrations"
	"linli/testkit"
)

func TestUpStatusAndCheck(t *testing.T) {
	eachSet(t, func(t *testing.T, set migrations.Set) {
		testkit.EachEmpty(t, func(t *testing.T, db *dialect.DB) {
			ctx := t.Context()
			if err := migrations.Check(ctx, db, set); !errors.Is(err, migrations.ErrStale) {
				t.Errorf("an empty database: %v", err)
			}
			list, err := migrations.Status(ctx, db, set)
			if err != nil || len(list) == 0 || list[0].Applied {
				t.Fatalf("Status = %v, %v", list, err)
			}
			done, err := migrations.Up(ctx, db, set)
			if err != nil || len(done) != len(list) {
				t.Fatalf("Up applied %d of %d: %v", len(done), len(list), err)
			}
			if err := migrations.Check(ctx, db, set); err != nil {
				t.Errorf("a migrated database: %v", err)
			}
			if done, err := migrations.Up(ctx, db, set); err != nil || len(done) != 0 {
				t.Errorf("a second Up applied %v: %v", done, err)
			}
			execute(t, db, "delete from goose_db_version where version_id = 1")
			if err := migrations.Check(ctx, db, set); !errors.Is(err, migrations.ErrStale) {
				t.Errorf("a gap: %v", err)
			}
			applied := "true"
			if db.Engine() == dialect.SQLite {
				applied = "1"
			}
			execute(t, db, "insert into goose_db_version (version_id, is_applied) values (1, "+applied+"), (99999, "+applied+")")
			if err := migrations.Check(ctx, db, set); !errors.Is(err, migrations.ErrNewer) {
				t.Errorf("a newer program's database: %v", err)
			}
		})
	})
}

// TestCheckChangesNothing because serving on the wrong folder must not make a database of it.
func TestCheckChangesNothing(t *testing.T) {
	testkit.EachEmpty(t, func(t *testing.T, db *dialect.DB) {
		for range 2 {
			if err := migrations.Check(t.Context(), db, migrations.Cases); !errors.Is(err, migrations.ErrStale) {
				t.Error(err)
			}
		}
		var n int
		text := "select count(*) from sqlite_schema"
		if db.Engine() == dialect.Postgres {
			text = "select count(*) from information_schema.tables where table_schema = current_schema()"
		}
		if err := db.QueryRow(t.Context(), text, nil, &n); err != nil || n != 0 {
			t.Errorf("%d tables: %v", n, err)
		}
	})
}

// TestRequestsThatWereThereAreFoundByTheirNeeds: the column that a list is narrowed by is filled from what each row holds.
func TestRequestsThatWereThereAreFoundByTheirNeeds(t *testing.T) {
	before(t, "_found_by_number.sql", func(t *testing.T, db *dialect.DB, b func(string) string, up func()) {
		execute(t, db, "insert into referral (tenant_id, id, unit_id, version, state, open, due_at, received_at, updated_at, body) values ("+
			b("")+", "+b("")+", "+b("")+`, 1, 'asked', 1, 1, 1, 1, '{"needs": ["legal_aid", "food"], "steps": []}')`)
		up()
		if got := column1(t, db, "select needs from referral"); len(got) != 1 || got[0] != " legal_aid food " {
			t.Errorf("the needs are %q", got)
		}
	})
}

func execute(t *testing.T, db *dialect.DB, text string) {
	t.Helper()
	err := db.Administer(t.Context(), func(ctx context.Context, pool *sql.DB) error {
		_, err := pool.ExecContext(ctx, text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

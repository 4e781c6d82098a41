// Package testkit gives tests a database of their own on both engines.
//
// A contract that a store keeps is written once and runs on both:
//
//	func TestAccept(t *testing.T) {
//		testkit.EachEngine(t, func(t *testing.T, db *dialect.DB) { … })
//	}
//
// Each test gets an empty, migrated database; migrating happens once a process and engine, after which files and
// databases are copied. PostgreSQL subtests are skipped where it is not installed, and fail instead with
// LINLI_TEST_REQUIRE=1, which `make test` sets.
package testkit

import (
	"context"
	"testing"

	"linli/store/dialect"
	"linli/store/migrations"
)

// EachEngine runs a test with an empty database of the cases' schema on SQLite and on PostgreSQL.
func EachEngine(t *testing.T, test func(t *testing.T, db *dialect.DB)) {
	t.Helper()
	each(t, string(migrations.Cases), test)
}

// EachKeyStore runs a test with an empty database of the keys' schema on SQLite and on PostgreSQL.
func EachKeyStore(t *testing.T, test func(t *testing.T, db *dialect.DB)) {
	t.Helper()
	each(t, string(migrations.Keys), test)
}

// EachEmpty runs a test with a database without any schema on SQLite and on PostgreSQL.
func EachEmpty(t *testing.T, test func(t *testing.T, db *dialect.DB)) {
	t.Helper()
	each(t, "", test)
}

func each(t *testing.T, schema string, test func(t *testing.T, db *dialect.DB)) {
	t.Helper()
	EachPlace(t, schema, func(t *testing.T, p Place) { test(t, p.Open(t, dialect.Options{})) })
}

// Place is where a database is, for tests that open it themselves, or more than once.
type Place struct {
	Engine dialect.Engine
	URL    string // PostgreSQL
	File   string // SQLite
}

// Open opens the database until the test ends.
func (p Place) Open(t testing.TB, o dialect.Options) *dialect.DB {
	t.Helper()
	o.File = p.File
	db, err := dialect.Open(context.Background(), p.URL, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Errorf("closing the database: %v", err)
		}
	})
	return db
}

// EachPlace runs a test with a database on each engine that nobody has opened. schema is "cases", "keys" or empty.
func EachPlace(t *testing.T, schema string, test func(t *testing.T, p Place)) {
	t.Helper()
	t.Run(string(dialect.SQLite), func(t *testing.T) { test(t, sqlitePlace(t, schema)) })
	t.Run(string(dialect.Postgres), func(t *testing.T) { test(t, postgresPlace(t, schema)) })
}

// Embedded is a database on SQLite, for benchmarks and fuzzing.
func Embedded(t testing.TB, schema string) Place {
	t.Helper()
	return sqlitePlace(t, schema)
}

// Fresh is an empty database on one engine, without any schema; of SQLite it is a file that is not there yet.
func Fresh(t testing.TB, e dialect.Engine) Place {
	t.Helper()
	if e == dialect.Postgres {
		return postgresPlace(t, "")
	}
	return sqlitePlace(t, "")
}

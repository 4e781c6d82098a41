// Package migrations brings a database to the schema that this program was built for.
//
// There are two databases, the cases' and the keys', and two engines, so four folders of numbered SQL files in goose's
// form. Both folders of one database hold the same numbers and make the same tables, which a test compares. A file that
// was released is never edited; a new one follows it. Only `linli migrate` (and the demo) calls [Up]; serving calls
// [Check] and refuses any other schema.
package migrations

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"path"
	"strconv"

	"github.com/pressly/goose/v3"

	"linli/platform/fault"
	"linli/store/dialect"
)

//go:embed all:sqlite all:postgres all:keys
var files embed.FS

// Set names one of the two databases.
type Set string

// The databases.
const (
	Cases Set = "cases" // everything but keys
	Keys  Set = "keys"  // wrapped data keys and the erasure journal, with a backup life of their own
)

// ErrStale and ErrNewer are the faults of [Check].
var (
	ErrStale = fault.New(fault.Unavailable, "store.stale") // migrations wait; args: set, have, want (versions, written without a separator)
	ErrNewer = fault.New(fault.Unavailable, "store.newer") // a newer program has migrated this database; args as above
)

// Migration is one numbered file.
type Migration struct {
	Version int64  // the number that its file name begins with
	Name    string // the file name, such as 00001_office.sql
	Applied bool
}

// Up applies the migrations of the set that wait, in order, each in a transaction of its own, and returns them. It answers
// [ErrNewer], and changes nothing, where a newer program has migrated the database.
func Up(ctx context.Context, db *dialect.DB, set Set) ([]Migration, error) {
	return UpTo(ctx, db, set, math.MaxInt64)
}

// UpTo is [Up] that stops at a version: an older backup is loaded into the tables that it was taken from, and migrated then.
func UpTo(ctx context.Context, db *dialect.DB, set Set, version int64) ([]Migration, error) {
	if err := Check(ctx, db, set); err != nil && !errors.Is(err, ErrStale) {
		return nil, err
	}
	var done []Migration
	err := db.Administer(ctx, func(ctx context.Context, pool *sql.DB) error {
		p, err := provider(db.Engine(), pool, set)
		if err != nil {
			return err
		}
		results, err := p.UpTo(ctx, version)
		for _, r := range results {
			done = append(done, Migration{Version: r.Source.Version, Name: path.Base(r.Source.Path), Applied: true})
		}
		return err
	})
	if err != nil {
		return done, fmt.Errorf("migrating the %s on %s: %w", set, db.Engine(), err)
	}
	return done, nil
}

// Status lists the migrations of the set in order and tells which are applied. It changes nothing.
func Status(ctx context.Context, db *dialect.DB, set Set) ([]Migration, error) {
	applied, err := versions(ctx, db)
	if err != nil {
		return nil, err
	}
	list, err := shipped(db.Engine(), set)
	for i := range list {
		list[i].Applied = applied[list[i].Version]
	}
	return list, err
}

// Check returns nil when the database has exactly the schema of this program, [ErrStale] when migrations wait and
// [ErrNewer] when it has one that this program does not know. It changes nothing.
func Check(ctx context.Context, db *dialect.DB, set Set) error {
	applied, err := versions(ctx, db)
	if err != nil {
		return err
	}
	list, err := shipped(db.Engine(), set)
	if err != nil {
		return err
	}
	var have, want int64
	for v := range applied {
		have = max(have, v)
	}
	stale := false
	for _, m := range list {
		want = max(want, m.Version)
		stale = stale || !applied[m.Version]
	}
	args := fault.Args{"set": string(set), "have": strconv.FormatInt(have, 10), "want": strconv.FormatInt(want, 10)}
	switch {
	case have > want: // first: what this program would still apply may not fit what the newer one has made
		return ErrNewer.With(args)
	case stale:
		return ErrStale.With(args)
	}
	return nil
}

// Newest is the number of the last migration that this program has.
func Newest(engine dialect.Engine, set Set) (int64, error) {
	list, err := shipped(engine, set)
	var newest int64
	for _, m := range list {
		newest = max(newest, m.Version)
	}
	return newest, err
}

// Counts reports whether a table is the one in which applied migrations are counted.
func Counts(table string) bool { return table == goose.DefaultTablename }

// versions are the numbers of the applied migrations; none before the first.
func versions(ctx context.Context, db *dialect.DB) (map[int64]bool, error) {
	exists := "select count(*) from sqlite_schema where type = 'table' and name = $1"
	if db.Engine() == dialect.Postgres {
		exists = "select count(*) from information_schema.tables where table_schema = current_schema() and table_name = $1"
	}
	var tables int
	if err := db.QueryRow(ctx, exists, []any{goose.DefaultTablename}, &tables); err != nil {
		return nil, fmt.Errorf("looking for the schema's version: %w", err)
	}
	applied := map[int64]bool{}
	if tables == 0 {
		return applied, nil
	}
	err := db.Query(ctx, "select version_id from "+goose.DefaultTablename+" where version_id > 0", nil, func(r *dialect.Rows) error {
		var v int64
		err := r.Scan(&v)
		applied[v] = true
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("reading the schema's version: %w", err)
	}
	return applied, nil
}

// shipped lists the migrations that are built into the program.
func shipped(engine dialect.Engine, set Set) ([]Migration, error) {
	names, err := fs.Glob(files, folder(engine, set)+"/*.sql")
	if err != nil {
		return nil, err
	}
	list := make([]Migration, len(names))
	for i, name := range names {
		v, err := goose.NumericComponent(name)
		if err != nil {
			return nil, fmt.Errorf("naming the migration %s: %w", name, err)
		}
		list[i] = Migration{Version: v, Name: path.Base(name)}
	}
	return list, nil
}

func folder(engine dialect.Engine, set Set) string {
	if set == Keys {
		return "keys/" + string(engine)
	}
	return string(engine)
}

func provider(engine dialect.Engine, pool *sql.DB, set Set) (*goose.Provider, error) {
	sub, err := fs.Sub(files, folder(engine, set))
	if err != nil {
		return nil, err
	}
	d := goose.DialectSQLite3
	if engine == dialect.Postgres {
		d = goose.DialectPostgres
	}
	p, err := goose.NewProvider(d, pool, sub, goose.WithDisableGlobalRegistry(true), goose.WithLogger(goose.NopLogger()))
	if errors.Is(err, goose.ErrNoMigrations) {
		return nil, fmt.Errorf("no migrations are built in: %w", err)
	}
	return p, err
}

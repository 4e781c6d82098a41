package dialect

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strings"

	"modernc.org/sqlite" // the SQLite driver; no other file imports it
	sqlite3 "modernc.org/sqlite/lib"

	"linli/platform/gate"
)

// sqliteDSN names the file with the settings that every connection gets: a PRAGMA holds for one connection only.
//
//   - WAL with synchronous FULL: a commit that was answered survives a power cut;
//   - secure_delete: what was deleted is overwritten, in the file too (the wal is truncated after shredding);
//   - 4 KB pages: WAL writes whole pages, larger ones are slower; 8 MB of cache: more brings nothing;
//   - busy_timeout: how long another process's write (an import beside a server) is waited for, in milliseconds; the
//     writer waits by itself, see [writer.begin].
func sqliteDSN(file string, readOnly bool) string {
	pragmas := []string{
		"busy_timeout(5000)",
		"page_size(4096)",
		"journal_mode(WAL)",
		"synchronous(FULL)",
		"secure_delete(ON)",
		"foreign_keys(ON)",
		"cache_size(-8192)",
		"temp_store(MEMORY)",
		"trusted_schema(OFF)",
		"case_sensitive_like(ON)",
	}
	q := url.Values{"_pragma": pragmas}
	if readOnly {
		q["_pragma"] = append(pragmas[:1:1], append([]string{"query_only(ON)"}, pragmas[5:]...)...)
		q.Set("mode", "rw") // mode=ro would keep the last connection from emptying the WAL into the file
	}
	return (&url.URL{Scheme: "file", Opaque: (&url.URL{Path: file}).EscapedPath(), RawQuery: q.Encode()}).String()
}

func sqliteConnector(file string, readOnly bool) (driver.Connector, error) {
	return sqlite.NewConnector(sqliteDSN(file, readOnly))
}

func sqlitePool(file string, readOnly bool, connections int) (*sql.DB, error) {
	c, err := sqliteConnector(file, readOnly)
	if err != nil {
		return nil, fmt.Errorf("naming the database file: %w", err)
	}
	pool := sql.OpenDB(c)
	pool.SetMaxOpenConns(connections)
	pool.SetMaxIdleConns(connections)
	return pool, nil
}

func openSQLite(ctx context.Context, o Options) (*DB, error) {
	if o.File == "" {
		return nil, errors.New("opening the database: neither a URL nor a file is named")
	}
	c, err := sqliteConnector(o.File, false)
	if err != nil {
		return nil, fmt.Errorf("naming the database file: %w", err)
	}
	f, err := os.OpenFile(o.File, os.O_CREATE|os.O_RDWR, 0o600) // nobody else may read it; the WAL takes over the mode
	if err != nil {
		return nil, because(ErrUnreachable, err)
	}
	if err := f.Close(); err != nil {
		return nil, because(ErrUnreachable, err)
	}
	return openFile(ctx, o, c)
}

// openFile opens the file of the options; c makes the writer's connections.
func openFile(ctx context.Context, o Options, c driver.Connector) (*DB, error) {
	g := gate.New(o.Readers, o.Readers-1)
	w, err := newWriter(ctx, c, o, g)
	if err != nil {
		return nil, because(ErrUnreachable, fmt.Errorf("opening %s: %w", o.File, err))
	}
	pool, err := sqlitePool(o.File, true, o.Readers)
	if err != nil {
		w.close()
		return nil, err
	}
	db := &DB{engine: SQLite, opts: o, pool: pool, gate: g, writer: w}
	if err := pool.PingContext(ctx); err != nil {
		return nil, because(ErrUnreachable, errors.Join(fmt.Errorf("opening %s for reading: %w", o.File, err), db.Close()))
	}
	return db, nil
}

// sqliteCode is the primary result code of an error (its low byte) and the extended one; 0 when SQLite did not say it.
func sqliteCode(err error) (primary, extended int) {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return 0, 0
	}
	return e.Code() & 0xff, e.Code()
}

func isBusy(err error) bool {
	primary, _ := sqliteCode(err)
	return primary == sqlite3.SQLITE_BUSY || primary == sqlite3.SQLITE_LOCKED
}

func isDuplicate(err error) bool {
	_, extended := sqliteCode(err)
	return extended == sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY || extended == sqlite3.SQLITE_CONSTRAINT_UNIQUE
}

func isFull(err error) bool {
	primary, _ := sqliteCode(err)
	return primary == sqlite3.SQLITE_FULL
}

// takenColumns are the table and the columns that a violation of a unique index names: "…failed: t.a, t.b (2067)".
func takenColumns(err error) (table string, columns []string) {
	_, list, found := strings.Cut(err.Error(), "constraint failed: ")
	if !found {
		return "", nil
	}
	list = strings.TrimPrefix(list, "UNIQUE constraint failed: ")
	if i := strings.LastIndex(list, " ("); i >= 0 {
		list = list[:i]
	}
	for _, c := range strings.Split(list, ", ") {
		t, column, ok := strings.Cut(c, ".")
		if !ok {
			return "", nil
		}
		table, columns = t, append(columns, column)
	}
	return table, columns
}

package dialect

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"
	"time"

	"linli/platform/clock"
)

// Rows stands on one row of a result.
type Rows struct{ rows *sql.Rows }

// Scan copies the columns of the row; see the package comment for the targets.
func (r *Rows) Scan(dest ...any) error { return r.rows.Scan(targets(dest)...) }

// Raw is a target of Scan that is given the bytes of a column as they lie: they are gone when scan returns.
type Raw = sql.RawBytes

// Query calls scan once for each row of the result and stops at scan's first error, which it returns. The rows are always
// closed, and an error that ends them early is reported. scan must not use the DB: it holds one of few places. A ctx that
// ends is heeded before the query and between its rows.
func (db *DB) Query(ctx context.Context, text string, args []any, scan func(*Rows) error) error {
	s := db.parse(text)
	in, err := values(s, args)
	if err != nil {
		return err
	}
	if db.gate != nil {
		if err := db.gate.Enter(ctx); err != nil {
			return err
		}
		defer db.gate.Leave()
	}
	if db.opts.Watch != nil {
		db.opts.Watch(Traffic{Query: Statement{SQL: s.form(db.engine), Args: in}})
	}
	for attempt := 1; ; attempt++ {
		begun, err := db.read(ctx, s, in, scan)
		if err == nil || begun || attempt == tries || ctx.Err() != nil || unconnected(err) || !lost(err) {
			return err
		}
		// A connection of the pool ended while nobody used it. Reading twice harms nobody, and nobody was told a row.
	}
}

// read asks once. begun tells that scan has seen a row, or that it was scan that failed.
func (db *DB) read(ctx context.Context, s *statement, args []any, scan func(*Rows) error) (begun bool, _ error) {
	rows, err := db.query(ctx, s, args)
	if err != nil {
		return false, readError(ctx, err)
	}
	defer rows.Close()
	r := &Rows{rows: rows}
	for rows.Next() {
		if err := ctx.Err(); err != nil {
			return begun, err
		}
		begun = true
		if err := scan(r); err != nil {
			return true, err
		}
	}
	if err := rows.Err(); err != nil {
		return begun, readError(ctx, err)
	}
	return begun, nil
}

// QueryRow scans the one row of the result into dest. It returns [ErrNoRows] when there is none, and an error when there
// are several.
func (db *DB) QueryRow(ctx context.Context, text string, args []any, dest ...any) error {
	found := 0
	err := db.Query(ctx, text, args, func(r *Rows) error {
		if found++; found > 1 {
			return errors.New("the query found more than one row")
		}
		return r.Scan(dest...)
	})
	if err == nil && found == 0 {
		return ErrNoRows
	}
	return err
}

func (db *DB) query(ctx context.Context, s *statement, args []any) (*sql.Rows, error) {
	if db.engine == Postgres {
		return db.pool.QueryContext(ctx, s.form(db.engine), args...) // pgx prepares and keeps it on each connection
	}
	ctx = context.WithoutCancel(ctx)                               // one that can end costs two goroutines a query, which are most of a short one's time
	prepared, err := db.reads.get(ctx, db.pool, s.form(db.engine)) //nolint:sqlclosecheck // it is kept, and closed with the database
	if err != nil {
		return nil, err
	}
	return prepared.QueryContext(ctx, args...) // the statement is kept; Query closes the rows
}

// statements keeps the readers' prepared statements; database/sql prepares each on every connection that meets it.
type statements struct {
	mu   sync.Mutex
	kept map[string]*sql.Stmt
}

func (k *statements) get(ctx context.Context, pool *sql.DB, text string) (*sql.Stmt, error) {
	k.mu.Lock()
	s, ok := k.kept[text]
	k.mu.Unlock()
	if ok {
		return s, nil
	}
	s, err := pool.PrepareContext(ctx, text) // kept until close, save where another was first
	if err != nil {
		return nil, fmt.Errorf("preparing a query: %w", err)
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if other, ok := k.kept[text]; ok {
		s.Close() //nolint:sqlclosecheck // another was first; one that is kept stays open
		return other, nil
	}
	if k.kept == nil {
		k.kept = map[string]*sql.Stmt{}
	}
	k.kept[text] = s
	return s, nil
}

func (k *statements) close() {
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, s := range k.kept {
		s.Close()
	}
	clear(k.kept)
}

// Prepare has the engine check a statement against the schema, in each form in which it would be sent, without running
// it. Tests prepare every statement of the program.
func (db *DB) Prepare(ctx context.Context, text string) error {
	s := db.parse(text)
	forms := []string{s.sqlite}
	if db.engine == Postgres {
		forms = []string{s.postgres}
		if s.changes() {
			forms = append(forms, s.counted)
		}
	}
	for _, form := range forms {
		if err := db.prepare(ctx, form); err != nil {
			return fmt.Errorf("preparing on %s: %w", db.engine, err)
		}
	}
	return nil
}

func (db *DB) prepare(ctx context.Context, form string) (err error) {
	stmt, err := db.pool.PrepareContext(ctx, form)
	if err != nil {
		return err
	}
	defer func() { err = stmt.Close() }()
	return nil
}

// Time is what the clock of the database's machine shows; SQLite has none of its own.
func (db *DB) Time(ctx context.Context) (time.Time, error) {
	if db.engine != Postgres {
		return db.opts.Clock.Now(), nil
	}
	var at int64
	err := db.QueryRow(ctx, `select (extract(epoch from clock_timestamp()) * 1000000)::bigint`, nil, &at)
	return clock.FromMicros(at), err
}

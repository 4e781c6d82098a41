package dialect

import (
	"context"
	"database/sql"
	"runtime"
	"strings"
	"sync"
	"time"

	"linli/platform/clock"
	"linli/platform/gate"
)

// Engine names a database engine.
type Engine string

// The engines.
const (
	SQLite   Engine = "sqlite"
	Postgres Engine = "postgres"
)

// AnyRows as [Statement.Rows] accepts any number of changed rows.
const AnyRows int64 = -1

// Statement is one insert, update or delete of a Change.
type Statement struct {
	SQL  string // with placeholders $1, $2 …
	Args []any
	Rows int64 // rows that must change, or [AnyRows]; 0 demands that none does
}

// Options tune a DB. The zero value is right for a server.
type Options struct {
	// File is the SQLite database, made when missing; its folder must exist. Used when the URL is empty.
	File string
	// Connections is the size of PostgreSQL's pool, 8 when zero: more only lengthen the slowest answers.
	Connections int
	// Readers is how many SQLite queries run at once, the number of cores when zero.
	Readers int
	// Clock bounds the time of a batch; the machine's when nil.
	Clock clock.Clock
	// Pause waits between two tries and returns early with the context's error. nil waits in real time.
	Pause func(ctx context.Context, d time.Duration) error
	// Jitter draws a wait from [0, d). nil draws at random.
	Jitter func(d time.Duration) time.Duration
	// Watch is told of each Change that holds and of each query that is asked; nil tells nobody. With it bench finds what
	// a request asks of the database, and plays the same again without linli.
	Watch func(Traffic)
}

// Traffic is what was sent to the engine, in the engine's own form: its placeholders, its values. It is not to be altered.
type Traffic struct {
	Change []Statement // a Change that was played, or nil
	Query  Statement   // the query that was asked where there is no Change; its Rows say nothing
}

// DB is one database. It is safe for use by many goroutines.
type DB struct {
	engine Engine
	opts   Options
	pool   *sql.DB    // SQLite: read-only connections; PostgreSQL: all connections
	gate   *gate.Gate // SQLite: how many queries run; nil on PostgreSQL
	writer *writer    // SQLite: the one that writes; nil on PostgreSQL
	texts  sync.Map   // string → *statement, what [DB.parse] made of each distinct SQL text; a program has few
	reads  statements
}

// Open opens the PostgreSQL database of the URL (postgres://…), or, when url is empty, the SQLite file of the options.
// It fails with [ErrURL] for any other URL, and with [ErrUnreachable] when the database does not answer.
func Open(ctx context.Context, url string, o Options) (*DB, error) {
	o = o.complete()
	switch {
	case url == "":
		return openSQLite(ctx, o)
	case strings.HasPrefix(url, "postgres://"), strings.HasPrefix(url, "postgresql://"):
		return openPostgres(ctx, url, o)
	default:
		return nil, ErrURL
	}
}

func (o Options) complete() Options {
	if o.Connections == 0 {
		o.Connections = 8
	}
	if o.Readers == 0 {
		o.Readers = runtime.GOMAXPROCS(0)
	}
	if o.Clock == nil {
		o.Clock = clock.System{}
	}
	if o.Pause == nil {
		o.Pause = pause
	}
	if o.Jitter == nil {
		o.Jitter = jitter
	}
	return o
}

// Engine is the engine of the database.
func (db *DB) Engine() Engine { return db.engine }

// Play plays a Change: all its statements hold, durably, when it returns nil, and none otherwise; see the package comment
// for how ctx and the errors work.
func (db *DB) Play(ctx context.Context, change []Statement) error {
	if len(change) == 0 {
		return nil
	}
	steps, err := db.steps(change)
	if err != nil {
		return err
	}
	if db.writer != nil {
		err = db.writer.play(ctx, steps)
	} else {
		err = db.playPostgres(ctx, steps)
	}
	if err == nil && db.opts.Watch != nil {
		db.opts.Watch(Traffic{Change: db.sent(steps)})
	}
	return err
}

func (db *DB) sent(steps []step) []Statement {
	out := make([]Statement, len(steps))
	for i, s := range steps {
		out[i] = Statement{SQL: s.form(db.engine), Args: s.args, Rows: s.rows}
	}
	return out
}

// Administer runs f with one connection that may write whatever it likes, beside Play: for migrations, backup and vacuum.
func (db *DB) Administer(ctx context.Context, f func(ctx context.Context, pool *sql.DB) error) error {
	if db.engine == Postgres {
		return f(ctx, db.pool)
	}
	pool, err := sqlitePool(db.opts.File, false, 1)
	if err != nil {
		return err
	}
	defer pool.Close()
	return f(ctx, pool)
}

// Close waits for the Changes that were taken, closes the connections and refuses what comes later. The writer closes
// last: only a connection that may write can empty the WAL into the file.
func (db *DB) Close() error {
	db.reads.close()
	err := db.pool.Close()
	if db.writer != nil {
		db.writer.close()
	}
	return err
}

package bench

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"linli/store/dialect"
)

// floor is a copy of an office's databases as they stood before it was measured, with nothing of linli in front of them.
type floor struct {
	place       *place
	batch       int // changes to a commit
	cases, keys *dialect.DB
}

func openFloor(ctx context.Context, p *place) (*floor, error) {
	cases, keys, err := p.open(ctx, nil)
	if err != nil {
		return nil, err
	}
	return &floor{p, connections, cases, keys}, nil
}

func (f *floor) close(ctx context.Context) error {
	return errors.Join(f.cases.Close(), f.keys.Close(), f.place.close(ctx))
}

// again sends what was sent once more, bare, and tells how long that took: the key store's changes, then the cases' changes,
// as many to a commit as there were connections, then the queries, over as many connections. What linli does beside it
// (checking, deciding, sealing, counting rows, savepoints, HTTP) is left out.
func (f *floor) again(ctx context.Context, all []sent) (took time.Duration, err error) {
	ctx = context.WithoutCancel(ctx) // a context that can end costs this driver a goroutine a statement
	var keys, cases [][]dialect.Statement
	var queries []dialect.Statement
	for _, s := range all {
		switch {
		case s.Change == nil && !s.keys:
			queries = append(queries, s.Query)
		case s.Change != nil && s.keys:
			keys = append(keys, s.Change)
		case s.Change != nil:
			cases = append(cases, s.Change)
		}
	}
	for _, part := range []struct {
		db *dialect.DB
		do func(context.Context, *sql.DB) (time.Duration, error)
	}{
		{f.keys, func(ctx context.Context, p *sql.DB) (time.Duration, error) { return f.write(ctx, p, keys, 1) }},
		{f.cases, func(ctx context.Context, p *sql.DB) (time.Duration, error) {
			return f.write(ctx, p, cases, f.batch)
		}},
		{f.cases, func(ctx context.Context, p *sql.DB) (time.Duration, error) { return f.read(ctx, p, queries) }},
	} {
		err := part.db.Administer(ctx, func(ctx context.Context, pool *sql.DB) error {
			t, err := part.do(ctx, pool)
			took += t
			return err
		})
		if err != nil {
			return 0, fmt.Errorf("the floor: %w", err)
		}
	}
	return took, nil
}

func (f *floor) write(ctx context.Context, pool *sql.DB, changes [][]dialect.Statement, batch int) (time.Duration, error) {
	if len(changes) == 0 {
		return 0, nil
	}
	if f.place.engine == dialect.Postgres {
		return writeEach(ctx, pool, changes)
	}
	return writeBatches(ctx, pool, changes, batch)
}

// writeBatches writes on one connection, as many changes to a transaction as batch says: SQLite has one writer.
func writeBatches(ctx context.Context, pool *sql.DB, changes [][]dialect.Statement, batch int) (time.Duration, error) {
	conn, err := pool.Conn(ctx)
	if err != nil {
		return 0, err
	}
	defer conn.Close()
	prepared := map[string]*sql.Stmt{}
	for _, c := range changes {
		for _, s := range c {
			if prepared[s.SQL] != nil {
				continue
			}
			if prepared[s.SQL], err = conn.PrepareContext(ctx, s.SQL); err != nil {
				return 0, err
			}
			defer prepared[s.SQL].Close()
		}
	}
	began := time.Now()
	for i := 0; i < len(changes); i += batch {
		if _, err := conn.ExecContext(ctx, "begin immediate"); err != nil {
			return 0, err
		}
		for _, c := range changes[i:min(i+batch, len(changes))] {
			for _, s := range c {
				if _, err := prepared[s.SQL].ExecContext(ctx, s.Args...); err != nil {
					return 0, fmt.Errorf("%s: %w", s.SQL, err)
				}
			}
		}
		if _, err := conn.ExecContext(ctx, "commit"); err != nil {
			return 0, err
		}
	}
	return time.Since(began), nil
}

// writeEach writes over all connections, each change a transaction, statement by statement: what a program without
// pipelining does on PostgreSQL.
func writeEach(ctx context.Context, pool *sql.DB, changes [][]dialect.Statement) (time.Duration, error) {
	began := time.Now()
	err := parallel(len(changes), connections, func(i int) error {
		for {
			err := writeOne(ctx, pool, changes[i])
			if err == nil || !strings.Contains(err.Error(), "40P01") { // a deadlock: nothing of it holds
				return err
			}
		}
	})
	return time.Since(began), err
}

func writeOne(ctx context.Context, pool *sql.DB, change []dialect.Statement) error {
	tx, err := pool.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback() //nolint:errcheck // after a commit there is nothing to roll back
	for _, s := range change {
		if _, err := tx.ExecContext(ctx, s.SQL, s.Args...); err != nil {
			return fmt.Errorf("%s: %w", s.SQL, err)
		}
	}
	return tx.Commit()
}

// read asks the queries over the connections and reads every column of every row.
func (f *floor) read(ctx context.Context, pool *sql.DB, queries []dialect.Statement) (time.Duration, error) {
	if len(queries) == 0 {
		return 0, nil
	}
	if f.place.engine == dialect.SQLite {
		pool.SetMaxOpenConns(runtime.GOMAXPROCS(0))
		pool.SetMaxIdleConns(runtime.GOMAXPROCS(0))
	}
	prepared := map[string]*sql.Stmt{}
	for _, q := range queries {
		if prepared[q.SQL] != nil {
			continue
		}
		s, err := pool.PrepareContext(ctx, q.SQL)
		if err != nil {
			return 0, err
		}
		defer s.Close()
		prepared[q.SQL] = s
	}
	began := time.Now()
	err := parallel(len(queries), connections, func(i int) error { return readOne(ctx, prepared[queries[i].SQL], queries[i].Args) })
	return time.Since(began), err
}

func readOne(ctx context.Context, s *sql.Stmt, args []any) error {
	rows, err := s.QueryContext(ctx, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		return err
	}
	row := make([]any, len(columns))
	for i := range row {
		row[i] = new(sql.RawBytes)
	}
	for rows.Next() {
		if err := rows.Scan(row...); err != nil {
			return err
		}
	}
	return rows.Err()
}

// parallel does n things over some goroutines and returns the first error.
func parallel(n, workers int, do func(i int) error) error {
	var next atomic.Int64
	errs := make([]error, workers)
	var all sync.WaitGroup
	for worker := range workers {
		all.Go(func() {
			for {
				i := int(next.Add(1)) - 1
				if i >= n {
					return
				}
				if errs[worker] = do(i); errs[worker] != nil {
					next.Store(int64(n))
					return
				}
			}
		})
	}
	all.Wait()
	return errors.Join(errs...)
}

// mirror keeps a floor in step: what f sends is sent to the floor too, and nothing is timed.
func (w *world) mirror(ctx context.Context, f func() error) error {
	all, err := w.trace.during(f)
	if err != nil {
		return err
	}
	_, err = w.floor.again(ctx, only(all, nothing))
	return err
}

// drop removes a floor's folder and databases.
func (w *world) dropFloor(ctx context.Context) error {
	if w.floor == nil {
		return nil
	}
	f := w.floor
	w.floor = nil
	return errors.Join(f.close(ctx), os.RemoveAll(f.place.dir))
}

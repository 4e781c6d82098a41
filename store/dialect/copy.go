package dialect

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
)

// The kinds of a column: linli's tables have no others, on either engine.
const (
	Integer = "integer"
	Text    = "text"
	Bytes   = "bytes"
)

// Table is a table as a copy of the database tells of it.
type Table struct {
	Name    string   `json:"name"`
	Columns []Column `json:"columns"`
}

// Column is one column of a [Table].
type Column struct {
	Name string `json:"name"`
	Kind string `json:"kind"` // [Integer], [Text] or [Bytes]
}

// Index is where a column stands in a row, or -1.
func (t Table) Index(column string) int {
	for i, c := range t.Columns {
		if c.Name == column {
			return i
		}
	}
	return -1
}

const (
	sqliteColumns = `select m.name, c.name, c.type from sqlite_schema m, pragma_table_info(m.name) c
		where m.type = 'table' and m.name not like 'sqlite\_%' escape '\' order by m.name, c.cid`
	postgresColumns = `select c.table_name, c.column_name, c.data_type from information_schema.columns c
		join information_schema.tables t on t.table_schema = c.table_schema and t.table_name = c.table_name and t.table_type = 'BASE TABLE'
		where c.table_schema = current_schema() order by c.table_name, c.ordinal_position`
)

// Tables lists all tables with their columns, by name; the one in which migrations are counted is among them.
func (db *DB) Tables(ctx context.Context) ([]Table, error) {
	list := sqliteColumns
	if db.engine == Postgres {
		list = postgresColumns
	}
	rows, err := db.pool.QueryContext(ctx, list)
	if err != nil {
		return nil, readError(ctx, err)
	}
	defer rows.Close()
	var out []Table
	for rows.Next() {
		var table, column, kind string
		if err := rows.Scan(&table, &column, &kind); err != nil {
			return nil, err
		}
		if n := len(out); n == 0 || out[n-1].Name != table {
			out = append(out, Table{Name: table})
		}
		t := &out[len(out)-1]
		t.Columns = append(t.Columns, Column{column, kindOf(kind)})
	}
	if err := rows.Err(); err != nil {
		return nil, readError(ctx, err)
	}
	return out, nil
}

// kindOf is the kind of a column's type as the engine names it; other types keep their own name.
func kindOf(engines string) string {
	switch kind := strings.ToLower(engines); kind {
	case "integer", "bigint":
		return Integer
	case "blob", "bytea":
		return Bytes
	default:
		return kind
	}
}

// Snapshot reads one state of the whole database, however long it takes and whatever is written meanwhile.
type Snapshot struct{ tx *sql.Tx }

// Snapshot calls f with the present state: one read transaction, REPEATABLE READ on PostgreSQL.
func (db *DB) Snapshot(ctx context.Context, f func(*Snapshot) error) error {
	o := &sql.TxOptions{ReadOnly: true}
	if db.engine == Postgres {
		o.Isolation = sql.LevelRepeatableRead
	}
	tx, err := db.pool.BeginTx(ctx, o)
	if err != nil {
		return readError(ctx, err)
	}
	err = f(&Snapshot{tx})
	if end := tx.Rollback(); err == nil && !errors.Is(end, sql.ErrTxDone) {
		err = end // nothing was written; this only gives the state back
	}
	return err
}

// Each calls row with the values of every row of a table, in the order of its columns: nil, int64, string or []byte. The
// slice is row's only until it returns.
func (s *Snapshot) Each(ctx context.Context, t Table, row func(values []any) error) error {
	rows, err := s.tx.QueryContext(ctx, "select "+names(t)+" from "+quoted(t.Name)) //nolint:gosec // names of the schema, quoted
	if err != nil {
		return readError(ctx, err)
	}
	defer rows.Close()
	values, into := make([]any, len(t.Columns)), make([]any, len(t.Columns))
	for i := range values {
		into[i] = &values[i]
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return fmt.Errorf("reading table %s: %w", t.Name, err)
		}
		if err := row(values); err != nil {
			return err
		}
	}
	if err := rows.Err(); err != nil {
		return readError(ctx, err)
	}
	return nil
}

// Insert adds rows as [Snapshot.Each] gave them, all or none. It is for a database that nobody uses yet: it goes past the
// writer. Errors: "store.full", "store.busy".
func (db *DB) Insert(ctx context.Context, t Table, rows [][]any) error {
	if db.engine == Postgres {
		return db.copyIn(ctx, t, rows)
	}
	err := db.Administer(ctx, func(ctx context.Context, pool *sql.DB) error {
		tx, err := pool.BeginTx(ctx, nil)
		if err != nil {
			return err
		}
		defer tx.Rollback()                                                                                                                           //nolint:errcheck // after the commit it does nothing
		insert, err := tx.PrepareContext(ctx, "insert into "+quoted(t.Name)+" ("+names(t)+") values ("+strings.Repeat(", ?", len(t.Columns))[2:]+")") //nolint:gosec // names of the schema, quoted
		if err != nil {
			return err
		}
		defer insert.Close()
		for _, r := range rows {
			if _, err := insert.ExecContext(ctx, r...); err != nil {
				return err
			}
		}
		return tx.Commit()
	})
	switch {
	case err == nil:
		return nil
	case isFull(err):
		return because(ErrFull, err)
	case isBusy(err):
		return because(ErrBusy, err)
	}
	return fmt.Errorf("filling table %s: %w", t.Name, err)
}

func (db *DB) copyIn(ctx context.Context, t Table, rows [][]any) error {
	columns := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		columns[i] = c.Name
	}
	conn, err := db.pool.Conn(ctx)
	if err != nil {
		return because(ErrUnreachable, err)
	}
	defer conn.Close()
	err = conn.Raw(func(c any) error {
		_, err := c.(*stdlib.Conn).Conn().CopyFrom(ctx, pgx.Identifier{t.Name}, columns, pgx.CopyFromRows(rows))
		return err
	})
	if e := (*pgconn.PgError)(nil); errors.As(err, &e) && e.Code == "53100" { // disk_full
		return because(ErrFull, err)
	}
	if err != nil {
		return fmt.Errorf("filling table %s: %w", t.Name, err)
	}
	return nil
}

// Clear drops every table of a PostgreSQL database; a SQLite database is a file that can be removed instead.
func (db *DB) Clear(ctx context.Context) error {
	tables, err := db.Tables(ctx)
	if err != nil {
		return err
	}
	return db.Administer(ctx, func(ctx context.Context, pool *sql.DB) error {
		for _, t := range tables {
			if _, err := pool.ExecContext(ctx, "drop table "+quoted(t.Name)); err != nil {
				return fmt.Errorf("dropping table %s: %w", t.Name, err)
			}
		}
		return nil
	})
}

func names(t Table) string {
	all := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		all[i] = quoted(c.Name)
	}
	return strings.Join(all, ", ")
}

func quoted(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

package dialect

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// keptStatements bounds the prepared statements of the writer; a program has fewer.
const keptStatements = 1000

// background is the context of everything inside a batch: it never ends.
var background = context.Background()

func (w *writer) connect(ctx context.Context) error {
	c, err := w.connector.Connect(ctx)
	if err != nil {
		return err
	}
	w.conn, w.kept = c, map[string]driver.Stmt{}
	if err := w.exec("pragma busy_timeout = 0"); err != nil { //nolint:contextcheck // in the writer nothing is cut off half way; begin waits instead, with jitter
		w.disconnect()
		return err
	}
	return nil
}

// disconnect closes the connection and with it whatever transaction was open.
func (w *writer) disconnect() {
	if w.conn == nil {
		return
	}
	defer func() {
		_ = recover() // after a panic inside the driver, closing may panic as well; the next connection is a fresh one
		w.conn, w.kept = nil, nil
	}()
	w.forget()
	_ = w.conn.Close() // nothing can be done about it, and what was committed is safe
}

func (w *writer) forget() {
	for _, s := range w.kept {
		_ = s.Close()
	}
	clear(w.kept)
}

// begin starts the transaction of a batch, on a fresh connection where the last one was lost. Another process that
// writes is waited for.
func (w *writer) begin() error {
	for attempt := 1; ; attempt++ {
		err := w.tryBegin()
		if err == nil {
			return nil
		}
		if !isBusy(err) {
			return w.storeError(fmt.Errorf("beginning a transaction: %w", err))
		}
		if attempt == busyTries {
			return because(ErrBusy, err)
		}
		if err := w.opts.again(background, attempt); err != nil {
			return err
		}
	}
}

func (w *writer) tryBegin() error {
	if w.conn == nil {
		if err := w.connect(background); err != nil {
			return because(ErrUnreachable, err)
		}
	}
	return w.exec("begin immediate")
}

// commit ends the transaction of a batch; when it fails, nothing of the batch holds, except with ErrUncertain.
func (w *writer) commit() error {
	err := w.exec("commit")
	if err == nil {
		return nil
	}
	if w.conn == nil {
		return because(ErrUncertain, fmt.Errorf("committing: %w", err)) // the driver broke off half way
	}
	w.abandon()
	return w.storeError(fmt.Errorf("committing: %w", err))
}

// abandon makes sure that no transaction is open.
func (w *writer) abandon() {
	if w.conn != nil && w.exec("rollback") != nil {
		w.disconnect() // either there was none, or it cannot be ended otherwise
	}
}

var errLost = errors.New("the connection was lost")

// guard runs f on the connection. A panic counts as an error and costs the connection, and with it the transaction: what
// it left behind is not to be trusted.
func (w *writer) guard(f func() error) (err error) {
	if w.conn == nil {
		return errLost
	}
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic: %v", r)
			w.disconnect()
		}
	}()
	return f()
}

func (w *writer) exec(text string) error {
	_, err := w.changed(text, nil)
	return err
}

// changed runs a statement, prepared once for the connection, and returns how many rows it changed.
func (w *writer) changed(text string, args []any) (n int64, err error) {
	named := make([]driver.NamedValue, len(args))
	for i, a := range args {
		named[i] = driver.NamedValue{Ordinal: i + 1, Value: a}
	}
	err = w.guard(func() error {
		s, err := w.prepared(text)
		if err != nil {
			return err
		}
		r, err := s.ExecContext(background, named)
		if err != nil {
			return err
		}
		n, err = r.RowsAffected()
		return err
	})
	return n, err
}

func (w *writer) prepared(text string) (driver.StmtExecContext, error) {
	if s, ok := w.kept[text]; ok {
		return s.(driver.StmtExecContext), nil
	}
	if len(w.kept) >= keptStatements {
		w.forget()
	}
	s, err := w.conn.(driver.ConnPrepareContext).PrepareContext(background, text)
	if err != nil {
		return nil, err
	}
	w.kept[text] = s
	return s.(driver.StmtExecContext), nil
}

// explain turns an error of a Change's statement into what Play promises.
func (w *writer) explain(i int, s step, err error) error {
	if isDuplicate(err) {
		return &DuplicateError{Index: i, Constraint: w.constraint(takenColumns(err))}
	}
	return w.storeError(fmt.Errorf("statement %d (%s): %w", i, s.postgres, err))
}

func (w *writer) storeError(err error) error {
	switch {
	case isFull(err):
		return because(ErrFull, err)
	case isBusy(err):
		return because(ErrBusy, err)
	}
	return err
}

// constraint is the name of the index over the columns, as PostgreSQL would name it; SQLite's errors tell the columns only.
func (w *writer) constraint(table string, columns []string) string {
	const indexes = `select l.name, l.origin, i.name from pragma_index_list(?1) l, pragma_index_info(l.name) i
		where l."unique" = 1 order by l.seq, i.seqno`
	if table == "" {
		return ""
	}
	rows, err := w.rows(indexes, table)
	if err != nil {
		return ""
	}
	origin, over := map[string]string{}, map[string][]string{}
	for _, r := range rows {
		name := fmt.Sprint(r[0])
		origin[name] = fmt.Sprint(r[1])
		over[name] = append(over[name], fmt.Sprint(r[2]))
	}
	for name, of := range over {
		if !slices.Equal(of, columns) {
			continue
		}
		switch origin[name] {
		case "pk":
			return table + "_pkey"
		case "u":
			return table + "_" + strings.Join(columns, "_") + "_key"
		default:
			return name
		}
	}
	return ""
}

// rows reads a small result on the writer's connection.
func (w *writer) rows(text string, arg any) (out [][]driver.Value, err error) {
	err = w.guard(func() error {
		r, err := w.conn.(driver.QueryerContext).QueryContext(background, text, []driver.NamedValue{{Ordinal: 1, Value: arg}})
		if err != nil {
			return err
		}
		defer r.Close()
		for {
			row := make([]driver.Value, len(r.Columns()))
			if err := r.Next(row); errors.Is(err, io.EOF) {
				return nil
			} else if err != nil {
				return err
			}
			out = append(out, row)
		}
	})
	return out, err
}

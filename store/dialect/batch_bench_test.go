package dialect

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
)

// watched makes writer connections whose every statement passes by a test, which may hold it, fail it or panic.
type watched struct {
	driver.Connector
	before func(c driver.Conn, text string) error
}

func (w *watched) Connect(ctx context.Context) (driver.Conn, error) {
	c, err := w.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	return &watchedConn{c, w}, nil
}

type watchedConn struct {
	driver.Conn
	w *watched
}

func (c *watchedConn) PrepareContext(ctx context.Context, text string) (driver.Stmt, error) {
	s, err := c.Conn.(driver.ConnPrepareContext).PrepareContext(ctx, text)
	if err != nil {
		return nil, err
	}
	return &watchedStmt{s, c, text}, nil
}

func (c *watchedConn) QueryContext(ctx context.Context, text string, args []driver.NamedValue) (driver.Rows, error) {
	return c.Conn.(driver.QueryerContext).QueryContext(ctx, text, args)
}

type watchedStmt struct {
	driver.Stmt
	c    *watchedConn
	text string
}

func (s *watchedStmt) ExecContext(ctx context.Context, args []driver.NamedValue) (driver.Result, error) {
	if err := s.c.w.before(s.c.Conn, s.text); err != nil {
		return nil, err
	}
	return s.Stmt.(driver.StmtExecContext).ExecContext(ctx, args)
}

// bench is a database whose writer stops at a statement that says "hold" until it is let go, so that what is played
// meanwhile is all there when it goes on: one batch, made without a sleep.
type bench struct {
	*DB
	t       *testing.T
	letGo   chan struct{}
	commits int
	fault   func(c driver.Conn, text string) error
}

// inBubble runs a test with a bench in a synctest bubble.
func inBubble(t *testing.T, test func(t *testing.T, b *bench)) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "linli.db")
	synctest.Test(t, func(t *testing.T) {
		b := &bench{t: t, letGo: make(chan struct{})}
		c, err := sqliteConnector(file, false)
		if err != nil {
			t.Fatal(err)
		}
		b.DB, err = openFile(t.Context(), Options{File: file, Readers: 1}.complete(), &watched{c, b.before})
		if err != nil {
			t.Fatal(err)
		}
		defer b.Close()
		err = b.Administer(t.Context(), func(ctx context.Context, pool *sql.DB) error {
			_, err := pool.ExecContext(ctx, "create table note (tenant_id blob not null, n integer not null, text text not null, primary key (tenant_id, n)) strict, without rowid")
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		test(t, b)
	})
}

func (b *bench) before(c driver.Conn, text string) error {
	if text == "commit" {
		b.commits++
	}
	if strings.Contains(text, "/* hold */") {
		<-b.letGo
	}
	if strings.Contains(text, "/* panic */") {
		panic("a defect in mid-batch")
	}
	if b.fault != nil {
		return b.fault(c, text)
	}
	return nil
}

// together plays all the changes in one batch, behind a first one that holds the writer, and returns their answers.
func (b *bench) together(changes ...[]Statement) []error {
	b.t.Helper()
	answers := make([]error, len(changes))
	var wg sync.WaitGroup
	held := make(chan error, 1)
	go func() { held <- b.Play(context.Background(), []Statement{write(0, "held /* hold */")}) }()
	synctest.Wait()
	for i, c := range changes {
		wg.Go(func() { answers[i] = b.Play(context.Background(), c) })
		synctest.Wait() // they queue in their order
	}
	b.commits = 0
	close(b.letGo)
	wg.Wait()
	if err := <-held; err != nil {
		b.t.Errorf("the change that held the writer: %v", err)
	}
	return answers
}

// write inserts note n; what the text says in a comment is for the bench.
func write(n int, text string) Statement {
	return Statement{SQL: "insert into note (tenant_id, n, text) values ($1, $2, $3) " + comment(text), Args: []any{[]byte("t"), n, text}, Rows: 1}
}

func comment(text string) string {
	if i := strings.Index(text, "/*"); i >= 0 {
		return text[i:]
	}
	return ""
}

// stands are the notes in the database, in order.
func (b *bench) stands() string {
	b.t.Helper()
	var list []string
	err := b.Query(context.Background(), "select n from note where tenant_id = $1 order by n", []any{[]byte("t")}, func(r *Rows) error {
		var n int
		err := r.Scan(&n)
		list = append(list, fmt.Sprint(n))
		return err
	})
	if err != nil {
		b.t.Fatal(err)
	}
	return strings.Join(list, " ")
}

package dialect

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net"
	"net/netip"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
)

// sendTime bounds a Change on PostgreSQL once it is sent: a server that does not answer for so long is taken for lost.
const sendTime = 30 * time.Second

func openPostgres(ctx context.Context, url string, o Options) (*DB, error) {
	c, err := pgx.ParseConfig(url)
	if err != nil {
		return nil, because(ErrURL, err) // pgx leaves the password out of it
	}
	if !encrypted(c) {
		return nil, ErrPlain
	}
	c.RuntimeParams["application_name"] = "linli"
	c.RuntimeParams["timezone"] = "UTC"
	c.RuntimeParams["default_transaction_isolation"] = "read committed"
	c.RuntimeParams["synchronous_commit"] = "on" // an answered commit survives a power cut
	if c.ConnectTimeout == 0 {
		c.ConnectTimeout = 5 * time.Second
	}
	pool := stdlib.OpenDB(*c)
	pool.SetMaxOpenConns(o.Connections)
	pool.SetMaxIdleConns(o.Connections)
	if err := pool.PingContext(ctx); err != nil {
		return nil, because(ErrUnreachable, errors.Join(err, pool.Close()))
	}
	return &DB{engine: Postgres, opts: o, pool: pool}, nil
}

// encrypted reports whether nothing that is sent to the server can be read on the way: over TLS alone, or within this
// machine. sslmode=prefer, which is what an address without any means, asks in the clear where TLS is refused.
func encrypted(c *pgx.ConnConfig) bool {
	ways := []*pgconn.FallbackConfig{{Host: c.Host, Port: c.Port, TLSConfig: c.TLSConfig}}
	for _, w := range append(ways, c.Fallbacks...) {
		network, _ := pgconn.NetworkAddress(w.Host, w.Port)
		address, err := netip.ParseAddr(w.Host)
		here := network == "unix" || w.Host == "localhost" || err == nil && address.Unmap().IsLoopback()
		if w.TLSConfig == nil && !here {
			return false
		}
	}
	return true
}

// countRows wraps a statement so that PostgreSQL itself refuses a wrong row count: its rows are counted in the same
// query, and unless there are as many as the last parameter says, a cast fails with a text that tells the count.
//
// The count has to be judged before the commit. Judging it here would take a second round trip, or a commit already sent;
// a batch whose statement fails is rolled back by the server at the end of the batch, within the one trip.
func countRows(text string, params int) string {
	want := "$" + strconv.Itoa(params+1) + "::bigint"
	return "with changed as (" + text + "\nreturning 1) select case when count(*) = " + want +
		" then count(*) else ('" + countMark + "' || count(*))::bigint end from changed"
}

const countMark = "linli changed "

// miscount is the row count that a statement of [countRows] was refused with.
func miscount(e *pgconn.PgError) (int64, bool) {
	const invalidText = "22P02"
	if e.Code != invalidText {
		return 0, false
	}
	_, rest, found := strings.Cut(e.Message, `"`+countMark)
	n, err := strconv.ParseInt(strings.TrimSuffix(rest, `"`), 10, 64)
	return n, found && err == nil
}

// playPostgres plays a Change as one pipelined batch and tries again where PostgreSQL says that nothing of it holds.
func (db *DB) playPostgres(ctx context.Context, steps []step) error {
	for attempt := 1; ; attempt++ {
		err, again := db.tryPostgres(ctx, steps)
		if err == nil || !again || attempt == tries {
			return err
		}
		if err := db.opts.again(ctx, attempt); err != nil {
			return err
		}
	}
}

// tryPostgres plays a Change once. again tells that nothing of it holds and that it may go better the next time.
func (db *DB) tryPostgres(ctx context.Context, steps []step) (err error, again bool) {
	conn, err := db.pool.Conn(ctx)
	if err != nil {
		if ctx.Err() != nil {
			return ctx.Err(), false
		}
		return because(ErrUnreachable, err), false
	}
	defer conn.Close()
	// From here on the request's context has no say: a batch that was cut off half way may hold or not.
	sending, cancel := context.WithTimeout(context.WithoutCancel(ctx), sendTime)
	defer cancel()
	var outcome error
	err = conn.Raw(func(c any) error {
		outcome, again = sendBatch(sending, c.(*stdlib.Conn).Conn(), steps)
		return nil
	})
	if err != nil {
		return because(ErrUnreachable, err), true
	}
	return outcome, again
}

// sendBatch sends the statements as one pipeline with one Sync at its end. Without BEGIN that is one implicit transaction
// (PostgreSQL manual, "Pipelining"), committed by the Sync and rolled back by it after an error; so it takes one trip.
func sendBatch(ctx context.Context, c *pgx.Conn, steps []step) (err error, again bool) {
	batch := &pgx.Batch{}
	for _, s := range steps {
		if s.rows == AnyRows {
			batch.Queue(s.postgres, s.args...)
		} else {
			batch.Queue(s.counted, append(s.args[:len(s.args):len(s.args)], s.rows)...)
		}
	}
	results := c.SendBatch(ctx, batch)
	for i, s := range steps {
		if _, err := results.Exec(); err != nil {
			_ = results.Close() // repeats err
			return explainPostgres(i, s, err)
		}
	}
	if err := results.Close(); err != nil {
		var e *pgconn.PgError
		if errors.As(err, &e) && !ended(e) {
			return explainPostgres(len(steps)-1, steps[len(steps)-1], err) // refused at the commit: a deferred constraint
		}
		return because(ErrUncertain, err), false // every statement was answered; the commit was not
	}
	return nil, false
}

func explainPostgres(i int, s step, err error) (_ error, again bool) {
	var e *pgconn.PgError
	if !errors.As(err, &e) {
		var connect *pgconn.ConnectError
		if errors.As(err, &connect) || pgconn.SafeToRetry(err) {
			return because(ErrUnreachable, err), true // nothing was sent
		}
		return because(ErrUncertain, err), false
	}
	if n, ok := miscount(e); ok {
		return &RowsError{Index: i, Want: s.rows, Got: n}, false
	}
	if ended(e) {
		return because(ErrUnreachable, err), true // said in place of a statement's answer: the commit was never reached
	}
	switch e.Code {
	case "23505": // unique_violation
		return &DuplicateError{Index: i, Constraint: e.ConstraintName}, false
	case "40001", "40P01": // serialization_failure, deadlock_detected
		return because(ErrBusy, err), true
	case "53100": // disk_full
		return because(ErrFull, err), false
	case "53300": // too_many_connections
		return because(ErrBusy, err), true
	}
	return fmt.Errorf("statement %d (%s): %w", i, s.postgres, err), false
}

// ended reports whether the server closed the connection on its side: shutdown, crash, still starting.
func ended(e *pgconn.PgError) bool {
	return strings.HasPrefix(e.Code, "57P") || strings.HasPrefix(e.Code, "08")
}

// lost reports whether a query's error says that the connection is gone: the server ended it, or whatever lies between.
// A server that dies says nothing; then the end of the stream or the network's own error is all there is.
func lost(err error) bool {
	var (
		e       *pgconn.PgError
		network net.Error
	)
	if errors.As(err, &e) {
		return ended(e)
	}
	return errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, driver.ErrBadConn) ||
		errors.Is(err, sql.ErrConnDone) || errors.As(err, &network) || pgconn.SafeToRetry(err)
}

// unconnected reports whether an error is that of making a connection: nobody answers there, and asking again at once
// would only make the reader wait.
func unconnected(err error) bool {
	var e *pgconn.ConnectError
	return errors.As(err, &e)
}

// readError turns an error of a query into what a caller can act on.
func readError(ctx context.Context, err error) error {
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case unconnected(err) || lost(err):
		return because(ErrUnreachable, err)
	case isBusy(err):
		return because(ErrBusy, err)
	}
	return fmt.Errorf("querying: %w", err)
}

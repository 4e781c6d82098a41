package dialect

import (
	"context"
	"database/sql/driver"
	"errors"
	"slices"
	"sync"
	"time"

	"linli/platform/gate"
)

// What one batch may hold. A batch ends when the first of them is reached, so that nobody waits long for others.
const (
	batchChanges = 128
	batchSteps   = 4000
	batchTime    = 50 * time.Millisecond
)

// writer is SQLite's one writing connection and the goroutine that owns it.
//
// The goroutine takes a Change, begins a transaction, plays the Change under a savepoint, takes whatever waits and plays
// that too, commits, and only then answers: one fsync for all that came together. It never waits for more to come.
// Nothing inside a batch knows a request's context: with this driver a cancelled statement would roll back the whole
// transaction, and the next savepoint would then commit by itself.
type writer struct {
	connector driver.Connector
	opts      Options
	gate      *gate.Gate
	queue     chan *pending // unbuffered: a Change is either not begun or the writer's
	stop      chan struct{}
	stopped   chan struct{}
	stopOnce  sync.Once

	conn driver.Conn // nil when it has to be opened anew
	kept map[string]driver.Stmt
}

// pending is a Change that waits for its answer.
type pending struct {
	steps  []step
	answer chan error // holds one
	err    error      // what the playing said; nil is "holds, if the commit does"
	broke  bool       // it lost the transaction, or cannot be committed: it is not played again
}

var errClosed = errors.New("the database is closed")

func newWriter(ctx context.Context, c driver.Connector, o Options, g *gate.Gate) (*writer, error) {
	w := &writer{connector: c, opts: o, gate: g, queue: make(chan *pending), stop: make(chan struct{}), stopped: make(chan struct{})}
	if err := w.connect(ctx); err != nil {
		return nil, err
	}
	go w.run() //nolint:contextcheck // it outlives who opened it, until close
	return w, nil
}

func (w *writer) play(ctx context.Context, steps []step) error {
	p := &pending{steps: steps, answer: make(chan error, 1)}
	if err := ctx.Err(); err != nil {
		return err
	}
	select {
	case w.queue <- p:
		return <-p.answer
	case <-ctx.Done():
		return ctx.Err()
	case <-w.stop:
		return because(ErrUnreachable, errClosed)
	}
}

func (w *writer) close() {
	w.stopOnce.Do(func() { close(w.stop) })
	<-w.stopped
}

func (w *writer) run() {
	defer close(w.stopped)
	defer w.disconnect()
	for {
		select {
		case <-w.stop:
			return
		case p := <-w.queue:
			w.gate.Begin()
			w.serve(p)
			w.gate.End()
		}
	}
}

// serve plays the first Change and all that wait, batch after batch, until nothing waits.
func (w *writer) serve(first *pending) {
	for p := first; p != nil; p = w.next() {
		batch := w.batch(p)
		for _, p := range batch {
			p.answer <- p.err
		}
	}
}

// next is a Change that waits now, or nil.
func (w *writer) next() *pending {
	select {
	case p := <-w.queue:
		return p
	default:
		return nil
	}
}

// batch plays the first Change and what waits in one transaction and returns all of them, each with its answer.
func (w *writer) batch(first *pending) []*pending {
	if err := w.begin(); err != nil {
		first.err = err
		return []*pending{first}
	}
	started := w.opts.Clock.Now()
	batch := []*pending{}
	steps := 0
	for p := first; p != nil; p = w.next() {
		batch = append(batch, p)
		steps += len(p.steps)
		if alive := w.change(p); !alive {
			return w.rerun(batch)
		}
		if len(batch) >= batchChanges || steps >= batchSteps || w.opts.Clock.Now().Sub(started) >= batchTime {
			break
		}
	}
	if err := w.commit(); err != nil {
		return w.singly(batch, err)
	}
	return batch
}

// rerun plays the Changes of a lost transaction again on a fresh one, without the one that lost it. It ends, because each
// round that loses its transaction leaves one Change more out.
func (w *writer) rerun(batch []*pending) []*pending {
	for {
		w.abandon()
		left := slices.DeleteFunc(slices.Clone(batch), func(p *pending) bool { return p.broke })
		if len(left) == 0 {
			return batch
		}
		if err := w.begin(); err != nil {
			fail(left, err)
			return batch
		}
		if slices.ContainsFunc(left, func(p *pending) bool { return !w.change(p) }) {
			continue
		}
		if err := w.commit(); err != nil {
			w.singly(left, err)
		}
		return batch
	}
}

// singly answers a commit that failed: each Change is tried in a transaction of its own, so that one that is too large
// for the disk does not take the others with it. A commit that may have happened is not repeated.
func (w *writer) singly(batch []*pending, cause error) []*pending {
	if len(batch) == 1 || errors.Is(cause, ErrUncertain) {
		fail(batch, cause)
		return batch
	}
	for _, p := range batch {
		if err := w.begin(); err != nil {
			p.err = err
			continue
		}
		if alive := w.change(p); !alive || p.err != nil {
			w.abandon()
			continue
		}
		if err := w.commit(); err != nil {
			p.err = err
		}
	}
	return batch
}

func fail(batch []*pending, err error) {
	for _, p := range batch {
		p.err = err
	}
}

// change plays one Change under a savepoint, leaves the result in p.err and reports whether the transaction still stands.
func (w *writer) change(p *pending) (alive bool) {
	defer func() { p.broke = !alive }()
	if p.err = w.exec("savepoint change"); p.err != nil {
		return false
	}
	p.err = w.steps(p.steps)
	if p.err == nil {
		if p.err = w.exec("release change"); p.err == nil {
			return true
		}
	}
	// A transaction that SQLite has rolled back took the savepoint with it: then this fails, and all others are played again.
	return w.exec("rollback to change") == nil && w.exec("release change") == nil
}

func (w *writer) steps(steps []step) error {
	for i, s := range steps {
		n, err := w.changed(s.sqlite, s.args)
		if err != nil {
			return w.explain(i, s, err)
		}
		if s.rows != AnyRows && n != s.rows {
			return &RowsError{Index: i, Want: s.rows, Got: n}
		}
	}
	return nil
}

package bench

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"net/http"
	"time"

	"linli/store/dialect"
)

const mediations = "/api/v1/mediations"

// create opens cases: POST over loopback, checked, sealed, with its promises, its event and its leaf for the ledger,
// answered after the fsync.
func create(ctx context.Context, r *runner, w *world) error {
	return w.creating(ctx, r, "create", mediations, w.application())
}

// creating posts the same body over and over.
func (w *world) creating(ctx context.Context, r *runner, name, path string, what any) error {
	body, err := json.Marshal(what)
	if err != nil {
		return err
	}
	cs, end, err := clients(ctx, w.addr, w.auth("clerk"), connections)
	if err != nil {
		return err
	}
	defer end()
	f, err := w.beside(ctx, r, r.ops, nothing, func(worker, _ int) error {
		err := cs[worker].do(http.MethodPost, path, rand.Text(), body, http.StatusCreated)
		return err
	})
	if err != nil {
		return err
	}
	r.report(f.result(name, w, perSecond))
	return nil
}

// databaseTime is the processor time that PostgreSQL has taken so far; 0 on SQLite.
func (w *world) databaseTime() time.Duration {
	if w.place.engine != dialect.Postgres {
		return 0
	}
	return processor(named("postgres")...)
}

// beside measures a request of the closed loop, and each time what it sent to the database once more on the floor. reads
// says which of its queries the floor asks as well.
func (w *world) beside(ctx context.Context, r *runner, n int, reads func(sql string) bool, one func(worker, i int) error) (*figures, error) {
	warm := func() error {
		_, err := closed(ctx, connections, n/5, func(worker, i int) error { return one(worker, -1-i) })
		return err
	}
	if err := w.mirror(ctx, warm); err != nil {
		return nil, err
	}
	f := &figures{}
	for turn := range r.repeats {
		var l load
		own, database := processor("self"), w.databaseTime()
		all, err := w.trace.during(func() error {
			return r.profiled(turn, func() (err error) {
				l, err = closed(ctx, connections, n, func(worker, i int) error { return one(worker, turn*n+i) })
				return err
			})
		})
		if err != nil {
			return nil, err
		}
		f.database = append(f.database, shareOf(w.databaseTime()-database, processor("self")-own))
		took, err := w.floor.again(ctx, only(all, reads))
		if err != nil {
			return nil, err
		}
		f.add(l.rate(), float64(n)/took.Seconds(), l.each)
	}
	return f, nil
}

package bench

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"time"

	"linli/platform/clock"
	"linli/store/dialect"
)

// fallen is how many promises fall due before a turn of the sweep.
const fallen = 1000

// sweeps measures what deadlines cost: the promises of an office are open, as many as the size says, and a thousand of them fall
// due at once. The thousand belong to cases that linli opened; of the cases of all others there is nothing but their promises,
// since nothing else of them is read.
func sweeps(ctx context.Context, r *runner, w *world) error {
	due := min(fallen, r.sizes[0]/10)
	if err := w.fill(ctx, &w.disputes, max(due*(r.repeats+1)*2, 10*patterns)); err != nil { // enough promises for every turn at three sizes
		return fmt.Errorf("filling: %w", err)
	}
	sizes := r.sizes
	if !r.quick && sizes[len(sizes)-1] == 100_000 { // promises alone are filled in seconds
		sizes = append(append([]int{}, sizes...), 1_000_000)
	}
	for _, n := range sizes {
		fmt.Fprintf(r.log, "sweep: %d open promises\n", n)
		if err := w.promise(ctx, n); err != nil {
			return fmt.Errorf("promising to %d: %w", n, err)
		}
		w.size = n
		if err := w.restart(ctx); err != nil {
			return err
		}
		if err := w.stop(); err != nil { // its own sweep would be first
			return err
		}
		w.stop = nil
		if err := w.sweep(ctx, r, due); err != nil {
			return fmt.Errorf("sweep at %d: %w", n, err)
		}
	}
	return nil
}

const insertOpen = `insert into promise (tenant_id, case_id, rule_key, rule, capability, unit_id, subject_id, owed_by, start_at, due_at, provisional, state, end_at,
	ended_by, paused_since, extended, warn_at) values (?1, ?2, 'screening', 'screening', 'mediation', ?3, null, 'clerk', ?4, ?5, 0, 'running', 0, null, 0, 0, ?5)`

// promise adds open promises of cases that hold nothing else, due in the years to come, until there are n.
func (w *world) promise(ctx context.Context, n int) error {
	now := w.clock.Now()
	open, err := w.number(ctx, `select count(*) from promise where tenant_id = ?1 and state = 'running' and due_at > ?2`, 0)
	if err != nil {
		return err
	}
	for n -= int(open); n > 0; {
		part := min(n, 50*filled)
		all := make([]dialect.Statement, part)
		for i := range all {
			of := w.app.IDs.New()
			due := now.AddDate(1, 0, 0).Add(time.Duration(i%(365*24)) * time.Hour)
			all[i] = dialect.Statement{SQL: insertOpen, Args: []any{w.tenant[:], of[:], w.unit[:], clock.Micros(now), clock.Micros(due)}}
		}
		if err := pour(ctx, w.stores.Cases, all); err != nil {
			return err
		}
		n -= part
	}
	return nil
}

// sweep lets time pass until the next promises are due, and has the office look at its deadlines until it has written all of them
// down as late and told whoever has to know. It measures each such look, and one in which nothing is due.
func (w *world) sweep(ctx context.Context, r *runner, due int) error {
	var busy, idle figures
	for turn := range r.repeats + 1 { // the first is to warm up
		if err := w.pass(ctx, due); err != nil {
			return err
		}
		for wrote := true; wrote; {
			var took time.Duration
			all, err := w.trace.during(func() error {
				return r.profiled(turn, func() error {
					began := time.Now()
					err := w.app.Mediation.Tick(ctx, w.tenant)
					took = time.Since(began)
					return err
				})
			})
			if err != nil {
				return err
			}
			bare, err := w.floor.again(ctx, only(all, thePromises))
			if err != nil {
				return err
			}
			wrote = slices.ContainsFunc(all, func(s sent) bool { return s.Change != nil })
			switch {
			case turn == 0:
			case wrote:
				busy.add(ms(took), ms(bare), []time.Duration{took})
			default:
				idle.add(ms(took), 0, []time.Duration{took})
			}
		}
	}
	r.report(busy.result("sweep", w, milliseconds), idle.result("sweep.idle", w, milliseconds))
	return nil
}

// pass moves the clock on until so many promises are due.
func (w *world) pass(ctx context.Context, due int) error {
	at, err := w.number(ctx, `select due_at from promise where tenant_id = ?1 and state = 'running' order by due_at limit 1 offset ?2`, due-1)
	if err != nil {
		return err
	}
	w.clock.add(clock.FromMicros(at).Sub(w.clock.Now()) + time.Second)
	return nil
}

// number asks the cases for one number of the office's.
func (w *world) number(ctx context.Context, query string, arg int) (n int64, err error) {
	err = w.stores.Cases.Administer(ctx, func(ctx context.Context, pool *sql.DB) error {
		return pool.QueryRowContext(ctx, query, w.tenant[:], arg).Scan(&n)
	})
	if err != nil {
		return 0, fmt.Errorf("asking for the promises of the office: %w", err)
	}
	return n, nil
}

// thePromises are the rows by which a sweep finds what is due.
func thePromises(sql string) bool { return strings.Contains(sql, "from promise") }

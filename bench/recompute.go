package bench

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"time"

	"linli/mediation"
	"linli/platform/id"
)

// recomputes measures what new rules and holidays cost an office with open cases. Cases keep the version under which they began, so of a
// version without other holidays nothing moves, and all is read to know that; of a table every promise moves here, since each of
// them lies a day beside where its events put it.
func recomputes(ctx context.Context, r *runner, w *world) error {
	for _, n := range slices.Insert(slices.Clone(r.sizes), 0, r.sizes[0]/10) {
		fmt.Fprintf(r.log, "recompute: %d open cases\n", n)
		if err := w.fill(ctx, &w.disputes, n); err != nil {
			return fmt.Errorf("filling %d: %w", n, err)
		}
		w.size = w.disputes.size
		if err := w.restart(ctx); err != nil {
			return err
		}
		if err := w.stop(); err != nil { // its own look at the deadlines would be first
			return err
		}
		w.stop = nil
		for _, kind := range []struct {
			name  string
			moves func(context.Context) error
		}{{"recompute", w.shift}, {"recompute.version", func(context.Context) error { return nil }}} {
			if err := w.recompute(ctx, r, kind.name, kind.moves); err != nil {
				return fmt.Errorf("%s at %d: %w", kind.name, n, err)
			}
		}
	}
	return nil
}

// recompute has the office find new rules, and look at its deadlines until all is counted by them.
func (w *world) recompute(ctx context.Context, r *runner, name string, move func(context.Context) error) error {
	var out figures
	for turn := range r.repeats + 1 { // the first is to warm up
		if err := move(ctx); err != nil {
			return err
		}
		rules := fmt.Sprint(name, w.size, turn)
		w.app.Mediation.Rules = func(context.Context, id.ID) (string, error) { return rules, nil }
		if err := w.app.Mediation.Tick(ctx, w.tenant); err != nil {
			return err
		}
		w.clock.add(time.Minute) // by then every process works by them
		var took time.Duration
		all, err := w.trace.during(func() error {
			return r.profiled(turn, func() error {
				began := time.Now()
				defer func() { took = time.Since(began) }()
				return w.recounted(ctx, rules)
			})
		})
		if err != nil {
			return err
		}
		bare, err := w.floor.again(ctx, only(all, theCounted))
		if err != nil {
			return err
		}
		if turn > 0 {
			n := float64(w.size)
			out.add(n/took.Seconds(), n/bare.Seconds(), []time.Duration{took})
		}
	}
	r.report(out.result(name, w, perSecond))
	return nil
}

// recounted looks at the deadlines until all is counted by the rules.
func (w *world) recounted(ctx context.Context, rules string) error {
	for {
		if err := w.app.Mediation.Tick(ctx, w.tenant); err != nil {
			return err
		}
		at, err := w.app.Mediation.Repo.Recount(ctx, w.tenant, mediation.Capability)
		if err != nil || at.Done && at.Rules == rules {
			return err
		}
	}
}

// shift moves every open promise a day away from where it belongs, here and in the floor's copy.
func (w *world) shift(ctx context.Context) error {
	for _, db := range []interface {
		Administer(context.Context, func(context.Context, *sql.DB) error) error
	}{w.stores.Cases, w.floor.cases} {
		err := db.Administer(ctx, func(ctx context.Context, pool *sql.DB) error {
			_, err := pool.ExecContext(ctx, "update promise set due_at = due_at + 86400000000 where end_at = 0")
			return err
		})
		if err != nil {
			return fmt.Errorf("moving the promises: %w", err)
		}
	}
	return nil
}

// theCounted are the rows from which promises are counted.
func theCounted(sql string) bool {
	return strings.Contains(sql, "from promise") || strings.Contains(sql, "from case_event") || strings.HasPrefix(sql, "select body, version, number from mediation")
}

package bench

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime/pprof"
	"slices"
	"strings"
	"time"

	"linli/store/dialect"
)

// Exit codes of Run, as all of linli's commands have them.
const (
	done   = 0
	misuse = 2
	broken = 3
)

// plan is what one run measures, and how long.
type plan struct {
	scenarios []string
	sizes     []int // cases in the database
	engines   []dialect.Engine
	repeats   int
	ops       int // requests of a repeat
	quick     bool
	json      bool
	server    string // PostgreSQL to use, or empty
	profiles  string // folder for CPU profiles; empty for none
	processes int    // of the scenario of that name
}

// Run measures the scenarios that args name, or all, and returns an exit code: 0 when it ran to its end whatever the
// figures, 2 for arguments that make no sense, 3 when something failed. With --json the results go to stdout as one JSON
// array; the table and the progress go to stderr.
func Run(ctx context.Context, args []string, stdout, stderr io.Writer) (int, error) {
	p, err := parse(args, stderr)
	if errors.Is(err, flag.ErrHelp) {
		return done, nil
	}
	if err != nil {
		return misuse, err
	}
	r := &runner{plan: p, log: stderr, machine: thisMachine()}
	fmt.Fprintln(stderr, r.machine)
	results, err := r.run(ctx)
	table(stderr, results)
	if err != nil {
		return broken, err
	}
	if p.json {
		out := json.NewEncoder(stdout)
		out.SetIndent("", "  ")
		if err := out.Encode(results); err != nil {
			return broken, fmt.Errorf("writing the results: %w", err)
		}
	}
	return done, nil
}

func parse(args []string, stderr io.Writer) (plan, error) {
	p := plan{}
	var scale int
	var engine string
	f := flag.NewFlagSet("linli bench", flag.ContinueOnError)
	f.SetOutput(stderr)
	f.Usage = func() {
		fmt.Fprintf(stderr, "linli bench [SCENARIO…] [flags]\nScenarios: %s\n", strings.Join(names(), " "))
		f.PrintDefaults()
	}
	f.IntVar(&scale, "scale", 0, "cases in the database; a tenth of it is measured too (default 10,000 and 100,000)")
	f.BoolVar(&p.json, "json", false, "results as JSON on stdout")
	f.BoolVar(&p.quick, "quick", false, "under a minute: fewer cases, fewer repeats")
	f.IntVar(&p.repeats, "repeats", 0, "how often each figure is taken (default 5, or 2 with --quick)")
	f.StringVar(&engine, "engine", "", "sqlite or postgres (default sqlite, and postgres where --postgres names one)")
	f.StringVar(&p.server, "postgres", "", "postgres:// URL of a server whose user may make databases")
	f.IntVar(&p.processes, "processes", 3, "linli processes in front of one PostgreSQL database, in the scenario of that name")
	f.StringVar(&p.profiles, "profile", "", "folder for a CPU profile of each turn of a scenario")
	for { // names and flags in any order
		if err := f.Parse(args); err != nil {
			return p, err
		}
		if args = f.Args(); len(args) == 0 {
			break
		}
		if !slices.Contains(names(), args[0]) {
			return p, fmt.Errorf("no scenario is called %q; there are %s", args[0], strings.Join(names(), ", "))
		}
		p.scenarios, args = append(p.scenarios, args[0]), args[1:]
	}
	return p.complete(scale, engine)
}

func (p plan) complete(scale int, engine string) (plan, error) {
	p.ops, p.sizes = 1500, []int{10_000, 100_000}
	if p.quick {
		p.ops, p.sizes = 250, []int{500, 5_000}
	}
	if scale < 0 || scale > 0 && scale < 100 {
		return p, errors.New("--scale: at least 100 cases")
	}
	if scale > 0 {
		p.sizes, p.ops = []int{scale / 10, scale}, min(p.ops, scale)
	}
	if p.processes < 1 || p.processes > 16 {
		return p, errors.New("--processes: 1 to 16")
	}
	if p.repeats == 0 {
		p.repeats = 5
		if p.quick {
			p.repeats = 2
		}
	}
	if len(p.scenarios) == 0 {
		p.scenarios = names()
	}
	switch engine {
	case "":
		p.engines = []dialect.Engine{dialect.SQLite}
		if p.server != "" {
			p.engines = append(p.engines, dialect.Postgres)
		}
	case string(dialect.SQLite), string(dialect.Postgres):
		p.engines = []dialect.Engine{dialect.Engine(engine)}
		if engine == string(dialect.Postgres) && p.server == "" {
			return p, errors.New("--engine postgres: name a server with --postgres")
		}
	default:
		return p, fmt.Errorf("--engine: %q is neither sqlite nor postgres", engine)
	}
	return p, nil
}

// runner goes through a plan.
type runner struct {
	plan
	log     io.Writer
	machine machine
	results []Result

	measuring string // what is measured now, for the name of its profile
}

func (r *runner) run(ctx context.Context) (_ []Result, err error) {
	for _, engine := range r.engines {
		if err := r.engine(ctx, engine); err != nil {
			return r.results, fmt.Errorf("on %s: %w", engine, err)
		}
	}
	for _, s := range scenarios {
		if s.alone == nil && s.own == nil || !slices.Contains(r.scenarios, s.name) {
			continue
		}
		r.measuring = s.name
		alone := s.alone
		if s.own != nil {
			alone = func(ctx context.Context, r *runner) error {
				return r.inOffice(ctx, dialect.SQLite, func(w *world) error { return s.own(ctx, r, w) })
			}
		}
		if err := alone(ctx, r); err != nil {
			return r.results, fmt.Errorf("%s: %w", s.name, err)
		}
	}
	return r.results, nil
}

// engine measures every scenario that needs an office, at every size, on one engine.
func (r *runner) engine(ctx context.Context, engine dialect.Engine) error {
	if !slices.ContainsFunc(scenarios, func(s scenario) bool { return s.office != nil && slices.Contains(r.scenarios, s.name) }) {
		return nil
	}
	return r.inOffice(ctx, engine, func(w *world) error { return r.offices(ctx, engine, w) })
}

// inOffice opens a furnished office for a measurement and removes it afterwards.
func (r *runner) inOffice(ctx context.Context, engine dialect.Engine, measure func(*world) error) (err error) {
	dir, err := os.MkdirTemp("", "linli-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	p, err := newPlace(ctx, engine, dir, r.server)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, p.close(context.WithoutCancel(ctx))) }()
	w, err := openWorld(ctx, p, r)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, w.close()) }()
	return measure(w)
}

// offices measures in one office at every size.
func (r *runner) offices(ctx context.Context, engine dialect.Engine, w *world) error {
	w.bare = !slices.ContainsFunc(scenarios, func(s scenario) bool { return s.office != nil && !s.bare && slices.Contains(r.scenarios, s.name) })
	for _, n := range r.sizes {
		began, before := time.Now(), w.size
		if err := w.fillAll(ctx, r, n); err != nil {
			return fmt.Errorf("filling: %w", err)
		}
		fmt.Fprintf(r.log, "%s: filled to %d cases in %s, %.0f/s\n", engine, n, time.Since(began).Round(time.Second),
			float64(w.size-before)/time.Since(began).Seconds())
		if err := w.restart(ctx); err != nil {
			return err
		}
		for _, s := range scenarios {
			if s.office == nil || !slices.Contains(r.scenarios, s.name) {
				continue
			}
			fmt.Fprintf(r.log, "%s: %s at %d\n", engine, s.name, n)
			r.measuring = fmt.Sprintf("%s-%s-%d", s.name, engine, n)
			if err := s.office(ctx, r, w); err != nil {
				return fmt.Errorf("%s at %d: %w", s.name, n, err)
			}
		}
	}
	return nil
}

// fillAll fills in the cases that the scenarios look for.
func (w *world) fillAll(ctx context.Context, r *runner, n int) error {
	w.size = n
	if slices.Contains(r.scenarios, "report") {
		if err := w.fill(ctx, &w.hazards, n); err != nil {
			return err
		}
	}
	if slices.ContainsFunc(scenarios, func(s scenario) bool {
		return s.office != nil && s.name != "report" && slices.Contains(r.scenarios, s.name)
	}) {
		return w.fill(ctx, &w.disputes, n)
	}
	return nil
}

// profiled runs what is measured in one turn, and nothing of what is filled in, or of the floor, under the profiler.
func (r *runner) profiled(turn int, f func() error) error {
	if r.profiles == "" {
		return f()
	}
	if err := os.MkdirAll(r.profiles, 0o700); err != nil {
		return err
	}
	file, err := os.Create(filepath.Join(r.profiles, fmt.Sprintf("%s-%d.pprof", r.measuring, turn+1)))
	if err != nil {
		return err
	}
	defer file.Close()
	if err := pprof.StartCPUProfile(file); err != nil {
		return err
	}
	defer pprof.StopCPUProfile()
	return f()
}

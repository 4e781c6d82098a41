package mediation

import (
	"context"
	"errors"
	"sync"
	"time"

	"linli/casefile"
	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
)

// Faults of an import.
var (
	// ErrChanged says that a case of this number was brought in before, with another content.
	ErrChanged = fault.New(fault.Conflict, "import.changed")
	ErrNoRun   = fault.New(fault.NotFound, "import.no_run")
	ErrUndone  = fault.New(fault.Conflict, "import.undone")
)

// Runs keeps import runs.
type Runs interface {
	OpenRun(ctx context.Context, tenant, run, unit id.ID, at time.Time) error
	CloseRun(ctx context.Context, tenant, run id.ID, at time.Time, rows, accepted, unchanged, rejected int) error
	Run(ctx context.Context, tenant, run id.ID) (undone time.Time, err error)
	RunCases(ctx context.Context, tenant, run, after id.ID, limit int) ([]id.ID, error)
	BringIn(ctx context.Context, c Change) (isNew bool, err error)
	TakeBack(ctx context.Context, tenant, run id.ID, c Case, back []casefile.Tally) error
	EndUndo(ctx context.Context, tenant, run id.ID, at time.Time) error
}

// Brought says what became of one run.
type Brought struct {
	Run                 id.ID
	Accepted, Unchanged int
	Refused             []Refused // cases that are there already with another content
}

// Refused is one case that an import did not take, with the fault that says why.
type Refused struct {
	Index int // of the case in the list
	Fault *fault.Error
}

// importers is how many cases an import has on the way at once: the writer commits them together.
const importers = 16

// Import brings in cases that were held before linli. Reading the same list again changes nothing. progress is told
// after each case, from several goroutines at once; it may be nil.
func (s *Service) Import(ctx context.Context, runs Runs, a access.Actor, unit id.ID, list []BringIn, rejected int, progress func()) (_ Brought, err error) {
	defer wrap(&err, "import")
	if err := s.Access.Check(a, "mediation.import", access.Facts{Tenant: a.Tenant, Unit: unit, Kind: Capability}); err != nil {
		return Brought{}, err
	}
	out := Brought{Run: s.IDs.New()}
	if err := runs.OpenRun(ctx, a.Tenant, out.Run, unit, s.Clock.Now()); err != nil {
		return Brought{}, err
	}
	var mu sync.Mutex
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	work := make(chan int)
	var group sync.WaitGroup
	for range importers {
		group.Go(func() {
			for i := range work {
				isNew, err := s.bringIn(ctx, runs, a, out.Run, list[i])
				mu.Lock()
				switch {
				case errors.Is(err, ErrChanged):
					out.Refused = append(out.Refused, Refused{i, ErrChanged})
				case err != nil:
					stop(err)
				case isNew:
					out.Accepted++
				default:
					out.Unchanged++
				}
				mu.Unlock()
				if progress != nil {
					progress()
				}
			}
		})
	}
	for i := range list {
		select {
		case work <- i:
			continue
		case <-ctx.Done():
		}
		break
	}
	close(work)
	group.Wait()
	if err := context.Cause(ctx); err != nil {
		return out, err
	}
	n := len(list) + rejected
	return out, runs.CloseRun(ctx, a.Tenant, out.Run, s.Clock.Now(), n, out.Accepted, out.Unchanged, rejected+len(out.Refused))
}

func (s *Service) bringIn(ctx context.Context, runs Runs, a access.Actor, run id.ID, cmd BringIn) (bool, error) {
	rules, err := s.Office.Rulebook(ctx, a.Tenant, s.Clock.Now())
	if err != nil {
		return false, err
	}
	d, err := Decide(Case{Tenant: a.Tenant}, cmd, by(a, Case{Unit: cmd.Unit}), s.Clock.Now(), time.Time{}, Knowledge{Rules: rules}, s.IDs)
	if err != nil {
		return false, err
	}
	ch, err := s.change(ctx, a.Tenant, Case{}, d, rules)
	if err != nil {
		return false, err
	}
	ch.Run = run
	isNew, err := runs.BringIn(ctx, ch)
	if err == nil && isNew && s.Queued != nil {
		s.Queued(a.Tenant)
	}
	return isNew, err
}

// Undo takes back the cases of a run. A case that somebody has worked on since is kept and counted.
func (s *Service) Undo(ctx context.Context, runs Runs, a access.Actor, unit, run id.ID) (undone, kept int, err error) {
	defer wrap(&err, "undo import")
	if err := s.Access.Check(a, "mediation.import", access.Facts{Tenant: a.Tenant, Unit: unit, Kind: Capability}); err != nil {
		return 0, 0, err
	}
	before, err := runs.Run(ctx, a.Tenant, run)
	if err != nil {
		return 0, 0, err
	}
	if !before.IsZero() {
		return 0, 0, ErrUndone
	}
	rules, err := s.Office.Rulebook(ctx, a.Tenant, s.Clock.Now())
	if err != nil {
		return 0, 0, err
	}
	for after := (id.ID{}); ; {
		page, err := runs.RunCases(ctx, a.Tenant, run, after, 500)
		if err != nil {
			return undone, kept, err
		}
		if len(page) == 0 {
			return undone, kept, runs.EndUndo(ctx, a.Tenant, run, s.Clock.Now())
		}
		for _, c := range page {
			after = c
			k, err := s.Repo.Case(ctx, a.Tenant, c)
			if err != nil {
				return undone, kept, err
			}
			var back []casefile.Tally
			for _, m := range counted(k) {
				m.Day, m.N = day(k.Received, rules.Zone), -m.N
				back = append(back, k.tally(m))
			}
			switch err := runs.TakeBack(ctx, a.Tenant, run, k, back); {
			case errors.Is(err, ErrMoved):
				kept++
			case err != nil:
				return undone, kept, err
			default:
				undone++
			}
		}
	}
}

// counted lists the measures in which a case that was brought in counts.
func counted(c Case) []Count {
	out := append(registeredOne(c), firstSession(Case{Mediated: !c.Mediated})...)
	if c.State == Effective {
		out = append(out, Count{Measure: "mediation.settled", N: 1})
	}
	for _, f := range happened(&c) { // on the day of registration: no other is known
		out = append(out, Count{Measure: f.measure, N: 1})
	}
	return out
}

package casefile

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"linli/platform/id"
	"linli/platform/job"
)

const (
	// JobRecount counts one case again that a recount could not count. Its payload names the capability and the case.
	JobRecount = "casefile.recount"
	// recountBatch bounds how many cases one look counts again: what else a look does waits no longer.
	recountBatch = 2000
	// foundByAll is how long after one process found new rules every other works by them too; no two clocks are that far apart.
	foundByAll = time.Minute
	// fewMissed is how many cases of one batch may fail by themselves. That more of them do is the fault of no case: of a version that
	// cannot be read, of the store. The same batch is tried again, and says so each time.
	fewMissed = 50
)

// ErrRecounted says that another process went on with a recount meanwhile.
var ErrRecounted = errors.New("casefile: recounted meanwhile")

// Recount is how far the open promises of an office in one capability are counted by the rules that it has now.
type Recount struct {
	Rules  string    // by which they are counted: another text asks for all to be counted again
	Found  time.Time // when a process first had these rules
	After  id.ID     // the last case that is counted
	Missed int       // cases that could not be counted; each has a job of its own since
	Done   bool
}

// Again counts the promises of a case from its events by the rules that hold now, and writes those that moved. It makes no event:
// nobody acted.
type Again func(ctx context.Context, tenant, c id.ID) error

// CountAgain is an [Again]. owed is the change of a case on which nobody acted, with the promises that moved; it is played where
// there are any, and decided anew where the case moved meanwhile.
func CountAgain[C, Ch any](ctx context.Context, s *Service, repo Repo[C, Ch], tenant, c id.ID, moved, notFound error, owed func(C) (_ Ch, moves bool, _ error)) error {
	_, err := s.Retry(ctx, tenant, nil, repo, moved, func() ([]byte, error) {
		x, err := repo.Case(ctx, tenant, c)
		if err != nil {
			return nil, err
		}
		ch, moves, err := owed(x)
		if err != nil || !moves {
			return nil, err
		}
		return nil, repo.Play(ctx, ch)
	})
	return Settled(err, notFound)
}

// recount counts one batch of cases again, where the office's rules are others than those by which they were counted. It reports
// whether some still wait. It begins when no process works by the old rules any more: a step that one of them decided by those
// would leave a day where it was.
func (s *Service) recount(ctx context.Context, kept Kept, capability string, tenant id.ID, again Again) (waits bool, err error) {
	if s.Rules == nil {
		return false, nil
	}
	rules, err := s.Rules(ctx, tenant)
	if err != nil {
		return true, err
	}
	was, err := kept.Recount(ctx, tenant, capability)
	now := s.Clock.Now()
	switch {
	case err != nil:
		return true, err
	case was.Rules != rules:
		return true, moveRecount(ctx, kept, capability, tenant, was, Recount{Rules: rules, Found: now})
	case was.Done:
		return false, nil
	case !now.Before(was.Found) && now.Before(was.Found.Add(foundByAll)): // a clock that was set back since lets nothing wait for it
		return true, nil
	}
	cases, err := kept.OpenCases(ctx, tenant, capability, was.After, recountBatch)
	if err != nil {
		return true, err
	}
	missed, err := anew(ctx, tenant, cases, again)
	if ctx.Err() != nil {
		return true, ctx.Err()
	}
	if len(missed) > fewMissed {
		return true, err
	}
	jobs, failed := s.recountJobs(capability, tenant, missed)
	if failed != nil {
		return true, errors.Join(err, failed)
	}
	next := was
	next.Missed += len(missed)
	if len(cases) == recountBatch {
		next.After = cases[len(cases)-1]
	} else {
		next.After, next.Done = id.ID{}, true
	}
	return !next.Done, errors.Join(err, moveRecount(ctx, kept, capability, tenant, was, next, jobs...))
}

// recountJobs are the jobs of cases that could not be counted: each is tried by itself, a few times, and is then shown to the
// administrator. So one case that nobody can count keeps no recount going.
func (s *Service) recountJobs(capability string, tenant id.ID, missed []id.ID) ([]job.Job, error) {
	out := make([]job.Job, 0, len(missed))
	for _, c := range missed {
		now := s.Clock.Now()
		j, err := job.New(tenant, s.IDs.New(), JobRecount, job.Payload{"capability": capability, "case": c.String()}, now, now)
		if err != nil {
			return nil, err
		}
		out = append(out, j)
	}
	return out, nil
}

// moveRecount writes how far a recount came; where another process was faster it goes on from there.
func moveRecount(ctx context.Context, kept Kept, capability string, tenant id.ID, was, next Recount, missed ...job.Job) error {
	if err := kept.MoveRecount(ctx, tenant, capability, was, next, missed...); !errors.Is(err, ErrRecounted) {
		return err
	}
	return nil
}

// anew counts the promises of cases again and returns those of which it failed. One that fails keeps no other waiting.
func anew(ctx context.Context, tenant id.ID, cases []id.ID, again Again) (missed []id.ID, err error) {
	var failed []error
	for _, c := range cases {
		if ctx.Err() != nil {
			break
		}
		if err := again(ctx, tenant, c); err != nil {
			missed, failed = append(missed, c), append(failed, fmt.Errorf("count the promises of case %s again: %w", c, err))
		}
	}
	return missed, errors.Join(failed...)
}

// overdue are the promises that are past due by the rules that hold now: while a recount waits, the cases of those that are past due
// as they stand are counted first, and what could not be counted is not late yet.
func (s *Service) overdue(ctx context.Context, kept Kept, capability string, tenant id.ID, waits bool, again Again) ([]Reminder, error) {
	now := s.Clock.Now()
	late, err := kept.Overdue(ctx, tenant, capability, now, sweepBatch)
	if err != nil || !waits || len(late) == 0 {
		return late, err
	}
	var cases []id.ID
	for _, p := range late {
		if !slices.Contains(cases, p.Case) {
			cases = append(cases, p.Case)
		}
	}
	missed, failed := anew(ctx, tenant, cases, again)
	late, err = kept.Overdue(ctx, tenant, capability, now, sweepBatch)
	return slices.DeleteFunc(late, func(p Reminder) bool {
		return !slices.Contains(cases, p.Case) || slices.Contains(missed, p.Case)
	}), errors.Join(failed, err)
}

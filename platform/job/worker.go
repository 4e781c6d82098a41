package job

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"sync"
	"time"

	"linli/platform/clock"
	"linli/platform/id"
)

// Handler runs the jobs of one kind.
type Handler struct {
	Run      func(ctx context.Context, j Job) error // ctx ends when the lease is lost, the time is over or the worker must stop
	Limit    int                                    // how many at once in this process; 1 when zero
	Attempts int64                                  // how often a job is begun before it is dead; 8 when zero
	Timeout  time.Duration                          // of one run; 10 minutes when zero
}

// Options set up a worker.
type Options struct {
	Queue    Queue
	Handlers map[string]Handler // by kind; a worker takes no other kinds
	Tenants  func(ctx context.Context) ([]id.ID, error)
	Clock    clock.Clock
	Random   func() float64 // in [0, 1), for the spread of retries
	Backoff  Backoff        // 5 seconds to 1 hour when zero
	Lease    time.Duration  // how long a job is held without a sign of life; 1 minute when zero
	Poll     time.Duration  // pause between two looks at the queue; 1 second when zero
	Grace    time.Duration  // how long a stop waits for running jobs; 20 seconds when zero
	Log      *slog.Logger   // kinds, ids and keys only
}

// Worker takes due jobs and runs them. Several workers, in one process or many, may share a queue.
type Worker struct {
	o     Options
	kinds []string
	nudge chan struct{}

	running sync.WaitGroup
	stopped context.Context // ends when running handlers must stop
	stop    context.CancelFunc

	mu   sync.Mutex
	busy map[string]int // by kind
	turn int            // the tenant that comes first, so that none waits behind another for ever
}

// NewWorker checks the options and fills what is zero.
func NewWorker(o Options) (*Worker, error) {
	if o.Queue == nil || o.Tenants == nil || o.Clock == nil || o.Random == nil || o.Log == nil || len(o.Handlers) == 0 {
		return nil, errors.New("job: a worker needs a queue, tenants, a clock, randomness, a log and a handler")
	}
	o.Handlers = maps.Clone(o.Handlers)
	for kind, h := range o.Handlers {
		if !kindPattern.MatchString(kind) || h.Run == nil {
			return nil, fmt.Errorf("job: the handler of %q is not complete", kind)
		}
		h.Limit = orElse(h.Limit, 1)
		h.Attempts = orElse(h.Attempts, 8)
		h.Timeout = orElse(h.Timeout, 10*time.Minute)
		o.Handlers[kind] = h
	}
	o.Backoff.First = orElse(o.Backoff.First, 5*time.Second)
	o.Backoff.Most = orElse(o.Backoff.Most, time.Hour)
	o.Lease = orElse(o.Lease, time.Minute)
	o.Poll = orElse(o.Poll, time.Second)
	o.Grace = orElse(o.Grace, 20*time.Second)
	w := &Worker{o: o, kinds: slices.Sorted(maps.Keys(o.Handlers)), nudge: make(chan struct{}, 1), busy: map[string]int{}}
	w.stopped, w.stop = context.WithCancel(context.Background())
	return w, nil
}

func orElse[T comparable](v, otherwise T) T {
	if v == *new(T) {
		return otherwise
	}
	return v
}

// Nudge lets the worker look at the queue now: call it after a Change that inserted a job has committed.
func (w *Worker) Nudge() {
	select {
	case w.nudge <- struct{}{}:
	default: // it is going to look anyway
	}
}

// Run works until ctx ends, then takes nothing new, gives what runs the grace time, and hands back what is not done by
// then. It returns when no handler runs any more. A worker runs once.
func (w *Worker) Run(ctx context.Context) {
	poll := time.NewTicker(w.o.Poll)
	defer poll.Stop()
	for ctx.Err() == nil {
		if _, err := w.Pass(ctx); err != nil && ctx.Err() == nil {
			w.o.Log.Warn("looking for jobs", "error", err)
		}
		select {
		case <-ctx.Done():
		case <-poll.C:
		case <-w.nudge:
		}
	}
	grace := time.AfterFunc(w.o.Grace, w.stop)
	defer grace.Stop()
	w.running.Wait()
	w.stop()
}

// Wait returns when no job runs in this worker.
func (w *Worker) Wait() { w.running.Wait() }

// Pass looks at the queue of each tenant once, begins what is due and what there is room for, and says how many jobs
// it began. It does not wait for them.
func (w *Worker) Pass(ctx context.Context) (int, error) {
	tenants, err := w.o.Tenants(ctx)
	if err != nil {
		return 0, fmt.Errorf("listing tenants: %w", err)
	}
	w.mu.Lock()
	w.turn++
	first := w.turn
	w.mu.Unlock()
	begun := 0
	var failed error
	for i := range tenants {
		tenant := tenants[(first+i)%len(tenants)]
		for _, kind := range w.kinds {
			n, err := w.take(ctx, tenant, kind)
			begun += n
			failed = errors.Join(failed, err)
		}
	}
	return begun, failed
}

// take leases due jobs of one kind, as many as there is room for.
func (w *Worker) take(ctx context.Context, tenant id.ID, kind string) (int, error) {
	free := w.free(kind)
	if free <= 0 {
		return 0, nil
	}
	now := w.o.Clock.Now()
	due, err := w.o.Queue.Due(ctx, tenant, kind, now, free)
	if err != nil {
		return 0, fmt.Errorf("reading due jobs: %w", err)
	}
	begun := 0
	for _, j := range due {
		if j.Attempts >= w.o.Handlers[kind].Attempts {
			// It was begun often enough and never came back: what kills its worker is not begun again.
			if err := w.o.Queue.Bury(ctx, j, "job.failed.crashed"); err != nil && !errors.Is(err, ErrLost) {
				return begun, fmt.Errorf("burying a job: %w", err)
			}
			continue
		}
		held, err := w.o.Queue.Lease(ctx, j, now.Add(w.o.Lease))
		if errors.Is(err, ErrLost) {
			continue // another worker was first
		}
		if err != nil {
			return begun, fmt.Errorf("leasing a job: %w", err)
		}
		w.begin(held) //nolint:contextcheck // a job that has begun ends in its own time, also while the worker stops
		begun++
	}
	return begun, nil
}

func (w *Worker) free(kind string) int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.o.Handlers[kind].Limit - w.busy[kind]
}

func (w *Worker) begin(j Job) {
	w.mu.Lock()
	w.busy[j.Kind]++
	w.mu.Unlock()
	w.running.Go(func() { // a job that has begun ends in its own time, also while the worker stops
		w.run(j)
		w.mu.Lock()
		w.busy[j.Kind]--
		w.mu.Unlock()
		w.Nudge() // there is room again
	})
}

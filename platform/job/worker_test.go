package job

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"linli/platform/clock"
	"linli/platform/fault"
	"linli/platform/id"
)

func number(n byte) id.ID { return id.ID{0: 1, 6: 0x70, 8: 0x80, 15: n} }

var tenant = number(90)

func work(t *testing.T, n byte, kind string) Job {
	t.Helper()
	now := clock.System{}.Now()
	j, err := New(tenant, number(n), kind, nil, now, now)
	if err != nil {
		t.Fatal(err)
	}
	return j
}

func newWorker(t *testing.T, q Queue, handlers map[string]Handler) *Worker {
	t.Helper()
	w, err := NewWorker(Options{
		Queue: q, Handlers: handlers, Clock: clock.System{}, Random: func() float64 { return 0 }, Log: slog.New(slog.DiscardHandler),
		Tenants: func(context.Context) ([]id.ID, error) { return []id.ID{number(89), tenant}, nil },
	})
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// TestRetries follows one job that always fails, second by second: its pauses double, and after its last attempt it is dead.
func TestRetries(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := newMemory(work(t, 1, "test.work"))
		begun := time.Now()
		var at []time.Duration
		w := newWorker(t, q, map[string]Handler{"test.work": {Attempts: 4, Run: func(context.Context, Job) error {
			at = append(at, time.Since(begun))
			return fault.New(fault.Unavailable, "notify.mail.unreachable")
		}}})
		ctx, stop := context.WithCancel(t.Context())
		done := make(chan struct{})
		go func() { w.Run(ctx); close(done) }()
		time.Sleep(time.Hour)
		stop()
		<-done
		// Half of 5, 10 and 20 seconds, each rounded up to the next look at the queue.
		if got, want := fmt.Sprint(at), "[0s 3s 8s 18s]"; got != want {
			t.Errorf("attempts at %s, want %s", got, want)
		}
		if j, _ := q.get(1); j.State != Dead || j.Error != "notify.mail.unreachable" || j.Attempts != 4 {
			t.Errorf("%+v", j)
		}
	})
}

func TestOutcomes(t *testing.T) {
	for name, c := range map[string]struct {
		run   func(context.Context, Job) error
		state State // empty: the row is gone
		key   string
	}{
		"done":             {func(context.Context, Job) error { return nil }, "", ""},
		"permanent":        {func(context.Context, Job) error { return Permanent(fault.New(fault.Invalid, "notify.mail.refused")) }, Dead, "notify.mail.refused"},
		"wrapped":          {func(context.Context, Job) error { return fmt.Errorf("sending: %w", Permanent(errors.New("王伟"))) }, Dead, "job.failed.internal"},
		"an error's words": {func(context.Context, Job) error { return errors.New("no mailbox for wang@example.net") }, Open, "job.failed.internal"},
		"a panic":          {func(context.Context, Job) error { panic("wang@example.net") }, Open, "job.failed.panic"},
		"too long":         {func(ctx context.Context, _ Job) error { <-ctx.Done(); return ctx.Err() }, Open, "job.failed.timeout"},
		"ended itself":     {func(context.Context, Job) error { return ErrEnded }, Open, ""},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				q := newMemory(work(t, 1, "test.work"))
				w := newWorker(t, q, map[string]Handler{"test.work": {Run: c.run, Timeout: time.Minute}})
				if n, err := w.Pass(t.Context()); n != 1 || err != nil {
					t.Fatalf("%d %v", n, err)
				}
				w.Wait()
				j, ok := q.get(1)
				if ok != (c.state != "") || j.State != c.state || j.Error != c.key {
					t.Errorf("%v %+v", ok, j)
				}
			})
		})
	}
}

// TestHeartbeat keeps a job for an hour under a lease of a minute: nobody else finds it due.
func TestHeartbeat(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := newMemory(work(t, 1, "test.work"))
		var runs atomic.Int32
		h := map[string]Handler{"test.work": {Timeout: 2 * time.Hour, Run: func(context.Context, Job) error {
			runs.Add(1)
			time.Sleep(time.Hour)
			return nil
		}}}
		first, second := newWorker(t, q, h), newWorker(t, q, h)
		if _, err := first.Pass(t.Context()); err != nil {
			t.Fatal(err)
		}
		for range 59 * 4 {
			time.Sleep(15 * time.Second)
			if n, err := second.Pass(t.Context()); n != 0 || err != nil {
				t.Fatalf("the second worker began %d, %v", n, err)
			}
		}
		first.Wait()
		if _, ok := q.get(1); ok || runs.Load() != 1 {
			t.Errorf("left %v after %d runs", ok, runs.Load())
		}
	})
}

// TestLostLease: a worker that cannot extend its lease stops its handler before another may begin, and leaves the row alone.
func TestLostLease(t *testing.T) {
	for name, lose := range map[string]func(*memory){
		"the database is away": func(m *memory) { m.mu.Lock(); defer m.mu.Unlock(); m.down = true },
		"another holds it": func(m *memory) {
			j, _ := m.get(1)
			_, _ = m.Lease(context.Background(), j, time.Now().Add(time.Hour))
		},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				q := newMemory(work(t, 1, "test.work"))
				begun := time.Now()
				var stopped time.Duration
				w := newWorker(t, q, map[string]Handler{"test.work": {Timeout: time.Hour, Run: func(ctx context.Context, _ Job) error {
					<-ctx.Done()
					stopped = time.Since(begun)
					return nil // and still nothing is settled
				}}})
				if _, err := w.Pass(t.Context()); err != nil {
					t.Fatal(err)
				}
				lose(q)
				before, _ := q.get(1)
				w.Wait()
				if after, ok := q.get(1); !ok || after.Lease != before.Lease || after.Error != "" {
					t.Errorf("%+v, was %+v", after, before)
				}
				if stopped >= time.Minute {
					t.Errorf("the handler went on for %s under a lease of a minute", stopped)
				}
			})
		})
	}
}

func TestLimits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var jobs []Job
		for n := range byte(20) {
			jobs = append(jobs, work(t, n+1, []string{"test.mail", "test.paper"}[n%2]))
		}
		var now, most [2]atomic.Int32
		run := func(i int) func(context.Context, Job) error {
			return func(context.Context, Job) error {
				n := now[i].Add(1)
				for old := most[i].Load(); n > old && !most[i].CompareAndSwap(old, n); old = most[i].Load() {
				}
				time.Sleep(time.Second)
				now[i].Add(-1)
				return nil
			}
		}
		q := newMemory(jobs...)
		w := newWorker(t, q, map[string]Handler{"test.mail": {Run: run(0), Limit: 4}, "test.paper": {Run: run(1)}})
		ctx, stop := context.WithCancel(t.Context())
		done := make(chan struct{})
		go func() { w.Run(ctx); close(done) }()
		time.Sleep(time.Minute)
		stop()
		<-done
		if most[0].Load() != 4 || most[1].Load() != 1 || len(q.jobs) != 0 {
			t.Errorf("at most %d and %d at once, %d left", most[0].Load(), most[1].Load(), len(q.jobs))
		}
	})
}

// TestStop: a stop lets a short job end, and hands a long one back without counting the attempt.
func TestStop(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := newMemory(work(t, 1, "test.short"), work(t, 2, "test.long"), work(t, 3, "test.short"))
		wait := func(d time.Duration) func(context.Context, Job) error {
			return func(ctx context.Context, _ Job) error {
				select {
				case <-time.After(d):
					return nil
				case <-ctx.Done():
					return context.Cause(ctx)
				}
			}
		}
		w := newWorker(t, q, map[string]Handler{"test.short": {Run: wait(10 * time.Second)}, "test.long": {Run: wait(time.Hour), Timeout: 2 * time.Hour}})
		ctx, stop := context.WithCancel(t.Context())
		done := make(chan struct{})
		go func() { w.Run(ctx); close(done) }()
		time.Sleep(5 * time.Second)
		stop()
		stopped := time.Now()
		<-done
		if took := time.Since(stopped); took != 20*time.Second {
			t.Errorf("stopping took %s", took)
		}
		if _, ok := q.get(1); ok {
			t.Error("the short job was not done")
		}
		if j, _ := q.get(3); j.Attempts != 0 {
			t.Error("a job was begun after the stop")
		}
		if j, ok := q.get(2); !ok || j.State != Open || j.Attempts != 0 || j.WakeAt.After(time.Now()) || j.Error != "" {
			t.Errorf("the long job: %+v", j)
		}
	})
}

// TestPoison: a job that ends its process each time is begun as often as it may be and is then dead.
func TestPoison(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := newMemory(work(t, 1, "test.work"))
		for range 3 { // three processes took it and never came back
			j, _ := q.get(1)
			if _, err := q.Lease(t.Context(), j, time.Now()); err != nil {
				t.Fatal(err)
			}
		}
		w := newWorker(t, q, map[string]Handler{"test.work": {Attempts: 3, Run: func(context.Context, Job) error {
			t.Error("it was begun once more")
			return nil
		}}})
		if n, err := w.Pass(t.Context()); n != 0 || err != nil {
			t.Fatalf("%d %v", n, err)
		}
		if j, _ := q.get(1); j.State != Dead || j.Error != "job.failed.crashed" {
			t.Errorf("%+v", j)
		}
	})
}

// TestNudge: a nudge after a commit spares the job the wait for the next look.
func TestNudge(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := newMemory()
		ran := make(chan time.Time, 1)
		w := newWorker(t, q, map[string]Handler{"test.work": {Run: func(context.Context, Job) error { ran <- time.Now(); return nil }}})
		ctx, stop := context.WithCancel(t.Context())
		done := make(chan struct{})
		go func() { w.Run(ctx); close(done) }()
		time.Sleep(300 * time.Millisecond)
		q.mu.Lock()
		q.jobs[number(1)] = work(t, 1, "test.work")
		q.mu.Unlock()
		asked := time.Now()
		w.Nudge()
		if late := (<-ran).Sub(asked); late != 0 {
			t.Errorf("it ran %s later", late)
		}
		stop()
		<-done
	})
}

func TestBackoff(t *testing.T) {
	b := Backoff{First: 5 * time.Second, Most: time.Hour}
	for attempts, want := range map[int64]time.Duration{1: 5 * time.Second, 2: 10 * time.Second, 10: 2560 * time.Second, 11: time.Hour, 1 << 40: time.Hour} {
		low, high := b.Wait(attempts, 0), b.Wait(attempts, 0.999999)
		if low != want/2 || high <= low || high >= want {
			t.Errorf("after %d: %s to %s, want half to whole of %s", attempts, low, high, want)
		}
	}
}

func TestPayload(t *testing.T) {
	now := time.Now()
	for name, p := range map[string]Payload{
		"nothing": nil, "an id": {"case": number(1).String()}, "a code": {"text": "notify.mail.new", "language": "zh-hans"},
	} {
		if _, err := New(tenant, number(1), "test.work", p, now, now); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, p := range map[string]Payload{
		"a name": {"who": "王伟"}, "a name in letters": {"who": "Wang Wei"}, "an address": {"to": "wang@example.net"},
		"a number": {"phone": "13800138000"}, "a key of words": {"Wang Wei": "x"}, "the zero id": {"case": id.ID{}.String()}, "an id in capitals": {"case": "01900000-0000-7000-8000-0000000000AB"},
	} {
		if _, err := New(tenant, number(1), "test.work", p, now, now); err == nil {
			t.Errorf("%s is accepted", name)
		}
	}
	if _, err := New(tenant, number(1), "mail", nil, now, now); err == nil {
		t.Error("a kind without an area is accepted")
	}
}

package bench

import (
	"context"
	"sync"
	"sync/atomic"
	"time"
)

// connections is how many requests are under way at a time: in a closed loop, each sends the next when the last is answered.
const connections = 8

// load is what a closed loop came to.
type load struct {
	ops  int
	took time.Duration
	each []time.Duration
}

func (l load) rate() float64 { return float64(l.ops) / l.took.Seconds() }

// closed runs do n times over the workers. do is told its worker and which of the n it is.
func closed(ctx context.Context, workers, n int, do func(worker, i int) error) (load, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var next atomic.Int64
	times := make([][]time.Duration, workers)
	var all sync.WaitGroup
	began := time.Now()
	for worker := range workers {
		all.Go(func() {
			for ctx.Err() == nil {
				i := int(next.Add(1)) - 1
				if i >= n {
					return
				}
				t := time.Now()
				if err := do(worker, i); err != nil {
					cancel(err)
					return
				}
				times[worker] = append(times[worker], time.Since(t))
			}
		})
	}
	all.Wait()
	l := load{took: time.Since(began)}
	for _, t := range times {
		l.each = append(l.each, t...)
	}
	l.ops = len(l.each)
	return l, context.Cause(ctx)
}

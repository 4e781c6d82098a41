package job

import (
	"context"
	"errors"
	"fmt"
	"time"
)

var (
	errPanic    = errors.New("job: the handler panicked")
	errStopping = errors.New("job: the worker stops")
)

// run runs one leased job and settles its row.
func (w *Worker) run(j Job) {
	h := w.o.Handlers[j.Kind]
	timed, cancel := context.WithTimeout(context.Background(), h.Timeout)
	defer cancel()
	ctx, lose := context.WithCancelCause(timed)
	defer lose(nil)
	halt := context.AfterFunc(w.stopped, func() { lose(errStopping) })
	defer halt()

	beat := make(chan struct{})
	beating := make(chan struct{})
	go func() {
		defer close(beating)
		w.heartbeat(ctx, j, beat, lose)
	}()
	err := call(ctx, h, j)
	close(beat)
	<-beating // after this nobody but settle touches the row

	cause := context.Cause(ctx)
	switch {
	case errors.Is(err, ErrEnded):
	case errors.Is(cause, ErrLost):
		w.o.Log.Warn("a job's lease was lost while it ran", "kind", j.Kind, "job", j.ID)
	case err != nil && errors.Is(cause, errStopping):
		w.release(j)
	case err != nil && errors.Is(cause, context.DeadlineExceeded):
		w.settle(j, h, context.DeadlineExceeded)
	default:
		w.settle(j, h, err)
	}
}

// call runs the handler; a panic is a failure of this job and of no other.
func call(ctx context.Context, h Handler, j Job) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%w (%T)", errPanic, p) // the value may quote a payload's row: only its type is kept
		}
	}()
	return h.Run(ctx, j)
}

// heartbeat extends the lease at a third of its length. When the row is not ours any more, or its lease would end before
// the next beat, the handler is told to stop: it has that third left before another worker may begin.
func (w *Worker) heartbeat(ctx context.Context, j Job, beat <-chan struct{}, lose context.CancelCauseFunc) {
	tick := time.NewTicker(w.o.Lease / 3)
	defer tick.Stop()
	end := j.WakeAt
	for {
		select {
		case <-beat:
			return
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		now := w.o.Clock.Now()
		until := now.Add(w.o.Lease)
		err := w.o.Queue.Extend(ctx, j, until)
		switch {
		case err == nil:
			end = until
		case errors.Is(err, ErrLost), !now.Add(w.o.Lease / 3).Before(end):
			lose(ErrLost)
			return
		}
	}
}

// settle writes what became of the job. A row that cannot be written is left to the end of its lease.
func (w *Worker) settle(j Job, h Handler, failed error) {
	ctx, cancel := context.WithTimeout(context.Background(), w.o.Lease)
	defer cancel()
	var err error
	var dead permanent
	switch {
	case failed == nil:
		err = w.o.Queue.Done(ctx, j)
	case errors.As(failed, &dead) || j.Attempts >= h.Attempts:
		w.o.Log.Error("a job is dead", "kind", j.Kind, "job", j.ID, "key", failureKey(failed))
		err = w.o.Queue.Bury(ctx, j, failureKey(failed))
	default:
		at := w.o.Clock.Now().Add(w.o.Backoff.Wait(j.Attempts, w.o.Random()))
		err = w.o.Queue.Again(ctx, j, at, failureKey(failed))
	}
	if err != nil {
		w.o.Log.Warn("settling a job", "kind", j.Kind, "job", j.ID, "error", err)
	}
}

// release hands back a job that a stop interrupted: it waits from now on, and the attempt does not count.
func (w *Worker) release(j Job) {
	ctx, cancel := context.WithTimeout(context.Background(), w.o.Lease)
	defer cancel()
	j.Attempts--
	if err := w.o.Queue.Again(ctx, j, w.o.Clock.Now(), j.Error); err != nil {
		w.o.Log.Warn("handing back a job", "kind", j.Kind, "job", j.ID, "error", err)
	}
}

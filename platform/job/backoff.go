package job

import (
	"context"
	"errors"
	"time"

	"linli/platform/fault"
)

// Backoff says how long a failed job waits.
type Backoff struct {
	First time.Duration // after the first failure
	Most  time.Duration // never longer than this
}

// Wait is the pause after the given number of attempts (1, 2 …): doubled each time, up to Most, and spread over the half
// to the whole of that by random in [0, 1), so that what failed together does not return together.
func (b Backoff) Wait(attempts int64, random float64) time.Duration {
	d := b.First
	for i := int64(1); i < attempts && d < b.Most; i++ {
		d *= 2
	}
	d = min(d, b.Most)
	return d/2 + time.Duration(random*float64(d)/2)
}

type permanent struct{ error }

func (p permanent) Unwrap() error { return p.error }

// Permanent marks a failure that no retry mends: the job is dead at once.
func Permanent(err error) error { return permanent{err} }

// ErrEnded is what a handler returns that has removed or moved its job in its own Change.
var ErrEnded = errors.New("job: the handler has ended the job itself")

// failureKey is what a row keeps of an error: a message key, never the text, which may name anything.
func failureKey(err error) string {
	var f *fault.Error
	switch {
	case errors.Is(err, errPanic):
		return "job.failed.panic"
	case errors.Is(err, context.DeadlineExceeded):
		return "job.failed.timeout"
	case errors.As(err, &f):
		return f.Key
	}
	return "job.failed.internal"
}

package dialect

import (
	"context"
	"math/rand/v2"
	"time"
)

// How often a Change is begun before a conflict with others is reported. The wait between two tries doubles from
// firstWait to longestWait and is drawn at random below that.
const (
	tries       = 8  // on PostgreSQL: a deadlock, a serialization failure, a connection that was gone
	busyTries   = 60 // on SQLite: another process writes; 5 to 10 seconds in all
	firstWait   = 5 * time.Millisecond
	longestWait = 250 * time.Millisecond
)

// again waits before the next try; attempt counts from 1.
func (o Options) again(ctx context.Context, attempt int) error {
	return o.Pause(ctx, o.Jitter(min(firstWait<<min(attempt, 10), longestWait)))
}

func pause(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func jitter(d time.Duration) time.Duration { return rand.N(d) } //nolint:gosec // a delay is no secret

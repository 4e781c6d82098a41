package dialect

import (
	"context"
	"math/rand/v2"
	"time"
)

// tries is how often a Change is played before a conflict with others is reported; firstWait doubles with each.
const (
	tries     = 8
	firstWait = 5 * time.Millisecond
)

// again waits before the next try; attempt counts from 1.
func (o Options) again(ctx context.Context, attempt int) error {
	return o.Pause(ctx, o.Jitter(firstWait<<attempt))
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

func jitter(d time.Duration) time.Duration { return rand.N(d) }

package office

import (
	"sync"
	"time"
)

// throttle slows down whoever guesses: for each key a bucket that holds so many tries and gains one each interval. It is
// in memory, bounded, and never locks a name: keys name the one who tries (with or without the name tried), so that
// nobody can keep another person out by guessing for them.
type throttle struct {
	burst    int
	interval time.Duration
	keys     int // buckets remembered

	mu      sync.Mutex
	buckets map[string]bucket
}

type bucket struct {
	left int
	at   time.Time // when the last try returned to the bucket
}

// keptBuckets bounds the memory that a flood of names or addresses can take.
const keptBuckets = 10_000

func newThrottle(burst int, interval time.Duration) *throttle {
	return &throttle{burst: burst, interval: interval, keys: keptBuckets, buckets: map[string]bucket{}}
}

// take takes one try and reports how long to wait instead, zero when there was one.
func (t *throttle) take(key string, now time.Time) time.Duration {
	t.mu.Lock()
	defer t.mu.Unlock()
	b, ok := t.buckets[key]
	if !ok {
		t.makeRoom(now)
		b = bucket{left: t.burst, at: now}
	}
	if gained := int(now.Sub(b.at) / t.interval); gained > 0 {
		b.left = min(t.burst, b.left+gained)
		b.at = b.at.Add(time.Duration(gained) * t.interval)
	}
	if b.left <= 0 {
		t.buckets[key] = b
		return max(b.at.Add(t.interval).Sub(now), time.Second)
	}
	b.left--
	t.buckets[key] = b
	return 0
}

// forgive fills the bucket again after a success.
func (t *throttle) forgive(key string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.buckets, key)
}

// makeRoom drops the buckets that are full again and, if that is not enough, the one that has rested longest.
func (t *throttle) makeRoom(now time.Time) {
	if len(t.buckets) < t.keys {
		return
	}
	oldest := ""
	for k, b := range t.buckets {
		if now.Sub(b.at) >= time.Duration(t.burst)*t.interval {
			delete(t.buckets, k)
		} else if oldest == "" || b.at.Before(t.buckets[oldest].at) {
			oldest = k
		}
	}
	if len(t.buckets) >= t.keys {
		delete(t.buckets, oldest)
	}
}

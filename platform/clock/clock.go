// Package clock gives the program its time, so that a test can hold it still.
//
// Every instant that linli keeps is UTC with microsecond precision, the finest that both engines store alike.
package clock

import (
	"sync"
	"time"
)

// Clock tells the time. It is injected wherever the time matters; nothing else calls [time.Now].
type Clock interface {
	// Now returns the present instant, in UTC, truncated to microseconds.
	Now() time.Time
}

// System is the machine's clock.
type System struct{}

// Now returns the machine's time.
func (System) Now() time.Time { return Truncate(time.Now()) }

// Manual is a clock that moves only when told, for tests, for the demo office and for replays.
type Manual struct {
	mu  sync.Mutex
	now time.Time
}

// NewManual returns a clock that stands at t.
func NewManual(t time.Time) *Manual { return &Manual{now: Truncate(t)} }

// Now returns the instant at which the clock stands.
func (m *Manual) Now() time.Time {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.now
}

// Set moves the clock to t; t may lie before the present instant.
func (m *Manual) Set(t time.Time) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.now = Truncate(t)
}

// Add moves the clock by d.
func (m *Manual) Add(d time.Duration) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.now = m.now.Add(d)
}

// Truncate brings t to the form in which linli keeps it: UTC, whole microseconds, without a monotonic reading.
func Truncate(t time.Time) time.Time { return t.UTC().Truncate(time.Microsecond) }

// Micros is t as the store keeps it: microseconds since 1970-01-01T00:00:00Z. The zero time is 0.
func Micros(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}

// FromMicros is the inverse of [Micros].
func FromMicros(us int64) time.Time {
	if us == 0 {
		return time.Time{}
	}
	return time.UnixMicro(us).UTC()
}

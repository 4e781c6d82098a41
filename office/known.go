package office

import (
	"context"
	"sync"
	"time"

	"linli/platform/clock"
)

const (
	knownFor = time.Second // how long another process's change to the office may go unseen here
	maxKnown = 10_000
)

// known remembers for a moment what every request asks anew: who stands behind a token, which tenant that is, and its
// units. A change that this process makes is seen at once, because it forgets everything; one that another process makes
// is seen within a second. Nothing that a command decides on is read from here.
type known struct {
	clock clock.Clock

	mu        sync.Mutex
	held      map[any]remembered
	forgotten uint64 // counts the forgettings, so that what was read before one is not kept after it
}

type remembered struct {
	value any
	until time.Time
}

// recall returns what is known under a key of a type of its own, or reads it. Errors are not remembered.
func recall[V any](k *known, key any, read func() (V, error)) (V, error) {
	now := k.clock.Now()
	k.mu.Lock()
	r, ok := k.held[key]
	before := k.forgotten
	k.mu.Unlock()
	if ok && now.Before(r.until) && r.until.Sub(now) <= knownFor { // a clock that was set back makes nothing last
		return r.value.(V), nil
	}
	v, err := read()
	if err != nil {
		return v, err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.forgotten != before {
		return v, nil
	}
	if k.held == nil || len(k.held) >= maxKnown {
		k.held = map[any]remembered{}
	}
	k.held[key] = remembered{v, now.Add(knownFor)}
	return v, nil
}

func (k *known) forget() {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.forgotten++
	k.held = nil
}

// forgetting is a repository whose changes make the service forget.
type forgetting struct {
	Repo
	known *known
}

// Play commits the change. Whatever came of it, nothing known is relied on afterwards.
func (f forgetting) Play(ctx context.Context, c Change) error {
	defer f.known.forget()
	return f.Repo.Play(ctx, c)
}

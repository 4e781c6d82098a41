package dialect

import (
	"context"
	"slices"
	"sync"
)

// gate lets so many readers run at once: as many as there are places, and one fewer while the writer has work. Without
// it the writer, which gives up its processor at each fsync, queues behind the readers and keeps 0.15 of its rate.
type gate struct {
	mu      sync.Mutex
	places  int
	writing bool
	running int
	waiting []chan struct{} // each is closed when its place is given
}

func newGate(places int) *gate { return &gate{places: max(places, 1)} }

// enter waits for a place.
func (g *gate) enter(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	g.mu.Lock()
	if len(g.waiting) == 0 && g.running < g.limit() {
		g.running++
		g.mu.Unlock()
		return nil
	}
	turn := make(chan struct{})
	g.waiting = append(g.waiting, turn)
	g.mu.Unlock()
	select {
	case <-turn:
		return nil
	case <-ctx.Done():
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if i := slices.Index(g.waiting, turn); i >= 0 {
		g.waiting = slices.Delete(g.waiting, i, i+1)
	} else { // the place was given meanwhile: hand it on
		g.running--
		g.admit()
	}
	return ctx.Err()
}

// leave gives a place back.
func (g *gate) leave() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.running--
	g.admit()
}

// write says whether the writer has work.
func (g *gate) write(busy bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.writing = busy
	g.admit()
}

func (g *gate) limit() int {
	if g.writing {
		return max(g.places-1, 1)
	}
	return g.places
}

func (g *gate) admit() {
	for len(g.waiting) > 0 && g.running < g.limit() {
		close(g.waiting[0])
		g.waiting = g.waiting[1:]
		g.running++
	}
}

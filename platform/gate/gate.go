// Package gate holds readers back while somebody writes. On few cores a writer, which gives up its processor at each fsync,
// otherwise queues behind every reader and keeps 0.15 of its rate.
package gate

import (
	"context"
	"slices"
	"sync"
)

// Gate lets so many readers in at once, and fewer while somebody writes. It is safe for use by many goroutines.
type Gate struct {
	free, held int // places while nobody writes, and while somebody does

	mu      sync.Mutex
	writers int
	readers int
	waiting []chan struct{} // each is closed when its place is given
}

// New returns a gate with at least one place at any time.
func New(free, held int) *Gate { return &Gate{free: max(free, 1), held: max(held, 1)} }

// Enter waits for a place, in the order of coming, or until ctx ends.
func (g *Gate) Enter(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	g.mu.Lock()
	if len(g.waiting) == 0 && g.readers < g.places() {
		g.readers++
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
		g.readers--
		g.admit()
	}
	return ctx.Err()
}

// Leave gives a place back.
func (g *Gate) Leave() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.readers--
	g.admit()
}

// Begin says that somebody writes, until End.
func (g *Gate) Begin() { g.write(1) }

// End takes back one Begin.
func (g *Gate) End() { g.write(-1) }

func (g *Gate) write(n int) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.writers += n
	g.admit()
}

func (g *Gate) places() int {
	if g.writers > 0 {
		return g.held
	}
	return g.free
}

func (g *Gate) admit() {
	for len(g.waiting) > 0 && g.readers < g.places() {
		close(g.waiting[0])
		g.waiting = g.waiting[1:]
		g.readers++
	}
}

package dialect

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
)

func TestOneReaderFewerWhileTheWriterWorks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newGate(3)
		entered := 0
		enter := func() {
			go func() {
				if g.enter(t.Context()) == nil {
					g.mu.Lock()
					entered++
					g.mu.Unlock()
				}
			}()
			synctest.Wait()
		}
		want := func(n int, when string) {
			t.Helper()
			synctest.Wait()
			if entered != n {
				t.Errorf("%s: %d have entered, want %d", when, entered, n)
			}
		}
		g.write(true)
		for range 4 {
			enter()
		}
		want(2, "the writer works")
		g.write(false)
		want(3, "the writer rests")
		g.write(true)
		g.leave()
		want(3, "one left, two run")
		g.leave()
		want(4, "one runs, one waits")
	})
}

func TestAReaderThatGivesUpTakesNoPlace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newGate(1)
		if err := g.enter(t.Context()); err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		gone := make(chan error, 1)
		go func() { gone <- g.enter(ctx) }()
		synctest.Wait()
		cancel()
		if err := <-gone; !errors.Is(err, context.Canceled) {
			t.Errorf("enter = %v", err)
		}
		g.leave()
		g.write(true) // one place stays when there is only one
		if err := g.enter(t.Context()); err != nil {
			t.Error(err)
		}
	})
}

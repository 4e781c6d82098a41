package gate

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
)

func TestFewerReadersWhileAWriterWorks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := New(3, 2)
		entered := 0
		enter := func() {
			go func() {
				if g.Enter(t.Context()) == nil {
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
		g.Begin()
		for range 4 {
			enter()
		}
		want(2, "the writer works")
		g.End()
		want(3, "the writer rests")
		g.Begin()
		g.Begin()
		g.End() // of two writers one works on
		g.Leave()
		want(3, "one left, two run")
		g.Leave()
		want(4, "one runs, one waits")
	})
}

func TestAReaderThatGivesUpTakesNoPlace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := New(1, 0)
		if err := g.Enter(t.Context()); err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		gone := make(chan error, 1)
		go func() { gone <- g.Enter(ctx) }()
		synctest.Wait()
		cancel()
		if err := <-gone; !errors.Is(err, context.Canceled) {
			t.Errorf("enter = %v", err)
		}
		g.Leave()
		g.Begin() // one place stays when there is only one
		if err := g.Enter(t.Context()); err != nil {
			t.Error(err)
		}
	})
}

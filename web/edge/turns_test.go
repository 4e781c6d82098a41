package edge

import (
	"context"
	"net/http"
	"net/http/httptest"
	"testing"
	"testing/synctest"
	"time"

	"linli/platform/gate"
)

// desk is a handler whose requests go on when they are told to.
type desk struct {
	came   []string
	answer map[string]chan bool // true answers, closing ends
}

func (d *desk) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	d.came = append(d.came, r.URL.Path)
	for range d.answer[r.URL.Path] {
		w.WriteHeader(http.StatusOK)
	}
}

func (d *desk) ask(h http.Handler, method, path string) {
	d.answer[path] = make(chan bool)
	go h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(method, path, nil))
	synctest.Wait()
}

func TestReadsTakeTurnsWhileSomebodyWrites(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := &desk{answer: map[string]chan bool{}}
		h := (&Edge{config: Config{Turns: gate.New(100, 1)}}).turns(d)
		here := func(when string, n int) {
			t.Helper()
			if synctest.Wait(); len(d.came) != n {
				t.Errorf("%s: %v have come, want %d", when, d.came, n)
			}
		}
		d.ask(h, "GET", "/a")
		d.ask(h, "GET", "/b")
		here("nobody writes", 2)
		d.ask(h, "POST", "/p")
		d.ask(h, "GET", "/c")
		here("somebody writes beside two reads", 3)
		close(d.answer["/a"])
		here("one read has ended", 3)
		d.answer["/b"] <- true
		here("the other answers a slow reader", 4)
		d.ask(h, "HEAD", "/d")
		close(d.answer["/p"])
		here("the writer was answered", 4)
		time.Sleep(stays)
		here("the writer has not come again", 5)
		for _, path := range []string{"/b", "/c", "/d"} {
			close(d.answer[path])
		}
	})
}

func TestAReaderWhoGivesUpIsNotAnswered(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := &desk{answer: map[string]chan bool{}}
		h := (&Edge{config: Config{Turns: gate.New(1, 1)}}).turns(d)
		d.ask(h, "GET", "/a")
		ctx, leave := context.WithCancel(t.Context())
		go h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequestWithContext(ctx, "GET", "/b", nil))
		synctest.Wait()
		leave()
		synctest.Wait()
		close(d.answer["/a"])
		synctest.Wait()
		if len(d.came) != 1 {
			t.Errorf("%v have come", d.came)
		}
	})
}

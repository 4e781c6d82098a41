package edge

import (
	"io"
	"net/http"
	"sync"
	"sync/atomic"
	"time"
)

// stays is how long somebody who has written counts as writing: a program that writes row after row sends its next
// request before the readers have noticed that it was answered.
const stays = 10 * time.Millisecond

// turns lets reads take turns while somebody writes. The store holds back their queries; what they make of the rows, pages
// and JSON, takes the writer's cores just the same.
func (e *Edge) turns(next http.Handler) http.Handler {
	g := e.config.Turns
	if g == nil {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			body := &received{ReadCloser: r.Body, begin: g.Begin}
			if r.ContentLength == 0 {
				body.all()
			}
			r.Body = body
			defer body.end(func() { time.AfterFunc(stays, g.End) })
			next.ServeHTTP(w, r)
			return
		}
		if g.Enter(r.Context()) != nil {
			return // the reader has gone
		}
		turn := &turn{ResponseWriter: w, end: sync.OnceFunc(g.Leave)}
		defer turn.end()
		next.ServeHTTP(turn, r)
	})
}

// received is the body of a request that writes. Somebody writes from its last byte on: whoever sends it slowly holds up no
// reader.
type received struct {
	io.ReadCloser
	begin func()
	once  sync.Once
	begun atomic.Bool
}

// Read reads on; at the end, the writing begins.
func (r *received) Read(b []byte) (int, error) {
	n, err := r.ReadCloser.Read(b)
	if err != nil {
		r.all()
	}
	return n, err
}

func (r *received) all() {
	r.once.Do(func() {
		r.begin()
		r.begun.Store(true)
	})
}

// end ends what was begun; a request that was refused unread has begun nothing.
func (r *received) end(how func()) {
	r.once.Do(func() {})
	if r.begun.Load() {
		how()
	}
}

// turn ends with the first byte of the answer: whoever takes an answer slowly keeps nobody waiting.
type turn struct {
	http.ResponseWriter
	end func()
}

// WriteHeader ends the turn.
func (t *turn) WriteHeader(status int) {
	t.end()
	t.ResponseWriter.WriteHeader(status)
}

// Write ends the turn.
func (t *turn) Write(b []byte) (int, error) {
	t.end()
	return t.ResponseWriter.Write(b)
}

// Unwrap lets http.ResponseController reach the connection.
func (t *turn) Unwrap() http.ResponseWriter { return t.ResponseWriter }

package edge

import (
	"net/http"
	"sync"
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
			g.Begin()
			defer time.AfterFunc(stays, g.End)
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

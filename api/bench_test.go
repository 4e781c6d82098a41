package api_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"linli/app/apptest"
	"linli/testkit"
)

// discard is a writer that keeps the status alone.
type discard struct {
	header http.Header
	status int
}

func (d *discard) Header() http.Header         { return d.header }
func (d *discard) WriteHeader(status int)      { d.status = status }
func (d *discard) Write(b []byte) (int, error) { return len(b), nil }

func benchOffice(b *testing.B) *client {
	b.Helper()
	return open(apptest.New(b, testkit.Embedded(b, "cases")))
}

// BenchmarkCreate sends applications through the whole handler, eight at a time.
func BenchmarkCreate(b *testing.B) {
	c := benchOffice(b)
	token := "Bearer " + c.Hired("clerk").Token
	var n atomic.Int64
	b.SetParallelism(8)
	b.ResetTimer()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			r := httptest.NewRequest("POST", mediations, strings.NewReader(application))
			r.Header.Set("Authorization", token)
			r.Header.Set("Content-Type", "application/json")
			r.Header.Set("Idempotency-Key", fmt.Sprintf("bench-%d", n.Add(1)))
			w := &discard{header: http.Header{}}
			if c.api.ServeHTTP(w, r); w.status != 201 {
				b.Errorf("status %d", w.status)
				return
			}
		}
	})
}

// BenchmarkList reads the first page of a thousand cases: as the lead, who sees the unit's, and as the clerk, who is at
// work on every one of them as well.
func BenchmarkList(b *testing.B) {
	c := benchOffice(b)
	for range 1000 {
		c.Apply()
	}
	for _, login := range []string{"lead", "clerk"} {
		b.Run(login, func(b *testing.B) {
			token := "Bearer " + c.Hired(login).Token
			b.SetParallelism(8)
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					r := httptest.NewRequest("GET", mediations, nil)
					r.Header.Set("Authorization", token)
					w := &discard{header: http.Header{}}
					if c.api.ServeHTTP(w, r); w.status != 200 {
						b.Errorf("status %d", w.status)
						return
					}
				}
			})
		})
	}
}

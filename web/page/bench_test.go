package page_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
)

// BenchmarkForm builds a page with a form of six fields; the server's share of a visit is at most 5 ms.
func BenchmarkForm(b *testing.B) {
	r := renderer(b, io.Discard, map[string]string{"apply": formTemplate})
	req := httptest.NewRequest(http.MethodGet, "/apply?lang=zh-Hans", nil)
	for b.Loop() {
		if _, err := r.Bytes(req, "apply", nil); err != nil {
			b.Fatal(err)
		}
	}
}

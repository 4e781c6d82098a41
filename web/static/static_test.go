package static_test

import (
	"bytes"
	"compress/gzip"
	"net/http"
	"net/http/httptest"
	"testing"
	"testing/fstest"

	"linli/web/static"
)

func built(t *testing.T) *static.Assets {
	t.Helper()
	a, err := static.Read(fstest.MapFS{
		"manifest.json":   {Data: []byte(`{"site.css":"site.abc.css","site.js":"site.def.js"}`)},
		"site.abc.css.gz": {Data: packed(t, "body{}")},
		"site.def.js.gz":  {Data: packed(t, "export {}")},
		"secret.txt":      {Data: []byte("not listed")},
	})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func packed(t *testing.T, text string) []byte {
	t.Helper()
	var out bytes.Buffer
	z := gzip.NewWriter(&out)
	if _, err := z.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestAssetsAreKeptForEver(t *testing.T) {
	a := built(t)
	for _, tt := range []struct {
		path, accept, kind, body, encoding string
		status                             int
	}{
		{a.URL("site.css"), "", "text/css; charset=utf-8", "body{}", "", 200},
		{a.URL("site.css"), "gzip, br", "text/css; charset=utf-8", string(packed(t, "body{}")), "gzip", 200},
		{a.URL("site.css"), "gzip; q=0", "text/css; charset=utf-8", "body{}", "", 200},
		{a.URL("site.js"), "gzip", "text/javascript; charset=utf-8", string(packed(t, "export {}")), "gzip", 200},
		{"/static/site.css", "", "", "", "", 404},
		{"/static/secret.txt", "", "", "", "", 404},
		{"/static/../static.go", "", "", "", "", 404},
		{"/static/", "", "", "", "", 404},
	} {
		r := httptest.NewRequest("GET", "/", nil)
		r.URL.Path = tt.path
		r.Header.Set("Accept-Encoding", tt.accept)
		w := httptest.NewRecorder()
		a.ServeHTTP(w, r)
		if w.Code != tt.status {
			t.Errorf("%s: status %d, want %d", tt.path, w.Code, tt.status)
		}
		if tt.status != 200 {
			continue
		}
		h := w.Header()
		if w.Body.String() != tt.body || h.Get("Content-Type") != tt.kind || h.Get("Content-Encoding") != tt.encoding ||
			h.Get("Cache-Control") != "public, max-age=31536000, immutable" || h.Get("Vary") != "Accept-Encoding" {
			t.Errorf("%s for %q: %q %v", tt.path, tt.accept, w.Body.String(), h)
		}
	}
}

func TestOnlyReading(t *testing.T) {
	w := httptest.NewRecorder()
	a := built(t)
	a.ServeHTTP(w, httptest.NewRequest("POST", a.URL("site.css"), nil))
	if w.Code != http.StatusMethodNotAllowed {
		t.Errorf("status %d", w.Code)
	}
}

func TestWithoutABuildThereAreNoAssets(t *testing.T) {
	a, err := static.Read(fstest.MapFS{"placeholder.txt": {Data: []byte("x")}})
	if err != nil || a.Built() || a.URL("site.css") != "/static/site.css" {
		t.Errorf("built %t, %v", a.Built(), err)
	}
	for name, files := range map[string]fstest.MapFS{
		"broken list":  {"manifest.json": {Data: []byte("{")}},
		"missing file": {"manifest.json": {Data: []byte(`{"site.css":"gone.css"}`)}},
	} {
		if _, err := static.Read(files); err == nil {
			t.Errorf("%s is read", name)
		}
	}
}

// TestAFirstVisitIsSmall holds the promise of at most 100 KB: styles and scripts packed, with room for the page.
func TestAFirstVisitIsSmall(t *testing.T) {
	a, err := static.Open()
	if err != nil {
		t.Fatal(err)
	}
	if !a.Built() {
		t.Skip("the assets are not built: node build/assets.mjs")
	}
	total := 0
	for _, name := range []string{"site.css", "site.js", "mark.svg"} {
		r := httptest.NewRequest("GET", a.URL(name), nil)
		r.Header.Set("Accept-Encoding", "gzip")
		w := httptest.NewRecorder()
		a.ServeHTTP(w, r)
		if w.Code != 200 {
			t.Errorf("%s: status %d", name, w.Code)
		}
		total += w.Body.Len()
	}
	if total > 60_000 {
		t.Errorf("styles and scripts take %d bytes", total)
	}
}

package maps_test

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"

	"linli/platform/fault"
	"linli/platform/tiles"
	"linli/platform/tiles/tilestest"
	"linli/web/maps"
)

func TestTilesAreServed(t *testing.T) {
	name := filepath.Join(t.TempDir(), "map.pmtiles")
	if err := os.WriteFile(name, tilestest.Archive(tilestest.Options{Zoom: 2}), 0o600); err != nil {
		t.Fatal(err)
	}
	a, err := tiles.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	for _, x := range []struct {
		with   *tiles.Archive
		path   string
		status int
	}{
		{a, "/map/2/3/1", 200}, {a, "/map/0/0/0", 200}, {a, "/map/3/0/0", 204}, {a, "/map/2/4/0", 204}, {a, "/map/02/1/1", 404}, {a, "/map/-1/0/0", 404},
		{a, "/map/1/1/..%2F..%2Fkeys", 404}, {a, "/map/1/1/1.png", 404}, {a, "/map/1/1/99999999999999999999", 404}, {nil, "/map/0/0/0", 404},
	} {
		mux := http.NewServeMux()
		mux.Handle(maps.Pattern, maps.Tiles(x.with, func(w http.ResponseWriter, _ *http.Request, err error) { w.WriteHeader(fault.Of(err).Code.Status()) }))
		w := httptest.NewRecorder()
		mux.ServeHTTP(w, httptest.NewRequest(http.MethodGet, x.path, nil))
		if w.Code != x.status || w.Code == 200 && (w.Header().Get("Content-Type") != "image/png" || w.Header().Get("Cache-Control") != "public, max-age=86400") {
			t.Errorf("%s: %d %v", x.path, w.Code, w.Header())
		}
		if w.Code != 200 {
			continue
		}
		again := httptest.NewRequest(http.MethodGet, x.path, nil)
		again.Header.Set("If-None-Match", w.Header().Get("ETag"))
		second := httptest.NewRecorder()
		if mux.ServeHTTP(second, again); second.Code != http.StatusNotModified {
			t.Errorf("%s again: %d", x.path, second.Code)
		}
	}
}

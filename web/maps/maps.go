// Package maps serves the tiles of the office's own base map, so that a browser asks nobody else and nobody else learns what
// is looked at.
package maps

import (
	"bytes"
	"errors"
	"net/http"
	"strconv"
	"time"

	"linli/platform/fault"
	"linli/platform/tiles"
)

// Pattern is the address of a tile.
const Pattern = "GET /map/{z}/{x}/{y}"

// Tiles answers with tiles: for a day, since a new file has new addresses (?MARK). Where the map has none it answers 204, which a
// browser takes for an empty picture. Without a map (nil) there is no such page. fail answers with an error.
func Tiles(a *tiles.Archive, fail func(http.ResponseWriter, *http.Request, error)) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		z, x, y, ok := place(r)
		if a == nil || !ok {
			fail(w, r, fault.New(fault.NotFound, "fault.not_found"))
			return
		}
		h := w.Header()
		b, err := a.Tile(z, x, y)
		switch {
		case errors.Is(err, tiles.ErrNoTile):
			h.Set("Cache-Control", "public, max-age=86400")
			w.WriteHeader(http.StatusNoContent)
			return
		case err != nil:
			fail(w, r, err)
			return
		}
		mark := `"` + a.Facts().Mark + "-" + r.PathValue("z") + "-" + r.PathValue("x") + "-" + r.PathValue("y") + `"`
		h.Set("Cache-Control", "public, max-age=86400")
		h.Set("ETag", mark)
		h.Set("Content-Type", a.Facts().Kind)
		http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(b))
	})
}

// place reads the three numbers, each in plain digits.
func place(r *http.Request) (z, x, y int, ok bool) {
	var n [3]int
	for i, name := range []string{"z", "x", "y"} {
		s := r.PathValue(name)
		v, err := strconv.ParseUint(s, 10, 31)
		if err != nil || len(s) > 1 && s[0] == '0' {
			return 0, 0, 0, false
		}
		n[i] = int(v)
	}
	return n[0], n[1], n[2], true
}

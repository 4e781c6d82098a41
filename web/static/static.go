// Package static serves the built assets: styles, scripts and pictures, with their content's hash in their names, so
// that a browser keeps them for ever and a new build is fetched at once.
//
// The folder dist is written by build/assets.mjs and not committed. A program built without it works, unstyled.
package static

import (
	"bytes"
	"compress/gzip"
	"embed"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"
	"time"
)

//go:embed all:dist
var embedded embed.FS

// Prefix is where the assets are served.
const Prefix = "/static/"

// Assets are the built files and their hashed names.
type Assets struct {
	files  map[string]file
	hashed map[string]string
}

// file is an asset as the build packed it, nothing where it was not built; for the few who take no gzip it is unpacked as it is sent.
type file struct {
	kind        string
	gzip        []byte
	contentHash string
}

func (f file) plain() ([]byte, error) {
	if f.gzip == nil {
		return nil, nil
	}
	unpacked, err := gzip.NewReader(bytes.NewReader(f.gzip))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(unpacked)
}

// Open reads the assets that are built into the program.
func Open() (*Assets, error) {
	sub, err := fs.Sub(embedded, "dist")
	if err != nil {
		return nil, fmt.Errorf("reading the built assets: %w", err)
	}
	return Read(sub)
}

// manifest is the file in which the build says how it named things: logical name to hashed name.
const manifest = "manifest.json"

// Read reads assets from a folder with a manifest; without one there are none.
func Read(source fs.FS) (*Assets, error) {
	a := &Assets{files: map[string]file{}, hashed: map[string]string{}}
	list, err := fs.ReadFile(source, manifest)
	if err != nil {
		return a, nil //nolint:nilerr // not built: the pages work without
	}
	if err := json.Unmarshal(list, &a.hashed); err != nil {
		return nil, fmt.Errorf("reading the list of assets: %w", err)
	}
	for logical, name := range a.hashed {
		packed, err := fs.ReadFile(source, name+".gz")
		if err != nil {
			return nil, fmt.Errorf("reading the asset %s: %w", logical, err)
		}
		a.files[name] = file{kind: kindOf(name), gzip: packed, contentHash: strings.TrimSuffix(name, path.Ext(name))}
	}
	return a, nil
}

func kindOf(name string) string {
	switch path.Ext(name) {
	case ".css":
		return "text/css; charset=utf-8"
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".svg":
		return "image/svg+xml"
	}
	if kind := mime.TypeByExtension(path.Ext(name)); kind != "" {
		return kind
	}
	return "application/octet-stream"
}

// Built reports whether the assets are there.
func (a *Assets) Built() bool { return len(a.files) > 0 }

// URL is the address of an asset by its logical name, such as "site.css".
func (a *Assets) URL(name string) string {
	if hashed, ok := a.hashed[name]; ok {
		return Prefix + hashed
	}
	return Prefix + name
}

// Content is an asset by its logical name, for what is served under an address of its own; nil where it is not built.
func (a *Assets) Content(name string) ([]byte, error) { return a.files[a.hashed[name]].plain() }

// ServeHTTP serves an asset under [Prefix], packed for those who accept it, to be kept for a year and never asked for
// again (RFC 8246).
func (a *Assets) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, http.StatusText(http.StatusMethodNotAllowed), http.StatusMethodNotAllowed)
		return
	}
	f, ok := a.files[strings.TrimPrefix(r.URL.Path, Prefix)]
	if !ok {
		http.NotFound(w, r)
		return
	}
	h := w.Header()
	body, tag := f.gzip, f.contentHash+"-gz"
	if acceptsGzip(r) {
		h.Set("Content-Encoding", "gzip")
	} else {
		var err error
		if body, err = f.plain(); err != nil {
			http.Error(w, http.StatusText(http.StatusInternalServerError), http.StatusInternalServerError)
			return
		}
		tag = f.contentHash
	}
	h.Set("Content-Type", f.kind)
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	h.Set("ETag", `"`+tag+`"`)
	h.Add("Vary", "Accept-Encoding")
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(body))
}

// acceptsGzip reads Accept-Encoding (RFC 9110, section 12.5.3); a coding with q=0 is refused.
func acceptsGzip(r *http.Request) bool {
	for part := range strings.SplitSeq(r.Header.Get("Accept-Encoding"), ",") {
		coding, q, _ := strings.Cut(strings.TrimSpace(part), ";")
		if strings.EqualFold(strings.TrimSpace(coding), "gzip") {
			return strings.ReplaceAll(q, " ", "") != "q=0"
		}
	}
	return false
}

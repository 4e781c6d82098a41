package page

import (
	"bytes"
	"crypto/rand"
	"fmt"
	"io/fs"
	"log/slog"
	"maps"
	"net/http"
	"path"
	"runtime"
	"slices"
	"strings"

	"linli/platform/clock"
	"linli/platform/i18n"
)

// Config is what a Renderer needs.
type Config struct {
	Texts     *i18n.Bundle
	Clock     clock.Clock
	Templates []fs.FS                  // each holds <folder>/<page>.html; a page is named by its path without the ending. <folder>/parts/ holds what its pages share
	Asset     func(name string) string // the address of a built asset; nil leaves the name under /static/
	NewKey    func() string            // idempotency keys of forms; nil takes the machine's randomness
	Log       *slog.Logger             // nil is slog.Default()
	Strict    bool                     // tests: a missing text is an error instead of its English
}

// Renderer builds pages. It is safe for concurrent use.
type Renderer struct {
	config  Config
	sources map[string]string
	shared  map[string][]string // by folder: sources of the parts that its pages share
	presses chan *press
}

// New reads the templates. They are parsed when a page is first asked for; [Renderer.Check] parses all.
func New(c Config) (*Renderer, error) {
	if c.Log == nil {
		c.Log = slog.Default()
	}
	if c.NewKey == nil {
		c.NewKey = rand.Text
	}
	if c.Asset == nil {
		c.Asset = func(name string) string { return "/static/" + name }
	}
	r := &Renderer{config: c, sources: map[string]string{}, shared: map[string][]string{}, presses: make(chan *press, pressLimit())}
	for _, source := range append([]fs.FS{ownPages()}, c.Templates...) {
		if err := r.read(source); err != nil {
			return nil, err
		}
	}
	for range cap(r.presses) {
		r.presses <- nil
	}
	return r, nil
}

// pressLimit is how many pages are built at once. Building uses the processor alone, so more than its cores only cost
// memory.
func pressLimit() int { return min(runtime.GOMAXPROCS(0), 8) }

func (r *Renderer) read(source fs.FS) error {
	return fs.WalkDir(source, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || path.Ext(name) != ".html" {
			return err
		}
		content, err := fs.ReadFile(source, name)
		if err != nil {
			return fmt.Errorf("reading the template %s: %w", name, err)
		}
		if folder, of := path.Split(path.Dir(name)); of == "parts" {
			r.shared[path.Clean(folder)] = append(r.shared[path.Clean(folder)], string(content))
			return nil
		}
		name = strings.TrimSuffix(name, ".html")
		if _, twice := r.sources[name]; twice {
			return fmt.Errorf("the template %s exists twice", name)
		}
		r.sources[name] = string(content)
		return nil
	})
}

// Texts are those that pages speak with.
func (r *Renderer) Texts() *i18n.Bundle { return r.config.Texts }

// PaperLanguage is the language of a paper that a request asks for: that of ?paper=, else the page's own, or the one that stands in
// for a pack's, because papers are in those in which linli is whole.
func (r *Renderer) PaperLanguage(req *http.Request) i18n.Language {
	if asked, ok := i18n.Parse(req.URL.Query().Get("paper")); ok {
		return asked
	}
	return r.config.Texts.Whole(Of(req).Language)
}

// Pages returns the names of all pages in order.
func (r *Renderer) Pages() []string { return slices.Sorted(maps.Keys(r.sources)) }

// Check parses every page, so that a test finds what a reader would.
func (r *Renderer) Check() error {
	p, err := newPress(r)
	if err != nil {
		return err
	}
	for _, name := range r.Pages() {
		if _, err := p.page(name); err != nil {
			return err
		}
	}
	return nil
}

// Render answers with a page. The page is complete before its first byte is sent; if it cannot be built, the reader gets
// the error page instead and the log the reason.
func (r *Renderer) Render(w http.ResponseWriter, req *http.Request, status int, name string, data any) {
	body, err := r.Bytes(req, name, data)
	if err != nil {
		r.RenderError(w, req, fmt.Errorf("building the page %s: %w", name, err))
		return
	}
	send(w, req, status, "text/html; charset=utf-8", body)
}

// Bytes builds a page without sending it.
func (r *Renderer) Bytes(req *http.Request, name string, data any) ([]byte, error) {
	p := <-r.presses
	defer func() { r.presses <- p }()
	if p == nil {
		var err error
		if p, err = newPress(r); err != nil {
			return nil, err
		}
	}
	var out bytes.Buffer
	if err := p.run(&out, req, name, data); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

func send(w http.ResponseWriter, req *http.Request, status int, kind string, body []byte) {
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Content-Length", fmt.Sprint(len(body)))
	w.WriteHeader(status)
	if req.Method != http.MethodHead {
		_, _ = w.Write(body) //nolint:gosec // html/template escaped it; the reader has gone if this fails
	}
}

// Package bundle has the page on which an account has the whole file of a case put together, sees how far it is, leaves and
// comes back, and fetches it: 80-interface, "long work shows progress, can be left and comes back". Without a script the
// reader looks again; with one the page does.
package bundle

import (
	"embed"
	"encoding/json"
	"errors"
	"io/fs"
	"mime"
	"net/http"
	"strconv"
	"time"

	"linli/casefile/bundle"
	"linli/mediation"
	"linli/platform/access"
	"linli/platform/clock"
	"linli/platform/fault"
	"linli/platform/i18n"
	"linli/platform/id"
	"linli/report"
	officepages "linli/web/office"
	"linli/web/page"
)

//go:embed templates
var files embed.FS

// Templates are the pages of this package, for page.Config.
func Templates() (fs.FS, error) { return fs.Sub(files, "templates") }

// Options are what the pages need.
type Options struct {
	Bundles *bundle.Service
	Render  *page.Renderer
	Texts   *i18n.Bundle
	Clock   clock.Clock
}

// Pages serve the whole files of cases. They are safe for use by many goroutines.
type Pages struct{ Options }

// New returns the pages.
func New(o Options) *Pages { return &Pages{o} }

// Routes are all addresses of this package.
func (p *Pages) Routes() []officepages.Route {
	type handler = func(http.ResponseWriter, *http.Request, asked) error
	mediations := func(handle handler) officepages.Handler {
		return func(w http.ResponseWriter, r *http.Request) error {
			return with(w, r, "id", handle, asked{capability: mediation.Capability, base: "/mediations/", scope: "paper.file.scope"})
		}
	}
	reports := func(name string, handle handler) officepages.Handler {
		return func(w http.ResponseWriter, r *http.Request) error {
			return with(w, r, name, handle, asked{capability: report.Capability, base: "/" + name + "s/", scope: "dossier.scope"})
		}
	}
	return []officepages.Route{
		officepages.Staff("GET /reports/{report}/print", reports("report", p.show)),
		officepages.Staff("POST /reports/{report}/print", reports("report", p.ask)),
		officepages.Staff("GET /reports/{report}/print/file.pdf", reports("report", p.fetch)),
		officepages.Staff("GET /complaints/{complaint}/print", reports("complaint", p.show)),
		officepages.Staff("POST /complaints/{complaint}/print", reports("complaint", p.ask)),
		officepages.Staff("GET /complaints/{complaint}/print/file.pdf", reports("complaint", p.fetch)),
		officepages.Staff("GET /mediations/{id}/print", mediations(p.show)),
		officepages.Staff("POST /mediations/{id}/print", mediations(p.ask)),
		officepages.Staff("GET /mediations/{id}/print/file.pdf", mediations(p.fetch)),
	}
}

// with hands on which case a request is about.
func with(w http.ResponseWriter, r *http.Request, name string, handle func(http.ResponseWriter, *http.Request, asked) error, of asked) (err error) {
	if of.of, err = id.Parse(r.PathValue(name)); err != nil || of.of.IsZero() {
		return bundle.ErrNone
	}
	of.base += of.of.String()
	return handle(w, r, of)
}

// Register puts the routes into a mux.
func (p *Pages) Register(mux *http.ServeMux) { officepages.Register(mux, p.Render, p.Routes()) }

// asked is the case whose file it is about.
type asked struct {
	capability string
	of         id.ID
	base       string // address of the case
	scope      string // message key: what its file holds
}

type showPage struct {
	Form *page.Form
	bundle.Bundle
	Base    string
	Scope   string // message key: what the file holds
	There   bool   // one was asked for
	Running bool
	Far     string // how far it is, in words
	Until   time.Time
}

func (p *Pages) show(w http.ResponseWriter, r *http.Request, of asked) error {
	b, err := p.Bundles.Latest(r.Context(), actor(r), of.capability, of.of)
	none := errors.Is(err, bundle.ErrNone)
	if err != nil && !none {
		return err
	}
	d := showPage{Form: page.NewForm(nil), Bundle: b, Base: of.base, Scope: of.scope, There: !none, Running: !none && b.Running(p.Clock.Now()), Until: b.Asked.Add(bundle.Kept)}
	d.Far = p.far(r, b)
	if page.WantsJSON(r) {
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Cache-Control", "no-store")
		return json.NewEncoder(w).Encode(map[string]any{"running": d.Running, "done": b.Done, "of": b.Of, "far": d.Far})
	}
	if d.There && !d.Running && b.Ready.IsZero() && b.Failed == "" {
		d.Failed = "bundle.failed"
	}
	p.Render.Render(w, r, http.StatusOK, "bundle/show", d)
	return nil
}

func (p *Pages) far(r *http.Request, b bundle.Bundle) string {
	l := p.Texts.For(page.Of(r).Language, page.Of(r).Zone)
	if b.Of == 0 {
		return l.Text("bundle.waits", nil)
	}
	return l.Text("bundle.far", fault.Args{"done": b.Done, "of": b.Of})
}

func (p *Pages) ask(w http.ResponseWriter, r *http.Request, of asked) error {
	if err := p.Bundles.Ask(r.Context(), actor(r), of.capability, of.of, string(page.Of(r).Language)); err != nil {
		return err
	}
	http.Redirect(w, r, of.base+"/print", http.StatusSeeOther)
	return nil
}

func (p *Pages) fetch(w http.ResponseWriter, r *http.Request, of asked) error {
	pdf, name, err := p.Bundles.Fetch(r.Context(), actor(r), of.capability, of.of)
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "application/pdf")
	h.Set("Content-Disposition", mime.FormatMediaType("inline", map[string]string{"filename": name + ".pdf"}))
	h.Set("Content-Length", strconv.Itoa(len(pdf)))
	h.Set("Cache-Control", "no-store")
	h.Set("X-Content-Type-Options", "nosniff")
	_, _ = w.Write(pdf) //nolint:gosec // a PDF that was made here
	return nil
}

func actor(r *http.Request) access.Actor { return officepages.Actor(r.Context()) }

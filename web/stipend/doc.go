// Package stipend has the pages of stipends 以案定补: what a mediator can claim and is paid, one claim with its reviews, what a
// unit pays in a year against its budget, and the batch of a month with its workbook.
//
// There is no page that sets mediators beside each other: a mediator sees the own sum, and who pays sees cases.
//
// Wiring:
//
//	pages := stipend.New(stipend.Options{…})   // Templates() goes into the page.Renderer first
//	pages.Register(mux)                        // Routes() lists the routes for the authorization test
package stipend

import (
	"embed"
	"io/fs"
	"net/http"
	"net/url"

	"linli/mediation/stipend"
	"linli/office"
	"linli/platform/access"
	"linli/platform/i18n"
	officepages "linli/web/office"
	"linli/web/page"
)

//go:embed templates
var files embed.FS

// Templates are the pages of this package, for page.Config.
func Templates() (fs.FS, error) { return fs.Sub(files, "templates") }

// Browser is what these pages leave with a browser (edge.Edge).
type Browser interface {
	Notify(w http.ResponseWriter, key string) // has the next page say what was achieved
}

// Options are what the pages need.
type Options struct {
	Stipends *stipend.Service
	Office   *office.Service
	Render   *page.Renderer
	Texts    *i18n.Bundle
	Browser  Browser
}

// Pages serve stipends. They are safe for use by many goroutines.
type Pages struct{ Options }

// New returns the pages.
func New(o Options) *Pages { return &Pages{o} }

// Route is one address. It answers only to staff.
type Route struct {
	Pattern string // of http.ServeMux
	Handle  func(http.ResponseWriter, *http.Request) error
}

// Routes are all addresses of this package.
func (p *Pages) Routes() []Route {
	return []Route{
		{"GET /stipends", p.mine},
		{"GET /mediations/{id}/stipend", p.show},
		{"POST /mediations/{id}/stipend", p.act},
		{"GET /stipends/{unit}", p.ofUnit},
		{"POST /stipends/{unit}", p.actOnUnit},
		{"GET /stipends/{unit}/{month}", p.batch},
		{"POST /stipends/{unit}/{month}", p.actOnBatch},
		{"POST /stipends/{unit}/{month}/list.xlsx", p.workbook},
	}
}

// Register puts the routes into a mux.
func (p *Pages) Register(mux *http.ServeMux) {
	for _, route := range p.Routes() {
		mux.Handle(route.Pattern, p.serve(route))
	}
}

// serve is the one place where what a handler returns becomes a page.
func (p *Pages) serve(route Route) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, ok := officepages.Signed(r.Context()); !ok {
			if r.Method == http.MethodGet && !page.WantsJSON(r) {
				http.Redirect(w, r, "/sign-in?next="+url.QueryEscape(r.URL.Path), http.StatusSeeOther)
				return
			}
			p.Render.RenderError(w, r, access.ErrSignIn)
			return
		}
		if err := route.Handle(w, r); err != nil {
			p.Render.RenderError(w, r, err)
		}
	})
}

// done says what was achieved, and leads on.
func (p *Pages) done(w http.ResponseWriter, r *http.Request, what, next string) error {
	p.Browser.Notify(w, "stipend.done."+what)
	http.Redirect(w, r, next, http.StatusSeeOther)
	return nil
}

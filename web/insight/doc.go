// Package insight has the page on which the office reads its figures: numerator, denominator, quotient, interval and
// cut-off, or in words that a figure is not shown.
//
// Wiring:
//
//	pages := insight.New(insight.Options{…})   // Templates() goes into the page.Renderer first
//	pages.Register(mux)                        // Routes() lists the routes for the authorization test
//
// The windows of this page are for those who are entitled to them (insight.show). There is none for the public: free
// windows can be subtracted from each other. The public sees the first release of each return of the whole office, at
// /statistics. The office draws up, freezes, restates and hands on its returns at /figures/returns.
package insight

import (
	"embed"
	"io/fs"
	"net/http"
	"net/url"

	"linli/insight"
	"linli/insight/survey"
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

// Options are what the pages need.
type Options struct {
	Insight *insight.Service
	Survey  *survey.Service
	Office  *office.Service
	Render  *page.Renderer
	Texts   *i18n.Bundle
	Home    func(*http.Request) (office.Tenant, error) // the office whose figures an address without signing in shows
}

// Pages serve the figures. They are safe for use by many goroutines.
type Pages struct{ Options }

// New returns the pages.
func New(o Options) *Pages { return &Pages{o} }

// Route is one address. It answers only to staff, unless it is public.
type Route struct {
	Pattern string // of http.ServeMux
	Public  bool
	Handle  func(http.ResponseWriter, *http.Request) error
}

// Routes are all addresses of this package.
func (p *Pages) Routes() []Route {
	return []Route{
		{"GET /figures", false, p.figures},
		{"GET /figures/returns", false, p.returns},
		{"GET /figures/return", false, p.statReturn},
		{"POST /figures/return", false, p.freeze},
		{"GET /figures/return.xlsx", false, p.download(false)},
		{"GET /figures/return.csv", false, p.download(true)},
		{"GET /figures/survey", false, p.survey},
		{"GET /statistics", true, p.statistics},
		{"GET /statistics.csv", true, p.statisticsFile(true)},
		{"GET /statistics.json", true, p.statisticsFile(false)},
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
		if _, ok := officepages.Signed(r.Context()); !ok && !route.Public {
			if !page.WantsJSON(r) {
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

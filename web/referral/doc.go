// Package referral has the pages of the directory of services: what the public finds, and what the referral worker keeps
// true.
//
// A search is sent in a form, never in an address: what somebody needs stands in no history, bookmark or log, and nothing of
// it is written down or counted.
package referral

import (
	"embed"
	"io/fs"
	"net/http"
	"net/url"

	"linli/office"
	"linli/platform/access"
	"linli/platform/i18n"
	"linli/referral/directory"
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
	Directory *directory.Service
	Render    *page.Renderer
	Texts     *i18n.Bundle
	Browser   Browser
	Tenant    func(*http.Request) (office.Tenant, error) // whose directory the public sees
}

// Pages serve the directory. They are safe for use by many goroutines.
type Pages struct{ Options }

// New returns the pages.
func New(o Options) *Pages { return &Pages{o} }

// Route is one address.
type Route struct {
	Pattern string // of http.ServeMux
	Public  bool   // answers to anybody; every other one to staff
	Handle  func(http.ResponseWriter, *http.Request) error
}

// Routes are all addresses of this package.
func (p *Pages) Routes() []Route {
	return []Route{
		{"GET /services", true, p.search},
		{"POST /services", true, p.search},
		{"GET /services/{service}", true, p.service},
		{"GET /directory", false, p.stale},
		{"GET /directory/new", false, p.newForm},
		{"POST /directory/new", false, p.create},
		{"GET /directory/{service}", false, p.editForm},
		{"POST /directory/{service}", false, p.edit},
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

func (p *Pages) locale(r *http.Request) i18n.Locale {
	v := page.Of(r)
	return p.Texts.For(v.Language, v.Zone)
}

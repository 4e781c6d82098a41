// Package offline has the forms that an account fills in where there is no line: the page that a device keeps, the script that
// keeps it, what is taken along, and the door through which the forms arrive.
//
// What lies on a device is in web/design/js/offline: drafts and things taken along, sealed under a key that a device PIN gives
// (docs/decisions/0027-forms-without-a-line.md). The page itself is the same for everybody and holds nothing of a case, so
// a service worker may keep it; everything else that linli answers is fetched anew, and no-store.
//
// A form plugs in as a [Form]: it offers what can be taken along, gives it, and takes what comes back. This package knows the
// order, the doors and the answers, and no capability.
//
// Wiring:
//
//	pages := offline.New(offline.Options{…})  // Templates() goes into the page.Renderer first
//	pages.Register(mux)                       // the routes; Routes() lists them for the authorization test
package offline

import (
	"embed"
	"io/fs"
	"net/http"
	"net/url"

	"linli/office"
	"linli/platform/access"
	"linli/platform/i18n"
	officepages "linli/web/office"
	"linli/web/page"
	"linli/web/static"
)

//go:embed templates
var files embed.FS

// Templates are the pages of this package, for page.Config.
func Templates() (fs.FS, error) { return fs.Sub(files, "templates") }

// Browser is what these pages ask of a browser's cookies (edge.Edge).
type Browser interface {
	Token(w http.ResponseWriter, r *http.Request) string // the token against forgery, for a script that sends
}

// Options are what the pages need.
type Options struct {
	Forms   []Form
	Office  *office.Service
	Render  *page.Renderer
	Texts   *i18n.Bundle
	Browser Browser
	Assets  *static.Assets
}

// Pages serve forms without a line. They are safe for use by many goroutines.
type Pages struct{ Options }

// New returns the pages.
func New(o Options) *Pages { return &Pages{o} }

// Route is one address.
type Route struct {
	Pattern string // of http.ServeMux
	Open    bool   // holds nothing of a case and needs no sign-in; all others answer only to staff
	Handle  func(http.ResponseWriter, *http.Request) error
}

// Routes are all addresses of this package.
func (p *Pages) Routes() []Route {
	return []Route{
		{"GET /offline", false, p.shell},
		{"GET /offline-worker.js", true, p.worker},
		{"GET /offline.webmanifest", true, p.manifest},
		{"GET /offline/standing", true, p.standing},
		{"POST /offline/device", false, p.device},
		{"GET /offline/things", false, p.things},
		{"POST /offline/take", false, p.take},
		{"POST /offline/send", false, p.send},
	}
}

// Register puts the routes into a mux.
func (p *Pages) Register(mux *http.ServeMux) {
	for _, route := range p.Routes() {
		mux.Handle(route.Pattern, p.serve(route))
	}
}

// serve is the one place where what a handler returns becomes an answer.
func (p *Pages) serve(route Route) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, ok := officepages.Signed(r.Context()); !ok && !route.Open {
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

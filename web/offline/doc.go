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

	"linli/office"
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

// Routes are all addresses of this package.
func (p *Pages) Routes() []officepages.Route {
	return []officepages.Route{
		officepages.Staff("GET /offline", p.shell),
		officepages.Public("GET /offline-worker.js", p.worker),
		officepages.Public("GET /offline.webmanifest", p.manifest),
		officepages.Public("GET /offline/standing", p.standing),
		officepages.Staff("POST /offline/device", p.device),
		officepages.Staff("GET /offline/things", p.things),
		officepages.Staff("POST /offline/take", p.take),
		officepages.Staff("POST /offline/send", p.send),
		officepages.Staff("POST /offline/photograph", p.photograph),
	}
}

// Register puts the routes into a mux.
func (p *Pages) Register(mux *http.ServeMux) { officepages.Register(mux, p.Render, p.Routes()) }

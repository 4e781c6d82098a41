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

	"linli/mediation/stipend"
	"linli/office"
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

// Routes are all addresses of this package.
func (p *Pages) Routes() []officepages.Route {
	return []officepages.Route{
		officepages.Staff("GET /stipends", p.mine),
		officepages.Staff("GET /mediations/{id}/stipend", p.show),
		officepages.Staff("POST /mediations/{id}/stipend", p.act),
		officepages.Staff("GET /stipends/{unit}", p.ofUnit),
		officepages.Staff("POST /stipends/{unit}", p.actOnUnit),
		officepages.Staff("GET /stipends/{unit}/{month}", p.batch),
		officepages.Staff("POST /stipends/{unit}/{month}", p.actOnBatch),
		officepages.Staff("POST /stipends/{unit}/{month}/list.xlsx", p.workbook),
	}
}

// Register puts the routes into a mux.
func (p *Pages) Register(mux *http.ServeMux) { officepages.Register(mux, p.Render, p.Routes()) }

// done says what was achieved, and leads on.
func (p *Pages) done(w http.ResponseWriter, r *http.Request, what, next string) error {
	p.Browser.Notify(w, "stipend.done."+what)
	http.Redirect(w, r, next, http.StatusSeeOther) //nolint:gosec // a page of this site
	return nil
}

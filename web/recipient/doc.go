// Package recipient has the administrator's pages of the other offices that take reports: their addresses, what they take under which
// of their codes, and what their servers say that they take.
package recipient

import (
	"embed"
	"io/fs"
	"net/http"

	"linli/platform/i18n"
	"linli/report"
	"linli/report/recipient"
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
	Recipients *recipient.Service
	Report     *report.Service
	Render     *page.Renderer
	Texts      *i18n.Bundle
	Browser    Browser
}

// Pages serve the list of recipients. They are safe for use by many goroutines.
type Pages struct{ Options }

// New returns the pages.
func New(o Options) *Pages { return &Pages{o} }

// Routes are all addresses of this package.
func (p *Pages) Routes() []officepages.Route {
	return []officepages.Route{
		officepages.Staff("GET /office/recipients", p.list),
		officepages.Staff("GET /office/recipients/new", p.newForm),
		officepages.Staff("POST /office/recipients/new", p.add),
		officepages.Staff("GET /office/recipients/{id}", p.show),
		officepages.Staff("POST /office/recipients/{id}", p.change),
	}
}

// Register puts the routes into a mux.
func (p *Pages) Register(mux *http.ServeMux) { officepages.Register(mux, p.Render, p.Routes()) }

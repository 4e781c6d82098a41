// Package webhook has the pages on which the administrator of an office says which programs are told of its events.
//
// Wiring:
//
//	pages := webhook.New(webhook.Options{…})   // Templates() goes into the page.Renderer first
//	pages.Register(mux)                        // Routes() lists the routes for the authorization test
package webhook

import (
	"embed"
	"io/fs"
	"net/http"

	"linli/office/webhook"
	"linli/platform/fault"
	"linli/platform/i18n"
	"linli/platform/id"
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
	Webhooks *webhook.Service
	Render   *page.Renderer
	Texts    *i18n.Bundle
	Browser  Browser
}

// Pages serve webhooks. They are safe for use by many goroutines.
type Pages struct{ Options }

// New returns the pages.
func New(o Options) *Pages { return &Pages{o} }

// Routes are all addresses of this package.
func (p *Pages) Routes() []officepages.Route {
	return []officepages.Route{
		officepages.Staff("GET /office/webhooks", p.list),
		officepages.Staff("POST /office/webhooks", p.add),
		officepages.Staff("GET /office/webhooks/{id}", p.show),
		officepages.Staff("POST /office/webhooks/{id}", p.change),
	}
}

// Register puts the routes into a mux.
func (p *Pages) Register(mux *http.ServeMux) { officepages.Register(mux, p.Render, p.Routes()) }

func of(r *http.Request) (id.ID, error) {
	x, err := id.Parse(r.PathValue("id"))
	if err != nil || x.IsZero() {
		return x, fault.New(fault.NotFound, "fault.not_found")
	}
	return x, nil
}

// Package demand has the pages on which a demand of a court 司法调取 on a report or a request for help is answered, and what a page says of
// demands of whatever kind. The register, and the form on which a demand is entered, stand with the mediations (package web/mediation).
//
// The address of a demand names it alone, and no case: whoever may not see it finds nothing there.
package demand

import (
	"embed"
	"io/fs"
	"net/http"

	"linli/office"
	"linli/platform/access"
	"linli/platform/document"
	"linli/platform/i18n"
	"linli/platform/id"
	"linli/referral"
	"linli/report"
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
	Report   *report.Service
	Referral *referral.Service
	Office   *office.Service
	Fonts    *document.Fonts
	Render   *page.Renderer
	Texts    *i18n.Bundle
	Browser  Browser
}

// Pages serve demands. They are safe for use by many goroutines.
type Pages struct{ Options }

// New returns the pages.
func New(o Options) *Pages { return &Pages{o} }

// Routes are all addresses of this package.
func (p *Pages) Routes() []officepages.Route {
	return []officepages.Route{
		officepages.Staff("GET /demands/{demand}", p.show),
		officepages.Staff("POST /demands/{demand}", p.act),
		officepages.Staff("GET /demands/{demand}/papers.pdf", p.papers),
		officepages.Staff("GET /demands/{demand}/order", p.order),
	}
}

// Register puts the routes into a mux.
func (p *Pages) Register(mux *http.ServeMux) { officepages.Register(mux, p.Render, p.Routes()) }

// At is the address of a demand.
func At(demand id.ID) string { return "/demands/" + demand.String() }

// ExportsAt is where it is asked that a copy of a report or a request for help leaves, and approved (package web/export).
func ExportsAt(c id.ID) string { return "/exports/" + c.String() }

func actor(r *http.Request) access.Actor { return officepages.Actor(r.Context()) }

// Package urgent has the pages of urgent access 紧急查看 to a report or a request for help, and the page that one to a case of any kind is asked for,
// approved, ended and checked on. The register stands with the mediations (package web/mediation).
//
// Whoever may not know of a case finds at its address what everybody finds where there is none.
package urgent

import (
	"embed"
	"io/fs"
	"net/http"

	"linli/office"
	"linli/platform/access"
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
	Render   *page.Renderer
	Texts    *i18n.Bundle
	Browser  Browser
}

// Pages serve urgent accesses. They are safe for use by many goroutines.
type Pages struct{ Options }

// New returns the pages.
func New(o Options) *Pages { return &Pages{o} }

// Routes are all addresses of this package.
func (p *Pages) Routes() []officepages.Route {
	return []officepages.Route{
		officepages.Staff("GET /urgent/{case}", p.show),
		officepages.Staff("POST /urgent/{case}", p.act),
		officepages.Staff("GET /urgent/{case}/read", p.read),
	}
}

// Register puts the routes into a mux.
func (p *Pages) Register(mux *http.ServeMux) { officepages.Register(mux, p.Render, p.Routes()) }

// At is where urgent access to a report or a request for help is asked for.
func At(c id.ID) string { return "/urgent/" + c.String() }

func actor(r *http.Request) access.Actor { return officepages.Actor(r.Context()) }

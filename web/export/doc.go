// Package export has the page on which it is asked that a copy of a case leaves 移交副本 as an encrypted file, and on which two others approve: laid out
// for a case of any kind, and served for reports and requests for help. Mediations have theirs at their own address (package web/mediation).
//
// Whoever may not know of a case finds at its address what everybody finds where there is none.
package export

import (
	"embed"
	"io/fs"
	"net/http"

	"linli/office"
	"linli/platform/access"
	"linli/platform/i18n"
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

// Pages serve the copies of reports and requests for help. They are safe for use by many goroutines.
type Pages struct{ Options }

// New returns the pages.
func New(o Options) *Pages { return &Pages{o} }

// Routes are all addresses of this package.
func (p *Pages) Routes() []officepages.Route {
	return []officepages.Route{
		officepages.Staff("GET /exports/{case}", p.show),
		officepages.Staff("POST /exports/{case}", p.act),
	}
}

// Register puts the routes into a mux.
func (p *Pages) Register(mux *http.ServeMux) { officepages.Register(mux, p.Render, p.Routes()) }

func actor(r *http.Request) access.Actor { return officepages.Actor(r.Context()) }

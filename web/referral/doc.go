// Package referral has the pages of the directory of services: what the public finds, and what the referral worker keeps
// true.
//
// A search is sent in a form, never in an address: what somebody needs stands in no history, bookmark or log, and nothing of
// it is written down or counted.
package referral

import (
	"context"
	"embed"
	"io/fs"
	"net/http"

	"linli/office"
	"linli/platform/i18n"
	"linli/platform/id"
	"linli/platform/tiles"
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
	Office    *office.Service
	Render    *page.Renderer
	Texts     *i18n.Bundle
	Browser   Browser
	Tenant    func(*http.Request) (office.Tenant, error)               // whose directory the public sees
	Places    func(ctx context.Context, tenant id.ID) ([]Place, error) // around which somebody can search; nil: there are none
	Map       *tiles.Archive                                           // the base map; nil: there is none
}

// Pages serve the directory. They are safe for use by many goroutines.
type Pages struct{ Options }

// New returns the pages.
func New(o Options) *Pages { return &Pages{o} }

// Routes are all addresses of this package.
func (p *Pages) Routes() []officepages.Route {
	return []officepages.Route{
		officepages.Public("GET /services", p.search),
		officepages.Public("POST /services", p.search),
		officepages.Public("GET /services/{service}", p.service),
		officepages.Staff("GET /directory", p.stale),
		officepages.Staff("GET /directory/new", p.newForm),
		officepages.Staff("POST /directory/new", p.create),
		officepages.Staff("GET /directory/{service}", p.editForm),
		officepages.Staff("POST /directory/{service}", p.edit),
		officepages.Staff("GET /directory/all/{kind}", p.all),
		officepages.Staff("GET /directory/all/{kind}/new", p.addForm),
		officepages.Staff("POST /directory/all/{kind}/new", p.addPart),
		officepages.Staff("GET /directory/{kind}/{part}", p.part),
		officepages.Staff("GET /directory/{kind}/{part}/edit", p.partForm),
		officepages.Staff("POST /directory/{kind}/{part}/edit", p.savePart),
		officepages.Staff("GET /directory/{kind}/{part}/add/{list}", p.addForm),
		officepages.Staff("POST /directory/{kind}/{part}/add/{list}", p.addPart),
	}
}

// Register puts the routes into a mux.
func (p *Pages) Register(mux *http.ServeMux) { officepages.Register(mux, p.Render, p.Routes()) }

func (p *Pages) locale(r *http.Request) i18n.Locale {
	v := page.Of(r)
	return p.Texts.For(v.Language, v.Zone)
}

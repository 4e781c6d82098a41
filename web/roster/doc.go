// Package roster has the pages of the directory of mediators: by unit for the staff, one entry with its forms, and what the
// public sees.
//
// Wiring:
//
//	pages := roster.New(roster.Options{…})   // Templates() goes into the page.Renderer first
//	pages.Register(mux)                      // Routes() lists the routes for the authorization test
package roster

import (
	"context"
	"embed"
	"io/fs"
	"net/http"

	"linli/mediation"
	"linli/mediation/roster"
	"linli/office"
	"linli/platform/fault"
	"linli/platform/i18n"
	"linli/platform/id"
	"linli/rulebook"
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
	Roster    *roster.Service
	Mediation *mediation.Service // counts what a mediator has to do
	Office    *office.Service
	Render    *page.Renderer
	Texts     *i18n.Bundle
	Browser   Browser
	Tenant    func(*http.Request) (office.Tenant, error) // whose mediators the public page shows
}

// Pages serve the directory. They are safe for use by many goroutines.
type Pages struct{ Options }

// New returns the pages.
func New(o Options) *Pages { return &Pages{o} }

// Routes are all addresses of this package.
func (p *Pages) Routes() []officepages.Route {
	return []officepages.Route{
		officepages.Public("GET /mediators", p.public),
		officepages.Staff("GET /roster", p.list),
		officepages.Staff("GET /roster/{account}", p.show),
		officepages.Staff("POST /roster/{account}", p.change),
	}
}

// Register puts the routes into a mux.
func (p *Pages) Register(mux *http.ServeMux) { officepages.Register(mux, p.Render, p.Routes()) }

// words turn codes into what one reader reads.
type words struct {
	i18n.Locale
	rules *rulebook.Rulebook
	units map[id.ID]string
}

func (p *Pages) words(ctx context.Context, tenant id.ID, r *http.Request) (*words, error) {
	v := page.Of(r)
	rules, err := p.Roster.Office.Rulebook(ctx, tenant, p.Roster.Clock.Now())
	if err != nil {
		return nil, err
	}
	units, err := p.Office.UnitNames(ctx, tenant)
	return &words{p.Texts.For(v.Language, v.Zone), rules, units}, err
}

func (w *words) t(key string, pairs ...any) string {
	args := fault.Args{}
	for i := 0; i+1 < len(pairs); i += 2 {
		args[pairs[i].(string)] = pairs[i+1]
	}
	return w.Text(key, args)
}

// types are the labels of dispute types; one that the rulebook no longer knows is left out.
func (w *words) types(codes []string) []string {
	var out []string
	for _, t := range w.rules.Mediation.DisputeTypes {
		for _, c := range codes {
			if c == t.Code {
				out = append(out, t.Label.In(string(w.Language)))
			}
		}
	}
	return out
}

func (w *words) languages(codes []string) []string {
	var out []string
	for _, c := range codes {
		out = append(out, w.t("roster.language."+c))
	}
	return out
}

func (w *words) areas(units []id.ID) []string {
	var out []string
	for _, u := range units {
		if name := w.units[u]; name != "" {
			out = append(out, name)
		}
	}
	return out
}

// Package invitation has the pages of general invitations: what everybody reads of them, with the poster, and where the
// office writes and ends them.
//
// Wiring:
//
//	pages := invitation.New(invitation.Options{…})   // Templates() goes into the page.Renderer first
//	pages.Register(mux)                              // Routes() lists the routes for the authorization test
package invitation

import (
	"context"
	"embed"
	"io/fs"
	"net/http"
	"net/url"
	"time"

	"linli/mediation/invitation"
	"linli/mediation/paper"
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
	Outreach *invitation.Service
	Office   *office.Service
	Press    *paper.Press
	Render   *page.Renderer
	Texts    *i18n.Bundle
	Browser  Browser
	Origin   *url.URL                                   // of the public pages, for the code on a poster
	Tenant   func(*http.Request) (office.Tenant, error) // whose invitations the public pages show
}

// Pages serve general invitations. They are safe for use by many goroutines.
type Pages struct{ Options }

// New returns the pages.
func New(o Options) *Pages { return &Pages{o} }

// Routes are all addresses of this package.
func (p *Pages) Routes() []officepages.Route {
	return []officepages.Route{
		officepages.Public("GET /invitations", p.public),
		officepages.Public("GET /invitations/{id}", p.one),
		officepages.Public("GET /invitations/{id}/poster.pdf", p.poster),
		officepages.Staff("GET /outreach", p.list),
		officepages.Staff("GET /outreach/new", p.newForm),
		officepages.Staff("POST /outreach/new", p.write),
		officepages.Staff("POST /outreach/{id}/end", p.end),
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

// words turn codes into what one reader reads.
type words struct {
	i18n.Locale
	rules *rulebook.Rulebook
	tree  office.Tree
}

func (p *Pages) words(ctx context.Context, tenant id.ID, lang i18n.Language) (*words, error) {
	rules, err := p.Outreach.Office.Rulebook(ctx, tenant, p.Outreach.Clock.Now())
	if err != nil {
		return nil, err
	}
	tree, err := p.Office.Tree(ctx, tenant)
	return &words{p.Texts.For(lang, rules.Zone), rules, tree}, err
}

func (w *words) unit(u id.ID) string {
	x, _ := w.tree.Unit(u)
	return x.Name
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

func (w *words) day(s string) time.Time {
	t, err := time.ParseInLocation(time.DateOnly, s, w.rules.Zone)
	if err != nil {
		return time.Time{}
	}
	return t
}

// languages are in which order an invitation is read: the reader's language, then those of the office.
func (w *words) languages() []string {
	return append([]string{string(w.Language)}, w.rules.Languages...)
}

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
	"linli/platform/access"
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

// Route is one address.
type Route struct {
	Pattern string // of http.ServeMux
	Public  bool   // answers to anybody; every other one to staff
	Handle  func(http.ResponseWriter, *http.Request) error
}

// Routes are all addresses of this package.
func (p *Pages) Routes() []Route {
	return []Route{
		{"GET /invitations", true, p.public},
		{"GET /invitations/{id}", true, p.one},
		{"GET /invitations/{id}/poster.pdf", true, p.poster},
		{"GET /outreach", false, p.list},
		{"GET /outreach/new", false, p.newForm},
		{"POST /outreach/new", false, p.write},
		{"POST /outreach/{id}/end", false, p.end},
	}
}

// Register puts the routes into a mux.
func (p *Pages) Register(mux *http.ServeMux) {
	for _, route := range p.Routes() {
		mux.Handle(route.Pattern, p.serve(route))
	}
}

// serve is the one place where what a handler returns becomes a page.
func (p *Pages) serve(route Route) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, ok := officepages.Signed(r.Context()); !ok && !route.Public {
			if r.Method == http.MethodGet && !page.WantsJSON(r) {
				http.Redirect(w, r, "/sign-in?next="+url.QueryEscape(r.URL.Path), http.StatusSeeOther)
				return
			}
			p.Render.RenderError(w, r, access.ErrSignIn)
			return
		}
		if err := route.Handle(w, r); err != nil {
			p.Render.RenderError(w, r, err)
		}
	})
}

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

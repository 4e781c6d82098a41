// Package reported has the pages on which everybody reads what was reported 公开的报事: what a person has let through of it, where
// it stands and what was done, as a list, as feeds and as a table of areas.
//
// It reads no other rows than those of [report.Service.Published] and of its counts: a grievance, a complaint, and what nobody
// has let through have none there. When a thing was reported is told by its week, so that nobody is found by when it came.
package reported

import (
	"context"
	"embed"
	"io/fs"
	"net/http"
	"net/url"
	"sync"
	"time"

	"linli/office"
	"linli/platform/clock"
	"linli/platform/i18n"
	"linli/platform/id"
	"linli/platform/tiles"
	"linli/report"
	"linli/report/subscription"
	"linli/rulebook"
	"linli/web/edge"
	officepages "linli/web/office"
	"linli/web/page"
)

//go:embed templates
var files embed.FS

// Templates are the pages of this package, for page.Config.
func Templates() (fs.FS, error) { return fs.Sub(files, "templates") }

// Options are what the pages need.
type Options struct {
	Report *report.Service
	Office *office.Service
	Render *page.Renderer
	Texts  *i18n.Bundle
	Clock  clock.Clock
	Origin *url.URL                                   // of the public pages: feeds name pages by it
	Map    *tiles.Archive                             // the office's base map; nil: there is none
	Tenant func(*http.Request) (office.Tenant, error) // whose reports this address shows

	Follows   *subscription.Service
	Mails     func() bool // whether the office sends mail
	Flood     *edge.Flood
	Mailboxes *edge.Limiter             // how often one mailbox is asked whether it wants to follow, and one host
	Fits      func(address string) bool // whether a program there can be posted to
}

// Pages serve what was reported. They are safe for use by many goroutines.
type Pages struct {
	Options
	mu       sync.Mutex
	released map[id.ID]*weekly // by tenant
}

// New returns the pages.
func New(o Options) *Pages { return &Pages{Options: o, released: map[id.ID]*weekly{}} }

// Routes are all addresses of this package. All of them answer to anybody.
func (p *Pages) Routes() []officepages.Route {
	return []officepages.Route{
		officepages.Public("GET /reported", p.list),
		officepages.Public("GET /reported/feed.rss", p.rss),
		officepages.Public("GET /reported/feed.json", p.jsonFeed),
		officepages.Public("GET /reported/areas", p.areas),
		officepages.Public("GET /reported/follow", p.followForm),
		officepages.Public("POST /reported/follow", p.follow),
		officepages.Public("GET /reported/follow/{code}", p.followed),
		officepages.Public("POST /reported/follow/{code}", p.answer),
		officepages.Public("GET /reported/{report}", p.one),
		officepages.Public("GET /reported/{report}/pictures/{n}", p.picture),
	}
}

// Register puts the routes into a mux.
func (p *Pages) Register(mux *http.ServeMux) { officepages.Register(mux, p.Render, p.Routes()) }

// words turn codes into what one reader reads.
type words struct {
	i18n.Locale
	tenant office.Tenant
	rules  *rulebook.Rulebook
	tree   office.Tree
}

// enter is the office whose public page is asked for, with its words; the page tells days in the office's zone.
func (p *Pages) enter(r *http.Request) (*words, error) {
	tenant, err := p.Tenant(r)
	if err != nil {
		return nil, err
	}
	rules, _, err := p.Report.Categories(r.Context(), tenant.ID)
	if err != nil {
		return nil, err
	}
	tree, err := p.Office.Tree(r.Context(), tenant.ID)
	if err != nil {
		return nil, err
	}
	v := page.Of(r)
	v.Office, v.Zone = tenant.Name, rules.Zone
	language := v.Language
	if asked, ok := p.Texts.Parse(r.URL.Query().Get("text")); ok { // of a feed, whose reader sends no choice of its own
		language = asked
	}
	return &words{p.Texts.For(language, rules.Zone), tenant, rules, tree}, nil
}

func (w *words) unit(u id.ID) string {
	x, _ := w.tree.Unit(u)
	return x.Name
}

func (w *words) category(code string) string {
	x, _ := w.rules.Report.Category(code)
	return x.Label.In(string(w.Language))
}

// public are the categories of which something can be published, as the rulebook orders them.
func (w *words) public() []rulebook.Category {
	var out []rulebook.Category
	for _, c := range w.rules.Report.Categories {
		if c.Public {
			out = append(out, c)
		}
	}
	return out
}

// day is the instant of an act of the office as it is told: its day, or the Monday of its week where the category rounds.
func (w *words) day(p *report.Public, at time.Time) time.Time {
	if x, ok := w.rules.Report.Category(p.Category); !ok || x.Round > 0 {
		return report.Week(at, w.rules.Zone)
	}
	if at.IsZero() {
		return at
	}
	y, m, d := at.In(w.rules.Zone).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, w.rules.Zone)
}

// rows reads published reports.
func (p *Pages) rows(ctx context.Context, w *words, f filter, limit int) ([]report.Public, id.ID, error) {
	return p.Report.Published(ctx, w.tenant.ID, report.PublishedFilter{Units: f.units(w.tree), Category: f.category, Open: f.open(), After: f.after, Limit: limit})
}

// address is an absolute address of these pages.
func (p *Pages) address(path string, q url.Values) string {
	u := url.URL{Scheme: p.Origin.Scheme, Host: p.Origin.Host, Path: path, RawQuery: q.Encode()}
	return u.String()
}

// Package inspection has the pages on which the office looks at public places 检查: the inspections of a unit and one inspection with its
// acts, made for a telephone; the register of places; the round of a month. Everybody reads which places are supervised.
//
// Wiring:
//
//	pages := inspection.New(inspection.Options{…})  // Templates() goes into the page.Renderer first
//	pages.Register(mux)                             // Routes() lists the routes for the authorization test
package inspection

import (
	"context"
	"embed"
	"io/fs"
	"net/http"
	"net/url"
	"slices"

	"linli/casefile"
	"linli/mediation/paper"
	"linli/office"
	"linli/platform/access"
	"linli/platform/document"
	"linli/platform/fault"
	"linli/platform/i18n"
	"linli/platform/id"
	"linli/platform/tiles"
	"linli/report/inspection"
	papers "linli/report/inspection/paper"
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
	Inspect *inspection.Service
	Office  *office.Service
	Render  *page.Renderer
	Texts   *i18n.Bundle
	Browser Browser
	Fonts   *document.Fonts                            // for papers
	Prover  *paper.Prover                              // writes the codes on papers
	Origin  *url.URL                                   // the public origin, to which the codes lead
	Map     *tiles.Archive                             // the base map; nil: none
	Tenant  func(*http.Request) (office.Tenant, error) // whose supervised places the public reads
}

// Pages serve inspections. They are safe for use by many goroutines.
type Pages struct {
	Options
	press *papers.Press
}

// New returns the pages.
func New(o Options) *Pages { return &Pages{o, &papers.Press{Texts: o.Texts}} }

// Routes are all addresses of this package.
func (p *Pages) Routes() []officepages.Route {
	return []officepages.Route{
		officepages.Public("GET /supervised", p.supervised),
		officepages.Staff("GET /inspections", p.list),
		officepages.Staff("GET /inspections/new", p.newForm),
		officepages.Staff("POST /inspections/new", p.create),
		officepages.Staff("GET /inspections/{inspection}", p.show),
		officepages.Staff("GET /inspections/{inspection}/files/{file}", p.file),
		officepages.Staff("GET /inspections/{inspection}/papers/{paper}", p.paper),
		officepages.Staff("GET /inspections/{inspection}/{event}", p.actForm),
		officepages.Staff("POST /inspections/{inspection}/{event}", p.act),
		officepages.Staff("GET /places", p.places),
		officepages.Staff("GET /places.csv", p.export),
		officepages.Staff("GET /places/import", p.importForm),
		officepages.Staff("POST /places/import", p.importTable),
		officepages.Staff("POST /places/undo", p.undo),
		officepages.Staff("GET /places/new", p.placeForm),
		officepages.Staff("POST /places/new", p.putPlace),
		officepages.Staff("GET /places/{place}", p.placeForm),
		officepages.Staff("POST /places/{place}", p.putPlace),
		officepages.Staff("POST /places/{place}/end", p.endPlace),
		officepages.Staff("GET /rounds", p.round),
		officepages.Staff("GET /rounds/{place}", p.visitForm),
		officepages.Staff("POST /rounds/{place}", p.visit),
	}
}

// Register puts the routes into a mux.
func (p *Pages) Register(mux *http.ServeMux) { officepages.Register(mux, p.Render, p.Routes()) }

// actor is the signed-in account.
func actor(r *http.Request) access.Actor { return officepages.Actor(r.Context()) }

func seeOther(w http.ResponseWriter, r *http.Request, to string) error {
	http.Redirect(w, r, to, http.StatusSeeOther) //nolint:gosec // to is a path of this site, made of ids
	return nil
}

// request makes a form that is sent twice happen once.
func request(r *http.Request, form *page.Form, what url.Values) (*casefile.Request, error) {
	return casefile.NewRequest(actor(r).Account, form.Key(), []byte(r.URL.Path+"\n"+what.Encode()))
}

// words turn codes into what one reader reads.
type words struct {
	i18n.Locale
	rules *rulebook.Rulebook
	units map[id.ID]string
}

func (p *Pages) words(ctx context.Context, r *http.Request) (words, error) {
	v := page.Of(r)
	w := words{Locale: p.Texts.For(v.Language, v.Zone)}
	var err error
	if w.rules, err = p.Inspect.Office.Rulebook(ctx, actor(r).Tenant, p.Inspect.Clock.Now()); err != nil {
		return w, err
	}
	w.units, err = p.Office.UnitNames(ctx, actor(r).Tenant)
	return w, err
}

func (w words) in(l rulebook.Label) string { return l.In(string(w.Language)) }

func (w words) kind(code string) string {
	k, ok := w.rules.Duties.PlaceKind(code)
	if !ok {
		return w.Text("inspection.places.no_kind", nil)
	}
	return w.in(k.Label)
}

// KindItems are the kinds of public places, after an empty one.
func (w words) KindItems() []page.Item {
	out := []page.Item{{}}
	for _, k := range w.rules.Duties.Places {
		out = append(out, page.Item{Value: k.Code, Text: w.in(k.Label)})
	}
	return out
}

// KindFilter are the kinds after all of them.
func (w words) KindFilter() []page.Item {
	out := w.KindItems()
	out[0].Text = w.Text("issue.queue.all", nil)
	return out
}

// state is a state as a list shows it.
func (w words) state(s inspection.State) page.Tag {
	tag := page.Tag{Text: w.Text("inspection.state."+string(s), nil), Classes: "govuk-tag--grey"}
	if s.Open() {
		tag.Classes = "govuk-tag--blue"
	}
	return tag
}

// unit is the unit for which the reader looks: the one that is asked for, else the first in which the reader has to do with
// inspections. Error: Forbidden where there is none.
func (p *Pages) unit(r *http.Request) (id.ID, error) {
	a := actor(r)
	mine := p.Inspect.Units(a)
	if asked, err := id.Parse(r.URL.Query().Get("unit")); err == nil && slices.Contains(mine, asked) {
		return asked, nil
	}
	if len(mine) == 0 {
		return id.ID{}, p.Inspect.Access.Check(a, "inspection.list", access.Facts{Tenant: a.Tenant, Kind: inspection.Capability})
	}
	return mine[0], nil
}

// may reports whether the reader may do something for a unit.
func (p *Pages) may(r *http.Request, act string, unit id.ID) bool {
	a := actor(r)
	return p.Inspect.Access.Check(a, act, access.Facts{Tenant: a.Tenant, Unit: unit, Kind: inspection.Capability}) == nil
}

// one reads an id of the address. Error: NotFound.
func one(r *http.Request, name string) (id.ID, error) {
	u, err := id.Parse(r.PathValue(name))
	if err != nil {
		return id.ID{}, inspection.ErrNotFound
	}
	return u, nil
}

var noAct = fault.New(fault.NotFound, "fault.not_found")

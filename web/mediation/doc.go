// Package mediation has the pages on which the office works on mediations 调解: what is due, the list, intake, one case with
// its next step, and one page for each act of the machine.
//
// Wiring:
//
//	pages := mediation.New(mediation.Options{…})  // Templates() goes into the page.Renderer first
//	pages.Register(mux)                           // the routes; Routes() lists them for the authorization test
//
// The pages decide nothing. What may happen is asked of [mediation.Service]; a page hides what its reader may not do, and
// the service refuses it all the same. Lists show clear facts and never a name. A case page opens content only for those
// at work on the case, after the reading was written down; everybody else with a right to the state sees the state.
package mediation

import (
	"embed"
	"io/fs"
	"net/http"
	"net/url"

	"linli/insight/survey"
	"linli/mediation"
	"linli/office"
	"linli/platform/access"
	"linli/platform/i18n"
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
	Mediation *mediation.Service
	Report    *report.Service
	Office    *office.Service
	Render    *page.Renderer
	Texts     *i18n.Bundle
	Browser   Browser
	Survey    *survey.Service
	Notices   Notices
	Origin    string // public origin without a path, for slips that are given without a line
}

// Pages serve the staff's pages of mediation. They are safe for use by many goroutines.
type Pages struct{ Options }

// New returns the pages.
func New(o Options) *Pages { return &Pages{o} }

// Route is one address. All of them answer only to staff.
type Route struct {
	Pattern string // of http.ServeMux
	Handle  func(http.ResponseWriter, *http.Request) error
}

// Register puts the routes into a mux.
func (p *Pages) Register(mux *http.ServeMux) {
	for _, route := range p.Routes() {
		mux.Handle(route.Pattern, p.serve(route))
	}
}

// Routes are all addresses of this package.
func (p *Pages) Routes() []Route {
	return []Route{
		{"GET /due", p.due},
		{"POST /due/notices", p.readNotices},
		{"GET /calendar", p.calendar},
		{"POST /calendar/feed", p.newFeed},
		{"GET " + feedPath, p.feed},
		{"GET /archive", p.archive},
		{"GET /mediations", p.list},
		{"GET /mediations/new", p.newForm},
		{"POST /mediations/new", p.create},
		{"GET /mediations/{id}", p.show},
		{"GET /mediations/{id}/created", p.created},
		{"GET /mediations/{id}/nickname", p.nicknameForm},
		{"POST /mediations/{id}/nickname", p.nickname},
		{"GET /counter", p.counter},
		{"POST /counter/number", p.walkIn},
		{"GET /mediations/{id}/lost", p.lost},
		{"POST /mediations/{id}/lost", p.approveLost},
		{"GET /mediations/{id}/statutory", p.statutory},
		{"POST /mediations/{id}/statutory", p.decideStatutory},
		{"POST /mediations/{id}/slip", p.slip},
		{"GET /urgent", p.urgents},
		{"GET /mediations/{id}/urgent", p.urgent},
		{"POST /mediations/{id}/urgent", p.actUrgent},
		{"GET /demands", p.demands},
		{"GET /demands/new", p.newDemandForm},
		{"POST /demands/new", p.newDemand},
		{"GET /mediations/{id}/demands/{demand}", p.demand},
		{"POST /mediations/{id}/demands/{demand}", p.answerDemand},
		{"GET /mediations/{id}/survey", p.surveyForm},
		{"POST /mediations/{id}/survey", p.surveySheet},
		{"GET /mediations/{id}/{event}", p.actForm},
		{"POST /mediations/{id}/{event}", p.act},
	}
}

// serve is the one place where what a handler returns becomes a page.
func (p *Pages) serve(route Route) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		byKey := r.URL.Path == feedPath && r.URL.Query().Has("key") // a calendar program has no browser's session
		if _, ok := officepages.Signed(r.Context()); !ok && !byKey {
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

// actor is the signed-in account.
func actor(r *http.Request) access.Actor { return officepages.Actor(r.Context()) }

// locale is how the reader of a request reads.
func (p *Pages) locale(r *http.Request) i18n.Locale {
	v := page.Of(r)
	return p.Texts.For(v.Language, v.Zone)
}

func seeOther(w http.ResponseWriter, r *http.Request, to string) error {
	http.Redirect(w, r, to, http.StatusSeeOther) //nolint:gosec // to is a path of this site, made of ids
	return nil
}

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

	"linli/casefile/breach"
	"linli/duty"
	"linli/insight/survey"
	"linli/mediation"
	"linli/office"
	"linli/platform/access"
	"linli/platform/i18n"
	"linli/platform/id"
	"linli/referral"
	"linli/report"
	"linli/report/inspection"
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

// Device is what a browser's device is used with (edge.Edge).
type Device interface {
	Kept(r *http.Request, name string) string
}

// Options are what the pages need.
type Options struct {
	Mediation *mediation.Service
	Report    *report.Service
	Duty      *duty.Service
	Help      *referral.Service   // nil: nobody is helped to services
	Inspect   *inspection.Service // nil: nothing is inspected
	Office    *office.Service
	Render    *page.Renderer
	Texts     *i18n.Bundle
	Browser   Browser
	Device    Device
	Survey    *survey.Service
	Breaches  *breach.Service // nil: the office keeps no register of them
	Notices   Notices
	// Slip shows the slip of a report or a request for help, this once; lost is the key of what can be done where it is lost.
	Slip func(w http.ResponseWriter, r *http.Request, code id.Code, passphrase, lost string) error

	Origin string // public origin without a path, for slips that are given without a line and for addresses of calendars
}

// Pages serve the staff's pages of mediation. They are safe for use by many goroutines.
type Pages struct{ Options }

// New returns the pages.
func New(o Options) *Pages { return &Pages{o} }

// Register puts the routes into a mux.
func (p *Pages) Register(mux *http.ServeMux) { officepages.Register(mux, p.Render, p.Routes()) }

// Routes are all addresses of this package.
func (p *Pages) Routes() []officepages.Route {
	return []officepages.Route{
		officepages.Staff("GET /due", p.due),
		officepages.Staff("POST /due/notices", p.readNotices),
		officepages.Staff("POST /due/feed", p.newDueFeed),
		officepages.Public("GET "+dueFeedPath, p.dueFeed),
		officepages.Staff("GET /calendar", p.calendar),
		officepages.Staff("POST /calendar/feed", p.newFeed),
		officepages.Public("GET "+feedPath, p.feed), // by its key: a calendar program has no browser's session
		officepages.Staff("GET /archive", p.archive),
		officepages.Staff("GET /caseload", p.caseload),
		officepages.Staff("POST /caseload", p.passOn),
		officepages.Staff("GET /mediations", p.list),
		officepages.Staff("GET /mediations/new", p.newForm),
		officepages.Staff("POST /mediations/new", p.create),
		officepages.Staff("GET /mediations/paper", p.paperForm),
		officepages.Staff("POST /mediations/paper", p.bringIn),
		officepages.Staff("GET /mediations/{id}", p.show),
		officepages.Staff("GET /mediations/{id}/created", p.created),
		officepages.Staff("GET /mediations/{id}/nickname", p.nicknameForm),
		officepages.Staff("POST /mediations/{id}/nickname", p.nickname),
		officepages.Staff("GET /counter", p.counter),
		officepages.Staff("POST /counter/number", p.walkIn),
		officepages.Staff("GET /counter/{of}/{case}", p.otherSlip),
		officepages.Staff("POST /counter/{of}/{case}", p.replaceSlip),
		officepages.Staff("GET /mediations/{id}/lost", p.lost),
		officepages.Staff("POST /mediations/{id}/lost", p.approveLost),
		officepages.Staff("GET /mediations/{id}/statutory", p.statutory),
		officepages.Staff("POST /mediations/{id}/statutory", p.decideStatutory),
		officepages.Staff("POST /mediations/{id}/slip", p.slip),
		officepages.Staff("GET /urgent", p.urgents),
		officepages.Staff("GET /mediations/{id}/urgent", p.urgent),
		officepages.Staff("POST /mediations/{id}/urgent", p.actUrgent),
		officepages.Staff("GET /mediations/{id}/export", p.exports),
		officepages.Staff("POST /mediations/{id}/export", p.actExport),
		officepages.Staff("GET /demands", p.demands),
		officepages.Staff("GET /demands/new", p.newDemandForm),
		officepages.Staff("POST /demands/new", p.newDemand),
		officepages.Staff("GET /mediations/{id}/demands/{demand}", p.demand),
		officepages.Staff("POST /mediations/{id}/demands/{demand}", p.answerDemand),
		officepages.Staff("GET /mediations/{id}/survey", p.surveyForm),
		officepages.Staff("POST /mediations/{id}/survey", p.surveySheet),
		officepages.Staff("GET /mediations/{id}/{event}", p.actForm),
		officepages.Staff("POST /mediations/{id}/{event}", p.act),
	}
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

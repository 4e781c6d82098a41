// Package aside has the pages of what is aside of a case: demands of courts 司法调取, urgent accesses 紧急查看, and copies that leave 移交副本 as an encrypted
// file. They are laid out for a case of any kind, and served for reports and requests for help. Mediations have theirs at their own
// addresses; there stand the registers too, and the form on which a demand is entered (package web/mediation).
//
// The address of a demand names it alone, and no case. Whoever may not know of one, or of a case, finds at its address what everybody finds where
// there is none.
package aside

import (
	"embed"
	"io/fs"
	"net/http"

	"linli/casefile"
	"linli/office"
	"linli/platform/access"
	"linli/platform/document"
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
	Fonts    *document.Fonts
	Render   *page.Renderer
	Texts    *i18n.Bundle
	Browser  Browser
}

// Pages serve what is aside of reports and requests for help. They are safe for use by many goroutines.
type Pages struct{ Options }

// New returns the pages.
func New(o Options) *Pages { return &Pages{o} }

// Routes are all addresses of this package.
func (p *Pages) Routes() []officepages.Route {
	return []officepages.Route{
		officepages.Staff("GET /demands/{demand}", p.showDemand),
		officepages.Staff("POST /demands/{demand}", p.actDemand),
		officepages.Staff("GET /demands/{demand}/papers.pdf", p.papers),
		officepages.Staff("GET /demands/{demand}/order", p.order),
		officepages.Staff("GET /urgent/{case}", p.showUrgent),
		officepages.Staff("POST /urgent/{case}", p.actUrgent),
		officepages.Staff("GET /urgent/{case}/read", p.read),
		officepages.Staff("GET /exports/{case}", p.showExports),
		officepages.Staff("POST /exports/{case}", p.actExports),
	}
}

// Register puts the routes into a mux.
func (p *Pages) Register(mux *http.ServeMux) { officepages.Register(mux, p.Render, p.Routes()) }

// DemandAt is the address of a demand.
func DemandAt(demand id.ID) string { return "/demands/" + demand.String() }

// UrgentAt is where urgent access to a report or a request for help is asked for.
func UrgentAt(c id.ID) string { return "/urgent/" + c.String() }

// ExportsAt is where it is asked that a copy of a report or a request for help leaves, and approved.
func ExportsAt(c id.ID) string { return "/exports/" + c.String() }

// caseAt is the own page of a report or a request for help. A complaint is about a unit.
func caseAt(x *casefile.Aside) string {
	switch {
	case x.Facts.Kind == referral.Capability:
		return "/help/" + x.ID.String()
	case len(x.Facts.About) > 0:
		return "/complaints/" + x.ID.String()
	}
	return "/reports/" + x.ID.String()
}

func actor(r *http.Request) access.Actor { return officepages.Actor(r.Context()) }

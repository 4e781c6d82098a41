// Package insight has the page on which the office reads its figures: numerator, denominator, quotient, interval and
// cut-off, or in words that a figure is not shown.
//
// Wiring:
//
//	pages := insight.New(insight.Options{…})   // Templates() goes into the page.Renderer first
//	pages.Register(mux)                        // Routes() lists the routes for the authorization test
//
// The windows of this page are for those who are entitled to them (insight.show). There is none for the public: free
// windows can be subtracted from each other. The public sees the first release of each return of the whole office, at
// /statistics, and what the neighbourhood answered at /statistics/neighbourhood, and the
// first release of each scorecard at /statistics/card. Whoever leads a unit reads at /figures/late what its own unit did late. The office draws up, freezes, restates and hands on its returns at /figures/returns.
package insight

import (
	"context"
	"embed"
	"io/fs"
	"net/http"
	"net/url"

	"linli/casefile"
	"linli/insight"
	"linli/insight/survey"
	"linli/office"
	"linli/platform/access"
	"linli/platform/document"
	"linli/platform/i18n"
	officepages "linli/web/office"
	"linli/web/page"
)

//go:embed templates
var files embed.FS

// Templates are the pages of this package, for page.Config.
func Templates() (fs.FS, error) { return fs.Sub(files, "templates") }

// Options are what the pages need.
type Options struct {
	Insight *insight.Service
	Survey  *survey.Service
	Office  *office.Service
	Render  *page.Renderer
	Texts   *i18n.Bundle
	Fonts   *document.Fonts                            // of the letters
	Origin  *url.URL                                   // of the public pages, where a letter is answered
	Home    func(*http.Request) (office.Tenant, error) // the office whose figures an address without signing in shows
	// Behind is a case behind a figure, as far as the actor may see it; the refusal of its policies where it may not.
	Behind func(ctx context.Context, a access.Actor, p casefile.PromiseRow) (Behind, error)
}

// Pages serve the figures. They are safe for use by many goroutines.
type Pages struct{ Options }

// New returns the pages.
func New(o Options) *Pages { return &Pages{o} }

// Routes are all addresses of this package.
func (p *Pages) Routes() []officepages.Route {
	return []officepages.Route{
		officepages.Staff("GET /figures", p.figures),
		officepages.Staff("GET /figures/returns", p.returns),
		officepages.Staff("GET /figures/return", p.statReturn),
		officepages.Staff("POST /figures/return", p.freeze),
		officepages.Staff("GET /figures/return.xlsx", p.download(false)),
		officepages.Staff("GET /figures/return.csv", p.download(true)),
		officepages.Staff("GET /figures/survey", p.survey),
		officepages.Staff("GET "+wavesAt, p.waves),
		officepages.Staff("GET "+wavesAt+"/new", p.planForm),
		officepages.Staff("POST "+wavesAt+"/new", p.plan),
		officepages.Staff("GET "+wavesAt+"/{wave}", p.wave),
		officepages.Staff("POST "+wavesAt+"/{wave}", p.closeWave),
		officepages.Staff("POST "+wavesAt+"/{wave}/letters.pdf", p.letters),
		officepages.Staff("GET /figures/indicators", p.indicators),
		officepages.Staff("GET /figures/card", p.scorecard),
		officepages.Staff("GET /figures/late", p.late),
		officepages.Public("GET /statistics", p.statistics),
		officepages.Public("GET /statistics.csv", p.statisticsFile(true)),
		officepages.Public("GET /statistics.json", p.statisticsFile(false)),
		officepages.Staff("POST /figures/card", p.publishCard),
		officepages.Public("GET /statistics/card", p.card),
		officepages.Public("GET /statistics/card.csv", p.cardFile(true)),
		officepages.Public("GET /statistics/card.json", p.cardFile(false)),
		officepages.Public("GET /statistics/neighbourhood", p.safety),
		officepages.Public("GET /statistics/neighbourhood.csv", p.safetyFile(true)),
		officepages.Public("GET /statistics/neighbourhood.json", p.safetyFile(false)),
	}
}

// Register puts the routes into a mux.
func (p *Pages) Register(mux *http.ServeMux) { officepages.Register(mux, p.Render, p.Routes()) }

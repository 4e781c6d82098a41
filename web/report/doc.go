// Package report has the pages on which the office works reports 报事: the queue of a unit and one report with its acts; the list of a
// desk, one complaint 投诉 with its acts, and the forms on which somebody at a counter writes down what a person says.
//
// Whoever is complained of has none of these pages: for such an account there is no complaint ([report.Service]).
package report

import (
	"context"
	"embed"
	"io"
	"io/fs"
	"net/http"
	"net/url"

	"linli/casefile"
	"linli/office"
	"linli/platform/access"
	"linli/platform/i18n"
	"linli/platform/id"
	"linli/platform/tiles"
	"linli/report"
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
	Report  *report.Service
	Office  *office.Service
	Render  *page.Renderer
	Texts   *i18n.Bundle
	Browser Browser
	Origin  string // scheme and host, to which a slip leads

	// Public writes what everybody may read of an office's reports in the GeoReport bulk form, and returns how many they are.
	Public func(ctx context.Context, t office.Tenant, out io.Writer) (int, error)
	Map    *tiles.Archive // the office's base map, on which a place can be chosen; nil: there is none
}

// Pages serve complaints to the staff. They are safe for use by many goroutines.
type Pages struct{ Options }

// New returns the pages.
func New(o Options) *Pages { return &Pages{o} }

// Routes are all addresses of this package.
func (p *Pages) Routes() []officepages.Route {
	return []officepages.Route{
		officepages.Staff("GET /reports", p.queue),
		officepages.Staff("POST /reports/assign", p.assignMany),
		officepages.Staff("POST /reports/views", p.changeViews),
		officepages.Staff("GET /reports/open311.csv", p.public),
		officepages.Staff("GET /reports/file", p.queueFiles),
		officepages.Staff("POST /reports/file", p.actOnQueueFile),
		officepages.Staff("POST /reports/file/take", p.takeQueueFile),
		officepages.Staff("GET /reports/new", p.intakeForm),
		officepages.Staff("POST /reports/new", p.intakeStep),
		officepages.Staff("GET /reports/{report}", p.showIssue),
		officepages.Staff("POST /reports/{report}/files", p.upload),
		officepages.Staff("GET /reports/{report}/files/{file}", p.file),
		officepages.Staff("GET /reports/{report}/publish", p.publishForm),
		officepages.Staff("POST /reports/{report}/publish", p.publish),
		officepages.Staff("GET /reports/{report}/propose_take_out", p.takeOutForm),
		officepages.Staff("GET /reports/{report}/take_out", p.letForm),
		officepages.Staff("POST /reports/{report}/propose_take_out", p.takeOut),
		officepages.Staff("POST /reports/{report}/take_out", p.let),
		officepages.Staff("GET /reports/{report}/{event}", p.issueForm),
		officepages.Staff("POST /reports/{report}/{event}", p.actIssue),
		officepages.Staff("GET /complaints", p.list),
		officepages.Staff("GET /complaints/new", p.newForm),
		officepages.Staff("POST /complaints/new", p.create),
		officepages.Staff("GET /complaints/{complaint}", p.show),
		officepages.Staff("POST /complaints/{complaint}/files", p.uploadComplaint),
		officepages.Staff("GET /complaints/{complaint}/files/{file}", p.fileComplaint),
		officepages.Staff("GET /complaints/{complaint}/propose_take_out", p.takeOutForm),
		officepages.Staff("GET /complaints/{complaint}/take_out", p.letForm),
		officepages.Staff("POST /complaints/{complaint}/propose_take_out", p.takeOut),
		officepages.Staff("POST /complaints/{complaint}/take_out", p.let),
		officepages.Staff("GET /complaints/{complaint}/{event}", p.actForm),
		officepages.Staff("POST /complaints/{complaint}/{event}", p.act),
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

// words turn codes into what one reader reads.
type words struct {
	i18n.Locale
	units map[id.ID]string
}

func (p *Pages) words(ctx context.Context, r *http.Request) (words, error) {
	v := page.Of(r)
	units, err := p.Office.UnitNames(ctx, actor(r).Tenant)
	return words{p.Texts.For(v.Language, v.Zone), units}, err
}

func (w words) category(c *report.Case, rules *rulebook.Rulebook) string {
	x, _ := rules.Report.Category(c.Category)
	return x.Label.In(string(w.Language))
}

// request makes a form that is sent twice happen once.
func request(r *http.Request, form *page.Form, what url.Values) (*casefile.Request, error) {
	return casefile.NewRequest(actor(r).Account, form.Key(), []byte(r.URL.Path+"\n"+what.Encode()))
}

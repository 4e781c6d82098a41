// Package help has the pages of requests for help 求助转介: the request that anybody sends, the person's own page, the pages on which a
// referral worker helps, and those on which a service answers: from a link, or with an account of its organisation.
//
// What somebody needs stands in no address. A service comes in with the key of its link, which its browser takes from behind the # and
// sends in the body of each form; no page of it is fetched otherwise, and nothing of it is kept in the browser.
package help

import (
	"context"
	"embed"
	"io/fs"
	"net/http"
	"net/url"
	"strings"

	"linli/casefile"
	"linli/casefile/breach"
	"linli/office"
	"linli/platform/access"
	"linli/platform/clock"
	"linli/platform/document"
	"linli/platform/i18n"
	"linli/platform/id"
	"linli/referral"
	"linli/referral/directory"
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
	Referral  *referral.Service
	Directory *directory.Service
	Office    *office.Service
	Render    *page.Renderer
	Texts     *i18n.Bundle
	Edge      *edge.Edge
	Flood     *edge.Flood // asks for patience when more requests come in than people send
	Clock     clock.Clock
	Origin    *url.URL // which the link of a service leads to
	Exit      string   // where the quick exit leads
	Fonts     *document.Fonts

	Tenant   func(*http.Request) (office.Tenant, error) // whose home this address shows
	Resident func(*http.Request) (access.Actor, error)  // who has opened the code of the address
	// Prove writes the code that stands on every page of a paper, and its fingerprint, into the options.
	Prove func(tenant, c id.ID, docs []*document.Doc, opts *document.Options) error
	// Breaches are what the person of a case is told of breaches that touched it.
	Breaches func(ctx context.Context, tenant, of id.ID, parts ...id.ID) ([]breach.Message, error)
	Slip     func(w http.ResponseWriter, r *http.Request, code id.Code, passphrase, lost string) error // shows a slip, this once
}

// Pages serve requests for help. They are safe for use by many goroutines.
type Pages struct{ Options }

// New returns the pages.
func New(o Options) *Pages { return &Pages{o} }

// Routes are all addresses of this package.
func (p *Pages) Routes() []officepages.Route {
	return []officepages.Route{
		officepages.Public("GET /ask", p.askForm),
		officepages.Public("POST /ask", p.ask),
		officepages.Public("GET /r/{code}/help", p.mine),
		officepages.Public("GET /r/{code}/help/receipt", p.receipts),
		officepages.Public("GET /r/{code}/help/receipt.json", p.receiptFile),
		officepages.Public("GET /r/{code}/help/receipt.pdf", p.receiptPaper),
		officepages.Public("GET /r/{code}/help/data", p.myData),
		officepages.Public("GET /r/{code}/help/data.json", p.myDataFile),
		officepages.Public("GET /r/{code}/help/{n}/{event}", p.mineForm),
		officepages.Public("POST /r/{code}/help/{n}/{event}", p.mineAct),
		officepages.Public("GET /p/{link}", p.door),
		officepages.Public("POST /p/{link}", p.told),
		officepages.Anyone("GET "+Outside, p.provider),
		officepages.Anyone("GET "+Outside+"/{link}", p.provided),
		officepages.Anyone("POST "+Outside+"/{link}", p.provided),
		officepages.Staff("GET /office/providers", p.providersForm),
		officepages.Staff("POST /office/providers", p.providers),
		officepages.Staff("POST /office/providers/{account}", p.secondPerson),
		officepages.Staff("GET /help", p.list),
		officepages.Staff("GET /help/new", p.newForm),
		officepages.Staff("POST /help/new", p.create),
		officepages.Staff("GET /help/{help}", p.show),
		officepages.Staff("GET /help/{help}/refer", p.referForm),
		officepages.Staff("POST /help/{help}/refer", p.refer),
		officepages.Staff("GET /help/{help}/{event}", p.actForm),
		officepages.Staff("POST /help/{help}/{event}", p.act),
		officepages.Staff("GET /help/{help}/{referral}/fhir.json", p.fhir),
		officepages.Staff("GET /help/{help}/{referral}/{event}", p.actForm),
		officepages.Staff("POST /help/{help}/{referral}/{event}", p.act),
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
	lang  string
	units map[id.ID]string
}

func (p *Pages) words(r *http.Request) words {
	v := page.Of(r)
	return words{Locale: p.Texts.For(v.Language, v.Zone), lang: string(v.Language)}
}

func (w words) needs(codes []string, rules *rulebook.Rulebook) string {
	var out []string
	for _, c := range codes {
		n, _ := rules.Help.Need(c)
		out = append(out, n.Label.In(w.lang))
	}
	return w.List(out)
}

func (w words) state(s referral.State) page.Tag {
	tag := page.Tag{Text: w.Text("referral.state."+string(s), nil), Classes: "govuk-tag--grey"}
	if s.Open() {
		tag.Classes = "govuk-tag--blue"
	}
	return tag
}

func (w words) status(s referral.Status) page.Tag {
	tag := page.Tag{Text: w.Text("referral.loop.state."+string(s), nil), Classes: "govuk-tag--grey"}
	if !s.Over() {
		tag.Classes = "govuk-tag--blue"
	}
	return tag
}

// discreet shows a page as one that tells nobody at a glance what it is about.
func (p *Pages) discreet(r *http.Request) {
	s := page.Of(r)
	s.Exit, s.Account, s.Nav, s.Office, s.Home = p.Exit, nil, nil, "", ""
}

// request makes a form that is sent twice happen once.
func request(who id.ID, r *http.Request, form *page.Form, what url.Values) (*casefile.Request, error) {
	return casefile.NewRequest(who, form.Key(), []byte(r.URL.Path+"\n"+what.Encode()))
}

func paragraphs(text string) []string { return strings.Split(text, "\n") }

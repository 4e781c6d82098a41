// Package duty has the pages of what the office owes on its own account 职责: what a unit owes and by when, one occurrence with its
// evidence and its acts, the board and the calendar of a year, and the shifts of the next weeks.
package duty

import (
	"context"
	"embed"
	"io/fs"
	"net/http"
	"net/url"
	"strings"
	"time"

	"linli/casefile"
	"linli/duty"
	"linli/office"
	"linli/platform/access"
	"linli/platform/document"
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
	Duty   *duty.Service
	Office *office.Service
	Render *page.Renderer
	Texts  *i18n.Bundle
	// Unanswered reports whether a complaint about a unit would find nobody in the whole office who may answer it.
	Unanswered func(ctx context.Context, tenant, unit id.ID) (bool, error)
	Browser    Browser
	Fonts      *document.Fonts
	Prove      Prove
}

// Pages serve duties to the staff. They are safe for use by many goroutines.
type Pages struct{ Options }

// New returns the pages.
func New(o Options) *Pages { return &Pages{o} }

// Routes are all addresses of this package.
func (p *Pages) Routes() []officepages.Route {
	return []officepages.Route{
		officepages.Staff("GET /duties", p.list),
		officepages.Staff("GET /duties/board", p.board),
		officepages.Staff("GET /duties/shifts", p.shifts),
		officepages.Staff("GET /duties/new", p.newForm),
		officepages.Staff("POST /duties/new", p.create),
		officepages.Staff("GET /duties/statements", p.statements),
		officepages.Staff("GET /duties/{duty}", p.show),
		officepages.Staff("GET /duties/{duty}/statement.pdf", p.statementPaper),
		officepages.Staff("GET /duties/{duty}/sign", p.signForm),
		officepages.Staff("POST /duties/{duty}/sign", p.signDrawn),
		officepages.Staff("POST /duties/{duty}/sign/passkey/begin", p.passkeyBegin),
		officepages.Staff("POST /duties/{duty}/sign/passkey", p.passkeySign),
		officepages.Staff("GET /duties/{duty}/files/{evidence}", p.file),
		officepages.Staff("GET /duties/{duty}/{event}", p.actForm),
		officepages.Staff("POST /duties/{duty}/{event}", p.act),
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
	units map[id.ID]string
}

func (p *Pages) words(ctx context.Context, tenant id.ID, l i18n.Locale) (words, error) {
	units, err := p.Office.UnitNames(ctx, tenant)
	return words{l, units}, err
}

func (p *Pages) wordsOf(r *http.Request) (words, error) {
	v := page.Of(r)
	return p.words(r.Context(), actor(r).Tenant, p.Texts.For(v.Language, v.Zone))
}

func (w words) t(key string, pairs ...any) string {
	args := fault.Args{}
	for i := 0; i+1 < len(pairs); i += 2 {
		args[pairs[i].(string)] = pairs[i+1]
	}
	return w.Text(key, args)
}

func (w words) in(l rulebook.Label) string { return l.In(string(w.Language)) }

// postKey is where the name of a post stands.
const postKey = "office.post.kind."

// post is a post of the rulebook: one of the unit, or of the unit above.
func (w words) post(x rulebook.Post) string {
	name, above := strings.CutPrefix(string(x), "parent.")
	if above {
		return w.t("duty.post.above", "post", w.t(postKey+name))
	}
	return w.t(postKey + name)
}

// state is how an occurrence stands, as a list shows it.
func (w words) state(c *duty.Case, last, now time.Time) page.Tag {
	switch {
	case c.State == duty.Due && now.After(last):
		return page.Tag{Text: w.t("duty.state.overdue"), Classes: "govuk-tag--red"}
	case c.Late && c.State != duty.Due:
		return page.Tag{Text: w.t("duty.state." + string(c.State) + "_late"), Classes: "govuk-tag--orange"}
	}
	colour := map[duty.State]string{duty.Due: "blue", duty.Done: "yellow", duty.Checked: "green", duty.Missed: "red", duty.Void: "grey"}[c.State]
	return page.Tag{Text: w.t("duty.state." + string(c.State)), Classes: "govuk-tag--" + colour}
}

// lastDay is the day within which the instant ends.
func lastDay(t time.Time) time.Time { return t.Add(-time.Microsecond) }

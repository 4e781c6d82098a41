// Package breach has the pages of the register of breaches: where the privacy officer enters one, names the cases that it
// touched and writes down who was told, where a second person lets the words for the parties go, and the register on paper for
// the authority.
//
// Wiring:
//
//	pages := breach.New(breach.Options{…})   // Templates() goes into the page.Renderer first
//	pages.Register(mux)                      // Routes() lists the routes for the authorization test
package breach

import (
	"context"
	"embed"
	"io/fs"
	"net/http"
	"time"

	"linli/casefile/breach"
	"linli/office"
	"linli/platform/access"
	"linli/platform/document"
	"linli/platform/fault"
	"linli/platform/i18n"
	"linli/platform/id"
	"linli/referral"
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
	Breaches *breach.Service
	Office   *office.Service
	Fonts    *document.Fonts
	Render   *page.Renderer
	Texts    *i18n.Bundle
	Browser  Browser
}

// Pages serve the register of breaches. They are safe for use by many goroutines.
type Pages struct{ Options }

// New returns the pages.
func New(o Options) *Pages { return &Pages{o} }

// Routes are all addresses of this package.
func (p *Pages) Routes() []officepages.Route {
	return []officepages.Route{
		officepages.Staff("GET /breaches", p.list),
		officepages.Staff("GET /breaches/new", p.newForm),
		officepages.Staff("POST /breaches/new", p.enter),
		officepages.Staff("GET /breaches/register.pdf", p.register),
		officepages.Staff("GET /breaches/{breach}", p.show),
		officepages.Staff("POST /breaches/{breach}", p.change),
		officepages.Staff("GET /breaches/{breach}/register.pdf", p.register),
		officepages.Staff("GET /breaches/{breach}/notice", p.notice),
		officepages.Staff("POST /breaches/{breach}/notice", p.decide),
	}
}

// Register puts the routes into a mux.
func (p *Pages) Register(mux *http.ServeMux) { officepages.Register(mux, p.Render, p.Routes()) }

func actor(r *http.Request) access.Actor { return officepages.Actor(r.Context()) }

func of(r *http.Request) (id.ID, error) {
	x, err := id.Parse(r.PathValue("breach"))
	if err != nil || x.IsZero() {
		return x, fault.New(fault.NotFound, "fault.not_found")
	}
	return x, nil
}

func at(x id.ID) string { return "/breaches/" + x.String() }

// words turn codes into what one reader reads.
type words struct {
	i18n.Locale
	rules *rulebook.Rulebook
	tree  office.Tree
}

func (p *Pages) words(ctx context.Context, tenant id.ID, lang i18n.Language) (*words, error) {
	rules, err := p.Breaches.Office.Rulebook(ctx, tenant, p.Breaches.Clock.Now())
	if err != nil {
		return nil, err
	}
	tree, err := p.Office.Tree(ctx, tenant)
	return &words{p.Texts.For(lang, rules.Zone), rules, tree}, err
}

func (w *words) t(key string) string { return w.Text(key, nil) }

func (w *words) unit(u id.ID) string {
	x, _ := w.tree.Unit(u)
	return x.Name
}

// code is what a case is called in the register: its number, that of the register it came from, or, where it has none, when
// it came in.
func (w *words) code(x breach.Row) string {
	switch {
	case x.Capability == report.Capability || x.Capability == referral.Capability:
		return w.Text("breach.unnumbered."+x.Capability, fault.Args{"unit": w.unit(x.Unit), "time": w.DateTime(x.Received)})
	case x.Number > 0:
		return w.rules.Mediation.Number.Format(w.unit(x.Unit), x.Year, x.Number)
	case x.Ref != "":
		return x.Ref
	}
	return w.Text("breach.unnumbered", fault.Args{"unit": w.unit(x.Unit), "time": w.DateTime(x.Received)})
}

func (w *words) kinds(codes []string) (out []string) {
	for _, c := range codes {
		out = append(out, w.t("breach.kind."+c))
	}
	return out
}

func (w *words) state(s breach.State) page.Tag {
	return page.Tag{Text: w.t("breach.state." + string(s)), Classes: map[breach.State]string{breach.Open: "govuk-tag--orange", breach.Waiting: "govuk-tag--yellow",
		breach.Told: "govuk-tag--blue", breach.Closed: "govuk-tag--grey"}[s]}
}

// clockTime reads a day of the form and a time of it, "14:30", as one instant; zero where either is none. Without a time it is
// the last minute of the day, and now on this day.
func clockTime(form *page.Form, name string, zone *time.Location, now time.Time) time.Time {
	day := form.Date(name, zone)
	if day.IsZero() {
		return day
	}
	typed := form.Value(name + "_time")
	if typed == "" {
		if end := day.AddDate(0, 0, 1).Add(-time.Minute); end.Before(now) || day.After(now) {
			return end
		}
		return now
	}
	t, err := time.Parse("15:04", typed)
	if err != nil {
		form.Add(name+"_time", "breach.field.time")
		return time.Time{}
	}
	return time.Date(day.Year(), day.Month(), day.Day(), t.Hour(), t.Minute(), 0, 0, zone)
}

// Package rulebook has the pages of the office's rules: where an administrator writes a new version of the rulebook, file by file or
// as a folder, sees what is wrong with it, what it changes and how its papers look; where a second person releases it; and the page
// on which everybody reads under which version the office works and what the next one says otherwise.
//
// Wiring:
//
//	pages := rulebook.New(rulebook.Options{…})   // Templates() goes into the page.Renderer first
//	pages.Register(mux)                          // Routes() lists the routes for the authorization test
package rulebook

import (
	"embed"
	"io/fs"
	"net/http"
	"strings"

	"linli/office"
	"linli/platform/access"
	"linli/platform/document"
	"linli/platform/i18n"
	"linli/platform/id"
	"linli/rulebook/release"
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
	Versions *release.Service
	Office   *office.Service
	Fonts    *document.Fonts
	Render   *page.Renderer
	Texts    *i18n.Bundle
	Browser  Browser
	Tenant   func(*http.Request) (office.Tenant, error) // whose rules everybody reads
}

// Pages serve the office's rules. They are safe for use by many goroutines.
type Pages struct{ Options }

// New returns the pages.
func New(o Options) *Pages { return &Pages{o} }

// Routes are all addresses of this package.
func (p *Pages) Routes() []officepages.Route {
	return []officepages.Route{
		officepages.Public("GET /rulebook", p.public),
		officepages.Staff("GET /office/rulebook", p.list),
		officepages.Staff("POST /office/rulebook", p.begin),
		officepages.Staff("GET /office/rulebook/{version}", p.show),
		officepages.Staff("POST /office/rulebook/{version}", p.change),
		officepages.Staff("GET /office/rulebook/{version}/changes", p.changes),
		officepages.Staff("POST /office/rulebook/{version}/changes", p.decide),
		officepages.Staff("GET /office/rulebook/{version}/folder.zip", p.folder),
		officepages.Staff("GET /office/rulebook/{version}/files/{file}", p.file),
		officepages.Staff("POST /office/rulebook/{version}/files/{file}", p.write),
		officepages.Staff("GET /office/rulebook/{version}/papers/{paper}", p.paper),
	}
}

// Register puts the routes into a mux.
func (p *Pages) Register(mux *http.ServeMux) { officepages.Register(mux, p.Render, p.Routes()) }

const home = "/office/rulebook"

func actor(r *http.Request) access.Actor { return officepages.Actor(r.Context()) }

// of is the version that the address names.
func of(r *http.Request) (id.ID, error) {
	x, err := id.Parse(r.PathValue("version"))
	if err != nil || x.IsZero() {
		return x, release.ErrNotFound
	}
	return x, nil
}

func at(x id.ID) string { return home + "/" + x.String() }

// inAddress is a file's name as one part of an address: no file of a rulebook has a ~ in its name.
func inAddress(name string) string { return strings.ReplaceAll(name, "/", "~") }

func fromAddress(part string) string { return strings.ReplaceAll(part, "~", "/") }

func (p *Pages) locale(r *http.Request) i18n.Locale {
	return p.Texts.For(page.Of(r).Language, page.Of(r).Zone)
}

func seeOther(w http.ResponseWriter, r *http.Request, to string) error {
	http.Redirect(w, r, to, http.StatusSeeOther) //nolint:gosec // a path of this site, of ids and names of files
	return nil
}

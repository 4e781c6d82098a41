// Package office has the pages on which staff sign in, look after their own account, and administer units, posts and
// accounts.
//
// Wiring:
//
//	pages, err := office.New(office.Options{…})   // Templates() goes into the page.Renderer first
//	pages.Register(mux)                           // the routes; Routes() lists them for the authorization test
//	handler = edge.Wrap(pages.Recognise(mux))     // Recognise finds out who is asking, for every page and for the API
//
// Behind Recognise, [Signed] tells a handler who is signed in and [Actor] whom to pass to a service.
//
// The browser's part of passkeys is web/design/js/passkey.js, a part of the script of every page. Without JavaScript the
// password and the code remain.
package office

import (
	"context"
	"embed"
	"io/fs"
	"net/http"
	"sync"

	"linli/office"
	"linli/office/digest"
	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/i18n"
	"linli/web/page"
)

//go:embed templates
var files embed.FS

// Templates are the pages of this package, for page.Config.
func Templates() (fs.FS, error) { return fs.Sub(files, "templates") }

// Browser is what linli leaves with a browser (edge.Edge).
type Browser interface {
	Session(r *http.Request) string                              // the session's token; empty if there is none
	SignIn(w http.ResponseWriter, token string, l i18n.Language) // keeps the token, the language and a fresh token against forgery
	SignOut(w http.ResponseWriter)
	Speak(w http.ResponseWriter, l i18n.Language) // keeps the language
	Notify(w http.ResponseWriter, key string)     // has the next page say what was achieved
	Await(w http.ResponseWriter, state string)    // keeps what an identity provider must bring back; empty takes it back
	Awaited(r *http.Request) string               // what was kept
	Client(r *http.Request) string                // names whoever asks, to slow guessing down; never logged
}

// Options are what the pages need.
type Options struct {
	Office  *office.Service
	Render  *page.Renderer
	Browser Browser
	Home    string // where one lands after signing in; empty is "/account"
	Outside string // where an account of an organisation lands, and what lies below is all that it has beside its own pages
	// Operation tells how the office runs; nil tells nothing.
	Operation Operation
	Digest    *digest.Service                                  // the daily mail to those who work here; nil: there is none
	Mails     func() bool                                      // whether this office sends mail
	Nav       func(*http.Request, office.SignedIn) []page.Link // the main places of whoever is signed in; may be nil
}

// Pages serve the office's pages. They are safe for use by many goroutines.
type Pages struct {
	Options
	zones sync.Map // IANA name → *time.Location
}

// New returns the pages.
func New(o Options) *Pages {
	if o.Home == "" {
		o.Home = "/account"
	}
	return &Pages{Options: o}
}

// Register puts the routes into a mux.
func (p *Pages) Register(mux *http.ServeMux) { Register(mux, p.Render, p.Routes()) }

type signedKey struct{}

// Signed returns who is signed in.
func Signed(ctx context.Context) (office.SignedIn, bool) {
	s, ok := ctx.Value(signedKey{}).(office.SignedIn)
	return s, ok
}

// Actor is whoever asks: the signed-in account, or the public.
func Actor(ctx context.Context) access.Actor {
	if s, ok := Signed(ctx); ok {
		return s.Actor
	}
	return access.Actor{Kind: access.Public, Via: office.Web}
}

// With returns a context in which somebody is signed in.
func With(ctx context.Context, s office.SignedIn) context.Context {
	return context.WithValue(ctx, signedKey{}, s)
}

// must is who is signed in on a page that is not open.
func must(r *http.Request) office.SignedIn {
	s, _ := Signed(r.Context())
	return s
}

// again shows a form with what is wrong with it, or hands the error on.
func (p *Pages) again(w http.ResponseWriter, r *http.Request, form *page.Form, err error, name string, data any) error {
	if f := fault.Of(err); f.Code == fault.Unauthenticated {
		form.Add(f.Field, f.Key)
	} else if !form.Take(err) {
		return err
	}
	status := form.Status()
	if f := fault.Of(err); f.Code == fault.Unauthenticated {
		status = http.StatusUnauthorized
	}
	p.Render.Render(w, r, status, name, data)
	return nil
}

func seeOther(w http.ResponseWriter, r *http.Request, to string) error {
	http.Redirect(w, r, to, http.StatusSeeOther) //nolint:gosec // a path of this site: of ids, or through onward
	return nil
}

// Package paper has the pages that go onto paper or come from it: the documents of a mediation on the screen and as PDF,
// its files, the slip, and the signatures under its agreement.
//
// Wiring:
//
//	pages := paper.New(paper.Options{…})   // Templates() goes into the page.Renderer first
//	pages.Register(mux)                    // Routes() lists the routes for the authorization test
//
// The same documents and files are the office's under /mediations/{id} and a party's under /r/{code}; [Options.Party] says
// whose slip is open there. What a reader may have is not decided here: package mediation/paper has the table of papers,
// and the mediation service the walls between the files. Whatever leaves the screen is written down as printed.
//
// A signature on the screen is drawn by whoever signs. A party does it on its own page, or on the office's device with its
// slip, and enters besides the one-time code that the office gave it for this text; then the act is the party's own and
// nobody else's. A colleague never draws for a colleague. Or a passkey signs: an account's own for a mediator and for the
// office's seal, and for a party one that its own device makes for this one signature. Without JavaScript, and for the
// subjects that the law keeps on paper, there is paper.
package paper

import (
	"context"
	"embed"
	"io/fs"
	"net/http"
	"net/url"

	"linli/casefile"
	"linli/mediation"
	"linli/mediation/paper"
	"linli/office"
	"linli/platform/access"
	"linli/platform/clock"
	"linli/platform/i18n"
	"linli/platform/id"
	"linli/platform/ledger"
	officepages "linli/web/office"
	"linli/web/page"
)

//go:embed templates static
var files embed.FS

// Templates are the pages of this package, for page.Config.
func Templates() (fs.FS, error) { return fs.Sub(files, "templates") }

// Browser is what these pages leave with a browser (edge.Edge).
type Browser interface {
	Notify(w http.ResponseWriter, key string) // has the next page say what was achieved
}

// Device keeps what a browser's device is used with (edge.Edge).
type Device interface {
	Keep(w http.ResponseWriter, name, value string)
}

// Options are what the pages need. All of them are needed except where it says otherwise.
type Options struct {
	Mediation *mediation.Service
	Office    *office.Service
	Press     *paper.Press
	Desk      *paper.Desk
	Render    *page.Renderer
	Texts     *i18n.Bundle
	Browser   Browser
	Device    Device
	Clock     clock.Clock
	Origin    *url.URL // the public origin, to which the codes on paper lead

	// Party is who has opened /r/{code} in this browser; an error where nobody has. It also makes the visit a resident's.
	Party func(*http.Request) (access.Actor, error)

	// Frame gives a page the head of the party's own pages, with its places and the way out; nil leaves the head bare.
	Frame func(r *http.Request, o *mediation.Opened, party id.ID) error

	// Tenant is the office whose home this address shows; nil offers the public no form.
	Tenant func(*http.Request) (office.Tenant, error)

	// Receipt signs the receipt of an event for the holder of a code; nil offers none.
	Receipt func(ctx context.Context, tenant id.ID, code id.Code, e casefile.Event) (ledger.Receipt, error)
}

// Pages serve papers, files and signatures. They are safe for use by many goroutines.
type Pages struct{ Options }

// New returns the pages.
func New(o Options) *Pages { return &Pages{o} }

// Kind says whom a route answers.
type Kind int

// The kinds of routes.
const (
	Open  Kind = iota // anybody: it gives nothing of a case
	Desk              // whoever is signed in at the office, about no case
	Staff             // whoever is signed in at the office
	Party             // whoever has opened the case with a slip
)

// Route is one address.
type Route struct {
	Pattern string // of http.ServeMux
	Kind    Kind
	Handle  func(http.ResponseWriter, *http.Request, reader) error
}

// Routes are all addresses of this package.
func (p *Pages) Routes() []Route {
	return []Route{
		{"GET /signature.js", Open, p.script},

		{"GET /forms", Desk, p.forms},
		{"GET /forms/{form}", Desk, p.form},
		{"GET /apply/form.pdf", Open, p.application},

		{"GET /mediations/{id}/papers", Staff, p.list},
		{"GET /mediations/{id}/papers/{paper}", Staff, p.paper},
		{"GET /mediations/{id}/demands/{demand}/papers.pdf", Staff, p.demandPapers},
		{"GET /mediations/{id}/demands/{demand}/order", Staff, p.demandOrder},
		{"POST /mediations/{id}/files", Staff, p.upload},
		{"GET /mediations/{id}/files/{file}", Staff, p.download},
		{"GET /mediations/{id}/signature/{act}", Staff, p.signForm},
		{"POST /mediations/{id}/signature/{act}", Staff, p.sign},
		{"POST /mediations/{id}/signature/{act}/code", Staff, p.giveCode},
		{"POST /mediations/{id}/signature/{act}/passkey/begin", Staff, p.passkeyBegin},
		{"POST /mediations/{id}/signature/{act}/passkey", Staff, p.passkeySign},
		{"POST /mediations/{id}/slip/print", Staff, p.slip},
		{"POST /mediations/{id}/slip/receipt", Staff, p.slipReceipt},

		{"GET /r/{code}/papers/{paper}", Party, p.paper},
		{"GET /r/{code}/receipt.pdf", Party, p.receipt},
		{"GET /r/{code}/my-file", Party, p.myFileForm},
		{"POST /r/{code}/my-file", Party, p.myFile},
		{"GET /r/{code}/files", Party, p.files},
		{"POST /r/{code}/files", Party, p.upload},
		{"GET /r/{code}/files/{file}", Party, p.download},
		{"GET /r/{code}/signature", Party, p.signForm},
		{"POST /r/{code}/signature", Party, p.sign},
		{"POST /r/{code}/signature/passkey/begin", Party, p.passkeyBegin},
		{"POST /r/{code}/signature/passkey", Party, p.passkeySign},
		{"POST /r/{code}/slip/print", Open, p.slip}, // code and passphrase are proof enough, and there may be no session yet
	}
}

// Register puts the routes into a mux.
func (p *Pages) Register(mux *http.ServeMux) {
	for _, route := range p.Routes() {
		mux.Handle(route.Pattern, p.serve(route))
	}
}

// serve is the one place where what a handler returns becomes a page.
func (p *Pages) serve(route Route) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		who, err := p.reader(r, route.Kind)
		if err == nil {
			err = route.Handle(w, r, who)
		} else if r.Method == http.MethodGet && !page.WantsJSON(r) && isSignIn(err) {
			to := "/r/" + url.PathEscape(r.PathValue("code"))
			if route.Kind == Staff || route.Kind == Desk {
				to = "/sign-in?next=" + url.QueryEscape(r.URL.Path)
			}
			http.Redirect(w, r, to, http.StatusSeeOther)
			return
		}
		if err != nil {
			p.Render.RenderError(w, r, err)
		}
	})
}

// reader is who asks, and for which case.
type reader struct {
	access.Actor
	Of   id.ID  // the case
	Own  id.ID  // the party where a party asks; zero for the office
	Base string // address of the case for this reader
}

// frame puts the party's own places into the head of a page of a party.
func (p *Pages) frame(r *http.Request, who reader, o *mediation.Opened) error {
	if who.Own.IsZero() || p.Frame == nil {
		return nil
	}
	return p.Frame(r, o, who.Own)
}

func (p *Pages) reader(r *http.Request, k Kind) (reader, error) {
	signed, ok := officepages.Signed(r.Context())
	switch {
	case k != Desk && k != Staff:
	case !ok:
		return reader{}, access.ErrSignIn
	case signed.Actor.Kind != access.Staff:
		return reader{}, access.ErrNotFound
	}
	switch k {
	case Desk:
		return reader{Actor: signed.Actor}, nil
	case Staff:
		c, err := id.Parse(r.PathValue("id"))
		if err != nil || c.IsZero() {
			return reader{}, mediation.ErrNotFound
		}
		return reader{Actor: signed.Actor, Of: c, Base: "/mediations/" + c.String()}, nil
	case Party:
		a, err := p.Party(r)
		return reader{Actor: a, Of: a.Case, Own: a.Party, Base: "/r/" + url.PathEscape(r.PathValue("code"))}, err
	}
	return reader{}, nil
}

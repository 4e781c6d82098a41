// Package resident has the pages of the people whose cases linli holds: the public home, an application for mediation,
// or a complaint, and a party's or an author's own page behind a tracking code 查询码 and a passphrase 查询口令.
//
// Whoever reads these pages may be upset, on an old phone, or afraid of somebody in the same room. So: one thing a page,
// no account, nothing that needs a script (the one module reads a passphrase from the fragment of a slip's address), a
// quick exit on each page, neutral words in the browser's tab, and an end to the mediation that is never further away
// than the beginning was.
//
// Wiring:
//
//	pages, err := resident.New(resident.Options{…})   // Templates() goes into the page.Renderer first
//	pages.Register(mux)                               // Routes() lists the routes for the authorization test
//	pages.Resident(r)                                 // who is signed in under /r/{code}, for web/paper
//
// Opening /r/CODE writes nothing anywhere: a session is a sealed token in the browser's cookie, bound to the slip that
// opened it, so that a slip that is replaced ends it. Leaving gives the slip another random number, without which no
// token of before is good any more, in whatever browser: it ends every session of that slip, also one that the same
// person has open elsewhere. A copied token that is not left dies half an hour after it was last used, and four hours
// after the sign-in whatever is done with it: linli keeps no list of sessions by which it could tell two browsers apart.
package resident

import (
	"context"
	"crypto/cipher"
	"embed"
	"errors"
	"io/fs"
	"net/http"
	"net/url"
	"sync"

	"linli/casefile"
	"linli/casefile/breach"
	"linli/insight/survey"
	"linli/mediation"
	"linli/mediation/paper"
	"linli/office"
	"linli/platform/access"
	"linli/platform/clock"
	"linli/platform/document"
	"linli/platform/i18n"
	"linli/platform/id"
	"linli/platform/ledger"
	"linli/platform/tiles"
	"linli/referral"
	"linli/report"
	"linli/rulebook"
	"linli/web/edge"
	webledger "linli/web/ledger"
	"linli/web/page"
	"linli/web/static"
)

//go:embed templates static
var files embed.FS

// Templates are the pages of this package, for page.Config.
func Templates() (fs.FS, error) { return fs.Sub(files, "templates") }

// Options are what the pages need. All of them are needed except where it says otherwise.
type Options struct {
	Mediation *mediation.Service
	Report    *report.Service
	Referral  *referral.Service
	Office    *office.Service
	Ledger    webledger.Ledger
	Survey    *survey.Service
	Render    *page.Renderer
	Texts     *i18n.Bundle
	Edge      *edge.Edge
	Limiter   *edge.Limiter // of sign-ins, applications and passphrases, per address; nobody is ever locked out
	Flood     *edge.Flood   // asks for patience when more applications and complaints come in than people send; nil never asks
	Clock     clock.Clock
	Origin    *url.URL // the public origin, which a slip's QR code leads to
	Key       []byte   // at least 32 secret bytes, the same in all processes; sessions hang on it

	// Listed are the mediators of a unit who agreed to be listed, whom a complaint can name by choosing.
	Listed func(ctx context.Context, tenant, unit id.ID) ([]Mediator, error)

	// Tenant is the office whose home this address shows. What stands under /r/ belongs to the tenant of the code's tag.
	Tenant func(*http.Request) (office.Tenant, error)

	Map    *tiles.Archive // the office's base map, on which a place can be chosen; nil: there is none
	Prover *paper.Prover  // writes and reads the codes on papers
	Fonts  *document.Fonts
	Assets *static.Assets // the built files, for the script that keeps a form without a line

	// Mailboxes bounds how often one mailbox is asked whether it is the reporter's: somebody else's address may have been typed. nil: nothing does.
	Mailboxes *edge.Limiter

	Mails func() bool   // whether a mail server is set, so that an address that somebody leaves is used; nil: it is
	Exit  string        // where the quick exit leads; empty is [Exit]
	Build func() string // the hash of the running program, for /transparency; empty leaves it out

	// Receipt signs the receipt of an event, with the proof if there is one already; nil offers none.
	Receipt func(ctx context.Context, tenant id.ID, code id.Code, e casefile.Event) (ledger.Receipt, error)
	// Counters are the published counts of an office (exports, emergency accesses, legal demands, erasures), of what the
	// program has and counts; nil shows none.
	Counters func(ctx context.Context, tenant id.ID) ([]Counter, error)

	// Inspected are the papers of the rulebook of an inspection, whose codes lead to /verify too; nil: there are none. Error: a
	// fault.NotFound for what is no inspection.
	Inspected func(ctx context.Context, tenant, c id.ID) ([]rulebook.Document, error)
	// Owed reports whether a case is a duty of the office, whose statement leads to /verify too; nil: there are none.
	Owed func(ctx context.Context, tenant, c id.ID) bool
	// Breaches are what the people of a case are told of breaches that touched it or one of its parts; nil: nothing.
	Breaches func(ctx context.Context, tenant, of id.ID, parts ...id.ID) ([]breach.Message, error)
}

// Counter is one published count.
type Counter struct {
	Key   string // message key of what is counted
	N     int64
	Under int64 // not zero: fewer than this, and how many is not said
}

// Pages serve the residents' pages. They are safe for use by many goroutines.
type Pages struct {
	Options
	seal  cipher.AEAD
	zones sync.Map // IANA name → *time.Location
}

// leastKey is the shortest key, in bytes.
const leastKey = 32

// New returns the pages.
func New(o Options) (*Pages, error) {
	if len(o.Key) < leastKey {
		return nil, errors.New("resident: the key is shorter than 32 bytes")
	}
	if o.Exit == "" {
		o.Exit = Exit
	}
	seal, err := newSeal(o.Key)
	if err != nil {
		return nil, err
	}
	return &Pages{Options: o, seal: seal}, nil
}

// Kind says what a route needs of the reader.
type Kind int

// The kinds of routes.
const (
	Open     Kind = iota // anybody, and the page says which office it is
	Discreet             // anybody; with the quick exit and without the office's name
	Own                  // the party whose slip is open in this browser
)

// Route is one address.
type Route struct {
	Pattern string // of http.ServeMux
	Kind    Kind
	Limited bool // counts against the reader's address
	Handle  func(http.ResponseWriter, *http.Request) error
}

// Register puts the routes into a mux.
func (p *Pages) Register(mux *http.ServeMux) {
	for _, route := range p.Routes() {
		mux.Handle(route.Pattern, p.serve(route))
	}
}

// public is whoever applies: a resident without a case yet.
func public(r *http.Request, tenant id.ID) access.Actor {
	return access.Actor{Kind: access.Resident, Tenant: tenant, Via: office.Web, Language: string(page.Of(r).Language)}
}

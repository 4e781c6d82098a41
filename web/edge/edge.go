// Package edge stands between the network and the handlers.
//
// It refuses what must not come in (plain http off this machine, foreign hosts, forged and oversize requests), gives each
// request its number, its language and its token, sets the headers that keep a browser from being turned against its
// user, and logs what happened without saying to whom: no address, no query, no tracking code.
package edge

import (
	"errors"
	"log/slog"
	"net/http"
	"net/netip"
	"net/url"
	"sync/atomic"

	"linli/platform/clock"
	"linli/platform/gate"
	"linli/platform/i18n"
	"linli/web/page"
)

// Config is what an Edge needs.
type Config struct {
	Origin      *url.URL       // the public origin, LINLI_URL; https, or http on this machine only
	Key         []byte         // at least 32 secret bytes, the same in all processes of an installation; tokens hang on it
	Trusted     []netip.Prefix // proxies whose X-Forwarded-For and X-Forwarded-Proto count
	Pages       *page.Renderer
	Texts       *i18n.Bundle
	Language    func(*http.Request) i18n.Language // of whoever asks for none that linli speaks; nil is English
	Clock       clock.Clock
	Log         *slog.Logger // nil is slog.Default()
	Turns       *gate.Gate   // lets reads take turns while somebody writes; nil lets all come
	BodyLimit   int64        // bytes of a request without files; 0 is 1 MiB
	UploadLimit int64        // bytes of a request with files; 0 is 32 MiB

	// Prepare tells of a visit what its address alone says: that only programs come there, that it has the quick exit. It is
	// asked before anything can refuse the request, so that every refusal knows it, too. nil tells nothing.
	Prepare func(r *http.Request, v *page.Visit)
}

// Edge holds the configuration that its parts share. It is safe for concurrent use.
type Edge struct {
	config  Config
	Cookies Cookies
	origins *http.CrossOriginProtection
	uploads atomic.Int64 // bytes of files that are held at this moment
}

// Limits in bytes where the configuration says nothing.
const (
	defaultBody   = 1 << 20
	defaultUpload = 32 << 20
	leastKey      = 32
)

// New checks the configuration: without https the origin must be on this machine.
func New(c Config) (*Edge, error) {
	switch {
	case c.Origin == nil || c.Origin.Host == "":
		return nil, errors.New("edge: the public origin is not set")
	case c.Origin.Scheme != "https" && !(c.Origin.Scheme == "http" && isLoopbackHost(c.Origin.Host)):
		return nil, errors.New("edge: the public origin must be https, or http on this machine")
	case len(c.Key) < leastKey:
		return nil, errors.New("edge: the key is shorter than 32 bytes")
	}
	if c.Log == nil {
		c.Log = slog.Default()
	}
	if c.BodyLimit == 0 {
		c.BodyLimit = defaultBody
	}
	if c.UploadLimit == 0 {
		c.UploadLimit = defaultUpload
	}
	e := &Edge{config: c, Cookies: Cookies{secure: c.Origin.Scheme == "https"}, origins: http.NewCrossOriginProtection()}
	if err := e.origins.AddTrustedOrigin(c.Origin.Scheme + "://" + c.Origin.Host); err != nil {
		return nil, errors.New("edge: the public origin is not an origin")
	}
	return e, nil
}

// Wrap puts the whole edge before a handler. The outermost part stands first.
func (e *Edge) Wrap(next http.Handler) http.Handler {
	next = e.turns(next)
	next = e.forgery(next)
	next = e.limits(next)
	next = e.transport(next)
	next = e.recovery(next)
	next = e.visit(next)
	next = e.headers(next)
	next = e.log(next)
	return e.number(next)
}

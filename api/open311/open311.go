package open311

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"path"
	"strings"
	"time"

	"linli/office"
	"linli/platform/clock"
	"linli/platform/fault"
	"linli/platform/georeport"
	"linli/platform/i18n"
	"linli/platform/id"
	"linli/report"
)

// Prefix is where all of it lies.
const Prefix = "/open311/"

// Office is what the interface needs to know of the offices.
type Office interface {
	Tenants(ctx context.Context) ([]office.Tenant, error)
	Tree(ctx context.Context, tenant id.ID) (office.Tree, error)
	// ProgramOf turns an api_key into the program that asks.
	ProgramOf(ctx context.Context, key string) (office.Program, error)
}

// Options are what the interface is made of.
type Options struct {
	Report *report.Service
	Office Office
	Origin *url.URL
	// Picture is the address at which everybody sees the first photograph of a published report; "" where an office has no public
	// pages here. nil: none has.
	Picture func(r *http.Request, tenant, publicID id.ID) string
	Test    bool // nothing that is reported here is acted on: a demonstration
	Texts   *i18n.Bundle
	Clock   clock.Clock
	Log     *slog.Logger // nil: slog's default

	// Allow says whether a program may file now, and if not how long it should wait. nil: always.
	Allow func(program id.ID) (ok bool, wait time.Duration)
}

// Server answers everything under [Prefix].
type Server struct{ Options }

// New builds the interface.
func New(o Options) *Server {
	if o.Log == nil {
		o.Log = slog.Default()
	}
	if o.Picture == nil {
		o.Picture = func(*http.Request, id.ID, id.ID) string { return "" }
	}
	return &Server{o}
}

// Route is one address without its ending.
type Route struct {
	Method, Path string // with "{id}" for a part that differs
	answer       func(*Server, *call) error
}

// Routes are all addresses; each ends in .xml or .json.
func Routes() []Route {
	return []Route{
		{http.MethodGet, Prefix + "discovery", (*Server).discovery},
		{http.MethodGet, Prefix + "v2/services", (*Server).services},
		{http.MethodGet, Prefix + "v2/services/{id}", (*Server).definition},
		{http.MethodGet, Prefix + "v2/requests", (*Server).requests},
		{http.MethodPost, Prefix + "v2/requests", (*Server).file},
		{http.MethodGet, Prefix + "v2/requests/{id}", (*Server).request},
		{http.MethodGet, Prefix + "v2/tokens/{id}", (*Server).token},
		{http.MethodGet, Prefix + "v2/servicerequestupdates", (*Server).updates},
		{http.MethodPost, Prefix + "v2/servicerequestupdates", (*Server).update},
	}
}

// call is one request on its way.
type call struct {
	http   *http.Request
	out    http.ResponseWriter
	format georeport.Format
	part   string // the part of the address that differs
	values url.Values
	words  i18n.Locale
	lang   i18n.Language
}

// ServeHTTP answers a request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	c := &call{http: r, out: w, values: r.URL.Query(), lang: s.language(r)}
	c.words = s.Texts.For(c.lang, time.UTC)
	ending := path.Ext(r.URL.Path)
	c.format = georeport.Format(strings.TrimPrefix(ending, "."))
	known := c.format == georeport.XML || c.format == georeport.JSON
	if !known {
		c.format = georeport.XML
	}
	route, allow := find(r.Method, strings.TrimSuffix(r.URL.Path, ending), c)
	var err error
	switch {
	case !known || route == nil && allow == "":
		err = fault.New(fault.NotFound, "open311.no_route")
	case route == nil:
		w.Header().Set("Allow", allow)
		err = fault.New(fault.Invalid, "open311.method").With(fault.Args{"allow": allow})
	default:
		err = route.answer(s, c)
	}
	if err != nil {
		s.refuse(c, err) //nolint:contextcheck // the request has it
	}
}

// find finds the route of an address, and puts the part of it that differs into the call; allow names the methods of an address
// that takes others.
func find(method, address string, c *call) (route *Route, allow string) {
	if method == http.MethodHead {
		method = http.MethodGet
	}
	var methods []string
	for _, x := range Routes() {
		stem, differs := strings.CutSuffix(x.Path, "{id}")
		part, fits := strings.CutPrefix(address, stem)
		if !fits || differs == (part == "") || strings.Contains(part, "/") {
			continue
		}
		if x.Method == method {
			c.part = part
			return &x, ""
		}
		methods = append(methods, x.Method)
	}
	return nil, strings.Join(methods, ", ")
}

// language is the one that the client asks for, or the first of the only office.
func (s *Server) language(r *http.Request) i18n.Language {
	if asked := r.Header.Get("Accept-Language"); asked != "" {
		return s.Texts.Accept(asked)
	}
	if all, err := s.Office.Tenants(r.Context()); err == nil && len(all) > 0 && len(all[0].Languages) > 0 {
		l, _ := s.Texts.Parse(all[0].Languages[0])
		return l
	}
	return i18n.English
}

// send writes an answer. Everything that is answered here is public, so that a page of another site may read it, too.
func (c *call) send(status int, body []byte) error {
	h := c.out.Header()
	h.Set("Content-Type", c.format.ContentType())
	h.Set("Access-Control-Allow-Origin", "*")
	h.Set("Vary", "Accept-Language")
	c.out.WriteHeader(status)
	_, _ = c.out.Write(body) // who has gone needs no answer
	return nil
}

// refuse answers with the specification's errors: 404 for what is not there, 403 for a wrong api_key, 400 for everything else
// that a client can mend. A client that asks too often gets 429, and what linli is to blame for 500 or 503, so that a client
// tries again.
func (s *Server) refuse(c *call, err error) {
	var all fault.List
	if !errors.As(err, &all) {
		all = fault.List{fault.Of(err)}
	}
	status := 0
	var out []georeport.Error
	for _, f := range all {
		code := statusOf(f.Code)
		if code >= http.StatusInternalServerError {
			s.Log.ErrorContext(c.http.Context(), "open311", "error", err)
		}
		words := c.words.Text(f.Key, f.Args)
		if f.Field != "" {
			words = f.Field + ": " + words
		}
		out = append(out, georeport.Error{Code: code, Description: words})
		status = max(status, code)
	}
	_ = c.send(status, georeport.EncodeErrors(c.format, out))
}

func statusOf(code fault.Code) int {
	switch code {
	case fault.NotFound:
		return http.StatusNotFound
	case fault.Unauthenticated, fault.Forbidden:
		return http.StatusForbidden
	case fault.TooMany, fault.Unavailable, fault.Internal:
		return code.Status()
	default:
		return http.StatusBadRequest
	}
}

// Package api is linli's programming interface: JSON over HTTP under /api/v1, described by an OpenAPI 3.1 document that
// is served at /api/v1/openapi.json and committed beside this file.
//
// It holds no rule of its own: each capability's folder lists its routes, package route takes a request to them, and
// the capability's service checks who may do what, exactly as for the pages. There is no route, filter or parameter by
// person: a case is asked for by its id, a list by unit and state.
package api

import (
	"log/slog"
	"net/http"
	"strings"
	"sync"

	duties "linli/api/duty"
	figures "linli/api/insight"
	mediations "linli/api/mediation"
	promises "linli/api/promise"
	referrals "linli/api/referral"
	reports "linli/api/report"
	"linli/api/route"
	"linli/casefile/breach"
	"linli/duty"
	"linli/insight"
	"linli/mediation"
	"linli/platform/clock"
	"linli/platform/i18n"
	"linli/referral"
	"linli/report"
	"linli/report/inspection"
)

// Options are the services that the interface opens to programs.
type Options struct {
	Mediation  *mediation.Service
	Report     *report.Service
	Referral   *referral.Service
	Inspection *inspection.Service
	Duty       *duty.Service
	Breaches   *breach.Service
	Insight    *insight.Service
	Office     route.Office
	Texts      *i18n.Bundle
	Clock      clock.Clock
	Log        *slog.Logger // nil: slog's default
}

// API serves everything under /api/v1/.
type API struct {
	routes   []*route.Route
	desk     *route.Desk
	mux      *http.ServeMux
	document func() []byte // made when it is first asked for
}

// New builds the interface.
func New(o Options) *API {
	if o.Log == nil {
		o.Log = slog.Default()
	}
	a := &API{mux: http.NewServeMux(), desk: &route.Desk{Office: o.Office, Texts: o.Texts, Clock: o.Clock, Log: o.Log}}
	a.routes = (&mediations.Desk{Service: o.Mediation}).Routes()
	a.routes = append(a.routes, (&reports.Desk{Service: o.Report}).Routes()...)
	a.routes = append(a.routes, (&promises.Desk{Mediation: o.Mediation, Report: o.Report, Referral: o.Referral, Inspection: o.Inspection, Duty: o.Duty, Breaches: o.Breaches}).Routes()...)
	a.routes = append(a.routes, (&duties.Desk{Service: o.Duty}).Routes()...)
	a.routes = append(a.routes, (&referrals.Desk{Service: o.Referral}).Routes()...)
	a.routes = append(a.routes, figures.Routes(o.Insight)...)
	for _, r := range a.routes {
		a.mux.HandleFunc(r.Method+" "+r.Path, a.desk.Serve(r))
	}
	a.document = sync.OnceValue(func() []byte { return document(a.routes) })
	a.mux.HandleFunc("GET "+route.Prefix+"/openapi.json", a.serveDocument)
	return a
}

// Routes are all routes of the interface but the one that serves its document.
func (a *API) Routes() []*route.Route { return a.routes }

// Document is the OpenAPI 3.1 document.
func (a *API) Document() []byte { return a.document() }

// ServeHTTP answers every request under /api/v1/, also those that no route takes.
func (a *API) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if _, pattern := a.mux.Handler(r); pattern == "" {
		a.desk.Refuse(w, r, strings.Join(a.allowed(r), ", "))
		return
	}
	a.mux.ServeHTTP(w, r)
}

// allowed are the methods with which the path of a request can be asked for.
func (a *API) allowed(r *http.Request) []string {
	var out []string
	for _, method := range []string{http.MethodGet, http.MethodHead, http.MethodPost} {
		other := &http.Request{Method: method, URL: r.URL, Host: r.Host}
		if _, pattern := a.mux.Handler(other); pattern != "" {
			out = append(out, method)
		}
	}
	return out
}

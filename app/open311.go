package app

import (
	"net/http"
	"net/netip"
	"net/url"
	"time"

	"linli/api/open311"
	"linli/platform/id"
	"linli/web/edge"
)

// How often a program may file reports: a city's app on a busy day stays below it.
const (
	programsPerMinute = 120
	programsBurst     = 240
)

// open311 answers other programs. A key stands in the limiter's table in an address's place, and like an address as a code
// only.
func (a *App) open311(origin *url.URL) http.Handler {
	limiter := edge.NewLimiter(a.Clock, programsPerMinute, programsBurst)
	return open311.New(open311.Options{Report: a.Report, Office: a.Office, Origin: origin, Test: a.Config.Demo, Texts: a.Texts, Clock: a.Clock, Log: a.Log,
		Allow: func(key id.ID) (bool, time.Duration) { return limiter.Allow(netip.AddrFrom16(key)) }})
}

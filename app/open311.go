package app

import (
	"net/http"
	"net/netip"
	"net/url"
	"time"

	"linli/api/open311"
	"linli/platform/id"
	"linli/web/edge"
	reportedpages "linli/web/reported"
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
		Picture: func(r *http.Request, tenant, publicID id.ID) string {
			if home, err := a.home(r); err != nil || home.ID != tenant {
				return ""
			}
			return origin.JoinPath(reportedpages.PictureOf(publicID, 1)).String()
		},
		Allow: func(key id.ID) (bool, time.Duration) { return limiter.Allow(netip.AddrFrom16(key)) }})
}

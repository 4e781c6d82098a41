package app

import (
	"net/http"
	"net/url"
	"strings"

	"linli/casefile/bundle"
	"linli/mediation"
	"linli/mediation/paper"
	"linli/platform/document"
	"linli/platform/id"
	"linli/report"
	reportpaper "linli/report/paper"
	asidepages "linli/web/aside"
	breachpages "linli/web/breach"
	bundlepages "linli/web/bundle"
	dutypages "linli/web/duty"
	helppages "linli/web/help"
	insightpages "linli/web/insight"
	inspectionpages "linli/web/inspection"
	invitationpages "linli/web/invitation"
	officepages "linli/web/office"
	paperpages "linli/web/paper"
	residentpages "linli/web/resident"
	rulebookpages "linli/web/rulebook"
)

// papers puts papers, files and signatures into the site, and the pages of requests for help, which print too.
func (a *App) papers(s *Site, origin *url.URL, residents *residentpages.Pages, prover *paper.Prover) error {
	fonts, err := document.LoadFonts(document.Shipped())
	if err != nil {
		return err
	}
	residents.Fonts = fonts
	press := paper.NewPress(fonts, a.Texts)
	invitationpages.New(invitationpages.Options{Outreach: a.Outreach, Office: a.Office, Press: press, Render: s.Pages, Texts: a.Texts, Browser: s.Edge, Origin: origin,
		Tenant: a.home}).Register(s.Mux)
	insightpages.New(insightpages.Options{Insight: a.Insight, Survey: a.Survey, Office: a.Office, Render: s.Pages, Texts: a.Texts, Fonts: fonts, Origin: origin, Home: a.home, Behind: a.behind}).Register(s.Mux)
	breachpages.New(breachpages.Options{Breaches: a.Breaches, Office: a.Office, Fonts: fonts, Render: s.Pages, Texts: a.Texts, Browser: s.Edge}).Register(s.Mux)
	asidepages.New(asidepages.Options{Report: a.Report, Referral: a.Referral, Office: a.Office, Fonts: fonts, Render: s.Pages, Texts: a.Texts, Browser: s.Edge}).Register(s.Mux)
	rulebookpages.New(rulebookpages.Options{Versions: a.Versions, Office: a.Office, Fonts: fonts, Render: s.Pages, Texts: a.Texts, Browser: s.Edge, Tenant: a.home}).Register(s.Mux)
	inspections := inspectionpages.New(inspectionpages.Options{Inspect: a.Inspect, Office: a.Office, Render: s.Pages, Texts: a.Texts, Browser: s.Edge, Fonts: fonts, Prover: prover, Origin: origin,
		Map: a.Map, Tenant: a.home})
	inspections.Register(s.Mux)
	s.offline = append(s.offline, inspections.Offline()...)
	verify := origin.JoinPath("verify").String()
	desk := &paper.Desk{Office: a.Office, Prover: prover, Verify: verify, Clock: a.Clock}
	prove := func(tenant, c id.ID, docs []*document.Doc, opts *document.Options) error {
		x, err := prover.Of(tenant, c, paper.Whole, docs, opts)
		opts.VerifyURL, opts.Mark = verify+"/"+prover.Seal(x, nil), x.Fingerprint()
		return err
	}
	dutypages.New(dutypages.Options{Duty: a.Duty, Office: a.Office, Render: s.Pages, Texts: a.Texts, Unanswered: a.Report.Unanswered, Browser: s.Edge,
		Fonts: fonts, Prove: prove}).Register(s.Mux)
	helppages.New(helppages.Options{Referral: a.Referral, Directory: a.Directory, Office: a.Office, Render: s.Pages, Texts: a.Texts, Edge: s.Edge, Flood: s.flood, Clock: a.Clock,
		Origin: origin, Exit: residentpages.Exit, Fonts: fonts, Tenant: a.home, Resident: residents.Resident, Prove: prove, Slip: residents.ShowSlip, Breaches: a.Breaches.OfCase}).Register(s.Mux)
	a.Bundles.Binders = map[string]bundle.Binder{
		mediation.Capability: &paper.Binder{Mediation: a.Mediation, Desk: desk, Press: press},
		report.Capability:    &reportpaper.Binder{Report: a.Report, Office: a.Office, Fonts: fonts, Texts: a.Texts, Clock: a.Clock, Prove: prove},
	}
	bundlepages.New(bundlepages.Options{Bundles: a.Bundles, Render: s.Pages, Texts: a.Texts, Clock: a.Clock}).Register(s.Mux)
	pages := paperpages.New(paperpages.Options{Mediation: a.Mediation, Office: a.Office, Press: press, Desk: desk, Render: s.Pages, Texts: a.Texts,
		Browser: officepages.NewBrowser(s.Edge, s.Edge.Client), Device: s.Edge, Clock: a.Clock, Origin: origin,
		Party: residents.Resident, Frame: residents.Frame, Receipt: a.Receipt, Tenant: a.home})
	inner := http.NewServeMux()
	pages.Register(inner)
	for _, route := range pages.Routes() { // whoever has no session proves itself with a passphrase: as slowly as at the door
		handler := http.Handler(inner)
		if strings.HasPrefix(route.Pattern, "POST /r/") {
			handler = s.Edge.Limit(s.limiter, inner)
		}
		s.Mux.Handle(route.Pattern, handler)
	}
	return nil
}

// prover writes and reads the codes on papers, with keys of this server.
func (a *App) prover() (*paper.Prover, error) {
	key, err := a.Stores.Operator.Derive("paper")
	if err != nil {
		return nil, err
	}
	return paper.NewProver(key)
}

package app

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"net"
	"net/http"
	"net/url"
	"runtime"
	"slices"
	"time"

	"linli/api"
	"linli/api/hsds"
	"linli/api/open311"
	"linli/api/route"
	"linli/office"
	"linli/platform/access"
	"linli/platform/document"
	"linli/platform/fault"
	"linli/platform/gate"
	"linli/platform/i18n"
	"linli/platform/id"
	"linli/store/dialect"
	asidepages "linli/web/aside"
	breachpages "linli/web/breach"
	bundlepages "linli/web/bundle"
	dutypages "linli/web/duty"
	"linli/web/edge"
	helppages "linli/web/help"
	insightpages "linli/web/insight"
	inspectionpages "linli/web/inspection"
	invitationpages "linli/web/invitation"
	ledgerpages "linli/web/ledger"
	"linli/web/maps"
	mediationpages "linli/web/mediation"
	officepages "linli/web/office"
	offlinepages "linli/web/offline"
	"linli/web/page"
	paperpages "linli/web/paper"
	recipientpages "linli/web/recipient"
	referralpages "linli/web/referral"
	reportpages "linli/web/report"
	reportedpages "linli/web/reported"
	residentpages "linli/web/resident"
	rosterpages "linli/web/roster"
	rulebookpages "linli/web/rulebook"
	"linli/web/static"
	stipendpages "linli/web/stipend"
	webhookpages "linli/web/webhook"
)

// stopGrace is how long a stop waits for requests that are being answered.
const stopGrace = 10 * time.Second

// ServeOptions say where and how to serve.
type ServeOptions struct {
	Listener net.Listener
	Metrics  net.Listener // the figures' own; nil: none
	Origin   *url.URL     // the public origin
	Ready    func()       // told when requests are answered; may be nil
	Settled  func()       // told when every deadline was looked at for the first time; may be nil
}

// Site is the whole of linli's web behind one handler.
type Site struct {
	Handler http.Handler
	Mux     *http.ServeMux
	Pages   *page.Renderer
	Edge    *edge.Edge

	limiter   *edge.Limiter       // of what a resident proves with a passphrase
	flood     *edge.Flood         // of what anybody sends without an account
	mailboxes *edge.Limiter       // of what asks a mailbox whether it is whose it is said to be
	offline   []offlinepages.Form // what can be filled in without a line
	assets    *static.Assets
}

// Serve answers requests and does the work beside them until ctx ends. What can be wrong with the settings is refused
// before o.Ready is told.
func (a *App) Serve(ctx context.Context, o ServeOptions) error {
	encryption, err := a.Config.certificate()
	if err != nil {
		return err
	}
	if err := a.rulebooksStand(ctx); err != nil {
		return err
	}
	site, err := a.Site(o.Origin)
	if err != nil {
		return err
	}
	handler := site.Handler
	if o.Metrics != nil {
		m := newMetrics()
		handler = m.watch(handler)
		go func() {
			if err := m.serve(ctx, o.Metrics); err != nil {
				a.Log.Error("the metrics' own listener", "error", err)
			}
		}()
	}
	server := edge.Server(o.Listener.Addr().String(), handler)
	work, stop := context.WithCancel(ctx)
	defer stop()
	worked := make(chan struct{})
	go func() {
		defer close(worked)
		a.Work(work, o.Settled)
	}()
	failed := make(chan error, 1)
	go func() {
		if encryption != nil {
			server.TLSConfig = encryption
			failed <- server.ServeTLS(o.Listener, "", "")
		} else {
			failed <- server.Serve(o.Listener)
		}
	}()
	if o.Ready != nil {
		o.Ready()
	}
	select {
	case err = <-failed:
	case <-ctx.Done():
		end, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopGrace)
		defer cancel()
		err = server.Shutdown(end)
	}
	stop()
	<-worked
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return err
}

// Site builds the web: every page package, the API, the ledger and the assets behind one edge.
func (a *App) Site(origin *url.URL) (*Site, error) {
	assets, err := static.Open()
	if err != nil {
		return nil, err
	}
	templates, err := a.templates()
	if err != nil {
		return nil, err
	}
	pages, err := page.New(page.Config{Texts: a.Texts, Clock: a.Clock, Templates: templates, Asset: assets.URL, Log: a.Log})
	if err != nil {
		return nil, err
	}
	key, err := a.Stores.Operator.Derive("edge")
	if err != nil {
		return nil, err
	}
	trusted, err := a.Config.proxies()
	if err != nil {
		return nil, err
	}
	e, err := edge.New(edge.Config{Origin: origin, Key: key, Trusted: trusted, Pages: pages, Texts: a.Texts, Language: a.language,
		Clock: a.Clock, Log: a.Log, Turns: a.turns(), Prepare: prepare})
	if err != nil {
		return nil, err
	}
	s := &Site{Mux: http.NewServeMux(), Pages: pages, Edge: e, limiter: edge.NewLimiter(a.Clock, residentsPerMinute, residentsBurst),
		flood: edge.NewFlood(e, edge.FloodSettings{}), mailboxes: a.mailboxes(), assets: assets}
	browser := officepages.NewBrowser(e, e.Client)
	signIn := officepages.New(officepages.Options{Office: a.Office, Render: pages, Browser: browser, Home: "/due", Outside: helppages.Outside, Nav: a.nav, Operation: a.Operation(),
		Digest: a.Digest, Mails: func() bool { return a.Mailer != nil }})
	signIn.Register(s.Mux)
	cases := mediationpages.New(mediationpages.Options{Mediation: a.Mediation, Report: a.Report, Duty: a.Duty, Help: a.Referral, Inspect: a.Inspect, Office: a.Office, Render: pages, Texts: a.Texts, Browser: browser, Device: e,
		Survey: a.Survey, Breaches: a.Breaches, Notices: a.Queue, Origin: origin.Scheme + "://" + origin.Host})
	cases.Register(s.Mux)
	reports := reportpages.New(reportpages.Options{Report: a.Report, Office: a.Office, Render: pages, Texts: a.Texts, Browser: browser,
		Origin: origin.Scheme + "://" + origin.Host, Map: a.Map, Public: a.ExportReports})
	reports.Register(s.Mux)
	reportedpages.New(reportedpages.Options{Report: a.Report, Office: a.Office, Render: pages, Texts: a.Texts, Clock: a.Clock, Origin: origin, Map: a.Map, Tenant: a.home,
		Follows: a.Follows, Mails: func() bool { return a.Mailer != nil }, Flood: s.flood, Mailboxes: s.mailboxes, Fits: func(address string) bool { return a.FollowsOut.Fits(address) }}).Register(s.Mux)
	rosterpages.New(rosterpages.Options{Roster: a.Roster, Mediation: a.Mediation, Office: a.Office, Render: pages, Texts: a.Texts, Browser: e, Tenant: a.home}).Register(s.Mux)
	referralpages.New(referralpages.Options{Directory: a.Directory, Office: a.Office, Render: pages, Texts: a.Texts, Browser: e, Tenant: a.home, Map: a.Map, Places: a.publicPlaces}).Register(s.Mux)
	recipientpages.New(recipientpages.Options{Recipients: a.Recipients, Report: a.Report, Render: pages, Texts: a.Texts, Browser: browser}).Register(s.Mux)
	webhookpages.New(webhookpages.Options{Webhooks: a.Webhooks, Render: pages, Texts: a.Texts, Browser: e}).Register(s.Mux)
	stipendpages.New(stipendpages.Options{Stipends: a.Stipends, Office: a.Office, Render: pages, Texts: a.Texts, Browser: e}).Register(s.Mux)
	if err := a.residents(s, origin, cases); err != nil {
		return nil, err
	}
	s.offline = append(s.offline, slices.Concat(cases.Offline(), reports.Offline())...)
	offlinepages.New(offlinepages.Options{Forms: s.offline, Office: a.Office, Render: pages, Texts: a.Texts, Browser: e, Assets: assets}).Register(s.Mux)
	ledgerpages.New(a.Ledger, a.tenantBySlug, pages.RenderError).Register(s.Mux)
	s.Mux.Handle("GET "+static.Prefix, assets)
	s.Mux.Handle(maps.Pattern, maps.Tiles(a.Map, pages.RenderError))
	s.Mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("ok\n")) })
	s.Mux.HandleFunc("GET /readyz", a.ready)
	s.Mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		pages.RenderError(w, r, fault.New(fault.NotFound, "fault.not_found"))
	})
	// The API finds out by itself who asks; pages and API stand side by side so that neither pays for the other.
	front := http.NewServeMux()
	front.Handle("/api/v1/", api.New(a.Programs()))
	front.Handle(hsds.Prefix, (&hsds.API{Directory: a.Directory, Tenant: a.home, Origin: origin, Desk: &route.Desk{Texts: a.Texts, Clock: a.Clock, Log: a.Log}}).Handler())
	front.Handle(open311.Prefix, a.open311(origin))
	front.Handle("/", a.demo(signIn.Recognise(s.Mux)))
	s.Handler = e.Wrap(front)
	return s, nil
}

// turns leaves SQLite's one writer a core of its own. PostgreSQL's writers wait for the network, and so do its readers.
func (a *App) turns() *gate.Gate {
	if a.Stores.Cases.Engine() != dialect.SQLite {
		return nil
	}
	return gate.New(math.MaxInt, runtime.GOMAXPROCS(0)-1)
}

// residents puts the public's and the residents' pages into the site.
func (a *App) residents(s *Site, origin *url.URL, cases *mediationpages.Pages) error {
	key, err := a.Stores.Operator.Derive("resident")
	if err != nil {
		return err
	}
	prover, err := a.prover()
	if err != nil {
		return err
	}
	pages, err := residentpages.New(residentpages.Options{Mediation: a.Mediation, Survey: a.Survey, Office: a.Office, Ledger: a.Ledger, Render: s.Pages, Texts: a.Texts,
		Edge: s.Edge, Limiter: s.limiter, Flood: s.flood, Clock: a.Clock, Origin: origin, Key: key, Prover: prover, Map: a.Map, Mails: func() bool { return a.Mailer != nil }, Mailboxes: s.mailboxes, Assets: s.assets,
		Tenant: a.home, Build: BuildHash, Receipt: a.Receipt, Report: a.Report, Referral: a.Referral, Listed: a.listed, Inspected: a.inspected, Owed: a.ofDuty, Counters: a.counters, Breaches: a.Breaches.OfCase})
	if err != nil {
		return err
	}
	pages.Register(s.Mux)
	cases.Slip = pages.ShowSlip
	return a.papers(s, origin, pages, prover)
}

// How often one address may sign in or ask for a passphrase. An office behind one address fits into it.
const (
	residentsPerMinute = 20
	residentsBurst     = 40
)

// home is the office whose home an address without a code shows: the first one founded. What is shown of it is printed on its paper.
func (a *App) home(r *http.Request) (office.Tenant, error) {
	all, err := a.Office.Tenants(r.Context())
	if err != nil {
		return office.Tenant{}, err
	}
	if len(all) == 0 {
		return office.Tenant{}, fault.New(fault.NotFound, "fault.not_found")
	}
	page.Of(r).Sheet = document.Sheet(all[0].Rulebook)
	return all[0], nil
}

// language is the one that the office of this address names first.
func (a *App) language(r *http.Request) i18n.Language {
	t, err := a.home(r)
	if err != nil || len(t.Languages) == 0 {
		return i18n.English // nobody has been founded yet: whoever installs linli reads English
	}
	l, _ := a.Texts.Parse(t.Languages[0])
	return l
}

func (a *App) templates() ([]fs.FS, error) {
	var out []fs.FS
	for _, read := range []func() (fs.FS, error){
		breachpages.Templates,
		bundlepages.Templates,
		asidepages.Templates,
		dutypages.Templates,
		helppages.Templates,
		insightpages.Templates,
		inspectionpages.Templates,
		invitationpages.Templates,
		mediationpages.Templates,
		officepages.Templates,
		offlinepages.Templates,
		paperpages.Templates,
		recipientpages.Templates,
		referralpages.Templates,
		reportedpages.Templates,
		reportpages.Templates,
		residentpages.Templates,
		rosterpages.Templates,
		rulebookpages.Templates,
		stipendpages.Templates,
		webhookpages.Templates,
	} {
		t, err := read()
		if err != nil {
			return nil, fmt.Errorf("reading templates: %w", err)
		}
		out = append(out, t)
	}
	return out, nil
}

// nav are the main places of whoever is signed in.
func (a *App) nav(r *http.Request, who office.SignedIn) []page.Link {
	locale := a.Texts.For(page.Of(r).Language, time.UTC)
	if who.Actor.Kind == access.Provider {
		return []page.Link{{Text: locale.Text("help.provider.title", nil), Href: helppages.Outside, Current: r.URL.Path == helppages.Outside}}
	}
	var out []page.Link
	owes := a.owes(r.Context(), who)
	rules, err := (&officeOf{a}).Rulebook(r.Context(), who.Actor.Tenant, a.Clock.Now())
	offered := err == nil && rules.Mediates()
	mediates := offered && !a.Rights.Scope(who.Actor, "mediation.list").None
	for _, l := range []struct {
		href, key string
		shown     bool
	}{
		{"/due", "nav.due", mediates || holds(who, access.Records) || a.Report.Answers(who.Actor) || owes},
		{"/duties", "duty.list.title", owes},
		{"/mediations", "nav.mediations", mediates},
		{"/calendar", "nav.calendar", mediates},
		{"/archive", "nav.archive", holds(who, access.Records)},
		{"/roster", "nav.roster", mediates},
		{"/outreach", "nav.outreach", offered && invitationpages.Writes(a.Outreach, who)},
		{"/stipends", "nav.stipends", a.paysStipends(r.Context(), who)},
		{"/demands", "nav.demands", holds(who, access.Privacy)},
		{"/breaches", "breach.title", holds(who, access.Privacy)},
		{"/reports", "issue.queue.title", len(a.Report.Queues(who.Actor)) > 0},
		{"/inspections", "inspection.list.title", len(a.Inspect.Units(who.Actor)) > 0 && !holds(who, access.Records)},
		{"/complaints", "report.list.title", holds(who, access.Lead) || holds(who, access.Privacy) || holds(who, access.Clerk)},
		{"/help", "help.list.title", len(a.Referral.Desks(who.Actor)) > 0 && holds(who, access.Referral)},
		{"/directory", "directory.stale.title", holds(who, access.Referral)},
		{"/start", "nav.start", !mediates},
		{"/figures", "nav.figures", holds(who, access.Lead) || holds(who, access.Statistician) || holds(who, access.Privacy)},
		{"/office", "nav.office", holds(who, access.Administrator)},
		{"/office/rulebook", "rulebook.title", a.Versions.Releases(r.Context(), who.Actor)},
		{"/office/record", "office.record.title", holds(who, access.Privacy)},
	} {
		if l.shown {
			out = append(out, page.Link{Text: locale.Text(l.key, nil), Href: l.href, Current: r.URL.Path == l.href})
		}
	}
	return out
}

// owes reports whether the office's rulebook knows duties and the account has to do with them.
func (a *App) owes(ctx context.Context, who office.SignedIn) bool {
	if !a.Duty.Known(ctx, who.Actor.Tenant) {
		return false
	}
	units, err := a.Duty.Units(ctx, who.Actor)
	return err == nil && len(units) > 0
}

// paysStipends reports whether the office's rulebook knows stipends and the account has to do with them.
func (a *App) paysStipends(ctx context.Context, who office.SignedIn) bool {
	if !holds(who, access.Mediator) && !holds(who, access.Lead) {
		return false
	}
	rules, err := a.Stipends.Rules(ctx, who.Actor.Tenant)
	return err == nil && rules.Mediation.Stipends != nil
}

func holds(who office.SignedIn, kind access.PostKind) bool {
	return slices.ContainsFunc(who.Actor.Posts, func(p access.Post) bool { return p.Kind == kind })
}

// demo marks every page of an office with invented cases.
func (a *App) demo(next http.Handler) http.Handler {
	if !a.Config.Demo {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		page.Of(r).Demo = true
		next.ServeHTTP(w, r)
	})
}

func (a *App) tenantBySlug(ctx context.Context, slug string) (id.ID, error) {
	t, err := a.Office.TenantOf(ctx, slug)
	return t.ID, err
}

// ready answers whether requests can be served: both databases answer with this program's schema.
func (a *App) ready(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), 5*time.Second)
	defer cancel()
	if err := a.Stores.Check(ctx); err != nil {
		a.Log.Error("not ready", "error", err)
		http.Error(w, "not ready", http.StatusServiceUnavailable)
		return
	}
	_, _ = w.Write([]byte("ready\n"))
}

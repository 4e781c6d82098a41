package e2e_test

import (
	"net"
	"net/http"
	"net/url"
	"testing"
	"time"

	"linli/app/apptest"
	"linli/e2e"
	"linli/mediation"
	"linli/platform/i18n"
	"linli/testkit"
	"linli/web/static"
)

// scene is a play in a furnished office: the whole site on SQLite, at an address that it knows, as passkeys want it. The
// pages are the same on both engines, and the browser sees one.
type scene struct {
	scenarios []string
	logins    []string // who is signed in when it begins: ctx.as(login)
	data      func(t *testing.T, w *apptest.World) map[string]any
	where     func() apptest.Setting                                               // nil: apptest.China
	around    func(t *testing.T, w *apptest.World, site http.Handler) http.Handler // nil: the site as it is
}

// play has the scenes of this package played two at a time: while one browser waits, the other's page is looked at.
func (s scene) play(t *testing.T) {
	t.Helper()
	t.Parallel()
	w, handler, l := s.set(t)
	data := map[string]any{}
	if s.data != nil {
		data = s.data(t, w)
	}
	data["sessions"] = signedIn(w, s.logins...) // last: a passkey is added soon after a sign-in
	e2e.Run(t, e2e.Play{Handler: handler, Listener: l, Data: data, Scenarios: s.scenarios})
}

// set furnishes the office and returns its site with the place where it answers.
func (s scene) set(t *testing.T) (*apptest.World, http.Handler, net.Listener) {
	t.Helper()
	if assets, err := static.Open(); err != nil || !assets.Built() {
		t.Skip("browser tests skipped: the assets are not built (node build/assets.mjs)")
	}
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_, port, _ := net.SplitHostPort(l.Addr().String())
	origin := &url.URL{Scheme: "http", Host: net.JoinHostPort("localhost", port)}
	if s.where == nil {
		s.where = apptest.China
	}
	w := apptest.NewIn(t, testkit.Embedded(t, "cases"), origin.String(), s.where())
	site, err := w.App.Site(origin)
	if err != nil {
		t.Fatal(err)
	}
	handler := ticking(w, site.Handler)
	if s.around != nil {
		handler = s.around(t, w, handler)
	}
	return w, handler, l
}

// ticking has half a second pass with each request, so that one browser that plays many people is not slowed down as one.
func ticking(w *apptest.World, site http.Handler) http.Handler {
	return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		w.Clock.Add(time.Second / 2)
		site.ServeHTTP(rw, r)
	})
}

func signedIn(w *apptest.World, logins ...string) map[string]string {
	sessions := map[string]string{}
	for _, login := range logins {
		sessions[login] = w.Session(login)
	}
	return sessions
}

// slipOf is a slip of one party of a case, issued to that party: ctx.enter(slip).
func slipOf(t *testing.T, w *apptest.World, c mediation.Case, party int) map[string]string {
	t.Helper()
	code, digits, err := w.App.Mediation.IssueSlip(w.Ctx, w.Party(c, party), c.ID, c.Parties[party].ID)
	if err != nil {
		t.Fatal(err)
	}
	return map[string]string{"code": code.String(), "digits": digits}
}

// each gives every language cases of its own, for scenarios that act: ctx.data[ctx.lang].
func each[T any](make func(lang i18n.Language) T) map[string]any {
	all := map[string]any{}
	for _, lang := range i18n.Languages() {
		all[string(lang)] = make(lang)
	}
	return all
}

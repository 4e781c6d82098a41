package e2e_test

import (
	"net"
	"net/http"
	"net/url"
	"strconv"
	"testing"
	"time"

	"linli/app/apptest"
	"linli/e2e"
	"linli/mediation"
	"linli/office"
	"linli/platform/access"
	"linli/platform/i18n"
	"linli/store/dialect"
	"linli/testkit"
	"linli/web/static"
)

// TestPasskeys plays passkeys with the authenticator of the browser's own test interface: they are bound to the address,
// so the office is told its port.
func TestPasskeys(t *testing.T) {
	if assets, err := static.Open(); err != nil || !assets.Built() {
		t.Skip("browser tests skipped: the assets are not built (node build/assets.mjs)")
	}
	testkit.EachPlace(t, "cases", func(t *testing.T, p testkit.Place) {
		if p.Engine != dialect.SQLite {
			t.Skip("the pages are the same on both engines; the browser sees one")
		}
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		_, port, _ := net.SplitHostPort(l.Addr().String())
		origin := &url.URL{Scheme: "http", Host: "localhost:" + port}
		w := apptest.NewAt(t, p, origin.String())
		site, err := w.App.Site(origin)
		if err != nil {
			t.Fatal(err)
		}
		plays := map[string]any{}
		for _, lang := range i18n.Languages() {
			for _, width := range []int{320, 1280} {
				plays[string(lang)+"-"+strconv.Itoa(width)] = beforeSigning(t, w)
			}
		}
		sessions := signedIn(t, w, "mediator", "lead") // last: a passkey is added soon after a sign-in
		e2e.Run(t, e2e.Play{Handler: ticking(w, site.Handler), Listener: l, Data: map[string]any{"passkeys": plays, "sessions": sessions}, Scenarios: []string{"scenarios/passkeys.mjs"}})
	})
}

// beforeSigning is a case whose agreement lies before its parties, with their slips.
func beforeSigning(t *testing.T, w *apptest.World) map[string]any {
	t.Helper()
	c := w.To(mediation.Signing)
	out := map[string]any{"case": c.ID.String()}
	for i, name := range []string{"first", "second"} {
		a := access.Actor{Kind: access.Resident, Tenant: w.Tenant(), Case: c.ID, Party: c.Parties[i].ID, Via: "web"}
		code, passphrase, err := w.App.Mediation.IssueSlip(w.Ctx, a, c.ID, a.Party)
		if err != nil {
			t.Fatal(err)
		}
		out[name] = map[string]string{"code": code.String(), "digits": passphrase}
	}
	return out
}

func signedIn(t *testing.T, w *apptest.World, logins ...string) map[string]string {
	t.Helper()
	sessions := map[string]string{}
	for _, login := range logins {
		w.Clock.Add(time.Minute) // a one-time code is good once
		h := w.Hired(login)
		step, err := w.App.Office.Begin(w.Ctx, office.SignIn{Login: h.Login, Password: apptest.Password, Client: login})
		if err != nil {
			t.Fatal(err)
		}
		if sessions[login], err = w.App.Office.Finish(w.Ctx, step, office.TOTPCode(h.Secret, w.Clock.Now()), login); err != nil {
			t.Fatal(err)
		}
	}
	return sessions
}

// ticking has half a second pass with each request, so that one browser that plays many people is not slowed down as one.
func ticking(w *apptest.World, site http.Handler) http.Handler {
	return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		w.Clock.Add(time.Second / 2)
		site.ServeHTTP(rw, r)
	})
}

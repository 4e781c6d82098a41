package office_test

import (
	"html"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"linli/platform/oidc"
	"linli/platform/oidc/oidctest"
	"linli/store/dialect"
	"linli/testkit"
	weboffice "linli/web/office"
)

func withProvider(t *testing.T, test func(t *testing.T, s *site, at *oidctest.Provider)) {
	t.Helper()
	testkit.EachEngine(t, func(t *testing.T, db *dialect.DB) {
		at := oidctest.New(t)
		p, err := oidc.New(oidc.Settings{Issuer: at.URL, Client: at.Client, Secret: at.Secret, Name: "Town <ID>", Redirect: "http://localhost:8080" + weboffice.ProviderBack})
		if err != nil {
			t.Fatal(err)
		}
		test(t, newSiteWith(t, db, p), at)
	})
}

var goThere = regexp.MustCompile(`href="(http://127\.0\.0\.1:[^"]+)"`)

// back is the address to which the provider sends the browser.
func back(q url.Values) string { return weboffice.ProviderBack + "?" + q.Encode() }

// linked is a browser whose account was just joined to the provider.
func (s *site) linked(at *oidctest.Provider) *browser {
	s.t.Helper()
	b := s.browser()
	b.enrol(s.founded.Code.String())
	b.get("/account")
	_, body := b.post("/account/provider")
	says(s.t, body, "Go to Town &lt;ID&gt;")
	if strings.Contains(body, "<form method=\"post\" action=\"http") {
		s.t.Error("a form leads to another site, which the page's policy stops")
	}
	if status, to := b.get(back(at.Approve(s.t, html.UnescapeString(find(s.t, goThere, body))))); status != http.StatusSeeOther || to != "/account" {
		s.t.Fatalf("%d %s", status, to)
	}
	return b
}

func TestSigningInThroughTheProvider(t *testing.T) {
	withProvider(t, func(t *testing.T, s *site, at *oidctest.Provider) {
		_, body := s.linked(at).get("/account")
		says(t, body, "Your account is linked")
		says(t, body, "Linked since 2 March 2026. Not used yet.")
		s.clock.Add(time.Minute)
		b := s.browser()
		_, body = b.get("/sign-in?next=/office")
		says(t, body, `href="/sign-in/provider?next=%2foffice"`)
		status, to := b.get("/sign-in/provider?next=%2Foffice")
		if status != http.StatusSeeOther || !strings.HasPrefix(to, at.URL+"/authorize?") {
			t.Fatalf("%d %s", status, to)
		}
		if status, to := b.get(back(at.Approve(t, to))); status != http.StatusSeeOther || to != "/office" {
			t.Fatalf("%d %s", status, to)
		}
		if status, _ := b.get("/office"); status != http.StatusOK {
			t.Errorf("not signed in: %d", status)
		}
		if b.cookies["provider"] != "" {
			t.Error("what was awaited is still awaited")
		}
		_, body = b.get("/account")
		says(t, body, "Last used 2 March 2026")
		b.post("/account/provider/unlink")
		if _, body = b.get("/account"); !strings.Contains(body, "Remove the link") {
			t.Error("a sign-in that the provider vouched for has removed the link")
		}
	})
}

func TestAnothersWayToTheProviderIsNotTaken(t *testing.T) {
	withProvider(t, func(t *testing.T, s *site, at *oidctest.Provider) {
		s.linked(at)
		begun := s.browser()
		_, to := begun.get("/sign-in/provider")
		q := at.Approve(t, to)
		victim := s.browser() // is sent the attacker's way back, so as to work in the attacker's account
		status, body := victim.get(back(q))
		if status != http.StatusUnauthorized || victim.cookies["session"] != "" {
			t.Fatalf("%d", status)
		}
		says(t, body, "begin again")
		q.Set("state", "another")
		if status, _ := begun.get(back(q)); status != http.StatusUnauthorized {
			t.Errorf("%d", status)
		}
	})
}

func TestWhatComesBackWithoutAProof(t *testing.T) {
	withProvider(t, func(t *testing.T, s *site, at *oidctest.Provider) {
		for name, c := range map[string]struct {
			change func(q url.Values)
			says   string
			status int
		}{
			"the provider was left":  {func(q url.Values) { q.Del("code"); q.Set("error", "access_denied") }, "broken off", 401},
			"a code that is none":    {func(q url.Values) { q.Set("code", "none") }, "did not prove who you are", 401},
			"a person nobody linked": {func(url.Values) {}, "no account here is linked", 401},
		} {
			b := s.browser()
			_, to := b.get("/sign-in/provider")
			q := at.Approve(t, to)
			c.change(q)
			status, body := b.get(back(q))
			if status != c.status {
				t.Errorf("%s: %d", name, status)
			}
			says(t, body, c.says)
		}
	})
}

func TestAProviderThatIsDown(t *testing.T) {
	withProvider(t, func(t *testing.T, s *site, at *oidctest.Provider) {
		at.Close()
		status, body := s.browser().get("/sign-in/provider")
		if status != http.StatusServiceUnavailable {
			t.Errorf("a provider that is down: %d", status)
		}
		says(t, body, "does not answer at the moment")
		says(t, body, `name="password"`)
	})
}

func TestWithoutAProvider(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		b := s.browser()
		_, body := b.get("/sign-in")
		if strings.Contains(body, "/sign-in/provider") {
			t.Error("a way is offered that is not there")
		}
		if status, _ := b.get("/sign-in/provider"); status != http.StatusNotFound {
			t.Errorf("%d", status)
		}
		if status, _ := b.get(weboffice.ProviderBack + "?code=x&state=y"); status != http.StatusUnauthorized {
			t.Errorf("%d", status)
		}
	})
}

func TestAnotherSiteBeginsNoSignIn(t *testing.T) {
	withProvider(t, func(t *testing.T, s *site, _ *oidctest.Provider) {
		r := httptest.NewRequest(http.MethodGet, "/sign-in/provider", nil)
		r.Host, r.RemoteAddr = "localhost:8080", "127.0.0.1:4711"
		for name, value := range map[string]string{"Site": "cross-site", "Mode": "navigate", "Dest": "document"} {
			r.Header.Set("Sec-Fetch-"+name, value)
		}
		w := httptest.NewRecorder()
		s.handler.ServeHTTP(w, r)
		if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/sign-in" {
			t.Errorf("%d %s", w.Code, w.Header().Get("Location"))
		}
	})
}

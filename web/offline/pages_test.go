package offline_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"linli/app/apptest"
	"linli/mediation"
	"linli/office"
	"linli/web/offline"
)

// device asks the whole site as an account, as nobody, or with a cookie and no token.
type device struct {
	*apptest.World
	site http.Handler
}

func open(t *testing.T, test func(t *testing.T, d device)) {
	apptest.OnOne(t, func(t *testing.T, w *apptest.World) {
		site, err := w.App.Site(&url.URL{Scheme: "http", Host: "localhost:8080"})
		if err != nil {
			t.Fatal(err)
		}
		test(t, device{w, site.Handler})
	})
}

func (d device) ask(t *testing.T, login, method, path string, body any, more ...string) *httptest.ResponseRecorder {
	t.Helper()
	text, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	if s, ok := body.(string); ok {
		text = []byte(s)
	}
	r := httptest.NewRequestWithContext(d.Ctx, method, path, strings.NewReader(string(text)))
	r.Host, r.RemoteAddr = "localhost:8080", "127.0.0.1:5000"
	r.Header.Set("Accept", "application/json")
	r.Header.Set("Accept-Language", "en")
	r.Header.Set("Content-Type", "application/json")
	if login != "" {
		r.Header.Set("Authorization", "Bearer "+d.Hired(login).Token)
	}
	for i := 0; i+1 < len(more); i += 2 {
		r.Header.Set(more[i], more[i+1])
	}
	w := httptest.NewRecorder()
	d.site.ServeHTTP(w, r)
	return w
}

func decode[T any](t *testing.T, w *httptest.ResponseRecorder) T {
	t.Helper()
	var v T
	if err := json.Unmarshal(w.Body.Bytes(), &v); err != nil || w.Code != http.StatusOK {
		t.Fatalf("%d: %s", w.Code, w.Body)
	}
	return v
}

// TestThePageThatIsKeptIsTheSameForEverybody: it says nothing of an account, an office or a case, and carries no token.
func TestThePageThatIsKeptIsTheSameForEverybody(t *testing.T) {
	open(t, func(t *testing.T, d device) {
		html := []string{"Accept", "text/html"}
		first, second := d.ask(t, "mediator", "GET", "/offline", nil, html...), d.ask(t, "clerk", "GET", "/offline", nil, html...)
		if first.Code != http.StatusOK || first.Body.String() != second.Body.String() {
			t.Errorf("%d, %d: the page differs", first.Code, second.Code)
		}
		for _, said := range []string{"_csrf", d.Hired("mediator").Login, d.Office.Tenant.Name, "/sign-out", "/calendar"} {
			if strings.Contains(first.Body.String(), said) {
				t.Errorf("the page says %q", said)
			}
		}
		if h := first.Header().Get("Cache-Control"); h != "no-store" {
			t.Errorf("to other caches it says %q", h)
		}
		if out := d.ask(t, "", "GET", "/offline", nil, html...); out.Code != http.StatusSeeOther || out.Header().Get("Location") != "/sign-in?next=%2Foffline" {
			t.Errorf("nobody gets %d %s", out.Code, out.Header().Get("Location"))
		}
		a, b := d.ask(t, "mediator", "GET", "/offline-worker.js", nil), d.ask(t, "", "GET", "/offline-worker.js", nil)
		if a.Body.String() != b.Body.String() || !strings.HasPrefix(a.Body.String(), `self.linli = {"at":"/offline","name":"linli-offline","version":"`) || a.Header().Get("Cache-Control") != "no-cache" {
			t.Errorf("the worker: %.80s", a.Body)
		}
		if m := decode[map[string]any](t, d.ask(t, "", "GET", "/offline.webmanifest", nil)); m["scope"] != "/offline" || m["start_url"] != "/offline" || m["name"] != "linli without a connection" {
			t.Errorf("%v", m)
		}
	})
}

// TestOnlyWhoMayFillInTakesAlong: a thing is offered and given to whoever is at work on the case and may do the act; what is
// given holds no name, and is a reading that is written down.
func TestOnlyWhoMayFillInTakesAlong(t *testing.T) {
	open(t, func(t *testing.T, d device) {
		held, owed := d.To(mediation.Scheduled), d.To(mediation.Effective)
		session := offline.Thing{Form: "record", Case: held.ID, Thing: held.Sessions[0].ID}
		due := offline.Thing{Form: "confirm_performance", Case: owed.ID, Thing: owed.Agreement.Instalments[0].ID}
		for _, x := range []struct {
			login    string
			sessions bool
			dues     bool
		}{{"mediator", true, true}, {"clerk", false, true}, {"lead", false, false}, {"second", false, false}, {"other.mediator", false, false}, {"admin", false, false}} {
			offered := map[string]bool{}
			for _, thing := range decode[[]offline.Thing](t, d.ask(t, x.login, "GET", "/offline/things", nil)) {
				offered[thing.Form] = true
			}
			if offered["record"] != x.sessions || offered["confirm_performance"] != x.dues {
				t.Errorf("%s is offered %v", x.login, offered)
			}
			for form, of := range map[string]offline.Thing{"record": session, "confirm_performance": due} {
				got := d.ask(t, x.login, "POST", "/offline/take", []offline.Thing{of})
				if may := form == "record" && x.sessions || form != "record" && x.dues; may != (got.Code == http.StatusOK) || !may && got.Code != http.StatusNotFound {
					t.Errorf("%s takes %s along: %d", x.login, form, got.Code)
				}
				for _, name := range apptest.Planted {
					if strings.Contains(got.Body.String(), name) {
						t.Errorf("what %s takes along names %s", x.login, name)
					}
				}
			}
		}
		taken := decode[[]offline.Taken](t, d.ask(t, "mediator", "POST", "/offline/take", []offline.Thing{session}))[0]
		if taken.Place == "" || len(taken.Parties) != 2 || taken.Parties[0].Name != "Applicant 1" || taken.Stood == "" {
			t.Errorf("%+v", taken)
		}
		o, err := d.App.Mediation.Open(d.Ctx, d.As("mediator"), held.ID, "work")
		if err != nil {
			t.Fatal(err)
		}
		if len(o.Reads) == 0 {
			t.Error("taking along is no reading")
		}
	})
}

// TestWhatADeviceSendsIsAnswered: what its author can mend is an answer in words; what is no form at all is refused.
func TestWhatADeviceSendsIsAnswered(t *testing.T) {
	open(t, func(t *testing.T, d device) {
		c := d.To(mediation.Scheduled)
		d.Clock.Add(26 * time.Hour)
		now := d.Clock.Now()
		draft := offline.Draft{Thing: offline.Thing{Form: "record", Case: c.ID, Thing: c.Sessions[0].ID}, Key: "k", Stood: c.Stands(c.Sessions[0].ID),
			Said: now.Add(-2 * time.Hour), Written: now.Add(-time.Hour), Fields: url.Values{"minutes": {"30"}, "text": {"双方同意"}}}
		send := func(change func(*offline.Draft)) offline.Answer {
			x := draft
			x.Fields = url.Values{"minutes": {"30"}, "text": {"双方同意"}}
			change(&x)
			return decode[offline.Answer](t, d.ask(t, "mediator", "POST", "/offline/send", x))
		}
		for _, x := range []struct {
			change                 func(*offline.Draft)
			outcome, field, reason string
		}{
			{func(x *offline.Draft) { x.Fields.Set("minutes", "many") }, "refused", "minutes", "“How many minutes did it last?” must be a whole number, such as 12."},
			{func(x *offline.Draft) { x.Key = "" }, "refused", "", "The request carries no idempotency key. Open the page again and send it once more."},
			{func(x *offline.Draft) { x.After = "unknown" }, "waits", "", "A form that you wrote earlier on this case has not arrived yet. It goes first; this one waits."},
			{func(x *offline.Draft) { x.Said = now.AddDate(0, 0, -15) }, "refused", "said", ""},
			{func(x *offline.Draft) { x.Stood = "otherwise" }, "moved", "", "The case has moved on since you took this along. Nothing was overwritten. Look at both."},
			{func(*offline.Draft) {}, "sent", "", ""},
			{func(*offline.Draft) {}, "sent", "", ""},
			{func(x *offline.Draft) { x.Fields.Set("text", "anders") }, "refused", "", "This form was sent before with other content."},
		} {
			got := send(x.change)
			if got.Outcome != x.outcome || got.Field != x.field || x.reason != "" && !strings.HasPrefix(got.Reason, x.reason) {
				t.Errorf("%+v, want %+v", got, x)
			}
		}
		again := send(func(x *offline.Draft) { x.Key = "another" })
		if again.Outcome != "moved" || len(again.Present) == 0 || len(again.Mine) == 0 || again.Stood == draft.Stood {
			t.Errorf("%+v", again)
		}
		if got := d.ask(t, "mediator", "POST", "/offline/send", "{"); got.Code != http.StatusBadRequest || !strings.Contains(got.Body.String(), "linli cannot read what the device sent.") {
			t.Errorf("no form: %d %s", got.Code, got.Body)
		}
		if got := d.ask(t, "mediator", "POST", "/offline/take", []offline.Thing{}); got.Code != http.StatusBadRequest || !strings.Contains(got.Body.String(), "Take along between 1 and 10 things at a time.") {
			t.Errorf("nothing is taken: %d %s", got.Code, got.Body)
		}
		for _, path := range []string{"/offline/send", "/offline/take", "/offline/device"} {
			if got := d.ask(t, "", "POST", path, draft, "Cookie", "session=x; csrf=y", "Sec-Fetch-Site", "same-origin"); got.Code != http.StatusForbidden {
				t.Errorf("%s without a token: %d", path, got.Code)
			}
			if got := d.ask(t, "", "POST", path, draft); got.Code != http.StatusUnauthorized {
				t.Errorf("%s by nobody: %d", path, got.Code)
			}
		}
	})
}

// TestADeviceLearnsThatItWasEnded: a session that is over ends no device; who ends the device, or all, empties it.
func TestADeviceLearnsThatItWasEnded(t *testing.T) {
	open(t, func(t *testing.T, d device) {
		token := decode[map[string]string](t, d.ask(t, "mediator", "POST", "/offline/device", nil))["device"]
		standing := func(login string) map[string]any {
			d.Clock.Add(2 * time.Second)
			return decode[map[string]any](t, d.ask(t, login, "GET", "/offline/standing", nil, "X-Linli-Device", token))
		}
		if s := standing("mediator"); s["device"] != "stands" || s["own"] != true || s["signed_in"] != true || s["token"] == nil {
			t.Errorf("its own account: %v", s)
		}
		if s := standing("clerk"); s["device"] != "stands" || s["own"] != false {
			t.Errorf("another account: %v", s)
		}
		if s := standing(""); s["device"] != "stands" || s["signed_in"] != false || s["token"] != nil {
			t.Errorf("nobody: %v", s)
		}
		if err := d.App.Office.EndAll(d.Ctx, office.SignedIn{Actor: d.As("mediator"), Since: d.Clock.Now()}); err != nil {
			t.Fatal(err)
		}
		if s := standing(""); s["device"] != "ended" {
			t.Errorf("ended: %v", s)
		}
	})
}

// TestSigningOutClearsTheBrowser: signing out here, and ending all sessions from here, has the browser delete what it keeps.
func TestSigningOutClearsTheBrowser(t *testing.T) {
	open(t, func(t *testing.T, d device) {
		for _, path := range []string{"/sign-out", "/account/sessions/end"} {
			got := d.ask(t, "mediator", "POST", path, "", "Content-Type", "application/x-www-form-urlencoded", "Accept", "text/html")
			if h := got.Header().Get("Clear-Site-Data"); got.Code != http.StatusSeeOther || h != `"cache", "storage"` {
				t.Errorf("%s: %d %s", path, got.Code, h)
			}
		}
	})
}

package breach_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"linli/app/apptest"
	"linli/mediation"
	"linli/testkit"
)

// office is the whole site before an office on SQLite: the engine makes no difference to a page.
type office struct {
	*apptest.World
	t       *testing.T
	handler http.Handler
}

func newOffice(t *testing.T) *office {
	t.Helper()
	w := apptest.New(t, testkit.Embedded(t, "cases"))
	site, err := w.App.Site(&url.URL{Scheme: "http", Host: "localhost:8080"})
	if err != nil {
		t.Fatal(err)
	}
	return &office{w, t, site.Handler}
}

// ask sends a request as an account.
func (o *office) ask(login, method, path string, values url.Values) (int, string) {
	o.t.Helper()
	r := httptest.NewRequest(method, path, strings.NewReader(values.Encode()))
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	r.Host, r.RemoteAddr = "localhost:8080", "127.0.0.1:4711"
	r.Header.Set("Accept", "text/html")
	r.Header.Set("Accept-Language", "en")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	r.Header.Set("Authorization", "Bearer "+o.Hired(login).Token)
	w := httptest.NewRecorder()
	o.handler.ServeHTTP(w, r)
	if w.Code == http.StatusSeeOther {
		return w.Code, w.Header().Get("Location")
	}
	return w.Code, w.Body.String()
}

func (o *office) page(login, path string) string {
	o.t.Helper()
	status, body := o.ask(login, http.MethodGet, path, nil)
	if status != http.StatusOK {
		o.t.Fatalf("GET %s as %q: %d %.500s\n%s", path, login, status, body, o.Log.String())
	}
	return body
}

func (o *office) send(login, path string, values url.Values) string {
	o.t.Helper()
	status, body := o.ask(login, http.MethodPost, path, values)
	if status != http.StatusSeeOther {
		o.t.Fatalf("POST %s %v: %d %.3000s", path, values, status, body)
	}
	return body
}

func says(t *testing.T, body string, texts ...string) {
	t.Helper()
	for _, x := range texts {
		if !strings.Contains(body, x) {
			t.Errorf("the page does not say %q", x)
		}
	}
}

func day(v url.Values, name string, at time.Time) {
	v.Set(name+"-year", at.Format("2006"))
	v.Set(name+"-month", at.Format("1"))
	v.Set(name+"-day", at.Format("2"))
}

func (o *office) entered() url.Values {
	v := url.Values{"kinds": {"contact"}, "cause": {"misdirected"}, "happened": {"A list went to a wrong address."}, "measures": {"It was called back."}, "found_time": {"08:30"}}
	day(v, "found", o.Clock.Now().In(time.FixedZone("", 8*3600)))
	return v
}

// TestTheRegisterOnItsPages: entered, a case named, words written, let go by the lead of the top unit, told, printed, closed.
func TestTheRegisterOnItsPages(t *testing.T) {
	o := newOffice(t)
	c := o.To(mediation.Accepted)
	says(t, o.page("privacy", "/breaches"), "No breach has been entered.")
	for want, edit := range map[string]func(url.Values){
		"Write the time as 14:30.":                              func(v url.Values) { v.Set("found_time", "half past") },
		"Enter when it was found. It cannot be later than now.": func(v url.Values) { v.Set("found_time", "23:00") },
		"href=\"#happened\"":                                    func(v url.Values) { v.Del("happened") },
		"href=\"#kinds\"":                                       func(v url.Values) { v.Del("kinds") },
		"href=\"#cause\"":                                       func(v url.Values) { v.Del("cause") },
	} {
		v := o.entered()
		edit(v)
		status, body := o.ask("privacy", http.MethodPost, "/breaches/new", v)
		if status != http.StatusBadRequest {
			t.Errorf("%s: %d", want, status)
		}
		says(t, body, want)
	}
	at := o.send("privacy", "/breaches/new", o.entered())
	says(t, o.page("privacy", "/due"), "Sent or given to the wrong person, by", "The authority told within 72 hours")
	says(t, o.page("privacy", at), "A list went to a wrong address.", "It was called back.", "Under Personal Information Protection Law of the PRC, article 57")
	if status, body := o.ask("privacy", http.MethodPost, at, url.Values{"do": {"name"}, "unit": {o.Unit("V1").String()}, "code": {"2026-999"}}); status != http.StatusBadRequest {
		t.Errorf("%d", status)
	} else {
		says(t, body, "There is no such case.")
	}
	o.send("privacy", at, url.Values{"do": {"name"}, "unit": {o.Unit("V1").String()}, "code": {"2026-1"}})
	says(t, o.page("privacy", at), "Cases that it touched: 1", "〔2026〕")
	status, body := o.ask("privacy", http.MethodPost, at, url.Values{"do": {"write"}, "without": {""}, "notice": {"Your telephone number went to a wrong address."}})
	if status != http.StatusBadRequest {
		t.Errorf("%d", status)
	}
	says(t, body, "Confirm that it names nobody.")
	o.send("privacy", at, url.Values{"do": {"write"}, "without": {""}, "notice": {"Your telephone number went to a wrong address."}, "nobody": {"yes"}})
	if status, body := o.ask("privacy", http.MethodPost, at+"/notice", url.Values{"do": {"release"}}); status != http.StatusUnprocessableEntity {
		t.Errorf("whoever wrote it lets it go: %d", status)
	} else {
		says(t, body, "Whoever wrote or entered it cannot let it go. Ask another person.")
	}
	says(t, o.page("upper.lead", "/due"), "Words to parties about a breach wait for your word", at+"/notice")
	says(t, o.page("upper.lead", "/breaches"), at+"/notice")
	second := o.page("upper.lead", at+"/notice")
	says(t, second, "Your telephone number went to a wrong address.", "The parties of each of these cases: 1")
	for _, word := range []string{"〔2026〕", "A list went"} {
		if strings.Contains(second, word) {
			t.Errorf("the second person reads %s", word)
		}
	}
	o.send("upper.lead", at+"/notice", url.Values{"do": {"release"}})
	o.App.DoDue(o.Ctx)
	says(t, o.page("privacy", at), "No mail reaches the parties of some cases.", "Told on the parties’ pages")
	told, err := o.App.Breaches.OfCase(o.Ctx, o.Tenant(), c.ID)
	if err != nil || len(told) != 1 {
		t.Fatalf("%+v %v", told, err)
	}
	v := url.Values{"do": {"authority"}, "body": {"County office"}, "told_at_time": {"08:45"}}
	day(v, "told_at", o.Clock.Now().In(time.FixedZone("", 8*3600)))
	o.send("privacy", at, v)
	for _, path := range []string{at + "/register.pdf", "/breaches/register.pdf"} {
		if pdf := o.page("privacy", path); !strings.HasPrefix(pdf, "%PDF") {
			t.Errorf("%s is %.20q", path, pdf)
		}
	}
	o.send("privacy", at, url.Values{"do": {"close"}})
	says(t, o.page("privacy", at), "Closed")
}

// TestWhoKeepsTheRegister: the privacy officer alone; who leads the top unit is the second person and no more.
func TestWhoKeepsTheRegister(t *testing.T) {
	o := newOffice(t)
	at := o.send("privacy", "/breaches/new", o.entered())
	whose := map[string]string{"/breaches": "privacy upper.lead", "/breaches/new": "privacy", "/breaches/register.pdf": "privacy", at: "privacy", at + "/register.pdf": "privacy",
		at + "/notice": "privacy upper.lead"}
	for _, login := range []string{"clerk", "mediator", "second", "lead", "other.clerk", "other.mediator", "upper.lead", "admin", "privacy", "statistician", "records"} {
		for path, who := range whose {
			status, _ := o.ask(login, http.MethodGet, path, nil)
			if want := strings.Contains(" "+who+" ", " "+login+" "); (status == http.StatusOK) != want {
				t.Errorf("%s opens %s: %d", login, path, status)
			}
		}
	}
}

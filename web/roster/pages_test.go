package roster_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

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

// ask sends a request as an account; "" is anybody.
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
	if login != "" {
		r.Header.Set("Authorization", "Bearer "+o.Hired(login).Token)
	}
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
		o.t.Fatalf("GET %s as %q: %d %.500s", path, login, status, body)
	}
	return body
}

func (o *office) press(login, path string, values url.Values) {
	o.t.Helper()
	if status, body := o.ask(login, http.MethodPost, path, values); status != http.StatusSeeOther {
		o.t.Fatalf("POST %s as %s: %d\n%s", path, login, status, summary(body))
	}
}

func summary(body string) string {
	if i := strings.Index(body, "govuk-error-summary"); i >= 0 {
		return body[i:min(len(body), i+900)]
	}
	return body[:min(len(body), 900)]
}

func says(t *testing.T, body string, texts ...string) {
	t.Helper()
	for _, x := range texts {
		if !strings.Contains(body, x) {
			t.Errorf("the page does not say %q", x)
		}
	}
}

func TestAMediatorIsListed(t *testing.T) {
	o := newOffice(t)
	c := o.To(mediation.Scheduled) // before the mediator goes on leave
	at := "/roster/" + o.Hired("mediator").Account.String()
	o.press("mediator", at, url.Values{"do": {"save"}, "types": {"neighbour"}, "languages": {"ug", "zh"}, "listed": {"yes"}, "d1_from": {"09:00"}, "d1_until": {"12:00"}})
	o.press("mediator", at, url.Values{"do": {"leave"}, "leave_from-year": {"2026"}, "leave_from-month": {"3"}, "leave_from-day": {"2"}, "leave_until-year": {"2026"}, "leave_until-month": {"3"}, "leave_until-day": {"4"}})
	o.press("mediator", at, url.Values{"do": {"train"}, "training-year": {"2026"}, "training-month": {"2"}, "training-day": {"10"}, "topic": {"Listening"}, "minutes": {"90"}})
	own := o.page("mediator", at)
	says(t, own, "Monday, 09:00 to 12:00", "1.5 of 80 hours in 2026", "Qinghai Rules", "Waits for the lead", "Listening")
	if strings.Contains(own, "Confirm this entry") {
		t.Error("a mediator is offered to confirm the own entry")
	}
	if body := o.page("", "/mediators"); strings.Contains(body, "Uyghur") {
		t.Error("what nobody confirmed is public")
	}

	lead := o.page("lead", at)
	says(t, lead, "Confirm this entry", `value="confirm:3"`)
	if strings.Contains(lead, `name="topic"`) {
		t.Error("a lead is offered to write the entry")
	}
	o.press("lead", at, url.Values{"do": {"confirm:3"}})
	says(t, o.page("lead", at), "Confirmed", "lead, ")

	list := o.page("lead", "/roster")
	says(t, list, "1 open case; 1 session this week", "On leave", "Uyghur and Mandarin")
	if strings.Contains(list, c.ID.String()) {
		t.Error("the directory names a case")
	}
	if second := o.page("other.clerk", "/roster?unit="+o.Unit("V1").String()); strings.Contains(second, "open case") {
		t.Error("another unit's clerk sees what a mediator has to do")
	}
	public := o.page("", "/mediators")
	says(t, public, "Uyghur and Mandarin", "Between neighbours")
	for _, private := range []string{"open case", "session", "On leave", "09:00", "Listening", "hours"} {
		if strings.Contains(public, private) {
			t.Errorf("the public page says %q", private)
		}
	}
}

func TestWrongWordsAreShownAtTheirField(t *testing.T) {
	o := newOffice(t)
	at := "/roster/" + o.Hired("mediator").Account.String()
	for _, x := range []struct {
		values url.Values
		says   string
	}{
		{url.Values{"do": {"save"}, "d1_from": {"12:00"}, "d1_until": {"09:00"}}, "Enter from when until when, for instance 09:00 and 17:00, or leave both empty"},
		{url.Values{"do": {"leave"}, "leave_from-year": {"2026"}, "leave_from-month": {"3"}, "leave_from-day": {"4"}, "leave_until-year": {"2026"}, "leave_until-month": {"3"}, "leave_until-day": {"2"}}, "The last day of leave is the first day or later"},
		{url.Values{"do": {"train"}, "training-year": {"2026"}, "training-month": {"2"}, "training-day": {"10"}, "topic": {"x"}, "minutes": {"5"}}, "Enter how many minutes it took, from 15 to 1440"},
	} {
		status, body := o.ask("mediator", http.MethodPost, at, x.values)
		if status != http.StatusUnprocessableEntity && status != http.StatusBadRequest {
			t.Errorf("%v answers %d", x.values, status)
		}
		says(t, body, x.says)
	}
}

func TestWhoOpensTheDirectory(t *testing.T) {
	o := newOffice(t)
	entry := "/roster/" + o.Hired("mediator").Account.String()
	works := []string{"clerk", "mediator", "second", "lead", "other.clerk", "other.mediator", "upper.lead"}
	for _, login := range append(slices.Clone(works), "admin", "privacy", "statistician", "records") {
		for _, path := range []string{"/roster", entry} {
			status, _ := o.ask(login, http.MethodGet, path, nil)
			if may := slices.Contains(works, login); may != (status == http.StatusOK) {
				t.Errorf("%s opens %s: %d", login, path, status)
			}
		}
		status, _ := o.ask(login, http.MethodPost, entry, url.Values{"do": {"save"}})
		if may := login == "mediator"; may != (status == http.StatusSeeOther) {
			t.Errorf("%s writes the entry: %d", login, status)
		}
	}
	for path, want := range map[string]int{"/roster": http.StatusSeeOther, entry: http.StatusSeeOther, "/mediators": http.StatusOK} {
		if status, _ := o.ask("", http.MethodGet, path, nil); status != want {
			t.Errorf("anybody opens %s: %d", path, status)
		}
	}
	for _, wrong := range []string{"/roster/nothing", "/roster/" + o.Hired("clerk").Account.String(), "/roster?unit=x", "/roster?unit=" + o.App.IDs.New().String()} {
		if status, _ := o.ask("lead", http.MethodGet, wrong, nil); status != http.StatusNotFound {
			t.Errorf("GET %s answers %d", wrong, status)
		}
	}
}

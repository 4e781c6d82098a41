package stipend_test

import (
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"linli/app/apptest"
	"linli/mediation"
	"linli/platform/id"
	"linli/platform/sheet/sheettest"
	"linli/testkit"
)

// office is the whole site before an office on SQLite: the engine makes no difference to a page.
type office struct {
	*apptest.World
	t       *testing.T
	handler http.Handler
}

func newOffice(t *testing.T, where apptest.Setting) *office {
	t.Helper()
	w := apptest.NewIn(t, testkit.Embedded(t, "cases"), apptest.Origin, where)
	site, err := w.App.Site(&url.URL{Scheme: "http", Host: "localhost:8080"})
	if err != nil {
		t.Fatal(err)
	}
	return &office{w, t, site.Handler}
}

func (o *office) ask(login, method, path string, values url.Values) *httptest.ResponseRecorder {
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
	return w
}

func (o *office) page(login, path string, says ...string) string {
	o.t.Helper()
	got := o.ask(login, http.MethodGet, path, nil)
	if got.Code != http.StatusOK {
		o.t.Fatalf("GET %s as %q: %d %.500s", path, login, got.Code, got.Body)
	}
	body := got.Body.String()
	for _, x := range says {
		if !strings.Contains(body, x) {
			o.t.Errorf("%s of %s does not say %q", path, login, x)
		}
	}
	return body
}

func (o *office) press(login, path string, values url.Values) {
	o.t.Helper()
	if got := o.ask(login, http.MethodPost, path, values); got.Code != http.StatusSeeOther {
		o.t.Fatalf("POST %s as %s: %d\n%s", path, login, got.Code, summary(got.Body.String()))
	}
}

func (o *office) wrong(login, path string, values url.Values, says string) {
	o.t.Helper()
	got := o.ask(login, http.MethodPost, path, values)
	if body := got.Body.String(); got.Code < 400 || !strings.Contains(body, says) {
		o.t.Errorf("POST %s as %s: %d does not say %q\n%s", path, login, got.Code, says, summary(body))
	}
}

func summary(body string) string {
	if i := strings.Index(body, "govuk-error-summary"); i >= 0 {
		return body[i:min(len(body), i+900)]
	}
	return body[:min(len(body), 900)]
}

var versionField = regexp.MustCompile(`name="version" value="(\d+)"`)

// version is the one that a page's form carries.
func (o *office) version(login, path string) string {
	o.t.Helper()
	m := versionField.FindStringSubmatch(o.page(login, path))
	if m == nil {
		o.t.Fatalf("%s shows %s no form", path, login)
	}
	return m[1]
}

// over is a case that a party ended after a session.
func (o *office) over() mediation.Case {
	c := o.To(mediation.InSession)
	c = o.Act(o.As("mediator"), c, mediation.Record{Session: c.Sessions[0].ID, Minutes: 50, Present: []id.ID{c.Parties[0].ID, c.Parties[1].ID}, Text: "双方心平气和"})
	return o.Act(o.Party(c, 1), c, mediation.Withdraw{Party: c.Parties[1].ID})
}

// TestAStipendIsClaimedReviewedAndPaid goes the whole way over the pages.
func TestAStipendIsClaimedReviewedAndPaid(t *testing.T) {
	o := newOffice(t, apptest.China())
	c := o.over()
	claim, unit := "/mediations/"+c.ID.String()+"/stipend", "/stipends/"+o.Unit("V1").String()
	o.page("mediator", "/stipends", "Can be claimed", claim, "¥50.00")
	o.page("mediator", claim, "1 session, 50 minutes and 2 parties", "Basic work", "would be the same had the case ended otherwise")
	o.wrong("mediator", claim, url.Values{"do": {"claim"}}, "Tick the box if no relative of yours is a party")
	o.press("mediator", claim, url.Values{"do": {"claim"}, "no_relative": {"yes"}})
	o.wrong("mediator", claim, url.Values{"do": {"claim"}, "no_relative": {"yes"}}, "has been claimed already")

	o.page("lead", unit, "Waits for somebody", "Under review", "Not entered yet")
	o.wrong("lead", claim, url.Values{"do": {"send_back"}, "version": {"1"}}, "Choose")
	o.press("lead", claim, url.Values{"do": {"approve"}, "version": {o.version("lead", claim)}})
	o.wrong("lead", claim, url.Values{"do": {"approve"}, "version": {"2"}}, "The next word is another person")
	o.press("upper.lead", claim, url.Values{"do": {"approve"}, "version": {o.version("upper.lead", claim)}})

	o.wrong("lead", unit, url.Values{"do": {"plan"}, "year": {"2026"}, "planned": {"a lot"}}, "Enter an amount such as 1200.50.")
	o.press("lead", unit, url.Values{"do": {"plan"}, "year": {"2026"}, "planned": {"1,200.50"}})
	o.page("lead", unit, "¥1,200.50", "¥1,150.50", "Make the batch of 2026-03")
	o.press("lead", unit, url.Values{"do": {"batch"}})
	batch := unit + "/2026-03"
	o.page("lead", batch, "Another person than who made the batch releases it", "mediator")
	o.wrong("lead", batch, url.Values{"do": {"release"}, "version": {"1"}}, "Another person than who made the batch releases it")
	if got := o.ask("lead", http.MethodPost, batch+"/list.xlsx", nil); got.Code < 400 {
		t.Error("a list leaves before a second person released it")
	}
	o.press("upper.lead", batch, url.Values{"do": {"release"}, "version": {o.version("upper.lead", batch)}})

	list := o.ask("lead", http.MethodPost, batch+"/list.xlsx", nil)
	text := ""
	for _, one := range sheettest.Read(t, list.Body.Bytes()) {
		text += strings.Join(slices.Sorted(maps.Values(one.Cells)), "|")
	}
	for _, x := range []string{"Taken by lead", "mediator", "柳树村人调字〔2026〕第1号", "Basic work"} {
		if !strings.Contains(text, x) {
			t.Errorf("the workbook does not say %q: %s", x, text)
		}
	}
	for _, word := range apptest.Planted {
		if strings.Contains(text, word) {
			t.Errorf("the workbook says %s", word)
		}
	}
	o.page("", "/transparency", "Lists that left the office")
	o.wrong("lead", batch, url.Values{"do": {"pay"}, "version": {o.version("lead", batch)}, "voucher": {"=1+1"}}, "Enter the day of the payment")
	o.press("lead", batch, url.Values{"do": {"pay"}, "version": {o.version("lead", batch)}, "paid-year": {"2026"}, "paid-month": {"3"}, "paid-day": {"2"}, "voucher": {"记〔2026〕17"}})
	o.page("mediator", "/stipends", "Paid to you: CN¥50.00")
	o.page("mediator", claim, "Paid", "lead approved it", "upper.lead approved it")

	// Who has no business with it learns of nothing.
	for _, login := range []string{"clerk", "other.mediator", "admin", "statistician"} {
		if got := o.ask(login, http.MethodGet, claim, nil); got.Code != http.StatusNotFound {
			t.Errorf("%s is shown a claim: %d", login, got.Code)
		}
		for _, path := range []string{unit, batch} {
			if got := o.ask(login, http.MethodGet, path, nil); got.Code != http.StatusForbidden {
				t.Errorf("%s is shown %s: %d", login, path, got.Code)
			}
		}
	}
	for _, path := range []string{"/stipends", claim, unit, batch} {
		if got := o.ask("", http.MethodGet, path, nil); got.Code != http.StatusSeeOther {
			t.Errorf("anybody is shown %s: %d", path, got.Code)
		}
	}
	// No page of the unit sets mediators beside each other: it names none.
	if body := o.page("lead", unit); strings.Contains(body, ">mediator<") {
		t.Error("the unit's page names a mediator")
	}
}

// TestWhereTheRulebookKnowsNone says so, and offers nothing.
func TestWhereTheRulebookKnowsNone(t *testing.T) {
	o := newOffice(t, apptest.NewYork())
	body := o.page("mediator", "/stipends", "The rulebook of this office knows no stipends.")
	if strings.Contains(body, "To be claimed") || strings.Contains(o.page("mediator", "/due"), `href="/stipends"`) {
		t.Error("a stipend is offered")
	}
}

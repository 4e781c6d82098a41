package breach_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"linli/app/apptest"
	"linli/mediation"
)

// office is the whole site before an office on SQLite: the engine makes no difference to a page.
type office struct{ *apptest.Site }

func (o *office) send(login, path string, values url.Values) string {
	o.T.Helper()
	status, body := o.Ask(login, http.MethodPost, path, values)
	if status != http.StatusSeeOther {
		o.T.Fatalf("POST %s %v: %d %.3000s", path, values, status, body)
	}
	return body
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
	o := &office{apptest.OpenSite(t)}
	c := o.To(mediation.Accepted)
	apptest.Says(t, o.Page("privacy", "/breaches"), "No breach has been entered.")
	for want, edit := range map[string]func(url.Values){
		"Write the time as 14:30.":                              func(v url.Values) { v.Set("found_time", "half past") },
		"Enter when it was found. It cannot be later than now.": func(v url.Values) { v.Set("found_time", "23:00") },
		"href=\"#happened\"":                                    func(v url.Values) { v.Del("happened") },
		"href=\"#kinds\"":                                       func(v url.Values) { v.Del("kinds") },
		"href=\"#cause\"":                                       func(v url.Values) { v.Del("cause") },
	} {
		v := o.entered()
		edit(v)
		status, body := o.Ask("privacy", http.MethodPost, "/breaches/new", v)
		if status != http.StatusBadRequest {
			t.Errorf("%s: %d", want, status)
		}
		apptest.Says(t, body, want)
	}
	at := o.send("privacy", "/breaches/new", o.entered())
	apptest.Says(t, o.Page("privacy", "/due"), "Sent or given to the wrong person, by", "The authority told within 72 hours")
	apptest.Says(t, o.Page("privacy", at), "A list went to a wrong address.", "It was called back.", "Under Personal Information Protection Law of the PRC, article 57")
	if status, body := o.Ask("privacy", http.MethodPost, at, url.Values{"do": {"name"}, "unit": {o.Unit("V1").String()}, "code": {"2026-999"}}); status != http.StatusBadRequest {
		t.Errorf("%d", status)
	} else {
		apptest.Says(t, body, "There is no such case.")
	}
	o.send("privacy", at, url.Values{"do": {"name"}, "unit": {o.Unit("V1").String()}, "code": {"2026-1"}})
	apptest.Says(t, o.Page("privacy", at), "Cases that it touched: 1", "〔2026〕")
	o.Handler()
	reported, err := o.App.Report.Submit(o.Ctx, o.Anybody(), o.Issue(), nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	o.send("privacy", at, url.Values{"do": {"name"}, "code": {reported.Code.String()}})
	apptest.Says(t, o.Page("privacy", at), "Cases that it touched: 2", "Report, 柳树村, received")
	status, body := o.Ask("privacy", http.MethodPost, at, url.Values{"do": {"write"}, "without": {""}, "notice": {"Your telephone number went to a wrong address."}})
	if status != http.StatusBadRequest {
		t.Errorf("%d", status)
	}
	apptest.Says(t, body, "Confirm that it names nobody.")
	o.send("privacy", at, url.Values{"do": {"write"}, "without": {""}, "notice": {"Your telephone number went to a wrong address."}, "nobody": {"yes"}})
	if status, body := o.Ask("privacy", http.MethodPost, at+"/notice", url.Values{"do": {"release"}}); status != http.StatusUnprocessableEntity {
		t.Errorf("whoever wrote it lets it go: %d", status)
	} else {
		apptest.Says(t, body, "Whoever wrote or entered it cannot let it go. Ask another person.")
	}
	apptest.Says(t, o.Page("upper.lead", "/due"), "Words to people about a breach wait for your word", at+"/notice")
	apptest.Says(t, o.Page("upper.lead", "/breaches"), at+"/notice")
	second := o.Page("upper.lead", at+"/notice")
	apptest.Says(t, second, "Your telephone number went to a wrong address.", "The people of each of these cases: 2")
	for _, word := range []string{"〔2026〕", "A list went"} {
		if strings.Contains(second, word) {
			t.Errorf("the second person reads %s", word)
		}
	}
	o.send("upper.lead", at+"/notice", url.Values{"do": {"release"}})
	if _, err := o.App.DoDue(o.Ctx); err != nil {
		t.Error(err)
	}
	apptest.Says(t, o.Page("privacy", at), "No mail reaches the people of some cases.", "Told on people’s own pages")
	told, err := o.App.Breaches.OfCase(o.Ctx, o.Tenant(), c.ID)
	if err != nil || len(told) != 1 {
		t.Fatalf("%+v %v", told, err)
	}
	v := url.Values{"do": {"authority"}, "body": {"County office"}, "told_at_time": {"08:45"}}
	day(v, "told_at", o.Clock.Now().In(time.FixedZone("", 8*3600)))
	o.send("privacy", at, v)
	for _, path := range []string{at + "/register.pdf", "/breaches/register.pdf"} {
		if pdf := o.Page("privacy", path); !strings.HasPrefix(pdf, "%PDF") {
			t.Errorf("%s is %.20q", path, pdf)
		}
	}
	o.send("privacy", at, url.Values{"do": {"close"}})
	apptest.Says(t, o.Page("privacy", at), "Closed")
}

// TestWhoKeepsTheRegister: the privacy officer alone; who leads the top unit is the second person and no more.
func TestWhoKeepsTheRegister(t *testing.T) {
	o := &office{apptest.OpenSite(t)}
	at := o.send("privacy", "/breaches/new", o.entered())
	whose := map[string]string{"/breaches": "privacy upper.lead", "/breaches/new": "privacy", "/breaches/register.pdf": "privacy", at: "privacy", at + "/register.pdf": "privacy",
		at + "/notice": "privacy upper.lead"}
	for _, login := range []string{"clerk", "mediator", "second", "lead", "other.clerk", "other.mediator", "upper.lead", "admin", "privacy", "statistician", "records"} {
		for path, who := range whose {
			status, _ := o.Ask(login, http.MethodGet, path, nil)
			if want := strings.Contains(" "+who+" ", " "+login+" "); (status == http.StatusOK) != want {
				t.Errorf("%s opens %s: %d", login, path, status)
			}
		}
	}
}

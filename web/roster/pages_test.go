package roster_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"linli/app/apptest"
	"linli/mediation"
)

// office is the whole site before an office on SQLite: the engine makes no difference to a page.
type office struct{ *apptest.Site }

func (o *office) press(login, path string, values url.Values) {
	o.T.Helper()
	if status, body := o.Ask(login, http.MethodPost, path, values); status != http.StatusSeeOther {
		o.T.Fatalf("POST %s as %s: %d\n%s", path, login, status, summary(body))
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
	o := &office{apptest.OpenSite(t)}
	c := o.To(mediation.Scheduled) // before the mediator goes on leave
	at := "/roster/" + o.Hired("mediator").Account.String()
	o.press("mediator", at, url.Values{"do": {"save"}, "types": {"neighbour"}, "languages": {"ug", "zh"}, "listed": {"yes"}, "d1_from": {"09:00"}, "d1_until": {"12:00"}})
	o.press("mediator", at, url.Values{"do": {"leave"}, "leave_from-year": {"2026"}, "leave_from-month": {"3"}, "leave_from-day": {"2"}, "leave_until-year": {"2026"}, "leave_until-month": {"3"}, "leave_until-day": {"4"}})
	o.press("mediator", at, url.Values{"do": {"train"}, "training-year": {"2026"}, "training-month": {"2"}, "training-day": {"10"}, "topic": {"Listening"}, "minutes": {"90"}})
	own := o.Page("mediator", at)
	says(t, own, "Monday, 09:00 to 12:00", "1.5 of 80 hours in 2026", "Qinghai Rules", "Waits for the lead", "Listening")
	if strings.Contains(own, "Confirm this entry") {
		t.Error("a mediator is offered to confirm the own entry")
	}
	if body := o.Page("", "/mediators"); strings.Contains(body, "Uyghur") {
		t.Error("what nobody confirmed is public")
	}

	lead := o.Page("lead", at)
	says(t, lead, "Confirm this entry", `value="confirm:3"`)
	if strings.Contains(lead, `name="topic"`) {
		t.Error("a lead is offered to write the entry")
	}
	o.press("lead", at, url.Values{"do": {"confirm:3"}})
	says(t, o.Page("lead", at), "Confirmed", "lead, ")

	list := o.Page("lead", "/roster")
	says(t, list, "1 open case; 1 session this week", "On leave", "Uyghur and Mandarin")
	if strings.Contains(list, c.ID.String()) {
		t.Error("the directory names a case")
	}
	if second := o.Page("other.clerk", "/roster?unit="+o.Unit("V1").String()); strings.Contains(second, "open case") {
		t.Error("another unit's clerk sees what a mediator has to do")
	}
	public := o.Page("", "/mediators")
	says(t, public, "Uyghur and Mandarin", "Between neighbours")
	for _, private := range []string{"open case", "session", "On leave", "09:00", "Listening", "hours"} {
		if strings.Contains(public, private) {
			t.Errorf("the public page says %q", private)
		}
	}
}

func TestWrongWordsAreShownAtTheirField(t *testing.T) {
	o := &office{apptest.OpenSite(t)}
	at := "/roster/" + o.Hired("mediator").Account.String()
	for _, x := range []struct {
		values url.Values
		says   string
	}{
		{url.Values{"do": {"save"}, "d1_from": {"12:00"}, "d1_until": {"09:00"}}, "Enter from when until when, for instance 09:00 and 17:00, or leave both empty"},
		{url.Values{"do": {"leave"}, "leave_from-year": {"2026"}, "leave_from-month": {"3"}, "leave_from-day": {"4"}, "leave_until-year": {"2026"}, "leave_until-month": {"3"}, "leave_until-day": {"2"}}, "The last day of leave is the first day or later"},
		{url.Values{"do": {"train"}, "training-year": {"2026"}, "training-month": {"2"}, "training-day": {"10"}, "topic": {"x"}, "minutes": {"5"}}, "Enter how many minutes it took, from 15 to 1440"},
	} {
		status, body := o.Ask("mediator", http.MethodPost, at, x.values)
		if status != http.StatusUnprocessableEntity && status != http.StatusBadRequest {
			t.Errorf("%v answers %d", x.values, status)
		}
		says(t, body, x.says)
	}
}

func TestWhoOpensTheDirectory(t *testing.T) {
	o := &office{apptest.OpenSite(t)}
	entry := "/roster/" + o.Hired("mediator").Account.String()
	works := []string{"clerk", "mediator", "second", "lead", "other.clerk", "other.mediator", "upper.lead"}
	for _, login := range append(slices.Clone(works), "admin", "privacy", "statistician", "records") {
		for _, path := range []string{"/roster", entry} {
			status, _ := o.Ask(login, http.MethodGet, path, nil)
			if may := slices.Contains(works, login); may != (status == http.StatusOK) {
				t.Errorf("%s opens %s: %d", login, path, status)
			}
		}
		status, _ := o.Ask(login, http.MethodPost, entry, url.Values{"do": {"save"}})
		if may := login == "mediator"; may != (status == http.StatusSeeOther) {
			t.Errorf("%s writes the entry: %d", login, status)
		}
	}
	for path, want := range map[string]int{"/roster": http.StatusSeeOther, entry: http.StatusSeeOther, "/mediators": http.StatusOK} {
		if status, _ := o.Ask("", http.MethodGet, path, nil); status != want {
			t.Errorf("anybody opens %s: %d", path, status)
		}
	}
	for _, wrong := range []string{"/roster/nothing", "/roster/" + o.Hired("clerk").Account.String(), "/roster?unit=x", "/roster?unit=" + o.App.IDs.New().String()} {
		if status, _ := o.Ask("lead", http.MethodGet, wrong, nil); status != http.StatusNotFound {
			t.Errorf("GET %s answers %d", wrong, status)
		}
	}
}

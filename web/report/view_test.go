package report_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"linli/platform/access"
	"linli/report"
)

// TestAViewOfTheQueue: the filters of the address are kept under a name without a script, opened by a link, replaced under the same
// name and taken out; only the queue's filters are kept; what is gone is said, and the rest opens.
func TestAViewOfTheQueue(t *testing.T) {
	o := newOffice(t)
	o.Submit(report.Submit{Unit: o.Unit("V1"), Category: "street_light", Text: "The lamp is dark", Address: "Bridge", Answers: map[string][]string{"fault": {"out"}}})
	silent(t, o.page("clerk", "/reports"), "Your name for this view", `aria-label="Your views"`, `name="unit"`)
	queue := o.page("clerk", "/reports?state=received&category=street_light&person=Wang&name=Wang")
	says(t, queue, "Your name for this view", `name="state" value="received"`)

	to := o.press("clerk", "/reports/views", url.Values{"name": {"Dark lamps"}, "category": {"street_light"}, "state": {"received"}, "person": {"Wang"}, "author": {"Wang"}})
	if to != "/reports?category=street_light&state=received" {
		t.Errorf("it leads to %s", to)
	}
	opened := o.page("clerk", to)
	says(t, opened, `aria-label="Your views"`, `aria-current="page">Dark lamps</a>`, `Take out “Dark lamps”`)
	silent(t, o.page("lead", "/reports"), "Dark lamps")
	if !strings.Contains(opened, "/reports/") || strings.Contains(opened, "nothing fits") {
		t.Error("the view does not show the report")
	}
	if to = o.press("clerk", "/reports/views", url.Values{"name": {"Dark lamps"}, "state": {"closed"}}); to != "/reports?state=closed" {
		t.Errorf("kept anew it leads to %s", to)
	}
	if all := o.page("clerk", "/reports"); strings.Count(all, "Dark lamps") != 1 {
		t.Error("the same name stands twice")
	}
	status, wrong := o.ask("clerk", http.MethodPost, "/reports/views", url.Values{"name": {""}, "state": {"closed"}})
	if says(t, wrong, `href="#name"`, `name="state" value="closed"`, "<details class=\"govuk-details\" open>"); status != http.StatusBadRequest {
		t.Errorf("without a name: %d", status)
	}
	status, wrong = o.ask("clerk", http.MethodPost, "/reports/views", url.Values{"name": {"All"}, "category": {"Wang"}})
	if says(t, wrong, "The whole queue needs no view"); status == http.StatusOK {
		t.Errorf("the whole queue: %d", status)
	}
	if to = o.press("clerk", "/reports/views", url.Values{"name": {"Dark lamps"}, "do": {"remove"}}); to != "/reports" {
		t.Errorf("taken out it leads to %s", to)
	}
	silent(t, o.page("clerk", "/reports"), "Dark lamps", `aria-label="Your views"`)
}

// TestAViewWhoseUnitIsGone: an account that works the queues of two units narrows to one; when that is no longer its own, its view says
// so and shows the rest, and it can be taken out there.
func TestAViewWhoseUnitIsGone(t *testing.T) {
	o := newOffice(t)
	o.Submit(report.Submit{Unit: o.Unit("V1"), Category: "street_light", Text: "The lamp is dark", Address: "Bridge", Answers: map[string][]string{"fault": {"out"}}})
	o.Give("clerk", "V2", access.Handler)
	says(t, o.page("clerk", "/reports"), `name="unit"`)
	to := o.press("clerk", "/reports/views", url.Values{"name": {"Next door"}, "unit": {o.Unit("V2").String()}, "category": {"street_light"}})
	says(t, o.page("clerk", to), "Of what you may see, nothing fits.", `aria-current="page">Next door</a>`)
	o.Take("clerk", "V2", access.Handler)
	gone := o.page("clerk", to)
	says(t, gone, "The unit of this view is not one whose reports you handle any more", `Take out “Next door”`, `aria-current="page">Next door</a>`)
	silent(t, gone, "nothing fits", "The category of this view")
	says(t, o.page("clerk", "/reports?category=no_longer&state=received"), "The category of this view is not in use any more", `name="state" value="received"`)
	silent(t, o.page("clerk", "/reports?category=no_longer&state=received"), "nothing fits", `value="no_longer"`)
	says(t, o.page("clerk", "/reports?unit=nonsense"), "The unit of this view")
}

// TestTheQueueOfSomeDays: the days stand beside the other filters, and what is wrong with them at their fields.
func TestTheQueueOfSomeDays(t *testing.T) {
	o := newOffice(t)
	c, _ := o.Submit(report.Submit{Unit: o.Unit("V1"), Category: "street_light", Text: "The lamp is dark", Address: "Bridge", Answers: map[string][]string{"fault": {"out"}}})
	at := "/reports/" + c.ID.String()
	says(t, o.page("clerk", "/reports?from-year=2026&from-month=1&from-day=5"), at, "received on 5 January 2026 or later", `href="/reports">Show everything`)
	empty := o.page("clerk", "/reports?to-year=2026&to-month=1&to-day=5")
	says(t, empty, "received on 5 January 2026 or earlier", "Of what you may see, nothing fits.")
	silent(t, empty, at)
	for path, login := range map[string]string{"/reports": "clerk", "/complaints": "upper.lead"} {
		status, wrong := o.ask(login, http.MethodGet, path+"?from-year=2026&from-month=2&from-day=30", nil)
		if says(t, wrong, "must be a real date", `govuk-details linli-find" open`); status != http.StatusBadRequest {
			t.Errorf("%s: %d", path, status)
		}
		silent(t, wrong, at)
	}
	says(t, o.page("upper.lead", "/complaints?category=street_light"), "Of what you may see, nothing fits.", `href="/complaints">Show everything`)
}

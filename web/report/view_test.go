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
	if !strings.Contains(opened, "/reports/") || strings.Contains(opened, "Nothing waits here") {
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
	says(t, o.page("clerk", to), "Nothing waits here", `aria-current="page">Next door</a>`)
	o.Take("clerk", "V2", access.Handler)
	gone := o.page("clerk", to)
	says(t, gone, "The unit of this view is not one whose reports you handle any more", `Take out “Next door”`, `aria-current="page">Next door</a>`)
	silent(t, gone, "Nothing waits here", "The category of this view")
	says(t, o.page("clerk", "/reports?category=no_longer&state=received"), "The category of this view is not in use any more", `name="state" value="received"`)
	silent(t, o.page("clerk", "/reports?category=no_longer&state=received"), "Nothing waits here", `value="no_longer"`)
	says(t, o.page("clerk", "/reports?unit=nonsense"), "The unit of this view")
}

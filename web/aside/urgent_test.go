package aside_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"linli/app/apptest"
	"linli/casefile"
	"linli/platform/access"
	"linli/referral"
	"linli/report"
	"linli/web/aside"
	"linli/web/page"
)

var door = casefile.AskUrgent{Purpose: "door", Text: "Somebody stands here"}

// TestUrgentAccessToAReportOnItsPages: asked for, approved by another, read for the hour, ended, checked, and told to whoever reported it.
func TestUrgentAccessToAReportOnItsPages(t *testing.T) {
	o := apptest.OpenSite(t)
	o.Hire("night", "V1", access.Handler)
	c, _ := o.Submit(o.Issue())
	c = o.Answer(o.Handler(), c, report.Take{}, report.Note{Text: "only among us"})
	at := aside.UrgentAt(c.ID)
	apptest.Says(t, o.Page("lead", "/reports/"+c.ID.String()), at)
	apptest.Says(t, o.Page("lead", at), "who reported it and how to reach that person only where a life or a child is in danger")
	send := func(login string, v url.Values, want int) string {
		t.Helper()
		v.Set(page.KeyField, login+v.Encode())
		status, body := o.Ask(login, http.MethodPost, at, v)
		if status != want {
			t.Fatalf("%s with %v: %d", login, v, status)
		}
		return body
	}
	if body := send("lead", url.Values{"do": {"ask"}, "purpose": {"door"}, "text": {"x"}, "now": {"yes"}}, http.StatusBadRequest); !strings.Contains(body, `href="#now"`) {
		t.Error("somebody at the door waits for nobody")
	}
	send("lead", url.Values{"do": {"ask"}, "purpose": {"door"}, "text": {"Somebody stands here"}}, http.StatusSeeOther)
	send("lead", url.Values{"do": {"erase"}}, http.StatusNotFound)
	if status, _ := o.Ask("lead", http.MethodGet, at+"/read", nil); status != http.StatusNotFound {
		t.Errorf("it is read before a second person said so: %d", status)
	}
	c, _, err := o.App.Report.See(o.Ctx, o.As("lead"), c.ID)
	if err != nil {
		t.Fatal(err)
	}
	n := c.Urgent[0].ID.String()
	apptest.Says(t, o.Page("night", "/due"), at)
	if body := o.Page("lead", at); strings.Contains(body, `value="approve"`) {
		t.Error("who asked is offered to approve it")
	}
	apptest.Says(t, o.Page("night", at), `value="approve"`)
	send("night", url.Values{"do": {"approve"}, "urgent": {n}}, http.StatusSeeOther)
	body := o.Page("lead", at+"/read")
	apptest.Says(t, body, o.Issue().Text, "Who reported it and how to reach that person stays closed")
	for _, walled := range []string{o.Issue().Name, o.Issue().Contact, "only among us"} {
		if strings.Contains(body, walled) {
			t.Errorf("%q is opened", walled)
		}
	}
	send("lead", url.Values{"do": {"end"}, "urgent": {n}}, http.StatusSeeOther)
	apptest.Says(t, o.Page("privacy", "/urgent"), at)
	apptest.Says(t, o.Page("privacy", "/due"), at)
	apptest.Says(t, o.Page("privacy", at), "Somebody stands here", `value="check"`)
	send("privacy", url.Values{"do": {"check"}, "urgent": {n}, "result": {"proper"}, "found": {"Needed"}}, http.StatusSeeOther)
	apptest.Says(t, o.Page("privacy", "/urgent"), "Checked")
}

// TestWhichServicesKnowOfAPersonIsNotOpenedUrgently: neither their names nor what they answered, as the page says.
func TestWhichServicesKnowOfAPersonIsNotOpenedUrgently(t *testing.T) {
	o := apptest.OpenSite(t)
	const shelter = "Willow shelter"
	c, _, _ := o.Referred(o.Clinic(shelter))
	o.Help(o.As("lead"), c, referral.Aside(casefile.AskUrgent{Purpose: "life", Text: "Somebody is hurt", Now: true}))
	body := o.Page("lead", aside.UrgentAt(c.ID)+"/read")
	apptest.Says(t, body, o.Request().Text, "what a service was told or answered")
	for _, closed := range []string{shelter, "Services that were asked"} {
		if strings.Contains(body, closed) {
			t.Errorf("%q is opened", closed)
		}
	}
}

// TestAnUrgentAccessToAComplaintIsNoneForWhomItIsAbout: its addresses and the register are the same for them as if there were none.
func TestAnUrgentAccessToAComplaintIsNoneForWhomItIsAbout(t *testing.T) {
	o := apptest.OpenSite(t)
	o.Hire("upper.deputy", "T", access.Lead)
	c, _ := o.Complain(o.Complaint())
	c = o.Answer(o.As("upper.lead"), c, report.Take{})
	o.Answer(o.As("upper.deputy"), c, report.Aside(door))
	at := aside.UrgentAt(c.ID)
	of := strings.NewReplacer(c.ID.String(), "ID", o.Tenant().String(), "ID")
	for _, x := range []struct{ method, path string }{{http.MethodGet, at}, {http.MethodGet, at + "/read"}, {http.MethodPost, at}} {
		v := url.Values{"do": {"ask"}, "purpose": {"life"}, "text": {"x"}, "now": {"yes"}, page.KeyField: {"k"}}
		if x.method == http.MethodGet {
			v = nil
		}
		status, body := o.Ask("lead", x.method, x.path, v)
		none, other := o.Ask("lead", x.method, strings.ReplaceAll(of.Replace(x.path), "ID", o.Tenant().String()), v)
		body, other = masked.ReplaceAllString(of.Replace(body), ""), masked.ReplaceAllString(of.Replace(other), "")
		if status != http.StatusNotFound || status != none || body != other {
			t.Errorf("%s %s answers %d, and %d where there is none:\n%s\n%s", x.method, x.path, status, none, body, other)
		}
	}
	apptest.Says(t, o.Page("lead", "/urgent"), "There has been no urgent access.")
	apptest.Says(t, o.Page("upper.lead", "/urgent"), at)
}

// TestWhoCouldAloneCheckIsToldBeforeItAsks: the one privacy officer who answers a complaint too; approving it is another's, and where it has to be
// that officer, nothing is asked for.
func TestWhoCouldAloneCheckIsToldBeforeItAsks(t *testing.T) {
	o := apptest.OpenSite(t)
	o.Hire("night", "V1", access.Handler)
	c, _ := o.Submit(o.Issue())
	c = o.Answer(o.Handler(), c, report.Take{})
	at := aside.UrgentAt(c.ID)
	o.Give("privacy", "V1", access.Handler)
	apptest.Says(t, o.Page("privacy", at), "If you ask, no privacy officer is left to check it afterwards")
	if body := o.Page("lead", at); strings.Contains(body, "is left to check it") {
		t.Error("who does not check is told so too")
	}
	ask := url.Values{"do": {"ask"}, "purpose": {"door"}, "text": {"x"}, page.KeyField: {"k"}}
	if status, body := o.Ask("privacy", http.MethodPost, at, ask); status != http.StatusUnprocessableEntity || !strings.Contains(body, "Have somebody else ask or approve") {
		t.Errorf("who could alone check asks: %d", status)
	}
	c = o.Answer(o.As("lead"), c, report.Aside(door))
	body := o.Page("privacy", at)
	apptest.Says(t, body, "If you approve it, no privacy officer is left to check it afterwards")
	if strings.Contains(body, `value="approve"`) {
		t.Error("who could alone check is offered to approve")
	}
	apptest.Says(t, o.Page("night", at), `value="approve"`)
	o.Hire("officer.two", "T", access.Privacy)
	apptest.Says(t, o.Page("privacy", at), `value="approve"`)
	o.Answer(o.As("privacy"), c, report.Aside(casefile.ApproveUrgent{Urgent: c.Urgent[0].ID}))
}

package aside_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"filippo.io/age"

	"linli/app/apptest"
	"linli/casefile"
	"linli/platform/access"
	"linli/platform/id"
	"linli/referral"
	"linli/report"
	"linli/web/aside"
	"linli/web/page"
)

func recipient(t *testing.T) string {
	t.Helper()
	key, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	return key.Recipient().String()
}

// sends is a form of an account.
func sends(t *testing.T, o *apptest.Site, login, at string, v url.Values, want int) string {
	t.Helper()
	v.Set(page.KeyField, login+v.Encode())
	status, body := o.Ask(login, http.MethodPost, at, v)
	if status != want {
		t.Fatalf("%s with %v: %d", login, v, status)
	}
	return body
}

// TestACopyOfARequestForHelpOnItsPages: asked for by who works on it, approved by two others, and the page says what whoever runs the server types.
func TestACopyOfARequestForHelpOnItsPages(t *testing.T) {
	o, to := apptest.OpenSite(t), recipient(t)
	c, _ := o.World.Ask(o.Request())
	c = o.Help(o.Worker(), c, referral.Take{Apart: true})
	at := aside.ExportsAt(c.ID)
	apptest.Says(t, o.Page("clerk", "/help/"+c.ID.String()), at)
	apptest.Says(t, o.Page("clerk", at), "The person asks for a copy", "/help/"+c.ID.String())
	for field, v := range map[string]url.Values{"shown": {"do": {"ask"}, "to": {to}}, "to": {"do": {"ask"}, "shown": {"document"}, "to": {"age1"}}} {
		if body := sends(t, o, "clerk", at, v, http.StatusBadRequest); !strings.Contains(body, `href="#`+field+`"`) {
			t.Errorf("%s is not asked for", field)
		}
	}
	sends(t, o, "clerk", at, url.Values{"do": {"erase"}}, http.StatusNotFound)
	sends(t, o, "clerk", at, url.Values{"do": {"ask"}, "shown": {"document"}, "to": {to}}, http.StatusSeeOther)
	c, _, err := o.App.Referral.See(o.Ctx, o.As("lead"), c.ID)
	if err != nil {
		t.Fatal(err)
	}
	n := c.Exports[0].ID.String()
	if body := o.Page("clerk", at); strings.Contains(body, `value="approve"`) {
		t.Error("who asked is offered to approve it")
	}
	apptest.Says(t, o.Page("records", "/due"), at)
	for _, login := range []string{"lead", "records"} {
		apptest.Says(t, o.Page(login, at), `value="approve"`, to)
		sends(t, o, login, at, url.Values{"do": {"approve"}, "export": {n}}, http.StatusSeeOther)
	}
	apptest.Says(t, o.Page("clerk", at), "linli export resident --request "+n+" --to "+to)
	sends(t, o, "clerk", at, url.Values{"do": {"end"}, "export": {n}}, http.StatusSeeOther)
	apptest.Says(t, o.Page("clerk", at), "Taken back")
}

// TestWhatADemandWasGivenIsAskedForOnItsPage: by the privacy officer, where it was answered.
func TestWhatADemandWasGivenIsAskedForOnItsPage(t *testing.T) {
	o, to := apptest.OpenSite(t), recipient(t)
	f := o.Issue()
	f.Name, f.Contact = "", ""
	c, _ := o.Submit(f)
	c = o.Answer(o.Handler(), c, report.Take{}, report.Accept{}, report.Fix{Text: "换了灯泡"})
	apptest.Says(t, o.Page("clerk", aside.ExportsAt(c.ID)), "This report was made without a name")
	c = o.Answer(o.As("lead"), c, report.Aside(casefile.AskDemand{DemandText: casefile.DemandText{Body: "District Court", Order: "2026/9", Basis: "Civil Procedure Law", Asks: "Everything"}}))
	n := c.Demands[0].ID
	o.Answer(o.As("privacy"), c, report.Aside(casefile.AnswerDemand{Demand: n, Answer: casefile.Gives, Papers: []string{"told"}, Text: "As the order says."}))
	apptest.Says(t, o.Page("privacy", aside.DemandAt(n)), `value="ask_given"`, aside.ExportsAt(c.ID))
	if body := sends(t, o, "privacy", aside.DemandAt(n), url.Values{"do": {"ask_given"}, "to": {"x"}}, http.StatusBadRequest); !strings.Contains(body, `href="#to"`) {
		t.Error("no key is asked for")
	}
	sends(t, o, "privacy", aside.DemandAt(n), url.Values{"do": {"ask_given"}, "to": {to}}, http.StatusSeeOther)
	apptest.Says(t, o.Page("lead", aside.ExportsAt(c.ID)), `value="approve"`, aside.DemandAt(n), to)
	if body := o.Page("clerk", aside.ExportsAt(c.ID)); strings.Contains(body, to) || strings.Contains(body, aside.DemandAt(n)) {
		t.Error("who handles the report is shown what was asked for of a demand")
	}
}

// TestACopyOfAComplaintIsNoneForWhomItIsAbout: its address is the same for them as if there were none.
func TestACopyOfAComplaintIsNoneForWhomItIsAbout(t *testing.T) {
	o, to := apptest.OpenSite(t), recipient(t)
	o.Hire("upper.records", "T", access.Records)
	c, _ := o.Complain(o.Complaint())
	c = o.Answer(o.As("upper.lead"), c, report.Take{}, report.Aside(casefile.AskExport{Purpose: casefile.ForOwnCopy, Shown: casefile.Shown[0], To: to}))
	apptest.Says(t, o.Page("upper.lead", "/complaints/"+c.ID.String()), aside.ExportsAt(c.ID))
	apptest.Says(t, o.Page("upper.records", aside.ExportsAt(c.ID)), to)
	other := o.Tenant()
	of := strings.NewReplacer(c.ID.String(), "ID", other.String(), "ID")
	answers := func(n id.ID, method string) (int, string) {
		var v url.Values
		if method == http.MethodPost {
			v = url.Values{"do": {"approve"}, "export": {c.Exports[0].ID.String()}, page.KeyField: {"k"}}
		}
		status, body := o.Ask("lead", method, aside.ExportsAt(n), v)
		return status, masked.ReplaceAllString(of.Replace(body), "")
	}
	for _, method := range []string{http.MethodGet, http.MethodPost} {
		status, body := answers(c.ID, method)
		if none, as := answers(other, method); status != http.StatusNotFound || status != none || body != as {
			t.Errorf("%s answers %d, and %d where there is none:\n%s\n%s", method, status, none, body, as)
		}
	}
	if body := o.Page("lead", "/due"); strings.Contains(body, "copy of a report") {
		t.Error("the unit complained of hears of it")
	}
}

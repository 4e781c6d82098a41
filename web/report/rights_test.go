package report_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"linli/app/apptest"
	"linli/report"
)

// TestTheArchivistsPagesOfARestrictedReport: who handles a report answers a correction on its page; once its reporter asks to be erased,
// the handler reads nothing more, and the archivist finds it among what is due, reads it, prints nothing and answers.
func TestTheArchivistsPagesOfARestrictedReport(t *testing.T) {
	o := newOffice(t)
	c, person := o.Submit(o.Issue())
	c = o.Answer(o.Handler(), c, report.Take{}, report.Accept{}, report.Fix{Text: "done"})
	c = o.Answer(person, c, report.AskChange{What: "correct", Text: "I live at number seven"}, report.Close{})
	at := "/reports/" + c.ID.String()
	says(t, o.page("clerk", at), "I live at number seven", "Waits for an answer", "Answer the correction or objection", at+"/answer_change")
	if status, body := o.ask("clerk", "POST", at+"/answer_change", url.Values{"text": {"it is"}}); status != 400 || !strings.Contains(body, "#done") {
		t.Errorf("without saying whether it is done: %d", status)
	}
	o.press("clerk", at+"/answer_change", url.Values{"done": {"yes"}, "text": {"it is put right"}})
	o.Answer(person, c, report.AskErasure{})
	shut := o.page("clerk", at)
	says(t, shut, "The file is restricted")
	silent(t, shut, "I live at number seven", o.Issue().Text, at+"/print")
	o.Clock.Add(15 * 24 * time.Hour)
	says(t, o.page("records", "/due"), at, "An answer to a request to be erased")
	open := o.page("records", at)
	says(t, open, o.Issue().Text, "it is put right", "Answer the request to be erased")
	silent(t, open, at+"/print")
	for _, login := range []string{"clerk", "mediator", "admin"} {
		if status, _ := o.ask(login, "POST", at+"/answer_erasure", url.Values{}); status != 403 && status != 404 {
			t.Errorf("%s answers: %d", login, status)
		}
	}
	o.press("records", at+"/answer_erasure", url.Values{})
	says(t, o.page("records", at), "gave no name")
}

// TestTheRightsOfAnAuthorOfAComplaint: answered on the pages of the desk, which the archivist of the unit complained of does not have.
func TestTheRightsOfAnAuthorOfAComplaint(t *testing.T) {
	o := newOffice(t)
	c, author := o.Complain(o.Complaint())
	c = o.Answer(o.As("upper.lead"), c, report.Take{}, report.NotAccept{Reason: "other_office", Right: "the court", Text: "please go there"})
	c = o.Answer(author, c, report.AskChange{What: "object", Text: "do not keep the number"})
	at := "/complaints/" + c.ID.String()
	says(t, o.page("upper.lead", at), "do not keep the number", at+"/answer_change")
	o.press("upper.lead", at+"/answer_change", url.Values{"done": {"no"}, "text": {"it is part of what you told"}})
	o.Answer(author, c, report.AskErasure{})
	silent(t, o.page("upper.lead", at), "do not keep the number")
	if status, _ := o.ask("records", "GET", at, nil); status != 404 {
		t.Errorf("the archivist of the unit complained of has the page: %d", status)
	}
	says(t, o.page("privacy", at), "do not keep the number", "Not done, with the reason")
	o.press("privacy", at+"/answer_erasure", url.Values{})
	now, err := o.App.Report.Open(o.Ctx, author, c.ID)
	if err != nil || now.Name != "" || now.Case.Erasure.Answered.IsZero() {
		t.Errorf("%+v, %v", now, err)
	}
	_, err = o.App.Report.Act(o.Ctx, author, c.ID, report.AskErasure{}, nil)
	apptest.Refused(t, err, "rights.guard.erasure_asked")
}

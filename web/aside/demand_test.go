package aside_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"linli/app/apptest"
	"linli/casefile"
	"linli/platform/id"
	"linli/referral"
	"linli/report"
	"linli/web/aside"
	"linli/web/page"
)

func ordered() casefile.AskDemand {
	return casefile.AskDemand{DemandText: casefile.DemandText{Body: "District Court", Order: "2026/9", Basis: "Civil Procedure Law, article 70", Asks: "Everything"}}
}

// TestWhatACourtIsGivenOfAReport: another than who entered it decides, paper by paper; what is given is a file with the court on it, and
// whoever only enters demands does not download it.
func TestWhatACourtIsGivenOfAReport(t *testing.T) {
	o := apptest.OpenSite(t)
	c, _ := o.Submit(o.Issue())
	c = o.Answer(o.Handler(), c, report.Take{}, report.Accept{}, report.Fix{Text: "换了灯泡"})
	c = o.Answer(o.As("lead"), c, report.Aside(ordered()))
	at := aside.DemandAt(c.Demands[0].ID)
	apptest.Says(t, o.Page("lead", at), "You entered this demand; another privacy officer decides.", "Report, 柳树村")
	apptest.Says(t, o.Page("privacy", at), "What was reported", "What the reporter was told", "District Court")
	for name, v := range map[string]url.Values{"href=\"#papers\"": {"do": {"answer"}, "answer": {"give"}, "text": {"x"}}, "href=\"#answer\"": {"do": {"answer"}, "text": {"x"}},
		"href=\"#text\"": {"do": {"answer"}, "answer": {"refuse"}, "reason": {"too_wide"}}, "href=\"#reason\"": {"do": {"answer"}, "answer": {"refuse"}, "text": {"x"}}} {
		v.Set(page.KeyField, name)
		if status, body := o.Ask("privacy", http.MethodPost, at, v); status != http.StatusBadRequest || !strings.Contains(body, name) {
			t.Errorf("%v: %d, without %s", v, status, name)
		}
	}
	for _, do := range []string{"demand", "erase", ""} {
		if status, _ := o.Ask("privacy", http.MethodPost, at, url.Values{"do": {do}, page.KeyField: {do + "k"}}); status != http.StatusNotFound {
			t.Errorf("%q is done: %d", do, status)
		}
	}
	if status, _ := o.Ask("privacy", http.MethodGet, at+"/papers.pdf", nil); status != http.StatusNotFound {
		t.Errorf("before it is answered something is given: %d", status)
	}
	if status, _ := o.Ask("privacy", http.MethodPost, at, url.Values{"do": {"answer"}, "answer": {"give"}, "papers": {"reported", "told"}, "text": {"As the order says."}, page.KeyField: {"k"}}); status != http.StatusSeeOther {
		t.Fatalf("%d", status)
	}
	for _, lang := range []string{"en", "zh-Hans", "zh-Hant"} {
		if pdf := o.Page("privacy", at+"/papers.pdf?paper="+lang); !strings.HasPrefix(pdf, "%PDF") {
			t.Errorf("%s is %.40q", lang, pdf)
		}
	}
	if status, _ := o.Ask("lead", http.MethodGet, at+"/papers.pdf", nil); status == http.StatusOK {
		t.Errorf("who entered it downloads what is given: %d", status)
	}
	apptest.Says(t, o.Page("lead", "/demands"), at, "Papers given")
}

// TestWhatACourtWasGivenStaysWhatItWas: the file says under which order and when it was given, so that it holds what stood there then and
// nothing that was told or written since.
func TestWhatACourtWasGivenStaysWhatItWas(t *testing.T) {
	o := apptest.OpenSite(t)
	c, author := o.Submit(o.Issue())
	c = o.Answer(o.Handler(), c, report.Take{}, report.Accept{}, report.Write{Text: "我们去看看"}, report.ReplyMeanwhile{Text: "灯泡已经订购"})
	c = o.Answer(o.As("lead"), c, report.Aside(ordered()))
	c = o.Answer(o.As("privacy"), c, report.Aside(casefile.AnswerDemand{Demand: c.Demands[0].ID, Answer: casefile.Gives, Papers: report.Demandable, Text: "As the order says."}))
	help, _ := o.World.Ask(o.Request())
	help = o.Help(o.Worker(), help, referral.Take{Apart: true}, referral.AddStep{Text: "先写一份申请"})
	help = o.Help(o.As("lead"), help, referral.Aside(ordered()))
	help = o.Help(o.As("privacy"), help, referral.Aside(casefile.AnswerDemand{Demand: help.Demands[0].ID, Answer: casefile.Gives, Papers: referral.Demandable, Text: "As the order says."}))
	given := func() (out []string) {
		for _, n := range []id.ID{c.Demands[0].ID, help.Demands[0].ID} {
			out = append(out, o.Page("privacy", aside.DemandAt(n)+"/papers.pdf?paper=zh-Hans"))
		}
		return out
	}
	before := given()
	o.Clock.Add(time.Hour)
	o.Answer(author, o.Answer(o.Handler(), c, report.Write{Text: "灯泡到了"}, report.Fix{Text: "换了灯泡"}), report.Reply{Text: "谢谢"})
	o.Help(o.Worker(), help, referral.AddStep{Text: "再交给街道"}, referral.Appoint{At: o.Clock.Now().Add(time.Hour), Text: "社区办公室"})
	if after := given(); before[0] != after[0] || before[1] != after[1] {
		t.Errorf("what was given is another afterwards: the report %v, the request for help %v", before[0] != after[0], before[1] != after[1])
	}
}

// masked is what differs from one answer to the next: random numbers.
var masked = regexp.MustCompile(`[0-9A-Za-z_/+=-]{16,}`)

// TestADemandOnAComplaintIsNoneForWhomItIsAbout: its address, its entry and the register are the same for them as if there were none.
func TestADemandOnAComplaintIsNoneForWhomItIsAbout(t *testing.T) {
	o := apptest.OpenSite(t)
	c, _ := o.Complain(o.Complaint())
	c = o.Answer(o.As("upper.lead"), c, report.Take{}, report.Aside(ordered()))
	at := aside.DemandAt(c.Demands[0].ID)
	for _, path := range []string{at, at + "/papers.pdf", at + "/order", "/demands/new?case=" + c.ID.String()} {
		of := strings.NewReplacer(c.ID.String(), "ID", c.Demands[0].ID.String(), "ID", o.Tenant().String(), "ID")
		status, body := o.Ask("lead", http.MethodGet, path, nil)
		none, other := o.Ask("lead", http.MethodGet, strings.ReplaceAll(of.Replace(path), "ID", o.Tenant().String()), nil)
		body, other = masked.ReplaceAllString(of.Replace(body), ""), masked.ReplaceAllString(of.Replace(other), "")
		if status != http.StatusNotFound || status != none || body != other {
			t.Errorf("%s answers %d, and %d where there is none:\n%s\n%s", path, status, none, body, other)
		}
	}
	apptest.Says(t, o.Page("lead", "/demands"), "No demand has been entered yet.")
	apptest.Says(t, o.Page("upper.lead", "/demands"), at)
	apptest.Says(t, o.Page("privacy", "/due"), at)
}

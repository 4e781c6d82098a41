package report_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"linli/report"
)

var seen = regexp.MustCompile(`name="seen" value="([^"]*)"`)

// TestAHandlerSeesWhatStaysBeforeWordsAreTakenOut: what seems to point at somebody is offered, nothing happens before the handler has
// seen the texts without it, another choice is shown anew, and the author reads that it was taken out, when and why.
func TestAHandlerSeesWhatStaysBeforeWordsAreTakenOut(t *testing.T) {
	d := newDesk(t)
	f := d.Issue()
	f.Text = "王先生家楼下的路灯不亮，问李大山"
	c, reporter := d.Submit(f)
	at := "/reports/" + c.ID.String() + "/take_out"
	if w := d.ask("clerk", http.MethodGet, at, nil); w.Code != http.StatusNotFound && w.Code != http.StatusForbidden {
		t.Errorf("who has not read it takes words out: %d", w.Code)
	}
	d.Answer(d.Handler(), c, report.Take{}, report.Accept{})
	has(t, d.ask("clerk", http.MethodGet, at, nil).Body.String(), `value="王先生"`, `<mark class="linli-found">王先生`)
	form := url.Values{"found": {"王先生"}, "words": {"李大山\r\n"}}
	has(t, d.ask("clerk", http.MethodPost, at, form).Body.String(), `href="#reason"`)
	form.Set("reason", "somebody")
	body := d.ask("clerk", http.MethodPost, at, form).Body.String()
	has(t, body, "[…]家楼下的路灯不亮，问[…]", "Take it out for ever")
	if now, _ := d.App.Report.Open(d.Ctx, reporter, c.ID); now.Account.Text != f.Text {
		t.Errorf("it is gone before anybody saw what stays: %q", now.Account.Text)
	}
	look := seen.FindStringSubmatch(body)
	if look == nil {
		t.Fatal("the page does not carry what was seen")
	}
	form.Set("seen", strings.ReplaceAll(look[1], "&amp;", "&"))
	form.Set("words", "路灯")
	has(t, d.ask("clerk", http.MethodPost, at, form).Body.String(), "[…]家楼下的[…]不亮，问李大山")
	form.Set("words", "李大山\r\n")
	if w := d.ask("clerk", http.MethodPost, at, form); w.Code != http.StatusSeeOther {
		t.Fatalf("%d %.300s", w.Code, w.Body)
	}
	body = d.ask("clerk", http.MethodGet, "/reports/"+c.ID.String(), nil).Body.String()
	has(t, body, "[…]家楼下的路灯不亮，问[…]", "they lead to another person")
	if strings.Contains(body, "李大山") || strings.Contains(body, "王先生") {
		t.Error("the handler's page says it still")
	}
	for _, login := range []string{"other.clerk", "lead", "upper.lead", "admin", "privacy"} {
		if w := d.ask(login, http.MethodGet, at, nil); w.Code == http.StatusOK {
			t.Errorf("%s has the page", login)
		}
	}
}

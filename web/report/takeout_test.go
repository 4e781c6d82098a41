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

// TestAHandlerSeesWhatStaysBeforeWordsAreTakenOut: what seems to point at somebody is offered, nothing is proposed before the handler has
// seen the texts without it, another choice is shown anew. A second person is led to it, sees what goes and lets it; the author reads
// that it was taken out, when and why, whose words they were and who decided.
func TestAHandlerSeesWhatStaysBeforeWordsAreTakenOut(t *testing.T) {
	d := newDesk(t)
	f := d.Issue()
	f.Text = "王先生家楼下的路灯不亮，问李大山"
	c, reporter := d.Submit(f)
	at := "/reports/" + c.ID.String() + "/propose_take_out"
	if w := d.ask("clerk", http.MethodGet, at, nil); w.Code != http.StatusNotFound && w.Code != http.StatusForbidden {
		t.Errorf("who has not read it takes words out: %d", w.Code)
	}
	d.Answer(d.Handler(), c, report.Take{}, report.Accept{})
	has(t, d.ask("clerk", http.MethodGet, at, nil).Body.String(), `value="王先生"`, `<mark class="linli-found">王先生`)
	form := url.Values{"found": {"王先生"}, "words": {"李大山\r\n"}}
	has(t, d.ask("clerk", http.MethodPost, at, form).Body.String(), `href="#reason"`)
	form.Set("reason", "somebody")
	body := d.ask("clerk", http.MethodPost, at, form).Body.String()
	has(t, body, "[…]家楼下的路灯不亮，问[…]", "Two decide", "Propose to take it out")
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
	page := "/reports/" + c.ID.String()
	let := page + "/take_out"
	has(t, d.ask("clerk", http.MethodGet, page, nil).Body.String(), "王先生", "Nothing goes before the author or a second person agrees.", let)
	body = d.ask("clerk", http.MethodGet, let, nil).Body.String()
	has(t, body, "You can take the proposal back.")
	if strings.Contains(body, "Take it out for ever") {
		t.Error("the proposer is offered to let it")
	}
	has(t, d.ask("lead", http.MethodGet, "/due", nil).Body.String(), `href="`+let+`"`, "you can decide as the second person")
	for _, login := range []string{"other.clerk", "mediator", "admin", "records"} {
		if w := d.ask(login, http.MethodGet, let, nil); w.Code != http.StatusNotFound {
			t.Errorf("%s has the page: %d", login, w.Code)
		}
	}
	body = d.ask("lead", http.MethodGet, let, nil).Body.String()
	has(t, body, `<mark class="linli-found">王先生<span`, `<mark class="linli-found">李大山<span`, "they lead to another person", "Take it out for ever", "Keep it")
	has(t, d.ask("lead", http.MethodPost, let, url.Values{"do": {"take_out"}}).Body.String(), "Look again at what would go.")
	look = seen.FindStringSubmatch(body)
	if w := d.ask("lead", http.MethodPost, let, url.Values{"do": {"take_out"}, "seen": {look[1]}}); w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/due" {
		t.Fatalf("%d %.900s", w.Code, w.Body)
	}
	body = d.ask("clerk", http.MethodGet, page, nil).Body.String()
	has(t, body, "[…]家楼下的路灯不亮，问[…]", "they lead to another person", "what the office told is unchanged", "Two people of the office decided it.")
	if strings.Contains(body, "李大山") || strings.Contains(body, "王先生") {
		t.Error("the handler's page says it still")
	}
	for _, login := range []string{"other.clerk", "lead", "upper.lead", "admin", "privacy"} {
		if w := d.ask(login, http.MethodGet, at, nil); w.Code == http.StatusOK {
			t.Errorf("%s has the page", login)
		}
	}
}

package report_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"linli/platform/access"
	"linli/platform/id"
	"linli/report"
	"linli/web/page"
)

var slipWords = regexp.MustCompile(`linli-code" translate="no">([^<]+)<`)

// TestAClerkWritesAReportDown: the category's questions are asked, it is read back before it is sent, the person leaves with a slip
// that opens, and nobody learns a name that was not given; sent twice it is one report.
func TestAClerkWritesAReportDown(t *testing.T) {
	o := newOffice(t)
	says(t, o.page("clerk", "/reports"), `href="/reports/new"`)
	what := o.page("clerk", "/reports/new")
	says(t, what, "What does the person report", "If somebody is in danger at this moment", `value="street_light"`)
	_, missing := o.ask("clerk", http.MethodPost, "/reports/new", carried(what))
	says(t, missing, `href="#category"`)
	_, write := o.ask("clerk", http.MethodPost, "/reports/new", carried(what, "category", "street_light"))
	says(t, write, "Write it down", `name="q_fault"`, "By telephone")
	_, wrong := o.ask("clerk", http.MethodPost, "/reports/new", carried(write, "description", ""))
	says(t, wrong, `href="#address"`, `href="#description"`, `href="#q_fault"`)
	_, check := o.ask("clerk", http.MethodPost, "/reports/new", carried(write, "description", "The second lamp is dark.", "address", "河边路口", "q_fault", "out", "heard", "telephone", "unit", o.Unit("V1").String()))
	says(t, check, "Read it back to the person", "By telephone", "The second lamp is dark.", "河边路口", "Out", "gave no name", `type="file"`)
	form := carried(check, page.KeyField, "once-and-no-more")
	_, slip := o.ask("clerk", http.MethodPost, "/reports/new", form, drawn(t))
	says(t, slip, "Give the person this code and passphrase", "data:image/png;base64,", "A clerk wrote it down", "http://localhost:8080/r/")
	words := slipWords.FindAllStringSubmatch(slip, -1)
	if len(words) != 2 {
		t.Fatalf("%d words on the slip\n%s", len(words), summary(slip))
	}
	_, again := o.ask("clerk", http.MethodPost, "/reports/new", form, drawn(t))
	says(t, again, "The passphrase was shown once already")
	rows, _, err := o.App.Report.Queue(o.Ctx, o.As("clerk"), report.QueueFilter{})
	if err != nil || len(rows) != 1 {
		t.Fatalf("%d reports: %v", len(rows), err)
	}
	code, err := id.ParseCode(words[0][1])
	if err != nil {
		t.Fatal(err)
	}
	c, reporter := o.Complained(code)
	if c.How != report.ByTelephone || c.Named || c.Reached || len(c.Files) != 1 || c.Files[0].Ours || c.Desk.Unit != o.Unit("V1") {
		t.Errorf("%+v", c)
	}
	seen, err := o.App.Report.Open(o.Ctx, reporter, c.ID)
	if err != nil || seen.Account.Text != "The second lamp is dark." || seen.Events[0].By.Kind != access.Staff {
		t.Errorf("%+v, %v", seen.Account, err)
	}
	if status, _ := o.ask("clerk", http.MethodGet, "/reports/"+c.ID.String()+"/files/"+c.Files[0].ID.String(), url.Values{}); status == http.StatusOK {
		t.Error("whoever wrote it down reads its photograph afterwards")
	}
}

// TestWhatIsAboutTheOfficeGoesToItsOwnDesk: a grievance at the counter is written on the form of those, which knows its category.
func TestWhatIsAboutTheOfficeGoesToItsOwnDesk(t *testing.T) {
	o := newOffice(t)
	what := o.page("clerk", "/reports/new")
	to := o.press("upper.lead", "/reports/new", carried(what, "category", "grievance"))
	if to != "/complaints/new?category=grievance" {
		t.Fatalf("it leads to %s", to)
	}
	body := o.page("upper.lead", to)
	says(t, body, `value="grievance" checked`, "The unit above answers.")
	_, slip := o.ask("upper.lead", http.MethodPost, "/complaints/new", carried(body, "category", "grievance", "unit", o.Unit("V2").String(), "text", "三次都没有人接待。", "heard", "counter"))
	says(t, slip, "Give the person this code and passphrase", "data:image/png;base64,")
	words := slipWords.FindAllStringSubmatch(slip, -1)
	if len(words) != 2 {
		t.Fatalf("no slip\n%s", summary(slip))
	}
	code, err := id.ParseCode(words[0][1])
	if err != nil {
		t.Fatal(err)
	}
	c, _ := o.Complained(code)
	if c.Category != "grievance" || c.How != report.AtCounter || c.Desk.Unit == o.Unit("V2") {
		t.Errorf("%+v", c)
	}
}

// TestWordsAboutAResidentAreNotSaved: whoever speaks of a person's conduct is shown the ways there are, and nothing is saved; who
// says that a place is meant goes on.
func TestWordsAboutAResidentAreNotSaved(t *testing.T) {
	o := newOffice(t)
	write := o.page("clerk", "/reports/new?category=facility")
	told := []string{"description", "3 栋有人聚众赌博，凳子也坏了。", "address", "3 栋门口", "at", "write"}
	_, body := o.ask("clerk", http.MethodPost, "/reports/new", carried(write, told...))
	says(t, body, "This sounds like what a person does.", "A quarrel with a neighbour belongs in mediation.", `name="of_place"`)
	rows, _, err := o.App.Report.Queue(o.Ctx, o.As("clerk"), report.QueueFilter{})
	if err != nil || len(rows) != 0 {
		t.Fatalf("%d reports were saved: %v", len(rows), err)
	}
	_, check := o.ask("clerk", http.MethodPost, "/reports/new", carried(write, append(told, "of_place", "yes")...))
	_, slip := o.ask("clerk", http.MethodPost, "/reports/new", carried(check))
	says(t, slip, "Give the person this code and passphrase")
}

// TestTheOfficeAddsAPhotograph: whoever handles a report adds one, which its reporter sees as the office's; who has not taken it does
// not, and what is no picture is refused at its field.
func TestTheOfficeAddsAPhotograph(t *testing.T) {
	o := newOffice(t)
	c, reporter := o.Submit(o.Issue())
	at := "/reports/" + c.ID.String()
	silent(t, o.page("clerk", at), `type="file"`)
	if status, _ := o.ask("clerk", http.MethodPost, at+"/files", url.Values{}, drawn(t)); status == http.StatusSeeOther || status == http.StatusOK {
		t.Fatalf("who has not taken it adds a photograph: %d", status)
	}
	o.press("clerk", at+"/take", url.Values{})
	says(t, o.page("clerk", at), `type="file"`, `action="`+at+`/files"`)
	_, none := o.ask("clerk", http.MethodPost, at+"/files", url.Values{})
	says(t, none, `href="#file"`)
	_, wrong := o.ask("clerk", http.MethodPost, at+"/files", url.Values{}, []byte("<svg onload=alert(1)>"))
	says(t, wrong, `href="#file"`)
	o.press("clerk", at+"/files", url.Values{}, drawn(t), drawn(t))
	body := o.page("clerk", at)
	says(t, body, "added by the office", "?small=yes")
	seen, err := o.App.Report.Open(o.Ctx, reporter, c.ID)
	if err != nil || len(seen.Case.Files) != 2 || !seen.Case.Files[1].Ours || seen.Names[seen.Case.Files[0].ID] != "post.png" {
		t.Errorf("%+v, %v", seen.Case.Files, err)
	}
}

// TestAGrievanceTakesPhotographsAndNotes: the author adds a photograph on its own page; the note of whoever answers stays there.
func TestAGrievanceTakesPhotographsAndNotes(t *testing.T) {
	o := newOffice(t)
	c, author := o.Complain(o.Complaint())
	if _, err := o.App.Report.Upload(o.Ctx, author, c.ID, "window.png", strings.NewReader(string(drawn(t)))); err != nil {
		t.Fatal(err)
	}
	at := "/complaints/" + c.ID.String()
	o.press("upper.lead", at+"/take", url.Values{})
	o.press("upper.lead", at+"/note", url.Values{"text": {"先问窗口的值班表"}})
	o.press("upper.lead", at+"/files", url.Values{}, drawn(t))
	body := o.page("upper.lead", at)
	says(t, body, "window.png", "added by the office", "先问窗口的值班表", "Notes among those who answer")
	seen, err := o.App.Report.Open(o.Ctx, author, c.ID)
	if err != nil || len(seen.Case.Files) != 2 || len(seen.Notes) != 0 || len(seen.Case.Notes) != 0 {
		t.Errorf("%+v %v %v", seen.Case.Files, seen.Notes, err)
	}
	if status, _ := o.ask("upper.lead", http.MethodGet, at+"/files/"+seen.Case.Files[0].ID.String(), url.Values{}); status != http.StatusOK {
		t.Errorf("whoever answers does not get the photograph: %d", status)
	}
	for _, login := range []string{"clerk", "mediator", "lead"} {
		if status, _ := o.ask(login, http.MethodGet, at+"/files/"+seen.Case.Files[0].ID.String(), url.Values{}); status != http.StatusNotFound {
			t.Errorf("%s of the accused unit: %d", login, status)
		}
	}
}

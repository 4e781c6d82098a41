package report_test

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"linli/app/apptest"
	"linli/platform/sheet/sheettest"
	"linli/report"
)

// TestTheQueueAsAFile: two people, a workbook and a CSV that hold what the queue shows, with the name of whoever took it, and no word of
// anybody's; it is counted in public.
func TestTheQueueAsAFile(t *testing.T) {
	o := newOffice(t)
	unit := o.Unit("V1").String()
	c, _ := o.Submit(report.Submit{Unit: o.Unit("V1"), Category: "street_light", Text: "=HYPERLINK(1) The lamp at Wang's door", Address: "Bridge 7", Name: "王秀英", Contact: "13812345678",
		Answers: map[string][]string{"fault": {"out"}}})
	o.Complain(o.Complaint())
	do := func(login, what string) { o.press(login, "/reports/file", url.Values{"unit": {unit}, "do": {what}}) }
	take := func(as string) string {
		status, body := o.ask("clerk", http.MethodPost, "/reports/file/take", url.Values{"unit": {unit}, "as": {as}})
		if status != http.StatusOK {
			t.Errorf("as %s: %d", as, status)
		}
		return body
	}
	says(t, o.page("clerk", "/reports"), `href="/reports/file"`)
	says(t, o.page("clerk", "/reports/file"), "Ask for the file", "It takes two people")
	do("clerk", "ask")
	waiting := o.page("clerk", "/reports/file")
	says(t, waiting, "clerk asked on", "Take this request back")
	silent(t, waiting, "Let the file go", "Take the workbook")
	if status, body := o.ask("clerk", http.MethodPost, "/reports/file/take", url.Values{"unit": {unit}}); status == http.StatusOK || !strings.Contains(body, "nobody asked for it, or it was taken") {
		t.Errorf("it leaves before a second person let it go: %d", status)
	}
	do("lead", "let")
	says(t, o.page("clerk", "/reports/file"), "lead let it go on", "Take the workbook")
	book := ""
	for _, one := range sheettest.Read(t, []byte(take("xlsx"))) {
		book += strings.Join(slices.Sorted(maps.Values(one.Cells)), "|")
	}
	do("clerk", "ask")
	do("lead", "let")
	csv := take("csv")
	code, err := o.App.Report.Repo.Slips(o.Ctx, o.Tenant(), c.ID)
	if err != nil {
		t.Fatal(err)
	}
	for name, file := range map[string]string{"workbook": book, "CSV": csv} {
		says(t, file, "Taken by clerk on", "let go by lead", "A street lamp is out", "Received")
		silent(t, file, "lamp at", "王秀英", "138", "Bridge", "HYPERLINK", string(code[0].Code), c.ID.String(), "omplain")
		for _, word := range apptest.Planted {
			if strings.Contains(file, word) {
				t.Errorf("the %s says %s", name, word)
			}
		}
	}
	if n := strings.Count(csv, "\r\n"); n != 5 {
		t.Errorf("the CSV has %d lines: %s", n, csv)
	}
	says(t, o.page("lead", "/reports/file"), "clerk took 1 reports, lead let it go")
	says(t, o.page("clerk", "/transparency"), "Lists that left the office")
}

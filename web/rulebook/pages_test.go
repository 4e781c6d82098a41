package rulebook_test

import (
	"archive/zip"
	"bytes"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"linli/app/apptest"
	"linli/platform/access"
)

var (
	area = regexp.MustCompile(`(?s)<textarea[^>]*>(.*?)</textarea>`)
	row  = regexp.MustCompile(`name="row" value="(\d+)"`)
	read = regexp.MustCompile(`name="read" value="([0-9a-f]+)"`)
)

// draft is a version that an account writes through the pages.
type draft struct {
	*apptest.Site
	at string
}

func begin(t *testing.T, o *apptest.Site, name string) draft {
	t.Helper()
	status, at := o.Ask("admin", http.MethodPost, "/office/rulebook", url.Values{"name": {name}})
	if status != http.StatusSeeOther {
		t.Fatalf("begin %s: %d %.500s", name, status, at)
	}
	return draft{o, at}
}

// change replaces a passage of a file, as an account that sees the page.
func (d draft) change(login, file, was, now string) (int, string) {
	d.T.Helper()
	at := d.at + "/files/" + strings.ReplaceAll(file, "/", "~")
	body := d.Page(login, at)
	text := html.UnescapeString(area.FindStringSubmatch(body)[1])
	if !strings.Contains(text, was) {
		d.T.Fatalf("%s does not hold %q", file, was)
	}
	return d.Ask(login, http.MethodPost, at, url.Values{"do": {"save"}, "row": {row.FindStringSubmatch(body)[1]}, "text": {strings.Replace(text, was, now, 1)}})
}

func (d draft) press(login, path, do, what string) (int, string) {
	d.T.Helper()
	return d.Ask(login, http.MethodPost, d.at+path, url.Values{"do": {do}, "read": {what}})
}

// done is a step that must go through.
func (d draft) done(login, path, do, what string) {
	d.T.Helper()
	if status, body := d.press(login, path, do, what); status != http.StatusSeeOther {
		d.T.Fatalf("%s as %s: %d %.3000s", do, login, status, body)
	}
}

// refused is a step that is refused with a sentence.
func (d draft) refused(login, path, do, what, says string) {
	d.T.Helper()
	if status, body := d.press(login, path, do, what); status < 400 || !strings.Contains(body, says) {
		d.T.Errorf("%s as %s: %d, and the page does not say %q", do, login, status, says)
	}
}

// withdrawn is one of the rulebook's own examples.
const withdrawn = `  - name: 申请人撤回，不再欠了解情况
    events:
      - {at: 2026-03-05 16:00, event: apply}
      - {at: 2026-03-06 09:00, event: withdraw}
    promises:
      - {rule: screening, state: void}
      - {rule: decision, state: void}
`

// TestANewVersionFromItsDraftToItsDay: a mistake is told with its place and keeps the draft from being proposed; whoever wrote it does
// not release it; a yes counts for the text that was read; it is published, and its day comes after fourteen whole days.
func TestANewVersionFromItsDraftToItsDay(t *testing.T) {
	o := apptest.OpenSite(t)
	o.Hire("chief", "T", access.Administrator)
	o.Apply()
	d := begin(t, o, "2026.2")
	d.change("admin", "promises.yaml", "owed_by: clerk", "owed_by: clark")
	apptest.Says(t, o.Page("admin", d.at), "promises.yaml:10:14", "did you mean &#34;clerk&#34;?", "/files/promises.yaml#text")
	d.refused("admin", "", "propose", "", "This version has mistakes")
	d.change("admin", "promises.yaml", "owed_by: clark", "owed_by: clerk")
	d.refused("admin", "", "propose", "", "It says the same as the version in effect")
	d.change("admin", "promises.yaml", "A receipt at once", "A slip at once")
	d.change("admin", "tests/intake.yaml", "now: 2026-03-11", "now: 2026-03-12")
	d.change("admin", "tests/intake.yaml", withdrawn, "")
	d.done("admin", "", "propose", "")
	d.refused("admin", "/changes", "release", "", "does not release it")
	if status, body := o.Ask("admin", http.MethodPost, d.at+"/files/laws.yaml", url.Values{"do": {"save"}, "row": {"5"}, "text": {"laws: []"}}); status == http.StatusSeeOther {
		t.Errorf("what is proposed can be changed: %d %.200s", status, body)
	}
	old := read.FindStringSubmatch(o.Page("upper.lead", d.at+"/changes"))[1]
	d.done("admin", "", "take_back", "")
	d.change("admin", "promises.yaml", "A slip at once", "A slip of paper at once")
	d.done("admin", "", "propose", "")
	d.refused("upper.lead", "/changes", "release", old, "no longer the one that you read")

	page := o.Page("upper.lead", d.at+"/changes")
	apptest.Says(t, page, "Promises: 1 place", "A receipt at once → A slip of paper at once", "The last day of none of them moves",
		"Dropped: 申请人撤回，不再欠了解情况", "Says something else: 没有在期限内了解情况，逾期")
	if status, _ := o.Ask("lead", http.MethodGet, d.at+"/changes", nil); status != http.StatusForbidden {
		t.Errorf("who leads a village reads it: %d", status)
	}
	apptest.Says(t, o.Page("upper.lead", "/due"), "A new version of the office’s rules waits for your word")
	d.done("upper.lead", "/changes", "release", read.FindStringSubmatch(page)[1])
	d.refused("chief", "/changes", "release", read.FindStringSubmatch(page)[1], "This was done already")

	zone := time.FixedZone("", 8*3600)
	today := o.Clock.Now().In(zone)
	day := time.Date(today.Year(), today.Month(), today.Day()+15, 0, 0, 0, 0, zone)
	apptest.Says(t, o.Page("", "/rulebook"), "Version 2026.2 was published on", "Promises: 1 place", "A receipt at once → A slip of paper at once")
	next := begin(t, o, "2026.3")
	next.change("chief", "promises.yaml", "A receipt at once", "Another at once")
	next.refused("chief", "", "propose", "", "waits for its day")

	o.Clock.Add(day.Add(-time.Second).Sub(o.Clock.Now()))
	if c := o.Apply(); c.RulebookVersion != "2026.1" {
		t.Errorf("the second before, a case begins under %s", c.RulebookVersion)
	}
	o.Clock.Add(time.Second)
	if c := o.Apply(); c.RulebookVersion != "2026.2" {
		t.Errorf("on its day, a case begins under %s", c.RulebookVersion)
	}
	apptest.Says(t, o.Page("", "/rulebook"), "No new version is published", "2026.2")
	d.refused("upper.lead", "", "stop", "", "cases have begun under it")
	if rest := o.Page("privacy", "/office/record"); !strings.Contains(rest, "New version of the rules released and published") {
		t.Error("the record does not tell of the release")
	}
}

// TestTheSecondPersonStillHoldsThePost: who lost the post since the page was read releases nothing.
func TestTheSecondPersonStillHoldsThePost(t *testing.T) {
	o := apptest.OpenSite(t)
	d := begin(t, o, "2026.2")
	d.change("admin", "promises.yaml", "A receipt at once", "A slip at once")
	d.done("admin", "", "propose", "")
	hash := read.FindStringSubmatch(o.Page("upper.lead", d.at+"/changes"))[1]
	body := o.Page("admin", "/office/units/"+o.Unit("T").String())
	for _, m := range regexp.MustCompile(`/office/units/[^"]+/posts/[^"]+/end`).FindAllString(body, -1) {
		o.Ask("admin", http.MethodPost, m, url.Values{})
	}
	if status, _ := d.press("upper.lead", "/changes", "release", hash); status != http.StatusForbidden {
		t.Errorf("released without a post: %d", status)
	}
}

// TestBadInput: what is wrong is told with file, line, column and reason, and nothing of it is written.
func TestBadInput(t *testing.T) {
	o := apptest.OpenSite(t)
	d := begin(t, o, "2026.2")
	for _, c := range []struct{ file, was, now, says string }{
		{"promises.yaml", "promises:", "promises: [", "promises.yaml:"},
		{"promises.yaml", "subject:", "subject: person #", "person"},
		{"needs.yaml", "label:", "label: &a", "references (&amp; and *) are not allowed"},
		{"rulebook.yaml", "id: ", "id: other-", "versions keep the id"},
		{"rulebook.yaml", "2026.2", "2026.1", "there is a version 2026.1 already"},
		{"documents/agreement.en.md", "{{", "{{.Nothing}} {{", "agreement.en.md:"},
	} {
		if c.was == "subject:" {
			c.was, c.now = "    owed_by: clerk", "    subject: person\n    owed_by: clerk"
		}
		d.change("admin", c.file, c.was, c.now)
		apptest.Says(t, o.Page("admin", d.at), c.says)
		d.change("admin", c.file, c.now, c.was)
	}
	at := d.at + "/files/promises.yaml"
	body := o.Page("admin", at)
	for name, text := range map[string]string{"not UTF-8": "promises:\n  - \xff", "no text": "promises:\n\x00", "large": strings.Repeat("x", 600<<10)} {
		status, told := o.Ask("admin", http.MethodPost, at, url.Values{"do": {"save"}, "row": {row.FindStringSubmatch(body)[1]}, "text": {text}})
		if status < 400 || !strings.Contains(told, "promises.yaml:") {
			t.Errorf("%s: %d", name, status)
		}
	}
	if after := o.Page("admin", at); area.FindString(after) != area.FindString(body) {
		t.Error("something was written")
	}
	moved := url.Values{"do": {"save"}, "row": {"1"}, "text": {"promises: []"}}
	if status, told := o.Ask("admin", http.MethodPost, at, moved); status != http.StatusConflict || !strings.Contains(told, "promises: []") {
		t.Errorf("a text that was typed on an old version: %d", status)
	}
}

// TestTheFolderAsAZipFile: the folder leaves and comes back as it was.
func TestTheFolderAsAZipFile(t *testing.T) {
	o := apptest.OpenSite(t)
	d := begin(t, o, "2026.2")
	_, packed := o.Ask("admin", http.MethodGet, d.at+"/folder.zip", nil)
	z, err := zip.NewReader(bytes.NewReader([]byte(packed)), int64(len(packed)))
	if err != nil || len(z.File) < 20 {
		t.Fatalf("%d files: %v", len(z.File), err)
	}
	status, pdf := o.Ask("admin", http.MethodGet, d.at+"/papers/agreement.en.pdf", nil)
	if status != http.StatusOK || !strings.HasPrefix(pdf, "%PDF-") {
		t.Errorf("%d %.20q", status, pdf)
	}
	apptest.Says(t, o.Page("admin", d.at+"/papers/agreement.zh-Hans"), "linli-sheet", "陈晓岚")
}

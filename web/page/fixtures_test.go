package page

import (
	"encoding/json"
	"fmt"
	"html/template"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"linli/platform/clock"
	"linli/platform/i18n"
)

// packageDir is where npm puts govuk-frontend, whose fixtures.json say what each component must look like.
const packageDir = "../../node_modules/govuk-frontend/dist/govuk/components"

// compared are the components and their folder in the package.
var compared = map[string]string{
	"button": "button", "backLink": "back-link", "breadcrumbs": "breadcrumbs", "input": "input", "textarea": "textarea",
	"select": "select", "radios": "radios", "checkboxes": "checkboxes", "dateInput": "date-input", "fileUpload": "file-upload",
	"errorSummary": "error-summary", "summaryList": "summary-list", "taskList": "task-list", "tag": "tag", "table": "table",
	"tabs": "tabs", "details": "details", "notificationBanner": "notification-banner", "insetText": "inset-text",
	"warningText": "warning-text", "pagination": "pagination", "panel": "panel", "phaseBanner": "phase-banner",
	"skipLink": "skip-link", "exitThisPage": "exit-this-page",
}

type fixture struct {
	Name    string          `json:"name"`
	Options json.RawMessage `json:"options"`
	HTML    string          `json:"html"`
}

// theirWords are the words of govuk-frontend where linli has its own, so that only the markup is compared.
const theirWords = `page.success: Success
page.important: Important
page.warning: Warning
page.back: Back
page.contents: Contents
page.pagination.label: Pagination
page.pagination.newer: Newer
page.pagination.older: Older
`

func pressWithTheirWords(t *testing.T) *press {
	t.Helper()
	texts, err := i18n.Read(fstest.MapFS{
		"page.en.yaml": {Data: []byte(theirWords)},
		"nav.en.yaml":  {Data: []byte("nav.breadcrumbs: Breadcrumb\nnav.skip: Skip\n")},
		"form.en.yaml": {Data: []byte("form.date.day: Day\nform.date.month: Month\nform.date.year: Year\nform.error: 'Error:'\nform.problem: There is a problem\n")},
	})
	if err != nil {
		t.Fatal(err)
	}
	return pressWith(t, texts, i18n.English)
}

func pressWith(t *testing.T, texts *i18n.Bundle, lang i18n.Language) *press {
	t.Helper()
	r, err := New(Config{Texts: texts, Clock: clock.NewManual(time.Date(2026, 11, 21, 7, 0, 0, 0, time.UTC)), Strict: true})
	if err != nil {
		t.Fatal(err)
	}
	p, err := newPress(r)
	if err != nil {
		t.Fatal(err)
	}
	p.request = httptest.NewRequest("GET", "/", nil)
	p.visit = &Visit{Language: lang}
	p.locale = texts.For(lang, nil)
	p.labels, p.anchors = map[string]string{}, map[string]string{}
	return p
}

func TestComponentsAreThoseOfGovukFrontend(t *testing.T) {
	if _, err := os.Stat(packageDir); err != nil {
		if os.Getenv("LINLI_TEST_REQUIRE") == "1" {
			t.Fatal("govuk-frontend is not installed: run npm ci")
		}
		t.Skip("govuk-frontend is not installed: run npm ci")
	}
	for kind, folder := range compared {
		content, err := os.ReadFile(filepath.Join(packageDir, folder, "fixtures.json"))
		if err != nil {
			t.Fatal(err)
		}
		var file struct {
			Fixtures []fixture `json:"fixtures"`
		}
		if err := json.Unmarshal(content, &file); err != nil {
			t.Fatal(err)
		}
		same := 0
		for _, f := range file.Fixtures {
			if reason, listed := differences[kind+"/"+f.Name]; listed {
				if got, err := renderFixture(t, kind, f); err == nil && normal(t, got) == normal(t, f.HTML) {
					t.Errorf("%s/%s is listed as different (%s) and is the same", kind, f.Name, reason)
				}
				continue
			}
			got, err := renderFixture(t, kind, f)
			if err != nil {
				t.Errorf("%s/%s: %v", kind, f.Name, err)
				continue
			}
			if g, w := normal(t, got), normal(t, f.HTML); g != w {
				t.Errorf("%s/%s:\n got %s\nwant %s\noptions %s", kind, f.Name, g, w, f.Options)
				continue
			}
			same++
		}
		if same == 0 {
			t.Errorf("%s was compared with nothing", kind)
		}
		t.Logf("%s: %d of %d", kind, same, len(file.Fixtures))
	}
}

func renderFixture(t *testing.T, kind string, f fixture) (string, error) {
	t.Helper()
	c := kinds[kind]()
	if err := json.Unmarshal(f.Options, c); err != nil {
		return "", err
	}
	if e, ok := c.(*ExitThisPage); ok && e.RedirectURL == "" {
		e.RedirectURL = "https://www.bbc.co.uk/weather"
	}
	if g, ok := c.(*Pagination); ok {
		g.Previous, g.Next = theirLink(g.Previous, "Previous"), theirLink(g.Next, "Next")
	}
	out, err := pressWithTheirWords(t).show(c)
	return string(out), err
}

func theirLink(l *PageLink, word string) *PageLink {
	if l != nil && l.Text == "" && l.HTML == "" {
		l.HTML = template.HTML(word + `<span class="govuk-visually-hidden"> page</span>`)
	}
	return l
}

// normal writes HTML with attributes and classes in order and white space made equal, because neither means anything.
func normal(t *testing.T, source string) string {
	t.Helper()
	body := &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body}
	nodes, err := html.ParseFragment(strings.NewReader(source), body)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, n := range nodes {
		write(&b, n)
	}
	return strings.TrimSpace(b.String())
}

func write(b *strings.Builder, n *html.Node) {
	switch n.Type {
	case html.TextNode:
		text := strings.Join(strings.Fields(n.Data), " ")
		if text != "" {
			b.WriteString("\n" + text)
		}
	case html.ElementNode:
		var attrs []string
		for _, a := range n.Attr {
			value := a.Val
			if a.Key == "class" {
				classes := strings.Fields(value)
				slices.Sort(classes)
				value = strings.Join(classes, " ")
			}
			attrs = append(attrs, fmt.Sprintf("%s=%q", a.Key, strings.TrimSpace(value)))
		}
		slices.Sort(attrs)
		b.WriteString("\n<" + strings.Join(append([]string{n.Data}, attrs...), " ") + ">")
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			write(b, c)
		}
		b.WriteString("\n</" + n.Data + ">")
	}
}

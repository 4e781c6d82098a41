package page_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"linli/platform/clock"
	"linli/platform/fault"
	"linli/platform/i18n"
	"linli/web/page"
)

var now = time.Date(2026, 11, 21, 7, 0, 0, 0, time.UTC)

func texts(t testing.TB) *i18n.Bundle {
	t.Helper()
	own, err := i18n.Sources()
	if err != nil {
		t.Fatal(err)
	}
	files := fstest.MapFS{}
	for lang, title := range map[string]string{"en": "A case", "zh-Hans": "案件", "zh-Hant": "案件"} {
		files["test."+lang+".yaml"] = &fstest.MapFile{Data: []byte("test.title: " + title + "\ntest.summary: Summary\n")}
	}
	b, err := i18n.Read(own, files)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func renderer(t testing.TB, log io.Writer, pages map[string]string) *page.Renderer {
	t.Helper()
	source := fstest.MapFS{}
	for name, content := range pages {
		source[name+".html"] = &fstest.MapFile{Data: []byte(content)}
	}
	key := 0
	r, err := page.New(page.Config{
		Texts: texts(t), Clock: clock.NewManual(now), Templates: []fs.FS{source}, Log: slog.New(slog.NewTextHandler(log, nil)), Strict: true,
		NewKey: func() string { key++; return fmt.Sprintf("key-%d", key) },
	})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

const head = `{{define "layout"}}staff{{end}}{{define "title"}}{{t "test.title"}}{{end}}`

func get(t *testing.T, r *page.Renderer, lang, name string, data any) *httptest.ResponseRecorder {
	t.Helper()
	w := httptest.NewRecorder()
	r.Render(w, httptest.NewRequest("GET", "/cases?lang="+lang, nil), http.StatusOK, name, data)
	return w
}

func TestOwnPagesParse(t *testing.T) {
	if err := renderer(t, io.Discard, nil).Check(); err != nil {
		t.Error(err)
	}
}

func TestAPageSpeaksItsReadersLanguage(t *testing.T) {
	r := renderer(t, io.Discard, map[string]string{"case": head + `<p>{{left .Due}} {{date .Due}} {{money 5000 "CNY"}}</p>`})
	data := struct{ Due time.Time }{now.Add(72 * time.Hour)}
	for lang, want := range map[string][]string{
		"zh-Hans": {`<html lang="zh-Hans"`, "<title>案件 – 邻里</title>", "还有 3 天 2026年11月24日 50.00 元", `href="/cases?lang=zh-Hant"`},
		"zh-Hant": {`<html lang="zh-Hant"`, "<title>案件 – 鄰里</title>", "還有 3 天 2026年11月24日 50.00 元人民幣", `href="/cases?lang=en"`},
		"en":      {`<html lang="en"`, "<title>A case – linli</title>", "3 days left 24 November 2026 CN¥50.00", `lang="zh-Hans"`},
	} {
		body := get(t, r, lang, "case", data).Body.String()
		for _, w := range want {
			if !strings.Contains(body, w) {
				t.Errorf("the page in %s lacks %q", lang, w)
			}
		}
	}
}

// TestPagesOfAFolderShareParts: a definition in parts/ is every page's of its folder, and no other folder's.
func TestPagesOfAFolderShareParts(t *testing.T) {
	show := head + `{{part "both" .}}`
	r := renderer(t, io.Discard, map[string]string{"a/parts/both": `{{define "both"}}<p>shared</p>{{end}}`, "a/one": show, "a/two": show + `{{define "both"}}<p>own</p>{{end}}`, "b/one": show})
	for name, want := range map[string]string{"a/one": "<p>shared</p>", "a/two": "<p>own</p>", "b/one": "Something went wrong"} {
		if body := get(t, r, "en", name, nil).Body.String(); !strings.Contains(body, want) {
			t.Errorf("%s lacks %q: %s", name, want, body)
		}
	}
	if names := r.Pages(); slices.Contains(names, "a/parts/both") {
		t.Errorf("a part is a page: %v", names)
	}
}

// TestNobodyGetsHalfAPage breaks a page in its middle: the reader gets the error page, whole, and the log the reason.
func TestNobodyGetsHalfAPage(t *testing.T) {
	for name, content := range map[string]string{
		"missing key of a map":    head + `<p>first</p>{{.Nothing}}`,
		"missing text":            head + `<p>first</p>{{t "test.nothing"}}`,
		"unknown option":          head + `<p>first</p>{{button "colour" "red"}}`,
		"inline style":            head + `<p>first</p>{{button "text" "x" "attributes" .Style}}`,
		"an option without value": head + `<p>first</p>{{button "text"}}`,
		"no such field":           head + `<p>first</p>{{with .Of}}{{.Missing}}{{end}}`,
		"broken title":            `{{define "layout"}}staff{{end}}{{define "title"}}{{t "test.nothing"}}{{end}}<p>first</p>`,
	} {
		t.Run(name, func(t *testing.T) {
			var log bytes.Buffer
			w := get(t, renderer(t, &log, map[string]string{"case": content}), "en", "case", map[string]any{
				"Style": page.Attributes{"style": "color:red"}, "Of": struct{ A int }{1},
			})
			body := w.Body.String()
			if w.Code != http.StatusInternalServerError || strings.Contains(body, "first") || !strings.Contains(body, "Something went wrong") {
				t.Errorf("status %d: %s", w.Code, body)
			}
			if !strings.HasSuffix(strings.TrimSpace(body), "</html>") {
				t.Error("the error page is not whole")
			}
			if !strings.Contains(log.String(), "building the page case") {
				t.Errorf("the log says %q", log.String())
			}
		})
	}
}

func TestBadPagesAreFound(t *testing.T) {
	for name, content := range map[string]string{
		"no layout":      `{{define "title"}}x{{end}}`,
		"unknown layout": `{{define "layout"}}other{{end}}{{define "title"}}x{{end}}`,
		"no title":       `{{define "layout"}}staff{{end}}`,
		"syntax":         head + `{{if}}`,
		"unknown part":   head + `{{blink "text" "x"}}`,
	} {
		if err := renderer(t, io.Discard, map[string]string{"case": content}).Check(); err == nil {
			t.Errorf("%s passes", name)
		}
	}
	twice := fstest.MapFS{"a.html": {Data: []byte(head)}}
	if _, err := page.New(page.Config{Texts: texts(t), Clock: clock.System{}, Templates: []fs.FS{twice, twice}}); err == nil {
		t.Error("a page may exist twice")
	}
}

func TestWhatIsTypedIsEscaped(t *testing.T) {
	r := renderer(t, io.Discard, map[string]string{
		"case": head + `{{input "name" "x" "label" .Evil "value" .Evil}}{{button "text" .Evil "href" .Link}}{{insetText "text" .Evil}}{{tag "text" .Evil}}`,
	})
	evil := `"><script>alert(1)</script>`
	body := get(t, r, "en", "case", map[string]any{"Evil": evil, "Link": "javascript:alert(1)"}).Body.String()
	if strings.Contains(body, "<script>alert") || strings.Contains(body, `href="javascript`) {
		t.Error("markup that was typed reaches the page")
	}
}

type formPage struct{ *page.Form }

const formTemplate = head + `{{form "/apply"}}
{{textarea "name" "summary" "label" (t "test.summary") "value" "suggested"}}
{{input "name" "name" "label" "Name"}}
{{input "name" "secret" "label" "Secret" "type" "password"}}
{{checkboxes "name" "agree" "fieldset" "Agree" "values" (items "yes") "items" (items (option "yes" "Yes") (option "no" "No"))}}
{{radios "name" "way" "fieldset" "Way" "items" (items (option "a" "A") (option "b" "B"))}}
{{dateInput "name" "day" "fieldset" "Day"}}
</form>`

func posted(t *testing.T, values url.Values) *page.Form {
	t.Helper()
	r := httptest.NewRequest("POST", "/apply", strings.NewReader(values.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	f, err := page.ReadForm(r)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestNothingTypedIsLost(t *testing.T) {
	r := renderer(t, io.Discard, map[string]string{"apply": formTemplate})
	f := posted(t, url.Values{
		"summary": {"\n漏水 <b>"}, "secret": {"1234"}, "way": {"b"}, "day-year": {"2026"}, "day-month": {"2"}, "day-day": {"30"}, "_key": {"sent-key"},
	})
	if f.Key() != "sent-key" {
		t.Errorf("the key is %q", f.Key())
	}
	f.Require("name")
	if !f.Date("day", time.UTC).IsZero() {
		t.Error("30 February is a day")
	}
	if !f.Take(fault.List{fault.Field("summary", "form.too_long").With(fault.Args{"max": 2000})}) {
		t.Error("the form refuses its own faults")
	}
	if f.Take(fault.New(fault.Forbidden, "fault.forbidden")) || f.Take(errors.New("disk")) {
		t.Error("the form takes over what belongs on the error page")
	}
	body := get(t, r, "en", "apply", formPage{f}).Body.String()
	for _, want := range []string{
		"\n\n漏水 &lt;b&gt;</textarea>", `value="b" checked`, `value="30"`, "<title>Error: A case",
		`href="#summary"`, `href="#name"`, `href="#day-day"`,
		`aria-describedby="name-error"`, "Fill in “Name”.", "“Summary” can have at most 2,000 characters.", "“Day” must be a real date",
		`name="_key" value="key-1"`,
	} {
		if !strings.Contains(body, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	for _, unwanted := range []string{"1234", "suggested", "sent-key", `value="yes" checked`} {
		if strings.Contains(body, unwanted) {
			t.Errorf("the page has %q", unwanted)
		}
	}
	if s, n := strings.Index(body, `href="#summary"`), strings.Index(body, `href="#name"`); s > n {
		t.Error("the summary is not in the order of the page")
	}
}

func TestAFreshFormShowsWhatIsSuggested(t *testing.T) {
	r := renderer(t, io.Discard, map[string]string{"apply": formTemplate})
	body := get(t, r, "zh-Hans", "apply", formPage{page.NewForm(url.Values{"name": {"王"}})}).Body.String()
	for _, want := range []string{"suggested</textarea>", `value="王"`, `value="yes" checked`} {
		if !strings.Contains(body, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	if strings.Contains(body, "govuk-error") {
		t.Error("a form that nobody sent is wrong")
	}
	if y, d := strings.Index(body, "day-year"), strings.Index(body, "day-day"); y > d {
		t.Error("a date in Chinese does not begin with the year")
	}
}

func TestFormReading(t *testing.T) {
	f := posted(t, url.Values{"n": {"１，２００"}, "bad": {"twelve"}, "d-year": {"２０２４"}, "d-month": {"2"}, "d-day": {"29"}, "e-day": {"1"}})
	if got := f.Number("n"); got != 1200 {
		t.Errorf("full-width 1,200 reads %d", got)
	}
	if got := f.Date("d", time.UTC); !got.Equal(time.Date(2024, 2, 29, 0, 0, 0, 0, time.UTC)) {
		t.Errorf("29 February 2024 reads %v", got)
	}
	if f.Err() != nil || !f.Date("none", time.UTC).IsZero() || f.Number("none") != 0 || f.Err() != nil {
		t.Errorf("good values are faults: %v", f.Err())
	}
	f.Number("bad")
	f.Date("e", time.UTC)
	var list fault.List
	if !errors.As(f.Err(), &list) || len(list) != 2 || list[0].Key != "form.not_a_number" || list[1].Key != "form.not_a_date" {
		t.Errorf("faults are %v", f.Err())
	}
	if f.Status() != http.StatusBadRequest {
		t.Errorf("status %d", f.Status())
	}
}

func TestFormLimits(t *testing.T) {
	r := httptest.NewRequest("POST", "/", strings.NewReader(strings.Repeat("a=b&", 1000)))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Body = http.MaxBytesReader(httptest.NewRecorder(), r.Body, 100)
	if _, err := page.ReadForm(r); fault.Of(err).Code != fault.TooLarge {
		t.Errorf("a form over the limit gives %v", err)
	}
	r = httptest.NewRequest("POST", "/", strings.NewReader("no parts"))
	r.Header.Set("Content-Type", "multipart/form-data; boundary=x")
	if _, err := page.ReadForm(r); fault.Of(err).Code != fault.Invalid {
		t.Errorf("a broken upload gives %v", err)
	}
	var body bytes.Buffer
	m := multipart.NewWriter(&body)
	part, _ := m.CreateFormFile("photo", "a.jpg")
	_, _ = part.Write([]byte("jpeg"))
	_ = m.WriteField("name", "王")
	_ = m.Close()
	r = httptest.NewRequest("POST", "/", &body)
	r.Header.Set("Content-Type", m.FormDataContentType())
	f, err := page.ReadForm(r)
	if err != nil || len(f.Files("photo")) != 1 || f.Value("name") != "王" {
		t.Errorf("an upload reads %v, %v", f, err)
	}
}

func TestEveryCodeHasAnErrorPageInEachLanguage(t *testing.T) {
	var log bytes.Buffer
	r := renderer(t, &log, nil)
	for _, code := range []fault.Code{fault.Invalid, fault.Unauthenticated, fault.Forbidden, fault.NotFound, fault.Conflict, fault.Guard,
		fault.Reused, fault.TooLarge, fault.TooMany, fault.Unavailable, fault.Internal} {
		for _, lang := range i18n.Languages() {
			req := httptest.NewRequest("GET", "/x?lang="+string(lang), nil)
			err := fault.Wrap(code, "fault."+string(code), errors.New("secret cause"))
			w := httptest.NewRecorder()
			r.RenderError(w, req, fmt.Errorf("deep: %w", err))
			body := w.Body.String()
			title := texts(t).Text(lang, "fault.title."+string(code), nil)
			if w.Code != code.Status() || !strings.Contains(body, "<h1 class=\"govuk-heading-l\">"+title) || strings.Contains(body, "secret") {
				t.Errorf("%s in %s: status %d, %s", code, lang, w.Code, body)
			}

			req.Header.Set("Accept", "application/problem+json")
			w = httptest.NewRecorder()
			r.RenderError(w, req, err)
			var p page.Problem
			if e := json.Unmarshal(w.Body.Bytes(), &p); e != nil || p.Title != title || p.Status != code.Status() || p.Type != "urn:linli:problem:"+string(code) || p.Code != string(code) {
				t.Errorf("%s as JSON: %s", code, w.Body.String())
			}
			if got := w.Header().Get("Content-Type"); got != "application/problem+json" {
				t.Errorf("content type %q", got)
			}
		}
	}
	if !strings.Contains(log.String(), "secret cause") {
		t.Error("the cause of a failure is not in the log")
	}
}

func TestAProblemNamesEachField(t *testing.T) {
	p := page.ProblemOf(texts(t).For(i18n.English, nil), fault.List{
		fault.Field("summary", "form.required"), fault.Field("kind", "form.choose"),
	}, "ABC")
	if len(p.Errors) != 2 || p.Errors[1].Field != "kind" || p.Errors[0].Detail != "Fill in “summary”." || p.Instance != "urn:linli:request:ABC" {
		t.Errorf("the problem is %+v", p)
	}
}

func TestWantsJSON(t *testing.T) {
	for accept, want := range map[string]bool{
		"text/html,application/xhtml+xml,*/*;q=0.8": false, "application/json": true, "application/problem+json, text/html": true,
		"*/*": false, "": false, "application/vnd.linli.receipt+json": true, "image/webp": false,
	} {
		r := httptest.NewRequest("GET", "/", nil)
		r.Header.Set("Accept", accept)
		if got := page.WantsJSON(r); got != want {
			t.Errorf("%q wants JSON: %t", accept, got)
		}
	}
}

func TestPagesAreBuiltSideBySide(t *testing.T) {
	r := renderer(t, io.Discard, map[string]string{"case": head + `<p>{{t "test.title"}} {{.}}</p>`})
	var wg sync.WaitGroup
	for i := range 64 {
		wg.Go(func() {
			lang, title := "en", "A case"
			if i%2 == 0 {
				lang, title = "zh-Hans", "案件"
			}
			want := fmt.Sprintf("<p>%s %d</p>", title, i)
			if body := get(t, r, lang, "case", i).Body.String(); !strings.Contains(body, want) {
				t.Errorf("page %d lacks %q", i, want)
			}
		})
	}
	wg.Wait()
}

func TestHeadHasNoBody(t *testing.T) {
	r := renderer(t, io.Discard, map[string]string{"case": head})
	w := httptest.NewRecorder()
	r.Render(w, httptest.NewRequest("HEAD", "/", nil), http.StatusOK, "case", nil)
	if w.Body.Len() != 0 || w.Header().Get("Content-Length") == "0" {
		t.Errorf("HEAD gives %d bytes of %s", w.Body.Len(), w.Header().Get("Content-Length"))
	}
}

func TestHeaderShowsWhoIsSignedIn(t *testing.T) {
	r := renderer(t, io.Discard, map[string]string{"case": head})
	req := httptest.NewRequest("GET", "/", nil)
	v := &page.Visit{
		Language: i18n.English, Office: "Willow", CSRF: "token", Account: &page.Account{Name: "Li <Ming>", SignOut: "/out"},
		Nav: []page.Link{{Text: "Due", Href: "/due", Current: true}}, Notices: []page.Notice{{Key: "page.success", Success: true}},
	}
	body, err := r.Bytes(req.WithContext(page.With(req.Context(), v)), "case", nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"Li &lt;Ming&gt;", `action="/out"`, `name="_csrf" value="token"`, `href="/due" aria-current="page"`,
		"govuk-notification-banner--success", "<title>A case – Willow – linli</title>"} {
		if !strings.Contains(string(body), want) {
			t.Errorf("the page lacks %q", want)
		}
	}
}

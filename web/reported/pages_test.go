package reported_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"linli/app/apptest"
	"linli/platform/geo"
	"linli/platform/id"
	"linli/report"
	"linli/testkit"
)

// office is the whole site before an office on SQLite: the engine makes no difference to a page.
type office struct {
	*apptest.World
	t       *testing.T
	handler http.Handler
}

func newOffice(t *testing.T) *office {
	t.Helper()
	w := apptest.New(t, testkit.Embedded(t, "cases"))
	site, err := w.App.Site(&url.URL{Scheme: "https", Host: "office.example"})
	if err != nil {
		t.Fatal(err)
	}
	return &office{w, t, site.Handler}
}

// ask is anybody's request, in a language.
func (o *office) ask(path, lang, mark string) *httptest.ResponseRecorder {
	o.t.Helper()
	r := httptest.NewRequest(http.MethodGet, "https://office.example"+path, nil)
	r.RemoteAddr = "127.0.0.1:4711"
	r.Header.Set("Accept", "text/html")
	r.Header.Set("Accept-Language", lang)
	if mark != "" {
		r.Header.Set("If-None-Match", mark)
	}
	w := httptest.NewRecorder()
	o.handler.ServeHTTP(w, r)
	return w
}

func (o *office) page(path, lang string) string {
	o.t.Helper()
	w := o.ask(path, lang, "")
	if w.Code != http.StatusOK {
		o.t.Fatalf("GET %s in %s: %d %.300s", path, lang, w.Code, w.Body)
	}
	return w.Body.String()
}

func says(t *testing.T, body string, texts ...string) {
	t.Helper()
	for _, x := range texts {
		if !strings.Contains(body, x) {
			t.Errorf("it does not say %q", x)
		}
	}
}

// published submits a report and lets it through.
func (o *office) published(f report.Submit, words report.Publish, then ...report.Command) report.Case {
	c, _ := o.Submit(f)
	return o.Answer(o.Handler(), c, append([]report.Command{report.Take{}, report.Accept{}, words}, then...)...)
}

// TestEverybodyReadsWhatWasLetThrough: the list, its filters and pages, and one report with fixed and closed as two facts, in
// three languages.
func TestEverybodyReadsWhatWasLetThrough(t *testing.T) {
	o := newOffice(t)
	fixed := o.published(o.Issue(), report.Publish{Text: "小学门口的路灯不亮", Place: "桂花巷"}, report.Fix{Text: "换了灯"}, report.Close{})
	waste := o.Issue()
	waste.Category, waste.Answers = "waste", nil
	o.Clock.Add(time.Hour)
	open := o.published(waste, report.Publish{Text: "桥头垃圾没有清运"})
	for lang, want := range map[string][]string{"zh-Hans": {"公开的报事", "已修好并了结", "路灯", "那一周反映"}, "zh-Hant": {"公開的通報", "已修復並結案", "當週反映"}, "en": {"What was reported", "Fixed and closed", "in the week of"}} {
		says(t, o.page("/reported", lang), append(want, "小学门口的路灯不亮", "桥头垃圾没有清运", "桂花巷", `rel="canonical" href="https://office.example/reported"`, `name="description"`, "/reported/feed.rss?text="+lang)...)
	}
	at := "/reported/" + fixed.PublicID.String()
	says(t, o.page(at, "en"), "Fixed</dt>", "Closed</dt>", "in the week of", "小学门口的路灯不亮", `lang="en"`, `href="https://office.example`+at+`"`)
	says(t, o.page("/reported/"+open.PublicID.String(), "en"), "Not yet")
	for query, want := range map[string]string{"category=waste": "桥头", "state=open": "桥头", "state=done": "小学门口", "category=street_light": "小学门口", "unit=" + o.Unit("T").String() + "&state=done": "小学门口"} {
		body := o.page("/reported?"+query, "en")
		if strings.Contains(body, "桥头") == strings.Contains(body, "小学门口") || !strings.Contains(body, want) {
			t.Errorf("%s does not narrow the list to %s", query, want)
		}
	}
	if body := o.page("/reported?unit="+o.Unit("V2").String(), "en"); !strings.Contains(body, "Nothing has been published here yet.") {
		t.Error("another unit shows what is not its own")
	}
	for _, path := range []string{"/reported?unit=" + id.ID{9}.String(), "/reported?category=grievance", "/reported?state=x", "/reported?after=x", "/reported/x", "/reported/" + id.ID{9}.String()} {
		if w := o.ask(path, "en", ""); w.Code != http.StatusNotFound {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
	for range 21 {
		o.Clock.Add(time.Hour)
		o.published(waste, report.Publish{Text: "又一处垃圾"})
	}
	first := o.page("/reported?category=waste", "en")
	_, more, _ := strings.Cut(first, `href="/reported?after=`)
	more, _, _ = strings.Cut(more, `"`)
	second := o.page("/reported?after="+strings.ReplaceAll(more, "&amp;", "&"), "en")
	if n, m := strings.Count(first, "linli-typed"), strings.Count(second, "linli-typed"); n != 20 || m != 2 {
		t.Errorf("the pages show %d and %d reports", n, m)
	}
}

// TestNothingElseIsPublic plants words in what is not for everybody and looks for them on every public page and in every feed: of a grievance, of
// a complaint, of what nobody has let through, of what was taken back or withdrawn, of whoever reported, and where it exactly is.
func TestNothingElseIsPublic(t *testing.T) {
	o := newOffice(t)
	grievance := o.Complaint()
	grievance.Category = "grievance"
	for _, f := range []report.File{o.Complaint(), grievance} {
		f.Text, f.Name = "PLANTED-GRIEVANCE", "PLANTED-AUTHOR"
		o.Complain(f)
	}
	f := o.Issue()
	f.Text, f.Address, f.Name, f.Contact, f.Point = "PLANTED-UNPUBLISHED", "PLANTED-HOME", "PLANTED-REPORTER", "PLANTED-CONTACT", geo.Point{Lat: 31.234567, Long: 121.478912}
	f.Category, f.Answers = "waste", nil // its places are rounded
	unpublished, _ := o.Submit(f)
	withdrawn, reporter := o.Submit(f)
	handler := o.Handler()
	withdrawn = o.Answer(handler, withdrawn, report.Take{}, report.Publish{Text: "PLANTED-WITHDRAWN"})
	o.Answer(reporter, withdrawn, report.Withdraw{})
	back := o.published(f, report.Publish{Text: "PLANTED-TAKEN-BACK", Answer: ""}, report.Unpublish{}, report.Note{Text: "PLANTED-NOTE"}, report.Write{Text: "PLANTED-LETTER"})
	shown := o.published(f, report.Publish{Text: "垃圾", Place: "桂花巷"})
	paths := []string{"/reported", "/reported/areas", "/reported/feed.rss", "/reported/feed.json", "/reported/" + shown.PublicID.String(), "/", "/transparency",
		"/open311/v2/requests.json", "/open311/v2/requests.xml", "/reported?category=waste", "/reported?unit=" + o.Unit("V1").String()}
	for _, path := range paths {
		for _, lang := range []string{"zh-Hans", "zh-Hant", "en"} {
			body := o.page(path, lang)
			words := []string{"PLANTED", "31.234567", "121.478912", shown.ID.String(), o.Hired("clerk").Account.String(), withdrawn.PublicID.String()}
			if !strings.HasPrefix(path, "/open311") { // which lists what came, without a word of it
				words = append(words, unpublished.PublicID.String(), back.PublicID.String())
			}
			for _, word := range words {
				if strings.Contains(body, word) {
					t.Errorf("%s in %s shows %s", path, lang, word)
				}
			}
		}
	}
	if p, err := o.App.Report.PublicView(o.Ctx, o.Tenant(), back.PublicID); err != nil || p.Text != "" || p.Place != "" {
		t.Errorf("what was taken back still stands in the table of what everybody reads: %+v, %v", p.Shown, err)
	}
	for _, c := range []report.Case{unpublished, withdrawn, back} {
		if w := o.ask("/reported/"+c.PublicID.String(), "en", ""); w.Code != http.StatusNotFound || !strings.Contains(w.Body.String(), "This report is not public, or not any more.") {
			t.Errorf("what is not published: %d", w.Code)
		}
	}
}

// TestAFeedIsAskedForByItsMark: nothing is sent again while nothing changed; a feed is of what its address is narrowed to, in the language that it names.
func TestAFeedIsAskedForByItsMark(t *testing.T) {
	o := newOffice(t)
	o.published(o.Issue(), report.Publish{Text: "路灯\r\nX-Evil: yes ]]> <b>", Place: "桂花巷"})
	for path, kind := range map[string]string{"/reported/feed.rss": "application/rss+xml; charset=utf-8", "/reported/feed.json": "application/feed+json; charset=utf-8"} {
		first := o.ask(path+"?text=zh-Hant&category=street_light", "en", "")
		mark := first.Header().Get("ETag")
		if first.Code != http.StatusOK || first.Header().Get("Content-Type") != kind || mark == "" {
			t.Fatalf("%s: %d %v", path, first.Code, first.Header())
		}
		says(t, first.Body.String(), "公開的通報", "桂花巷", "https://office.example/reported/")
		if strings.Contains(first.Body.String(), "<b>") || strings.Contains(first.Body.String(), "\r") {
			t.Errorf("%s: %s", path, first.Body)
		}
		if w := o.ask(path+"?text=zh-Hant&category=street_light", "en", mark); w.Code != http.StatusNotModified || w.Body.Len() != 0 {
			t.Errorf("%s asked for again: %d %s", path, w.Code, w.Body)
		}
		if w := o.ask(path+"?category=waste", "en", mark); w.Code != http.StatusOK || strings.Contains(w.Body.String(), "桂花巷") {
			t.Errorf("%s of another category: %d", path, w.Code)
		}
	}
	var f struct{ Items []struct{ ID string } }
	if err := json.Unmarshal(o.ask("/reported/feed.json", "en", "").Body.Bytes(), &f); err != nil || len(f.Items) != 1 {
		t.Errorf("%v %v", f, err)
	}
	mark := o.ask("/reported/feed.rss", "en", "").Header().Get("ETag")
	o.published(o.Issue(), report.Publish{Text: "另一盏"})
	if w := o.ask("/reported/feed.rss", "en", mark); w.Code != http.StatusOK {
		t.Errorf("what is new is not sent: %d", w.Code)
	}
}

// TestTheTableOfAreas: it stands for a week, shows what the minimum lets through and no more, and its lines lead to the list.
func TestTheTableOfAreas(t *testing.T) {
	o := newOffice(t)
	handler := o.Handler()
	for i := range 23 {
		c, _ := o.Submit(o.Issue())
		if i < 11 {
			o.Answer(handler, c, report.Take{}, report.Accept{}, report.Fix{Text: "x"}, report.Close{})
		}
	}
	before := o.page("/reported/areas", "en")
	if strings.Contains(before, "10–14") || strings.Contains(before, "unit="+o.Unit("V1").String()) {
		t.Error("the week that is not over is counted")
	}
	o.Clock.Add(8 * 24 * time.Hour)
	body := o.page("/reported/areas", "en")
	says(t, body, "10–14", "other areas no number is shown", `href="/reported?unit=`+o.Unit("V1").String())
	o.Submit(o.Issue())
	if again := o.page("/reported/areas", "zh-Hant"); strings.Count(again, "10–14") != strings.Count(body, "10–14") {
		t.Error("the table moves within its week")
	}
}

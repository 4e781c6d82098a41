package invitation_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"linli/app/apptest"
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
	site, err := w.App.Site(&url.URL{Scheme: "http", Host: "localhost:8080"})
	if err != nil {
		t.Fatal(err)
	}
	return &office{w, t, site.Handler}
}

// ask sends a request as an account; "" is anybody.
func (o *office) ask(login, method, path string, values url.Values) (int, string) {
	o.t.Helper()
	r := httptest.NewRequest(method, path, strings.NewReader(values.Encode()))
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	r.Host, r.RemoteAddr = "localhost:8080", "127.0.0.1:4711"
	r.Header.Set("Accept", "text/html")
	r.Header.Set("Accept-Language", "en")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	if login != "" {
		r.Header.Set("Authorization", "Bearer "+o.Hired(login).Token)
	}
	w := httptest.NewRecorder()
	o.handler.ServeHTTP(w, r)
	if w.Code == http.StatusSeeOther {
		return w.Code, w.Header().Get("Location")
	}
	return w.Code, w.Body.String()
}

func (o *office) page(login, path string) string {
	o.t.Helper()
	status, body := o.ask(login, http.MethodGet, path, nil)
	if status != http.StatusOK {
		o.t.Fatalf("GET %s as %q: %d %.500s", path, login, status, body)
	}
	return body
}

func says(t *testing.T, body string, texts ...string) {
	t.Helper()
	for _, x := range texts {
		if !strings.Contains(body, x) {
			t.Errorf("the page does not say %q", x)
		}
	}
}

func day(v url.Values, name string, at time.Time) {
	v.Set(name+"-year", at.Format("2006"))
	v.Set(name+"-month", at.Format("1"))
	v.Set(name+"-day", at.Format("2"))
}

func (o *office) written() url.Values {
	v := url.Values{"unit": {o.Unit("V1").String()}, "types": {"neighbour"}, "title_zh-Hans": {"楼道里的事，坐下来谈"}, "text_zh-Hans": {"堆物、停车、噪声，住在一起难免有摩擦。\n每周三下午都有人在。"},
		"title_en": {"Let us talk about the stairs"}, "text_en": {"Parking, noise and things left in the way."}, "nobody": {"yes"}}
	day(v, "from", o.Clock.Now())
	day(v, "until", o.Clock.Now().AddDate(0, 2, 0))
	return v
}

func TestAnInvitationIsWrittenReadAndEnded(t *testing.T) {
	o := newOffice(t)
	form := o.page("clerk", "/outreach/new")
	says(t, form, "At most 400 characters", "Between neighbours")
	for name, x := range map[string]struct {
		edit func(url.Values)
		says string
	}{
		"nothing declared": {func(v url.Values) { v.Del("nobody") }, "Confirm that it names nobody and no dwelling."},
		"a name":           {func(v url.Values) { v.Set("text_zh-Hans", "请张先生来谈谈。") }, "This names a person. A general invitation names nobody."},
		"a dwelling":       {func(v url.Values) { v.Set("title_zh-Hans", "致3号楼住户") }, "This names a dwelling or a house number."},
		"no type":          {func(v url.Values) { v.Del("types") }, "Choose"},
		"no text":          {func(v url.Values) { v.Del("text_en") }, "href=\"#text_en\""},
		"no language":      {func(v url.Values) { v.Del("text_en"); v.Del("title_en"); v.Del("text_zh-Hans"); v.Del("title_zh-Hans") }, "Write a title and a text in one language at least."},
		"yesterday":        {func(v url.Values) { day(v, "from", o.Clock.Now().AddDate(0, 0, -1)) }, "Enter a first day from today on."},
		"too long":         {func(v url.Values) { v.Set("text_en", strings.Repeat("talk ", 90)) }, "This is too long for a poster"},
		"backwards":        {func(v url.Values) { day(v, "from", o.Clock.Now().AddDate(0, 3, 0)) }, "Enter a last day that is not before the first."},
		"for ever":         {func(v url.Values) { day(v, "until", o.Clock.Now().AddDate(2, 0, 0)) }, "An invitation runs for a year at most."},
	} {
		v := o.written()
		x.edit(v)
		status, body := o.ask("clerk", http.MethodPost, "/outreach/new", v)
		if status != http.StatusBadRequest {
			t.Errorf("%s: %d", name, status)
		}
		says(t, body, x.says)
	}
	if status, body := o.ask("clerk", http.MethodPost, "/outreach/new", o.written()); status != http.StatusSeeOther {
		t.Fatalf("%d %.900s", status, body)
	}
	list := o.page("lead", "/outreach")
	says(t, list, "Let us talk about the stairs", "Shown to everybody", "clerk, ", "Poster A3, 简体中文 (PDF)")
	at := list[strings.Index(list, "/invitations/"):]
	at = at[:strings.IndexAny(at, `"?`)]

	says(t, o.page("", "/invitations"), "Let us talk about the stairs")
	body := o.page("", at)
	says(t, body, "Parking, noise", "Between neighbours", at+"?text=zh-Hans", "/apply?type=neighbour&amp;unit="+o.Unit("V1").String())
	says(t, o.page("", at+"?text=zh-Hans"), "每周三下午都有人在。", `lang="zh-Hans"`)
	says(t, o.page("", "/apply?type=neighbour&unit="+o.Unit("V1").String()), `name="type" value="neighbour"`, `name="unit" value="`+o.Unit("V1").String())
	for _, size := range []string{"A4", "A3"} {
		if pdf := o.page("", at+"/poster.pdf?paper=zh-Hans&size="+size); !strings.HasPrefix(pdf, "%PDF") {
			t.Errorf("the poster in %s is %.20q", size, pdf)
		}
	}
	for _, wrong := range []string{at + "/poster.pdf?paper=zh-Hant", at + "/poster.pdf?paper=en&size=A0", "/invitations/x", "/invitations/" + o.App.IDs.New().String()} {
		if status, _ := o.ask("", http.MethodGet, wrong, nil); status != http.StatusNotFound {
			t.Errorf("%s: %d", wrong, status)
		}
	}
	end := "/outreach/" + strings.TrimPrefix(at, "/invitations/") + "/end"
	if status, _ := o.ask("other.clerk", http.MethodPost, end, url.Values{}); status != http.StatusForbidden {
		t.Errorf("a clerk of another unit ends it: %d", status)
	}
	if status, _ := o.ask("lead", http.MethodPost, end, url.Values{}); status != http.StatusSeeOther {
		t.Errorf("the lead ends it: %d", status)
	}
	body = o.page("", at)
	says(t, body, "This invitation is over. You can apply for mediation all the same.")
	if strings.Contains(body, "Parking, noise") {
		t.Error("what is over is still said")
	}
	says(t, o.page("", "/invitations"), "There is no invitation at present.")
	if status, _ := o.ask("", http.MethodGet, at+"/poster.pdf?paper=en", nil); status != http.StatusNotFound {
		t.Errorf("the poster of one that is over: %d", status)
	}
}

// TestAnInvitationBeginsAndEndsByItself: before its first day nobody reads it, after its last day it is over.
func TestAnInvitationBeginsAndEndsByItself(t *testing.T) {
	o := newOffice(t)
	v := o.written()
	day(v, "from", o.Clock.Now().AddDate(0, 0, 2))
	if status, body := o.ask("clerk", http.MethodPost, "/outreach/new", v); status != http.StatusSeeOther {
		t.Fatalf("%d %.900s", status, body)
	}
	list := o.page("clerk", "/outreach")
	says(t, list, "Not yet shown")
	at := list[strings.Index(list, "/invitations/"):]
	at = at[:strings.IndexAny(at, `"?`)]
	if status, _ := o.ask("", http.MethodGet, at, nil); status != http.StatusNotFound {
		t.Errorf("it is read before its first day: %d", status)
	}
	if pdf := o.page("clerk", at+"/poster.pdf?paper=en"); !strings.HasPrefix(pdf, "%PDF") {
		t.Error("who wrote it cannot print it beforehand")
	}
	o.Clock.Add(3 * 24 * time.Hour)
	last := v.Get("until-day") + " " + time.Month(number(t, v.Get("until-month"))).String() + " " + v.Get("until-year")
	says(t, o.page("", at), "Parking, noise", last)
	says(t, o.page("", "/invitations"), last)
	o.Clock.Add(90 * 24 * time.Hour)
	says(t, o.page("", at), "This invitation is over.")
}

// whose are the accounts that write general invitations; every other one is refused.
var whose = map[string]bool{"clerk": true, "lead": true, "other.clerk": true, "upper.lead": true}

func TestWhoInvites(t *testing.T) {
	o := newOffice(t)
	for _, login := range []string{"clerk", "mediator", "second", "lead", "other.clerk", "other.mediator", "upper.lead", "admin", "privacy", "statistician", "records"} {
		for _, path := range []string{"/outreach", "/outreach/new"} {
			status, _ := o.ask(login, http.MethodGet, path, nil)
			if (status == http.StatusOK) != whose[login] {
				t.Errorf("%s opens %s: %d", login, path, status)
			}
		}
		v := o.written()
		if status, _ := o.ask(login, http.MethodPost, "/outreach/new", v); (status == http.StatusSeeOther) != (login == "clerk" || login == "lead") {
			t.Errorf("%s invites in V1: %d", login, status)
		}
	}
	for path, want := range map[string]int{"/outreach": http.StatusSeeOther, "/outreach/new": http.StatusSeeOther, "/invitations": http.StatusOK} {
		if status, _ := o.ask("", http.MethodGet, path, nil); status != want {
			t.Errorf("anybody opens %s: %d", path, status)
		}
	}
}

func number(t *testing.T, s string) int {
	t.Helper()
	n, err := strconv.Atoi(s)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

package invitation_test

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"linli/app/apptest"
)

func day(v url.Values, name string, at time.Time) {
	v.Set(name+"-year", at.Format("2006"))
	v.Set(name+"-month", at.Format("1"))
	v.Set(name+"-day", at.Format("2"))
}

func written(o *apptest.Site) url.Values {
	v := url.Values{"unit": {o.Unit("V1").String()}, "types": {"neighbour"}, "title_zh-Hans": {"楼道里的事，坐下来谈"}, "text_zh-Hans": {"堆物、停车、噪声，住在一起难免有摩擦。\n每周三下午都有人在。"},
		"title_en": {"Let us talk about the stairs"}, "text_en": {"Parking, noise and things left in the way."}, "nobody": {"yes"}}
	day(v, "from", o.Clock.Now())
	day(v, "until", o.Clock.Now().AddDate(0, 2, 0))
	return v
}

func TestAnInvitationIsWrittenReadAndEnded(t *testing.T) {
	o := apptest.OpenSite(t)
	form := o.Page("clerk", "/outreach/new")
	apptest.Says(t, form, "At most 400 characters", "Between neighbours")
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
		v := written(o)
		x.edit(v)
		status, body := o.Ask("clerk", http.MethodPost, "/outreach/new", v)
		if status != http.StatusBadRequest {
			t.Errorf("%s: %d", name, status)
		}
		apptest.Says(t, body, x.says)
	}
	if status, body := o.Ask("clerk", http.MethodPost, "/outreach/new", written(o)); status != http.StatusSeeOther {
		t.Fatalf("%d %.900s", status, body)
	}
	list := o.Page("lead", "/outreach")
	apptest.Says(t, list, "Let us talk about the stairs", "Shown to everybody", "clerk, ", "Poster A3, 简体中文 (PDF)")
	at := list[strings.Index(list, "/invitations/"):]
	at = at[:strings.IndexAny(at, `"?`)]

	apptest.Says(t, o.Page("", "/invitations"), "Let us talk about the stairs")
	body := o.Page("", at)
	apptest.Says(t, body, "Parking, noise", "Between neighbours", at+"?text=zh-Hans", "/apply?type=neighbour&amp;unit="+o.Unit("V1").String())
	apptest.Says(t, o.Page("", at+"?text=zh-Hans"), "每周三下午都有人在。", `lang="zh-Hans"`)
	apptest.Says(t, o.Page("", "/apply?type=neighbour&unit="+o.Unit("V1").String()), `name="type" value="neighbour"`, `name="unit" value="`+o.Unit("V1").String())
	for _, size := range []string{"A4", "A3"} {
		if pdf := o.Page("", at+"/poster.pdf?paper=zh-Hans&size="+size); !strings.HasPrefix(pdf, "%PDF") {
			t.Errorf("the poster in %s is %.20q", size, pdf)
		}
	}
	for _, wrong := range []string{at + "/poster.pdf?paper=zh-Hant", at + "/poster.pdf?paper=en&size=A0", "/invitations/x", "/invitations/" + o.App.IDs.New().String()} {
		if status, _ := o.Ask("", http.MethodGet, wrong, nil); status != http.StatusNotFound {
			t.Errorf("%s: %d", wrong, status)
		}
	}
	end := "/outreach/" + strings.TrimPrefix(at, "/invitations/") + "/end"
	if status, _ := o.Ask("other.clerk", http.MethodPost, end, url.Values{}); status != http.StatusForbidden {
		t.Errorf("a clerk of another unit ends it: %d", status)
	}
	if status, _ := o.Ask("lead", http.MethodPost, end, url.Values{}); status != http.StatusSeeOther {
		t.Errorf("the lead ends it: %d", status)
	}
	body = o.Page("", at)
	apptest.Says(t, body, "This invitation is over. You can apply for mediation all the same.")
	if strings.Contains(body, "Parking, noise") {
		t.Error("what is over is still said")
	}
	apptest.Says(t, o.Page("", "/invitations"), "There is no invitation at present.")
	if status, _ := o.Ask("", http.MethodGet, at+"/poster.pdf?paper=en", nil); status != http.StatusNotFound {
		t.Errorf("the poster of one that is over: %d", status)
	}
}

// TestAnInvitationBeginsAndEndsByItself: before its first day nobody reads it, after its last day it is over.
func TestAnInvitationBeginsAndEndsByItself(t *testing.T) {
	o := apptest.OpenSite(t)
	v := written(o)
	day(v, "from", o.Clock.Now().AddDate(0, 0, 2))
	if status, body := o.Ask("clerk", http.MethodPost, "/outreach/new", v); status != http.StatusSeeOther {
		t.Fatalf("%d %.900s", status, body)
	}
	list := o.Page("clerk", "/outreach")
	apptest.Says(t, list, "Not yet shown")
	at := list[strings.Index(list, "/invitations/"):]
	at = at[:strings.IndexAny(at, `"?`)]
	if status, _ := o.Ask("", http.MethodGet, at, nil); status != http.StatusNotFound {
		t.Errorf("it is read before its first day: %d", status)
	}
	if pdf := o.Page("clerk", at+"/poster.pdf?paper=en"); !strings.HasPrefix(pdf, "%PDF") {
		t.Error("who wrote it cannot print it beforehand")
	}
	o.Clock.Add(3 * 24 * time.Hour)
	last := v.Get("until-day") + " " + time.Month(number(t, v.Get("until-month"))).String() + " " + v.Get("until-year")
	apptest.Says(t, o.Page("", at), "Parking, noise", last)
	apptest.Says(t, o.Page("", "/invitations"), last)
	o.Clock.Add(90 * 24 * time.Hour)
	apptest.Says(t, o.Page("", at), "This invitation is over.")
}

// whose are the accounts that write general invitations; every other one is refused.
var whose = map[string]bool{"clerk": true, "lead": true, "other.clerk": true, "upper.lead": true}

func TestWhoInvites(t *testing.T) {
	o := apptest.OpenSite(t)
	for _, login := range []string{"clerk", "mediator", "second", "lead", "other.clerk", "other.mediator", "upper.lead", "admin", "privacy", "statistician", "records"} {
		for _, path := range []string{"/outreach", "/outreach/new"} {
			status, _ := o.Ask(login, http.MethodGet, path, nil)
			if (status == http.StatusOK) != whose[login] {
				t.Errorf("%s opens %s: %d", login, path, status)
			}
		}
		v := written(o)
		if status, _ := o.Ask(login, http.MethodPost, "/outreach/new", v); (status == http.StatusSeeOther) != (login == "clerk" || login == "lead") {
			t.Errorf("%s invites in V1: %d", login, status)
		}
	}
	for path, want := range map[string]int{"/outreach": http.StatusSeeOther, "/outreach/new": http.StatusSeeOther, "/invitations": http.StatusOK} {
		if status, _ := o.Ask("", http.MethodGet, path, nil); status != want {
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

package reported_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"linli/app/apptest"
	"linli/platform/notify"
)

// TestWhoFollowsIsKeptFromEverybody: with mail the list leads to a form in three languages; a wish is answered alike whatever the
// address; the fourth within an hour for one mailbox is not written to, and the answer is the same. Without mail there is no form.
func TestWhoFollowsIsKeptFromEverybody(t *testing.T) {
	o := newOffice(t)
	if list := o.page("/reported", "en"); strings.Contains(list, "/reported/follow") {
		t.Error("the list leads to mails that are not sent")
	}
	says(t, o.page("/reported/follow", "en"), "This office sends no mail.")
	var err error
	if o.App.Mailer, err = notify.NewMailer(notify.Config{Host: "127.0.0.1", Port: 9, TLS: notify.NoTLS, From: "office@example.org", Origin: apptest.Origin}, o.App.Texts, o.Clock); err != nil {
		t.Fatal(err)
	}
	says(t, o.page("/reported?category=waste&state=open", "en"), `href="/reported/follow?category=waste"`)
	for lang, want := range map[string]string{"en": "Ask for the mails", "zh-Hans": "单位里没有人能列出或查询谁订阅了", "zh-Hant": "本單位沒有人能列出或查詢誰訂閱了"} {
		says(t, o.page("/reported/follow?category=waste", lang), want, `value="waste" selected`)
	}
	send := func(address, category string) (int, string) {
		r := httptest.NewRequest(http.MethodPost, "https://office.example/reported/follow", strings.NewReader(url.Values{"address": {address}, "category": {category}}.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Accept-Language", "en")
		r.RemoteAddr = "127.0.0.1:4711"
		w := httptest.NewRecorder()
		o.handler.ServeHTTP(w, r)
		return w.Code, w.Body.String()
	}
	for _, wrong := range []string{"", "nobody", "nobody", "nobody", "nobody", "A <a@example.org>", "a@example.org, b@example.org"} {
		if status, body := send(wrong, "waste"); status != http.StatusBadRequest || !strings.Contains(body, `href="#address"`) {
			t.Errorf("%q: %d", wrong, status)
		}
	}
	if status, _ := send("a@example.org", "grievance"); status != http.StatusNotFound {
		t.Errorf("what is never public can be followed: %d", status)
	}
	var first string
	for i, address := range []string{"a@example.org", "A@example.org", "a@example.org", "a@example.org", "b@example.org"} {
		status, body := send(address, "waste")
		if i == 0 {
			first = body
		}
		if status != http.StatusOK || body != first {
			t.Errorf("wish %d is answered %d, otherwise than the first: %t", i, status, body != first)
		}
	}
	jobs, err := o.App.Queue.Due(o.Ctx, o.Tenant(), "subscription.write", o.Clock.Now(), 10)
	if err != nil || len(jobs) != 4 {
		t.Errorf("%d mails are to be written, %v", len(jobs), err)
	}
	if w := o.ask("/reported/follow/0000-0000-0000-0000", "en", ""); w.Code != http.StatusNotFound {
		t.Errorf("a made-up code: %d", w.Code)
	}
	if strings.Contains(o.Log.String(), "a@example.org") {
		t.Error("the log says who follows")
	}
}

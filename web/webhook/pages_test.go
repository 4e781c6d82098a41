package webhook_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"linli/app/apptest"
)

var secret = regexp.MustCompile(`whsec_[A-Za-z0-9+/]{43}=`)

func TestAWebhookThroughThePages(t *testing.T) {
	o := apptest.OpenSite(t)
	list := "/office/webhooks"
	status, body := o.Ask("admin", http.MethodPost, list, url.Values{"url": {"http://example.org/"}})
	if status != http.StatusBadRequest {
		t.Errorf("%d", status)
	}
	apptest.Says(t, body, "Enter an address that begins with https:// and leads to the public internet, without a password in it.", "href=\"#events\"")
	_, body = o.Ask("admin", http.MethodPost, list, url.Values{"url": {"https://example.org/told"}, "events": {"return.frozen"}})
	first := secret.FindString(strings.ReplaceAll(body, "&#43;", "+"))
	if first == "" {
		t.Fatalf("no secret is shown: %.1500s", body)
	}
	at := regexp.MustCompile(`/office/webhooks/[0-9a-f-]{36}`).FindString(body)
	_, body = o.Ask("admin", http.MethodGet, at, nil)
	apptest.Says(t, body, "https://example.org/told", "A return is frozen", "In use", "Nothing was sent yet.")
	if secret.MatchString(body) {
		t.Error("the secret is shown again")
	}
	press := func(do string) {
		t.Helper()
		if status, body := o.Ask("admin", http.MethodPost, at, url.Values{"do": {do}}); status != http.StatusSeeOther {
			t.Errorf("%s: %d %.300s", do, status, body)
		}
	}
	press("test")
	_, body = o.Ask("admin", http.MethodGet, at, nil)
	apptest.Says(t, body, "Test", "Waits")
	press("pause")
	_, body = o.Ask("admin", http.MethodGet, at, nil)
	apptest.Says(t, body, "Paused", "Resume")
	press("resume")
	_, body = o.Ask("admin", http.MethodPost, at, url.Values{"do": {"rotate"}})
	if next := secret.FindString(strings.ReplaceAll(body, "&#43;", "+")); next == "" || next == first {
		t.Error("no new secret is shown")
	}
	_, body = o.Ask("admin", http.MethodGet, at, nil)
	apptest.Says(t, body, "The former one signs too until")
	_, body = o.Ask("privacy", http.MethodGet, "/office/record", nil)
	apptest.Says(t, body, "Webhook added", "Webhook paused", "Webhook resumed", "Secret of a webhook changed")
	for do, want := range map[string]int{"again:x": http.StatusNotFound, "again:" + o.App.IDs.New().String(): http.StatusNotFound, "other": http.StatusBadRequest} {
		if status, _ := o.Ask("admin", http.MethodPost, at, url.Values{"do": {do}}); status != want {
			t.Errorf("%s: %d", do, status)
		}
	}
	press("remove")
	if status, _ := o.Ask("admin", http.MethodGet, at, nil); status != http.StatusNotFound {
		t.Errorf("after removing: %d", status)
	}
	_, body = o.Ask("admin", http.MethodGet, list, nil)
	apptest.Says(t, body, "No program is told.")
}

// TestWebhooksAreTheAdministrators: everybody else is refused, at every address.
func TestWebhooksAreTheAdministrators(t *testing.T) {
	o := apptest.OpenSite(t)
	_, body := o.Ask("admin", http.MethodPost, "/office/webhooks", url.Values{"url": {"https://example.org/"}, "events": {"return.frozen"}})
	at := regexp.MustCompile(`/office/webhooks/[0-9a-f-]{36}`).FindString(body)
	for _, login := range []string{"clerk", "mediator", "lead", "upper.lead", "privacy", "statistician", "records", "other.clerk"} {
		for _, path := range []string{"/office/webhooks", at} {
			for _, method := range []string{http.MethodGet, http.MethodPost} {
				if status, _ := o.Ask(login, method, path, url.Values{"do": {"remove"}, "url": {"https://example.org/"}, "events": {"return.frozen"}}); status != http.StatusForbidden {
					t.Errorf("%s %s %s: %d", login, method, path, status)
				}
			}
		}
	}
	if status, _ := o.Ask("", http.MethodGet, "/office/webhooks", nil); status != http.StatusSeeOther {
		t.Errorf("anybody: %d", status)
	}
	if status, _ := o.Ask("admin", http.MethodGet, at, nil); status != http.StatusOK {
		t.Errorf("it is gone: %d", status)
	}
}

package webhook_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

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

func says(t *testing.T, body string, texts ...string) {
	t.Helper()
	for _, x := range texts {
		if !strings.Contains(body, x) {
			t.Errorf("the page does not say %q", x)
		}
	}
}

var secret = regexp.MustCompile(`whsec_[A-Za-z0-9+/]{43}=`)

func TestAWebhookThroughThePages(t *testing.T) {
	o := newOffice(t)
	list := "/office/webhooks"
	status, body := o.ask("admin", http.MethodPost, list, url.Values{"url": {"http://example.org/"}})
	if status != http.StatusBadRequest {
		t.Errorf("%d", status)
	}
	says(t, body, "Enter an address that begins with https:// and leads to the public internet, without a password in it.", "href=\"#events\"")
	_, body = o.ask("admin", http.MethodPost, list, url.Values{"url": {"https://example.org/told"}, "events": {"return.frozen"}})
	first := secret.FindString(strings.ReplaceAll(body, "&#43;", "+"))
	if first == "" {
		t.Fatalf("no secret is shown: %.1500s", body)
	}
	at := regexp.MustCompile(`/office/webhooks/[0-9a-f-]{36}`).FindString(body)
	_, body = o.ask("admin", http.MethodGet, at, nil)
	says(t, body, "https://example.org/told", "A return is frozen", "In use", "Nothing was sent yet.")
	if secret.MatchString(body) {
		t.Error("the secret is shown again")
	}
	press := func(do string) {
		t.Helper()
		if status, body := o.ask("admin", http.MethodPost, at, url.Values{"do": {do}}); status != http.StatusSeeOther {
			t.Errorf("%s: %d %.300s", do, status, body)
		}
	}
	press("test")
	_, body = o.ask("admin", http.MethodGet, at, nil)
	says(t, body, "Test", "Waits")
	press("pause")
	_, body = o.ask("admin", http.MethodGet, at, nil)
	says(t, body, "Paused", "Resume")
	press("resume")
	_, body = o.ask("admin", http.MethodPost, at, url.Values{"do": {"rotate"}})
	if next := secret.FindString(strings.ReplaceAll(body, "&#43;", "+")); next == "" || next == first {
		t.Error("no new secret is shown")
	}
	_, body = o.ask("admin", http.MethodGet, at, nil)
	says(t, body, "The former one signs too until")
	_, body = o.ask("privacy", http.MethodGet, "/office/record", nil)
	says(t, body, "Webhook added", "Webhook paused", "Webhook resumed", "Secret of a webhook changed")
	for do, want := range map[string]int{"again:x": http.StatusNotFound, "again:" + o.App.IDs.New().String(): http.StatusNotFound, "other": http.StatusBadRequest} {
		if status, _ := o.ask("admin", http.MethodPost, at, url.Values{"do": {do}}); status != want {
			t.Errorf("%s: %d", do, status)
		}
	}
	press("remove")
	if status, _ := o.ask("admin", http.MethodGet, at, nil); status != http.StatusNotFound {
		t.Errorf("after removing: %d", status)
	}
	_, body = o.ask("admin", http.MethodGet, list, nil)
	says(t, body, "No program is told.")
}

// TestWebhooksAreTheAdministrators: everybody else is refused, at every address.
func TestWebhooksAreTheAdministrators(t *testing.T) {
	o := newOffice(t)
	_, body := o.ask("admin", http.MethodPost, "/office/webhooks", url.Values{"url": {"https://example.org/"}, "events": {"return.frozen"}})
	at := regexp.MustCompile(`/office/webhooks/[0-9a-f-]{36}`).FindString(body)
	for _, login := range []string{"clerk", "mediator", "lead", "upper.lead", "privacy", "statistician", "records", "other.clerk"} {
		for _, path := range []string{"/office/webhooks", at} {
			for _, method := range []string{http.MethodGet, http.MethodPost} {
				if status, _ := o.ask(login, method, path, url.Values{"do": {"remove"}, "url": {"https://example.org/"}, "events": {"return.frozen"}}); status != http.StatusForbidden {
					t.Errorf("%s %s %s: %d", login, method, path, status)
				}
			}
		}
	}
	if status, _ := o.ask("", http.MethodGet, "/office/webhooks", nil); status != http.StatusSeeOther {
		t.Errorf("anybody: %d", status)
	}
	if status, _ := o.ask("admin", http.MethodGet, at, nil); status != http.StatusOK {
		t.Errorf("it is gone: %d", status)
	}
}

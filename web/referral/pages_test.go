package referral_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"linli/app/apptest"
	"linli/platform/access"
	"linli/platform/id"
	"linli/referral/directory"
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
	w.Hire("worker", "T", access.Referral)
	site, err := w.App.Site(&url.URL{Scheme: "http", Host: "localhost:8080"})
	if err != nil {
		t.Fatal(err)
	}
	return &office{w, t, site.Handler}
}

// ask sends a request as an account; "" is anybody, whose search comes as from a program without a token.
func (o *office) ask(login, method, path string, values url.Values) (int, string) {
	o.t.Helper()
	r := httptest.NewRequest(method, path, strings.NewReader(values.Encode()))
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	r.Host, r.RemoteAddr = "localhost:8080", "127.0.0.1:4711"
	r.Header.Set("Accept", "text/html")
	r.Header.Set("Accept-Language", "en")
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

func (o *office) page(login, method, path string, values url.Values) string {
	o.t.Helper()
	status, body := o.ask(login, method, path, values)
	if status != http.StatusOK {
		o.t.Fatalf("%s %s as %q: %d %.900s", method, path, login, status, body)
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

var versionField = regexp.MustCompile(`name="version" value="(\d+)"`)

// TestAServiceIsEnteredFoundChangedAndConfirmed goes the way of a referral worker and of somebody who looks for help.
func TestAServiceIsEnteredFoundChangedAndConfirmed(t *testing.T) {
	o := newOffice(t)
	need := o.App.IDs.New()
	if err := o.App.Directory.Repo.Write(o.Ctx, o.Tenant(), o.Clock.Now(), []directory.Write{{After: &directory.Object{Kind: directory.KindTerm, ID: need,
		Body: directory.Body{"id": need.String(), "name": "Legal aid", "description": "d"}}}}); err != nil {
		t.Fatal(err)
	}
	if err := o.App.Directory.Reindex(o.Ctx, o.Tenant()); err != nil {
		t.Fatal(err)
	}
	says(t, o.page("worker", http.MethodGet, "/directory/new", nil), "Enter a service", "Legal aid")
	if status, body := o.ask("worker", http.MethodPost, "/directory/new", url.Values{"name": {""}, "status": {"active"}, "d1_from": {"9"}, "d1_until": {"17:00"}}); status != http.StatusBadRequest && status != http.StatusUnprocessableEntity {
		t.Errorf("an empty sheet: %d %.300s", status, body)
	} else {
		says(t, body, "Enter from when until when, for instance 09:00 and 17:00")
	}
	sheet := url.Values{"new_organization": {"阳光法律社"}, "name": {"周末咨询"}, "status": {"active"}, "needs": {need.String()}, "area": {"听荷镇"}, "languages": {"ug"}, "phone": {"0000-555 0900"},
		"place": {"小院"}, "address": {"安和路 1 号"}, "city": {"青石县"}, "documents": {"合同\n欠条"}, "cost": {"免费"}}
	for _, d := range []string{"0", "1", "2", "3", "4", "5", "6"} {
		sheet.Set("d"+d+"_from", "00:00")
		sheet.Set("d"+d+"_until", "24:00")
	}
	status, at := o.ask("worker", http.MethodPost, "/directory/new", sheet)
	if status != http.StatusSeeOther {
		t.Fatalf("%d %.2000s", status, at)
	}
	public := "/services/" + strings.TrimPrefix(at, "/directory/")
	for name, q := range map[string]url.Values{"words": {"text": {"咨询"}}, "organisation": {"text": {"法律社"}}, "need": {"need": {need.String()}}, "area": {"area": {"听荷镇"}}, "language": {"language": {"ug"}},
		"open": {"open": {"now"}}, "all": {"text": {"周末"}, "need": {need.String()}, "area": {"听荷镇"}, "language": {"ug"}, "open": {"now"}}} {
		if body := o.page("", http.MethodPost, "/services", q); !strings.Contains(body, public) {
			t.Errorf("not found by %s", name)
		}
	}
	for name, q := range map[string]url.Values{"words": {"text": {"食物"}}, "language": {"language": {"bo"}}} {
		if body := o.page("", http.MethodPost, "/services", q); strings.Contains(body, public) || !strings.Contains(body, "Nothing fits") {
			t.Errorf("found by other %s", name)
		}
	}
	says(t, o.page("", http.MethodGet, public, nil), "周末咨询", "阳光法律社", "Every day, 00:00 to 24:00", "0000-555 0900", "青石县安和路 1 号", "Uyghur", "合同", "Legal aid")

	// A place that is kept secret from now on is in nothing public, and the worker still reads it.
	edit := o.page("worker", http.MethodGet, at, nil)
	says(t, edit, "安和路 1 号", "欠条")
	sheet.Set("version", versionField.FindStringSubmatch(edit)[1])
	sheet.Set("organization", organizationIn(t, o, at))
	sheet.Set("redacted", "yes")
	sheet.Set("name", "夜间庇护")
	if status, body := o.ask("worker", http.MethodPost, at, sheet); status != http.StatusSeeOther {
		t.Fatalf("%d %.2000s", status, body)
	}
	body := o.page("", http.MethodGet, public, nil)
	if strings.Contains(body, "安和路") || strings.Contains(body, "小院") || !strings.Contains(body, "夜间庇护") {
		t.Error("a secret place is public")
	}
	says(t, o.page("worker", http.MethodGet, at, nil), "安和路 1 号")
	if status, body := o.ask("worker", http.MethodPost, at, sheet); status != http.StatusConflict {
		t.Errorf("a sheet of an older version: %d %.200s", status, body)
	}

	if strings.Contains(o.page("worker", http.MethodGet, "/directory", nil), at) {
		t.Error("what was just entered waits to be confirmed")
	}
	age(t, o, at)
	says(t, o.page("worker", http.MethodGet, "/directory", nil), at, "夜间庇护")
	if status, to := o.ask("worker", http.MethodPost, at, url.Values{"do": {"confirm"}}); status != http.StatusSeeOther || to != "/directory" {
		t.Fatal(status, to)
	}
	if strings.Contains(o.page("worker", http.MethodGet, "/directory", nil), at) {
		t.Error("what was confirmed still waits")
	}
}

// age makes an entry one that nobody has confirmed for long.
func age(t *testing.T, o *office, at string) {
	t.Helper()
	u, err := id.Parse(strings.TrimPrefix(at, "/directory/"))
	if err != nil {
		t.Fatal(err)
	}
	opened, err := o.App.Directory.Open(o.Ctx, o.As("worker"), u)
	if err != nil {
		t.Fatal(err)
	}
	body := opened.Body
	body["assured_date"] = o.Clock.Now().Add(-directory.Trusted - 48*time.Hour).Format(time.DateOnly)
	err = o.App.Directory.Repo.Write(o.Ctx, o.Tenant(), o.Clock.Now(), []directory.Write{{Before: &directory.Kept{Object: opened.Object, Version: opened.Version},
		After: &directory.Object{Kind: directory.KindService, ID: u, Body: body}}})
	if err == nil {
		err = o.App.Directory.Reindex(o.Ctx, o.Tenant())
	}
	if err != nil {
		t.Fatal(err)
	}
}

func organizationIn(t *testing.T, o *office, at string) string {
	t.Helper()
	u, err := id.Parse(strings.TrimPrefix(at, "/directory/"))
	if err != nil {
		t.Fatal(err)
	}
	s, err := o.App.Directory.Show(o.Ctx, o.Tenant(), u)
	if err != nil {
		t.Fatal(err)
	}
	return s.OrganizationID
}

// TestOnlyAReferralWorkerKeepsTheDirectory: everybody reads it, nobody else has the pages on which it is changed.
func TestOnlyAReferralWorkerKeepsTheDirectory(t *testing.T) {
	o := newOffice(t)
	for _, path := range []string{"/directory", "/directory/new", "/directory/11111111-1111-4111-8111-111111111111", "/directory/all/organization", "/directory/all/unit/new",
		"/directory/service/11111111-1111-4111-8111-111111111111", "/directory/phone/11111111-1111-4111-8111-111111111111/edit", "/directory/service/11111111-1111-4111-8111-111111111111/add/phones"} {
		for _, login := range []string{"clerk", "lead", "admin", "mediator"} {
			if status, _ := o.ask(login, http.MethodGet, path, nil); status != http.StatusForbidden {
				t.Errorf("%s as %s: %d", path, login, status)
			}
		}
		if status, to := o.ask("", http.MethodGet, path, nil); status != http.StatusSeeOther || !strings.HasPrefix(to, "/sign-in") {
			t.Errorf("%s as anybody: %d", path, status)
		}
	}
	if status, _ := o.ask("", http.MethodGet, "/services", nil); status != http.StatusOK {
		t.Errorf("the public page: %d", status)
	}
	if status, _ := o.ask("", http.MethodGet, "/services/11111111-1111-4111-8111-111111111111", nil); status != http.StatusNotFound {
		t.Errorf("no such service: %d", status)
	}
}

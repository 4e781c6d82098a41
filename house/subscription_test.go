package house_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"linli/app/apptest"
	reports "linli/report"
	"linli/report/subscription"
)

const follower = "follower@example.org"

// TestThePublicListByMail: an address is asked first, hears then once a working day what became public in what it chose, and nothing
// else; with the one click of its mail program it is destroyed. Nothing tells whether an address follows.
func TestThePublicListByMail(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		box := newLetterbox(t)
		a, _ := mailing(t, w, box)
		site, err := a.Site(&url.URL{Scheme: "https", Host: "localhost:8080"})
		if err != nil {
			t.Fatal(err)
		}
		send := func(path string, values url.Values) (int, string) {
			t.Helper()
			r := httptest.NewRequest(http.MethodPost, "https://localhost:8080"+path, strings.NewReader(values.Encode()))
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			r.Header.Set("Accept-Language", "en")
			r.RemoteAddr = "127.0.0.1:4711"
			got := httptest.NewRecorder()
			site.Handler.ServeHTTP(got, r)
			return got.Code, got.Body.String()
		}
		mails := func() []string {
			t.Helper()
			if err := a.Tick(w.Ctx); err != nil {
				t.Fatal(err)
			}
			due(t, w, a)
			return box.taken(t, follower)
		}
		wish := url.Values{"address": {follower}, "category": {"street_light"}, "unit": {w.Unit("V1").String()}}
		status, first := send("/reported/follow", wish)
		if status != http.StatusOK || strings.Contains(first, follower) {
			t.Fatalf("%d %s", status, first)
		}
		asked := mails()
		if len(asked) != 1 {
			t.Fatalf("%d letters: %q", len(asked), asked)
		}
		way := regexp.MustCompile(`/reported/follow/[0-9A-Z]{16}`).FindString(asked[0])
		if w.Clock.Add(time.Hour); len(published(w, "street_light", "V1")) == 0 || len(mails()) != 0 {
			t.Error("a mail came before the address was confirmed")
		}
		if status, _ := send(way, url.Values{"do": {"confirm"}}); status != http.StatusSeeOther {
			t.Errorf("confirmed: %d", status)
		}
		if _, again := send("/reported/follow", wish); again != first {
			t.Error("a second wish of an address is answered otherwise than its first")
		}
		if got := mails(); len(got) != 1 || strings.Contains(got[0], way) {
			t.Errorf("the second wish: %q", got)
		}
		seen := published(w, "street_light", "V1")
		published(w, "waste", "V1")
		c, _ := w.Complain(w.Complaint())
		w.Clock.Add(4 * 24 * time.Hour) // the second wish is forgotten meanwhile
		got := mails()
		if len(got) != 1 {
			t.Fatalf("%d letters: %q", len(got), got)
		}
		text := got[0]
		if !strings.Contains(text, "/reported/"+seen) || strings.Count(text, "/reported/") != 2 || !strings.Contains(text, way) {
			t.Errorf("the mail says\n%s", text)
		}
		for _, word := range append([]string{"桂花巷", "小学门口", c.ID.String()}, apptest.Planted...) {
			if strings.Contains(text, word) {
				t.Errorf("the mail says %q", word)
			}
		}
		published(w, "street_light", "V1")
		if again := mails(); len(again) != 0 {
			t.Errorf("%d more on one day", len(again))
		}
		if strings.Contains(everything(t, w), follower) {
			t.Error("the address stands in a table")
		}
		status, page := send(way, url.Values{"List-Unsubscribe": {"One-Click"}})
		if status != http.StatusOK || !strings.Contains(page, "The mails have stopped") {
			t.Errorf("%d %s", status, page)
		}
		w.Clock.Add(4 * 24 * time.Hour)
		if got := mails(); len(got) != 0 || len(rows(t, w.App.Stores.Cases)["subscription"]) != 0 {
			t.Errorf("after it was stopped: %q", got)
		}
		if status, _ := send(way, url.Values{"List-Unsubscribe": {"One-Click"}}); status != http.StatusOK {
			t.Errorf("stopped twice: %d", status)
		}
		if status, _ := send(way, url.Values{"do": {"confirm"}}); status != http.StatusNotFound {
			t.Errorf("confirmed after the end: %d", status)
		}
	})
}

// wishes asks for the public list by mail to an address.
func wishes(w *apptest.World, address string) error {
	return w.App.Follows.Ask(w.Ctx, w.Tenant(), w.Office.Tenant.Tag, subscription.Wish{Language: "en", Address: address})
}

// published lets everybody read one more report, and returns under which number.
func published(w *apptest.World, category, unit string) string {
	w.T.Helper()
	f := w.Issue()
	if f.Category, f.Unit = category, w.Unit(unit); category != "street_light" {
		f.Answers = nil
	}
	c, _ := w.Submit(f)
	c = w.Answer(w.Handler(), c, reports.Take{}, reports.Accept{}, reports.Publish{Text: "小学门口的路灯不亮", Place: "桂花巷"})
	return c.PublicID.String()
}

// everything is what stands in all tables.
func everything(t *testing.T, w *apptest.World) string {
	t.Helper()
	b, err := json.Marshal(rows(t, w.App.Stores.Cases))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

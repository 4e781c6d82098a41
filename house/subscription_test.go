package house_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"linli/app/apptest"
	"linli/office/digest"
	"linli/platform/id"
	"linli/platform/job"
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

// TestAnAddressThatIsGoneLeavesNothing: after a stop between key and row, or with an older copy of the database, no row is left; and the
// public number of erasures does not grow with the wishes that nobody confirmed.
func TestAnAddressThatIsGoneLeavesNothing(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		box := newLetterbox(t)
		a, _ := mailing(t, w, box)
		for range 3 {
			if err := wishes(w, follower); err != nil {
				t.Fatal(err)
			}
		}
		all, err := a.Follows.Repo.Ready(w.Ctx, w.Tenant(), w.Clock.Now().Add(subscription.Answerable), 10)
		if err != nil || len(all) != 3 {
			t.Fatal(all, err)
		}
		_, letter, err := a.Follows.Letter(w.Ctx, job.Job{Tenant: w.Tenant(), Payload: job.Payload{"subscription": all[0].ID.String(), "what": subscription.Asks}})
		if err == nil {
			err = a.Follows.Confirm(w.Ctx, w.Tenant(), string(letter.Code))
		}
		if err != nil {
			t.Fatal(err)
		}
		before, err := a.Vault.Shredded(w.Ctx, w.Tenant(), w.Clock.Now().Add(time.Hour))
		if err == nil {
			err = a.Vault.Shred(w.Ctx, w.Tenant(), []id.ID{all[0].Key}, a.IDs.New())
		}
		if err != nil {
			t.Fatal(err)
		}
		for range 2 {
			w.Clock.Add(4 * 24 * time.Hour)
			if err := a.Tick(w.Ctx); err != nil {
				t.Fatal(err)
			}
			due(t, w, a)
		}
		if left := rows(t, w.App.Stores.Cases)["subscription"]; len(left) != 0 {
			t.Errorf("%d rows are left: %v", len(left), left)
		}
		if after, err := a.Vault.Shredded(w.Ctx, w.Tenant(), w.Clock.Now().Add(time.Hour)); err != nil || after > before+2 {
			t.Errorf("two wishes of a stranger count as %d erasures of the office, %v", after-before-1, err)
		}
	})
}

// noDigests cannot be read.
type noDigests struct{ digest.Repo }

func (noDigests) Ready(context.Context, id.ID, time.Time, int) ([]digest.Choice, error) {
	return nil, errors.New("unreadable")
}

// TestWhatFailsKeepsNothingElseBack: where one look at an office fails, what comes after it is looked at all the same, and an address that
// nobody confirmed is forgotten in its 48 hours.
func TestWhatFailsKeepsNothingElseBack(t *testing.T) {
	apptest.OnOne(t, func(t *testing.T, w *apptest.World) {
		if err := wishes(w, follower); err != nil {
			t.Fatal(err)
		}
		w.App.Digest.Repo = noDigests{w.App.Digest.Repo}
		w.Clock.Add(subscription.Answerable)
		if err := w.App.Tick(w.Ctx); err == nil || !strings.Contains(err.Error(), "unreadable") {
			t.Errorf("what failed is not told: %v", err)
		}
		if left := rows(t, w.App.Stores.Cases)["subscription"]; len(left) != 0 {
			t.Error("an address outlives its 48 hours because mails to staff cannot be written")
		}
	})
}

// wishes asks for the public list by mail to an address.
func wishes(w *apptest.World, address string) error {
	_, err := w.App.Follows.Ask(w.Ctx, w.Tenant(), w.Office.Tenant.Tag, subscription.Wish{Language: "en", Address: address}, nil)
	return err
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

// TestNothingIsToldTwiceWhoseNextMailFellDue: a mail that is written while the next one falls due is noted all the same; an older one that
// ends after a newer takes nothing of it back, and one that was stopped meanwhile is no fault.
func TestNothingIsToldTwiceWhoseNextMailFellDue(t *testing.T) {
	apptest.OnOne(t, func(t *testing.T, w *apptest.World) {
		if err := wishes(w, follower); err != nil {
			t.Fatal(err)
		}
		s := w.App.Follows
		row := func() subscription.Subscription {
			t.Helper()
			all, err := s.Repo.Ready(w.Ctx, w.Tenant(), w.Clock.Now().AddDate(1, 0, 0), 10)
			if err != nil || len(all) != 1 {
				t.Fatalf("%d rows, %v", len(all), err)
			}
			return all[0]
		}
		x := row()
		until := w.Clock.Now().Add(time.Hour)
		moved := x
		moved.Version++
		if err := s.Repo.Keep(w.Ctx, w.Tenant(), moved); err != nil { // as its tick does
			t.Fatal(err)
		}
		for _, told := range []time.Time{until, until.Add(-time.Minute)} {
			if err := s.Told(w.Ctx, w.Tenant(), x, told); err != nil || !row().Told.Equal(until) {
				t.Errorf("told until %v, want %v (%v)", row().Told, until, err)
			}
		}
		if err := s.Drop(w.Ctx, w.Tenant(), row()); err != nil {
			t.Fatal(err)
		}
		if err := s.Told(w.Ctx, w.Tenant(), x, until); err != nil {
			t.Errorf("what was stopped: %v", err)
		}
	})
}

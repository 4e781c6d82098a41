package house_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"linli/app/apptest"
	"linli/mediation"
	"linli/office"
	"linli/office/digest"
	"linli/platform/access"
	"linli/promise"
)

const staffAddress = "lead@example.org"

// TestTheDailyMailToStaff: an address is confirmed by digits; then a mail comes when the office opens on a working day, with counts and
// numbers of cases and nobody in it; it ends when the account says so, and with the account.
func TestTheDailyMailToStaff(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		box := newLetterbox(t)
		a, spy := mailing(t, w, box)
		lead, s := w.As("lead"), a.Digest
		for _, wrong := range []string{"", "lead", "Lead <lead@example.org>", "a@example.org, b@example.org"} {
			if err := s.Leave(w.Ctx, lead, wrong); err == nil || !strings.Contains(err.Error(), "digest.field.address") {
				t.Errorf("%q: %v", wrong, err)
			}
		}
		tick := func() []string {
			t.Helper()
			if err := s.Tick(w.Ctx, w.Tenant()); err != nil {
				t.Fatal(err)
			}
			due(t, w, a)
			return box.taken(t, staffAddress)
		}
		if err := s.Leave(w.Ctx, lead, staffAddress); err != nil {
			t.Fatal(err)
		}
		got := tick()
		if len(got) != 1 {
			t.Fatalf("%d letters", len(got))
		}
		digits := regexp.MustCompile(`[0-9]{6}`).FindString(got[0])
		wrong := "000000"
		if digits == wrong {
			wrong = "000001"
		}
		if err := s.Confirm(w.Ctx, lead, wrong); !errors.Is(err, digest.ErrDigits) {
			t.Errorf("wrong digits: %v", err)
		}
		c := w.To(mediation.Accepted)
		c, err := a.Mediation.Repo.Case(w.Ctx, w.Tenant(), c.ID)
		if err != nil {
			t.Fatal(err)
		}
		w.Ask(w.Request())
		w.Clock.Add(time.Hour)
		if got := tick(); len(got) != 0 {
			t.Errorf("before the address was confirmed %d mails come", len(got))
		}
		if err := s.Confirm(w.Ctx, lead, digits); err != nil {
			t.Fatal(err)
		}
		before := spy.opened
		w.Clock.Add(40 * 24 * time.Hour) // the month to conclude is over
		got = tick()
		if len(got) != 1 || !strings.Contains(got[0], "/due") || !strings.Contains(got[0], "2026-"+strconv.Itoa(c.Number)) {
			t.Fatalf("%d letters: %q", len(got), got)
		}
		late := promise.Filter{Until: w.Clock.Now(), Limit: 200}
		disputes, err1 := a.Mediation.Due(w.Ctx, lead, late)
		help, err2 := a.Referral.Due(w.Ctx, lead, late)
		if said := regexp.MustCompile(`[0-9]+`).FindString(got[0][strings.Index(got[0], "逾期 "):]); err1 != nil || err2 != nil || len(help) == 0 || said != strconv.Itoa(len(disputes)+len(help)) {
			t.Errorf("late: %s; of disputes %d, of requests for help %d (%v, %v)", said, len(disputes), len(help), err1, err2)
		}
		if spy.opened != before {
			t.Errorf("%d texts were opened for it", spy.opened-before)
		}
		for _, word := range append([]string{"lead\n", "柳树", "邻里"}, apptest.Planted...) {
			if strings.Contains(got[0], word) {
				t.Errorf("the mail says %q", word)
			}
		}
		if again := tick(); len(again) != 0 {
			t.Errorf("%d mails on one day", len(again))
		}
		next, _, err := s.Of(w.Ctx, lead)
		zone := time.FixedZone("", 8*3600)
		if err != nil || next.Next.In(zone).Weekday() == time.Sunday || next.Next.In(zone).Weekday() == time.Saturday || next.Next.In(zone).Hour() > 10 {
			t.Errorf("the next comes on %s, %v", next.Next.In(zone), err)
		}
		if err := s.Choose(w.Ctx, lead, false); err != nil {
			t.Fatal(err)
		}
		w.Clock.Add(5 * 24 * time.Hour)
		if got := tick(); len(got) != 0 {
			t.Errorf("after it was stopped %d mails come", len(got))
		}
		if err := s.Choose(w.Ctx, lead, true); err != nil {
			t.Fatal(err)
		}
		cli := access.Actor{Kind: access.System, Tenant: w.Tenant(), Via: "cli"}
		if err := a.Office.CloseAccount(w.Ctx, cli, lead.Account); err != nil && !errors.Is(err, office.ErrNotFound) {
			t.Fatal(err)
		}
		w.Clock.Add(5 * 24 * time.Hour)
		if got := tick(); len(got) != 0 {
			t.Errorf("a closed account gets %d mails", len(got))
		}
		if _, _, err := s.Of(w.Ctx, lead); !errors.Is(err, digest.ErrNone) {
			t.Errorf("the address of a closed account is still there: %v", err)
		}
	})
}

// TestTheDailyMailOnTheAccountsPage: left, confirmed, stopped, begun again and taken out, each at a press and without a script.
func TestTheDailyMailOnTheAccountsPage(t *testing.T) {
	apptest.OnOne(t, func(t *testing.T, w *apptest.World) {
		box := newLetterbox(t)
		a, _ := mailing(t, w, box)
		built, err := a.Site(&url.URL{Scheme: "http", Host: "localhost:8080"})
		if err != nil {
			t.Fatal(err)
		}
		ask := func(values url.Values) (int, string) {
			method, path := http.MethodGet, "/account"
			if values != nil {
				method, path = http.MethodPost, "/account/digest"
			}
			r := httptest.NewRequest(method, path, strings.NewReader(values.Encode()))
			if values != nil {
				r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			}
			r.Host, r.RemoteAddr = "localhost:8080", "127.0.0.1:4711"
			r.Header.Set("Accept", "text/html")
			r.Header.Set("Accept-Language", "en")
			r.Header.Set("Sec-Fetch-Site", "same-origin")
			r.Header.Set("Authorization", "Bearer "+w.Hired("lead").Token)
			rec := httptest.NewRecorder()
			built.Handler.ServeHTTP(rec, r)
			return rec.Code, rec.Body.String()
		}
		says := func(text string) {
			t.Helper()
			if status, body := ask(nil); status != http.StatusOK || !strings.Contains(body, text) {
				t.Errorf("%d: the page does not say %q", status, text)
			}
		}
		does := func(values url.Values) {
			t.Helper()
			if status, body := ask(values); status != http.StatusSeeOther {
				t.Errorf("%v: %d %.2000s", values, status, body)
			}
		}
		says("Work address")
		if status, body := ask(url.Values{"do": {"leave"}, "address": {"lead"}}); status != http.StatusBadRequest || !strings.Contains(body, "Enter one e-mail address, such as name@example.org.") {
			t.Errorf("%d", status)
		}
		does(url.Values{"do": {"leave"}, "address": {staffAddress}})
		says("Six digits were sent to " + staffAddress)
		due(t, w, a)
		digits := regexp.MustCompile(`[0-9]{6}`).FindString(box.taken(t, staffAddress)[0])
		if status, body := ask(url.Values{"do": {"confirm"}, "digits": {"x"}}); status != http.StatusBadRequest || !strings.Contains(body, "These are not the digits") {
			t.Errorf("%d", status)
		}
		does(url.Values{"do": {"confirm"}, "digits": {digits}})
		says("It comes to " + staffAddress)
		does(url.Values{"do": {"none"}})
		says("None comes at present.")
		does(url.Values{"do": {"daily"}})
		says("It comes to " + staffAddress)
		does(url.Values{"do": {"drop"}})
		says("Work address")
	})
}

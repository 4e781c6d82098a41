package open311_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"linli/app/apptest"
	"linli/office"
	"linli/report"
)

// TestAProgramStaysItselfUnderANewKey: with the next key it adds to what it filed before, a form sent again is the same report and
// an answer once given is given again, whichever way it asks; and the key before goes on for a while.
func TestAProgramStaysItselfUnderANewKey(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		c := open(t, w)
		renew := func(atOnce bool) string {
			t.Helper()
			admin := w.As("admin")
			who := office.SignedIn{Actor: admin, Since: w.Clock.Now(), Method: "password"}
			all, err := w.App.Office.Programs(w.Ctx, admin)
			if err != nil || len(all) != 1 {
				t.Fatalf("%+v, %v", all, err)
			}
			key, err := w.App.Office.RenewProgram(w.Ctx, who, all[0].ID, atOnce)
			if err != nil {
				t.Fatal(err)
			}
			return key
		}
		keyed := func(form url.Values) (int, string) {
			r := httptest.NewRequest(http.MethodPost, "/open311/v2/requests.json", strings.NewReader(form.Encode()))
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			r.Header.Set("Idempotency-Key", "k-1")
			return c.do(t, r)
		}
		lamp := c.filed(t, c.lamp("dark"))
		_, named := keyed(c.lamp("with a key of its own"))
		k, _ := c.opened(t, lamp)
		w.Answer(w.As("clerk"), k, report.Accept{}, report.Fix{Text: "A new lamp."})
		first := c.key
		c.key = renew(false)
		if c.filed(t, c.lamp("dark")) != lamp {
			t.Error("sent again with the next key it became a second report")
		}
		if status, again := keyed(c.lamp("with a key of its own")); status != 200 || again != named {
			t.Errorf("%d %s, before %s", status, again, named)
		}
		w.Clock.Add(time.Hour)
		update := url.Values{"api_key": {c.key}, "service_request_id": {lamp}, "update_id": {"u-1"}, "status": {"OPEN"},
			"updated_datetime": {w.Clock.Now().Format(time.RFC3339)}, "description": {"It is dark again."}}
		for _, key := range []string{c.key, first} { // once with each: it is done once
			update.Set("api_key", key)
			if status, body := c.post(t, "servicerequestupdates.xml", update); status != 200 {
				t.Fatalf("%d %s", status, body)
			}
		}
		opened, err := w.App.Report.Open(w.Ctx, w.As("clerk"), k.ID)
		if err != nil || opened.Case.State != report.Working || opened.Case.Reopened != 1 {
			t.Errorf("%s, opened again %d times, %v", opened.Case.State, opened.Case.Reopened, err)
		}
		// Two keys later, after the first has ended, the report is still its own.
		w.Clock.Add(20 * 24 * time.Hour)
		if status, body := c.post(t, "requests.json", url.Values{"api_key": {first}}); status != 403 {
			t.Errorf("the first key goes on: %d %s", status, body)
		}
		second := c.key
		c.key = renew(true)
		update.Set("api_key", second)
		if status, _ := c.post(t, "servicerequestupdates.json", update); status != 403 {
			t.Errorf("a key that was ended goes on: %d", status)
		}
		update.Set("api_key", c.key)
		update.Set("update_id", "u-2")
		if status, body := c.post(t, "servicerequestupdates.json", update); status != 200 {
			t.Errorf("%d %s", status, body)
		}
	})
}

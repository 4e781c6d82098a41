package mediation_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"linli/mediation"
)

// Two members of staff replace a lost slip: found by day, kind and unit, asked for by one, approved by the other.
func TestTheCounterReplacesALostSlip(t *testing.T) {
	onSQLite(t, func(t *testing.T, s *site) {
		c := s.To(mediation.Screening)
		if _, _, err := s.App.Mediation.IssueSlip(s.Ctx, s.As("clerk"), c.ID, c.Parties[0].ID); err != nil {
			t.Fatal(err)
		}
		clerk, lead := s.as("clerk"), s.as("lead")
		status, body := clerk.get("/counter")
		if status != http.StatusOK || strings.Contains(body, `name="name"`) {
			t.Fatalf("%d %s", status, body)
		}
		at := "/mediations/" + c.ID.String()
		status, body = clerk.get("/counter?unit=" + s.Unit("V1").String() + "&type=neighbour&day=2026-03-02")
		if status != http.StatusOK || !strings.Contains(body, at+"/ask_slip") {
			t.Fatalf("not found: %d %s", status, body)
		}
		if _, body = clerk.get("/counter?unit=" + s.Unit("V1").String() + "&type=neighbour&day=no"); !strings.Contains(body, "Choose the day on which it came") {
			t.Errorf("a day that is none: %s", body)
		}
		asking := clerk.form(clerk.page(at+"/ask_slip"), at+"/ask_slip")
		if strings.Contains(clerk.page(at+"/ask_slip"), "阿依古丽欧阳") {
			t.Error("asking for a slip shows a name")
		}
		if status, body = asking.fill("party", c.Parties[0].ID.String(), "shown", "document").press(""); status != http.StatusSeeOther {
			t.Fatalf("asking: %d %s", status, body)
		}
		if _, body = clerk.get(at + "/lost"); strings.Contains(body, `action="`+at+`/lost"`) {
			t.Error("who asked is offered to approve")
		}
		if _, body = lead.get("/due"); !strings.Contains(body, at+"/lost") || !strings.Contains(body, `<details class="govuk-details" open>`) {
			t.Errorf("it does not stand open on the Due page of who can approve: %s", body)
		}
		status, body = lead.get(at + "/lost")
		if status != http.StatusOK || !strings.Contains(body, `action="`+at+`/lost"`) || strings.Contains(body, "阿依古丽欧阳") || strings.Contains(body, "阳台花盆坠落") {
			t.Fatalf("%d %s", status, body)
		}
		if status, body = lead.post(at+"/lost", url.Values{}); status != http.StatusOK || !strings.Contains(body, "/slip/print") {
			t.Fatalf("approving: %d %s", status, body)
		}
		if _, body = lead.get(at + "/lost"); strings.Contains(body, `action="`+at+`/lost"`) {
			t.Error("it is offered twice")
		}
		for _, login := range []string{"other.clerk", "mediator", "upper.lead", "admin"} {
			if status, _ := s.as(login).get(at + "/lost"); status != http.StatusNotFound {
				t.Errorf("%s: %d", login, status)
			}
		}
	})
}

// TestANumberOfTheDay: each who waits gets the next, a page that is looked at again gives none, and nobody else gives one.
func TestANumberOfTheDay(t *testing.T) {
	onSQLite(t, func(t *testing.T, s *site) {
		clerk := s.as("clerk")
		for _, want := range []string{"1", "2"} {
			f := clerk.form(clerk.page("/counter"), "/counter/number")
			to := f.goes("")
			if to != "/counter?number="+want {
				t.Fatalf("the next number is at %s, want %s", to, want)
			}
			says(t, clerk.page(to), "Number "+want)
			says(t, clerk.page(to), "Number "+want)
		}
		s.Clock.Add(24 * 60 * 60 * 1e9)
		f := clerk.form(clerk.page("/counter"), "/counter/number")
		if to := f.goes(""); to != "/counter?number=1" {
			t.Errorf("a new day begins at %s", to)
		}
		hides(t, clerk.page("/counter?number=x"), "Number")
		if status, _ := s.as("other.clerk").post("/counter/number", url.Values{"unit": {s.Unit("V1").String()}}); status != 404 && status != 403 {
			t.Errorf("a clerk of another unit gives a number: %d", status)
		}
	})
}

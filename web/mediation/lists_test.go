package mediation_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"linli/app/apptest"
	"linli/mediation"
	"linli/platform/access"
	"linli/referral"
	"linli/report"
)

func TestDueShowsWhatIsOwed(t *testing.T) {
	onSQLite(t, func(t *testing.T, s *site) {
		says(t, s.as("clerk").page("/due"), "Nothing is due within the next seven days.")
		c := s.To(mediation.InSession)
		body := s.as("mediator").page("/due")
		says(t, body, "Within seven days")
		says(t, body, "The session&#39;s record within 3 working days")
		says(t, body, "My cases")
		s.Clock.Add(6 * 24 * time.Hour)
		says(t, s.as("mediator").page("/due"), "days late")
		c = s.Act(s.As("mediator"), c, mediation.Suspend{Reason: "appraisal"})
		body = s.as("lead").page("/due")
		says(t, body, "Waiting for others")
		says(t, body, "Concluded within one month of acceptance")
		says(t, body, "/mediations/"+c.ID.String())
		if status, to := s.as("admin").get("/due"); status != http.StatusSeeOther || to != "/start" {
			t.Errorf("whoever has no cases stays on an empty page: %d %s", status, to)
		}
		for range 25 {
			s.Apply()
		}
		body = s.as("lead").page("/due")
		next := regexp.MustCompile(`href="(/due\?show=week[^"]+)"`).FindStringSubmatch(body)
		if next == nil {
			t.Fatal("the rest of the week cannot be reached")
		}
		seen := map[string]bool{}
		rows := regexp.MustCompile(`(/mediations/[0-9a-f-]+)"`)
		for path := "/due?show=week"; path != ""; {
			body = s.as("lead").page(path)
			for _, m := range rows.FindAllStringSubmatch(body, -1) {
				seen[m[1]] = true
			}
			path = ""
			if m := regexp.MustCompile(`href="(/due\?show=week[^"]+)"`).FindStringSubmatch(body); m != nil {
				path = strings.ReplaceAll(m[1], "&amp;", "&")
			}
		}
		if len(seen) < 25 {
			t.Errorf("turning the pages shows %d of 25 cases", len(seen))
		}
	})
}

// TestDueShowsWhatIsOwedOnRequestsForHelp: those who help in a unit, and its lead, see its promises beside the others; nobody else does, and
// no line says who asks. Whoever helps and does nothing else begins there too.
func TestDueShowsWhatIsOwedOnRequestsForHelp(t *testing.T) {
	onSQLite(t, func(t *testing.T, s *site) {
		s.Hire("helper", "V1", access.Referral)
		says(t, s.as("helper").page("/due"), "What your unit owes on requests for help")
		says(t, s.as("helper").page("/due"), "Nothing is due")
		c, person := s.Ask(s.Request())
		body := s.as("helper").page("/due")
		says(t, body, "/help/"+c.ID.String())
		says(t, body, "Legal aid")
		says(t, body, "nobody has taken it")
		for _, word := range apptest.Planted {
			hides(t, body, word)
		}
		hides(t, s.as("mediator").page("/due"), c.ID.String())
		hides(t, s.as("other.clerk").page("/due"), c.ID.String())
		s.Clock.Add(10 * 24 * time.Hour)
		says(t, s.as("lead").page("/due?show=late"), "/help/"+c.ID.String())
		s.Help(person, c, referral.Leave{})
		hides(t, s.as("helper").page("/due?show=late"), c.ID.String())
		seen := map[string]bool{}
		for range 25 {
			s.Ask(s.Request())
		}
		s.Clock.Add(10 * 24 * time.Hour)
		for path := "/due?show=late"; path != ""; {
			body = s.as("helper").page(path)
			for _, m := range regexp.MustCompile(`/help/[0-9a-f-]{36}`).FindAllString(body, -1) {
				seen[m] = true
			}
			path = ""
			if m := regexp.MustCompile(`href="(/due\?show=late[^"]+)"`).FindStringSubmatch(body); m != nil {
				path = strings.ReplaceAll(m[1], "&amp;", "&")
			}
		}
		if len(seen) != 25 {
			t.Errorf("page after page %d of 25 are shown", len(seen))
		}
	})
}

// TestDueShowsWhatIsOwedOnReports: the unit's queue and whoever has taken one see its promises beside those of mediations, a
// complaint's only the desk outside the unit; an account that works a queue and nothing else begins there too.
func TestDueShowsWhatIsOwedOnReports(t *testing.T) {
	onSQLite(t, func(t *testing.T, s *site) {
		s.Handler()
		c, _ := s.Submit(s.Issue())
		says(t, s.as("clerk").page("/due"), "Nothing is due")
		s.Clock.Add(13 * 24 * time.Hour)
		body := s.as("clerk").page("/due")
		says(t, body, "Done or answered within 13 working days")
		says(t, body, "/reports/"+c.ID.String())
		says(t, body, "nobody has taken it")
		s.Answer(s.Handler(), c, report.Take{})
		hides(t, s.as("clerk").page("/due"), "nobody has taken it")
		hides(t, s.as("mediator").page("/due"), c.ID.String())
		s.Clock.Add(10 * 24 * time.Hour)
		says(t, s.as("lead").page("/due?show=late"), "/reports/"+c.ID.String())
		complaint, _ := s.Complain(s.Complaint())
		s.Clock.Add(10 * 24 * time.Hour)
		says(t, s.as("upper.lead").page("/due"), "/complaints/"+complaint.ID.String())
		for _, login := range []string{"lead", "clerk", "mediator"} {
			hides(t, s.as(login).page("/due"), complaint.ID.String())
		}
		for range 25 {
			s.Submit(s.Issue())
			s.Apply()
		}
		s.Clock.Add(40 * 24 * time.Hour)
		seen := map[string]bool{}
		for path := "/due?show=late"; path != ""; {
			body = s.as("lead").page(path)
			for _, m := range regexp.MustCompile(`/(?:reports|mediations)/[0-9a-f-]{36}`).FindAllString(body, -1) {
				seen[m] = true
			}
			path = ""
			if m := regexp.MustCompile(`href="(/due\?show=late[^"]+)"`).FindStringSubmatch(body); m != nil {
				path = strings.ReplaceAll(m[1], "&amp;", "&")
			}
		}
		if len(seen) != 51 {
			t.Errorf("turning the pages shows %d of 51", len(seen))
		}
	})
}

func TestTurningThePagesOfTheList(t *testing.T) {
	onSQLite(t, func(t *testing.T, s *site) {
		for range 60 {
			s.Clock.Add(time.Hour)
			s.Apply()
		}
		link := func(body, rel string) string {
			m := regexp.MustCompile(`href="([^"]+)" rel="` + rel + `"`).FindStringSubmatch(body)
			if m == nil {
				return ""
			}
			return strings.ReplaceAll(m[1], "&amp;", "&")
		}
		rows := regexp.MustCompile(`(/mediations/[0-9a-f-]{36})"`)
		var trail []string
		seen := map[string]bool{}
		for path := "/mediations?from-day=1&from-month=1&from-year=2026&state=submitted"; path != ""; {
			trail = append(trail, path)
			body := s.as("lead").page(path)
			for _, m := range rows.FindAllStringSubmatch(body, -1) {
				if seen[m[1]] {
					t.Errorf("%s stands on two pages", m[1])
				}
				seen[m[1]] = true
			}
			path = link(body, "next")
		}
		if len(seen) != 60 || len(trail) != 3 {
			t.Errorf("%d cases on %d pages, want 60 on 3", len(seen), len(trail))
		}
		for i := len(trail) - 1; i > 0; i-- {
			if back := link(s.as("lead").page(trail[i]), "prev"); back != trail[i-1] {
				t.Errorf("from page %d back to %s, want %s", i+1, back, trail[i-1])
			}
		}
	})
}

// TestTheListIsNarrowed by a form that needs no script: the page says to what, one link clears it, what is wrong stands at its field, and a
// number of another unit is told like one that there is not.
func TestTheListIsNarrowed(t *testing.T) {
	onSQLite(t, func(t *testing.T, s *site) {
		c := s.To(mediation.Accepted)
		at := "/mediations/" + c.ID.String()
		asked := "/mediations?number=2026-1&type=" + c.Type + "&from-year=2026&from-month=1&from-day=5"
		body := s.as("clerk").page(asked)
		for _, words := range []string{at, "Shown: number “2026-1” · ", "received on 5 January 2026 or later", `href="/mediations">Show everything`, `value="2026-1"`} {
			says(t, body, words)
		}
		hides(t, body, `govuk-details linli-find" open`)
		for login, number := range map[string]string{"clerk": "2026-2", "other.clerk": "2026-1"} {
			body := s.as(login).page("/mediations?number=" + number)
			says(t, body, "Of what you may see, nothing fits.")
			hides(t, body, at)
		}
		for query, words := range map[string]string{
			"number=Wang": "“Case number” must have a digit",
			"from-year=2026&from-month=2&from-day=30":                                 "“Received from” must be a real date",
			"from-year=2026&from-month=2&from-day=3&to-year=2026&to-month=2&to-day=2": "“Received until” must not lie before the first day.",
			"number=1&to-year=2026&to-month=13&to-day=2":                              "“Received until” must be a real date",
		} {
			status, body := s.as("clerk").get("/mediations?" + query)
			if says(t, body, words); status != http.StatusBadRequest || strings.Contains(body, at) {
				t.Errorf("%s: %d", query, status)
			}
			says(t, body, `govuk-details linli-find" open`)
			hides(t, body, "Of what you may see")
		}
	})
}

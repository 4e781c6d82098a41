package mediation_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"linli/app/apptest"
	"linli/mediation"
	"linli/mediation/roster"
	"linli/office"
)

// A calendar program reads times and case numbers: no name, no place, no word of the dispute.
// TestACalendarShowsOnesOwnLeave: on the page of the week and in the feed, and nobody else's.
func TestACalendarShowsOnesOwnLeave(t *testing.T) {
	onSQLite(t, func(t *testing.T, s *site) {
		s.must(s.App.Roster.TakeLeave(s.Ctx, s.As("mediator"), s.Hired("mediator").Account, roster.Leave{From: "2026-03-06", Until: "2026-03-09"}))
		for path, shown := range map[string]bool{"/calendar": true, "/calendar?from=2026-03-09": true, "/calendar?from=2026-03-10": true, "/calendar?from=2026-03-16": false} {
			if body := s.as("mediator").page(path); strings.Contains(body, "On leave: 6 March 2026 to 9 March 2026") != shown {
				t.Errorf("%s shows the leave: %v", path, !shown)
			}
		}
		hides(t, s.as("second").page("/calendar"), "On leave")
		feed := s.as("mediator").page("/calendar.ics")
		for _, line := range []string{"DTSTART:20260305T160000Z", "DTEND:20260309T160000Z", "SUMMARY:Leave"} {
			if !strings.Contains(feed, line) {
				t.Errorf("the feed lacks %s:\n%s", line, feed)
			}
		}
	})
}

func TestACalendarProgramReadsNoContent(t *testing.T) {
	onSQLite(t, func(t *testing.T, s *site) {
		c := s.To(mediation.Scheduled)
		who, err := s.App.Office.Resolve(s.Ctx, s.Hired("mediator").Token, office.API)
		if err != nil {
			t.Fatal(err)
		}
		key, err := s.App.Office.IssueFeed(s.Ctx, who)
		if err != nil {
			t.Fatal(err)
		}
		program := &visitor{site: s, cookies: map[string]string{}, lang: "en"}
		status, body := program.get("/calendar.ics?key=" + url.QueryEscape(key))
		if status != http.StatusOK || strings.Count(body, "BEGIN:VEVENT") != 1 || !strings.Contains(body, c.Sessions[0].ID.String()+"@linli") {
			t.Fatalf("%d %s", status, body)
		}
		unfolded := strings.ReplaceAll(body, "\r\n ", "")
		if !strings.Contains(unfolded, "\r\nSUMMARY:调解会 柳树村人调字〔2026〕第1号\r\n") {
			t.Errorf("the title is not the number alone:\n%s", unfolded)
		}
		for _, planted := range append(apptest.Planted, "村委会一楼调解室") {
			hides(t, unfolded, planted)
		}
		if status, _ := program.get("/calendar.ics?key=" + url.QueryEscape(key) + "x"); status != http.StatusUnauthorized {
			t.Errorf("a wrong key answers %d", status)
		}
		if status, page := s.as("mediator").get("/calendar"); status != http.StatusOK || !strings.Contains(page, c.ID.String()) {
			t.Errorf("the mediator's page: %d", status)
		}
		if status, page := s.as("lead").get("/calendar"); status != http.StatusOK || strings.Contains(page, c.ID.String()) {
			t.Errorf("the lead's page tells which case it is, or is not there: %d", status)
		}
	})
}

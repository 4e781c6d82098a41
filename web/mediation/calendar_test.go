package mediation_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"linli/app/apptest"
	"linli/mediation"
	"linli/office"
)

// A calendar program reads times and case numbers: no name, no place, no word of the dispute.
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

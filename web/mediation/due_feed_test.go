package mediation_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"linli/app/apptest"
	"linli/mediation"
	"linli/office"
	"linli/platform/access"
)

// TestDueGoesIntoACalendar: the promises of cases of every kind that the page Due shows, each at its own instant, and no name, no place of a
// home and no word of what it is about. Only the address opens it, and it ends with the address.
func TestDueGoesIntoACalendar(t *testing.T) {
	onSQLite(t, func(t *testing.T, s *site) {
		s.Hire("helper", "V1", access.Referral)
		mediated, asked := s.To(mediation.InSession), s.Request()
		reported, _ := s.Submit(s.Issue())
		helped, _ := s.Ask(asked)
		if status, body := s.as("lead").get("/due.ics"); status != http.StatusUnauthorized {
			t.Fatalf("without a key: %d %s", status, body)
		}
		who, err := s.App.Office.Resolve(s.Ctx, s.Hired("lead").Token, office.API)
		s.must(err)
		who.Since, who.Method = s.Clock.Now(), "password"
		key, err := s.App.Office.IssueFeed(s.Ctx, who)
		s.must(err)
		program := &visitor{site: s, cookies: map[string]string{}, lang: "en"}
		read := func() string {
			status, body := program.get("/due.ics?key=" + url.QueryEscape(key))
			if status != http.StatusOK {
				t.Fatalf("%d %s", status, body)
			}
			return strings.ReplaceAll(body, "\r\n ", "")
		}
		body := read()
		for _, c := range []string{mediated.ID.String(), reported.ID.String(), helped.ID.String()} {
			if !strings.Contains(body, "UID:"+c+"-") {
				t.Errorf("%s is not in it:\n%s", c, body)
			}
		}
		if !strings.Contains(body, "：柳树村人调字〔2026〕第1号\r\n") {
			t.Errorf("a mediation is not called by its number:\n%s", body)
		}
		hides(t, body, "法律援助") // what somebody needs
		for _, word := range append(apptest.Planted, "桂花巷七号") {
			hides(t, body, word)
		}
		seen := map[string]bool{}
		for _, uid := range regexp.MustCompile(`UID:\S+`).FindAllString(body, -1) {
			if seen[uid] {
				t.Errorf("two entries are called %s", uid)
			}
			seen[uid] = true
		}
		says(t, s.as("lead").page("/due"), "In your own calendar")
		says(t, body, "SUMMARY:受理后一个月内调结：")
		s.Act(s.As("mediator"), mediated, mediation.Suspend{Reason: "appraisal"})
		hides(t, read(), "受理后一个月内调结") // while others are waited for it has no day
		s.Clock.Add(91 * 24 * time.Hour)
		if status, _ := program.get("/due.ics?key=" + url.QueryEscape(key)); status != http.StatusUnauthorized {
			t.Errorf("after 90 days it answers %d", status)
		}
	})
}

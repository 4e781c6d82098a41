package resident_test

import (
	"net/http"
	"testing"

	"linli/mediation"
)

// TestAReportIsOnePersonsAndNobodyElses: byte for byte the other side's pages stay what they are, from the asking over the
// second person's reading to the day on which the person is told, and the person sees nothing before that.
func TestAReportIsOnePersonsAndNobodyElses(t *testing.T) {
	pages(t, func(t *testing.T, s *site) {
		c := s.To(mediation.Scheduled)
		own, other := s.browser(t), s.browser(t)
		at, _ := own.in(c, 0)
		there, _ := other.in(c, 1)
		other.looks(there)
		before := other.looks(there)
		act := func(login string, cmd mediation.Command) {
			t.Helper()
			after, _, err := s.App.Mediation.Act(s.Ctx, s.As(login), c.ID, cmd, mediation.Ask{}) // at the same minute
			if err != nil {
				t.Fatal(err)
			}
			c = after
			for path, body := range other.looks(there) {
				if body != before[path] {
					t.Errorf("after %s the other side's page %q is another:\n%s\nbefore\n%s", cmd.Kind(), path, visible(body), visible(before[path]))
				}
			}
		}
		act("mediator", mediation.AskStatutory{Party: c.Parties[0].ID, Ground: "danger_to_life", To: "police", Body: "安平县公安局", Text: "今晚有人声称要点燃燃气罐。", Reason: "说了时间", Silence: true, Endangers: "会危及家人"})
		report := c.Statutory[0].ID
		if _, err := s.App.Mediation.StatutoryReports(s.Ctx, s.As("lead"), c.ID); err != nil {
			t.Fatal(err)
		}
		act("lead", mediation.AnswerStatutory{Report: report, Approve: true, Silence: true, Reason: "家人还在那里"})
		for _, path := range []string{"", "/reported", "/papers", "/papers/statutory-1"} {
			_, body := own.get(at + path)
			silent(t, body, "燃气罐", "公安局", "What the office had to report to")
		}
		act("lead", mediation.ReviewStatutory{Report: report, Tell: true, Reason: "家人已安全"})
		_, home := own.get(at)
		says(t, home, "What the office had to report")
		_, body := own.get(at + "/reported")
		says(t, body, "安平县公安局", "今晚有人声称要点燃燃气罐。", "Somebody’s life is in imminent danger")
		silent(t, body, "家人还在那里")
		_, body = own.get(at + "/reads")
		says(t, body, "lead")
		if status, _ := other.get(there + "/papers/statutory-1"); status != http.StatusNotFound {
			t.Errorf("the other side gets the paper: %d", status)
		}
		_, body = other.get(there + "/reported")
		silent(t, body, "燃气罐", "公安局")
	})
}

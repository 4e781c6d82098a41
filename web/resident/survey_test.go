package resident_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"linli/mediation"
	"linli/report"
)

var surveyCode = regexp.MustCompile(`name="code" value="([0-9A-Z]{4}(?:-[0-9A-Z]{4}){4})"`)

// TestASurveyIsOfferedAndAnsweredByNobody goes from the party's page to the thanks. What is answered is asked of a browser that
// has no session.
func TestASurveyIsOfferedAndAnsweredByNobody(t *testing.T) {
	pages(t, func(t *testing.T, s *site) {
		c := s.After(mediation.Performed)
		b := s.browser(t)
		at, body := b.in(c, 0)
		says(t, body, "How was it?")
		_, body = b.get(at + "/survey")
		says(t, body, "Your answers are added to counts", "never whether you answered")
		status, body := b.post(at + "/survey")
		m := surveyCode.FindStringSubmatch(body)
		if status != http.StatusOK || m == nil {
			t.Fatalf("the code: %d %s", status, visible(body))
		}
		code := m[1]
		says(t, body, "It is shown this once and kept nowhere", "Were all sides treated alike?")
		if status, _ := b.post(at + "/survey"); status != http.StatusSeeOther {
			t.Errorf("a second code: %d", status)
		}
		_, body = b.get(at)
		silent(t, body, "How was it?", code)

		anybody := s.browser(t)
		_, body = anybody.get("/survey")
		says(t, body, "Code of the survey")
		_, body = anybody.post("/survey", "code", "no code")
		says(t, body, "This code cannot be used: it is mistyped, it has ended, or it was used already.", `href="#code"`)
		_, body = anybody.post("/survey", "code", strings.ToLower(code))
		says(t, body, "Could you say what mattered to you?", "no field for own words")
		silent(t, body, "<textarea", `type="text"`)
		_, body = anybody.post("/survey/answers", "code", code, "heard", "yes", "fair", "no", "free", "yes", "service", "the mediator was late")
		says(t, body, `href="#service"`)
		status, body = anybody.post("/survey/answers", "code", code, "heard", "yes", "fair", "no", "free", "yes", "service", "very")
		says(t, body, "Your answers were counted.")
		silent(t, body, code)
		if status != http.StatusOK {
			t.Errorf("answering: %d", status)
		}
		anybody.get("/survey")
		_, body = anybody.post("/survey/answers", "code", code, "heard", "yes", "fair", "no", "free", "yes", "service", "very")
		says(t, body, "This code cannot be used")
	})
}

// TestAReporterIsAskedOnceItsReportIsOver: on the reporter's own page and nowhere before, with a code that leads back to no report; whoever
// brings it answers without a session. A party and a reporter come to the same questions page with questions of their own.
func TestAReporterIsAskedOnceItsReportIsOver(t *testing.T) {
	pages(t, func(t *testing.T, s *site) {
		handler := s.Handler()
		filed, err := s.App.Report.Submit(s.Ctx, s.Anybody(), s.Issue(), nil, nil)
		if err != nil {
			t.Fatal(err)
		}
		digits, err := s.App.Report.FirstSlip(s.Ctx, s.Tenant(), filed.Code)
		if err != nil {
			t.Fatal(err)
		}
		c, _ := s.Complained(filed.Code)
		b, at := s.browser(t), "/r/"+filed.Code.String()
		b.get(at)
		b.post(at, "digits", digits)
		unasked := func() {
			t.Helper()
			_, body := b.get(at)
			silent(t, body, "How was it?")
			for _, ask := range []func() (int, string){func() (int, string) { return b.get(at + "/survey") }, func() (int, string) { b.get(at); return b.post(at + "/survey") }} {
				if status, body := ask(); status != http.StatusSeeOther {
					t.Errorf("%s: the survey is offered: %d %s", c.State, status, visible(body))
				}
			}
		}
		unasked()
		c = s.Answer(handler, c, report.Take{}, report.Accept{}, report.GiveAnswer{Text: "换了灯泡"})
		unasked()
		c = s.Answer(handler, c, report.Close{})
		if status, _ := s.browser(t).get(at + "/survey"); status == http.StatusOK {
			t.Errorf("without the slip: %d", status)
		}
		_, body := b.get(at)
		says(t, body, "How was it?")
		_, body = b.get(at + "/survey")
		says(t, body, "How was it?", "never whether you answered")
		silent(t, body, "mediation")
		status, body := b.post(at + "/survey")
		m := surveyCode.FindStringSubmatch(body)
		if status != http.StatusOK || m == nil {
			t.Fatalf("the code: %d %s", status, visible(body))
		}
		says(t, body, "Was what you told us about put right?")
		unasked()
		anybody := s.browser(t)
		anybody.get("/survey")
		_, body = anybody.post("/survey", "code", m[1])
		says(t, body, "Survey about your report", "Was it dealt with in good time?")
		silent(t, body, "Were all sides treated alike?", filed.Code.String())
		_, body = anybody.post("/survey/answers", "code", m[1], "told", "yes", "in_time", "no", "solved", "partly", "service", "little")
		says(t, body, "Your answers were counted.")
	})
}

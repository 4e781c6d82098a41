package mediation_test

import (
	"net/http"
	"testing"

	"linli/mediation"
)

// TestTwoPeopleReport: a mediator asks on the case's page, the lead reads the one report and nothing else of the case, and
// whoever is neither at work on it nor the second person finds nothing.
func TestTwoPeopleReport(t *testing.T) {
	onSQLite(t, func(t *testing.T, s *site) {
		c := s.To(mediation.InSession)
		mediator, lead := s.as("mediator"), s.as("lead")
		of := "/mediations/" + c.ID.String()
		f := mediator.form(mediator.page(of+"/ask_statutory"), of+"/ask_statutory")
		f.fill("party", c.Parties[0].ID.String(), "ground", "danger_to_life", "to", "police", "body", "安平县公安局", "text", "今晚有人声称要点燃燃气罐。", "reason", "说了时间和办法")
		if status, body := f.press(""); status != http.StatusSeeOther {
			t.Fatalf("asking: %d %s", status, wrong(body))
		}
		says(t, lead.page("/due"), "A statutory report waits for a second person.")
		at := of + "/statutory"
		body := mediator.page(at)
		says(t, body, "Another person decides: whoever asked cannot approve.")
		body = lead.page(at)
		says(t, body, "今晚有人声称要点燃燃气罐。")
		hides(t, body, c.Parties[0].ID.String())
		hides(t, body, "雨棚")
		hides(t, lead.page(of), "今晚有人声称要点燃燃气罐。")
		for _, login := range []string{"second", "other.clerk", "admin", "statistician", "records"} {
			if status, _ := s.as(login).get(at); status == http.StatusOK {
				t.Errorf("%s reads the report", login)
			}
		}
		decide := lead.form(lead.page(at), at)
		decide.fill("do", "approve")
		if status, body := decide.press(""); status != http.StatusBadRequest {
			t.Errorf("without a reason: %d %s", status, wrong(body))
		}
		decide = lead.form(lead.page(at), at)
		decide.fill("do", "approve", "reason", "危险迫在眉睫")
		if status, body := decide.press(""); status != http.StatusSeeOther {
			t.Fatalf("approving: %d %s", status, wrong(body))
		}
		says(t, mediator.page(at), "Approved; the person was told on")
	})
}

// TestWhoLostThePostDecidesNothing: the right is asked for when the decision is made, not when the page was read.
func TestWhoLostThePostDecidesNothing(t *testing.T) {
	onSQLite(t, func(t *testing.T, s *site) {
		c := s.To(mediation.InSession)
		c = s.Act(s.As("mediator"), c, mediation.AskStatutory{Party: c.Parties[0].ID, Ground: "child_abuse", To: "police", Body: "公安局", Text: "孩子身上有伤。", Reason: "孩子说的"})
		lead := s.As("lead")
		if _, err := s.App.Mediation.StatutoryReports(s.Ctx, lead, c.ID); err != nil {
			t.Fatal(err)
		}
		lead.Posts = nil
		cmd := mediation.AnswerStatutory{Report: c.Statutory[0].ID, Approve: true, Reason: "看过了"}
		if _, _, err := s.App.Mediation.Act(s.Ctx, lead, c.ID, cmd, mediation.Ask{}); err == nil {
			t.Error("a lead who is none any more approved a report")
		}
		if _, err := s.App.Mediation.StatutoryReports(s.Ctx, lead, c.ID); err == nil {
			t.Error("a lead who is none any more reads a report")
		}
		above := s.As("upper.lead")
		if _, _, err := s.App.Mediation.Act(s.Ctx, above, c.ID, cmd, mediation.Ask{}); err == nil {
			t.Errorf("the lead of another unit approved a report: %v", err)
		}
		if _, _, err := s.App.Mediation.Act(s.Ctx, s.As("privacy"), c.ID, cmd, mediation.Ask{}); err != nil {
			t.Errorf("the privacy officer is a second person: %v", err)
		}
	})
}

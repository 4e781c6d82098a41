package mediation_test

import (
	"net/http"
	"strings"
	"testing"

	"linli/mediation"
	"linli/platform/id"
)

// TestAnyLanguageAtTheCounter: who comes in person names any language, as on the public form, and is offered an interpreter from
// the first word on; who interprets is entered at the notice, the talk, the consent and the signing.
func TestAnyLanguageAtTheCounter(t *testing.T) {
	onSQLite(t, func(t *testing.T, s *site) {
		clerk := s.signIn("clerk")
		f := clerk.form(clerk.page("/mediations/new"), "/mediations/new").fill("own_dispute", "no", "type", "neighbour", "summary", "雨棚由谁修",
			"parties[0].name", "阿依古丽欧阳", "parties[0].language", "彝语", "parties[1].name", "慕容雪松", "parties[1].language", "english")
		_, body := f.press("check")
		says(t, body, "彝语")
		says(t, body, "English")
		at := strings.TrimSuffix(clerk.form(body, "/mediations/new").goes("save"), "/created")
		clerk.act(at, "screen", nil)

		body = clerk.page(at + "/inform")
		says(t, body, "阿依古丽欧阳 (Applicant): 彝语")
		hides(t, body, "慕容雪松 (Respondent): English") // linli has the notice in English
		form := clerk.form(body, at+"/inform").fill("party", s.partyAt(at, 0), "how", "read_out", "interpreter_name", "译者丙", "interpreter_unbound", "yes")
		status, body := form.press("")
		if status == http.StatusSeeOther {
			t.Fatal("an interpreter is there whom nobody asked for")
		}
		says(t, body, `href="#interpreter_consented"`)
		clerk.form(body, at+"/inform").fill("interpreter_consented", "yes").goes("")
		says(t, clerk.page(at), "Interpreter: 译者丙 (for 阿依古丽欧阳 (Applicant), 彝语)")

		c := s.To(mediation.Signing)
		at = "/mediations/" + c.ID.String()
		mediator := s.as("mediator")
		mediator.act(at, "sign", func(f *filled) {
			f.fill("act", "party:"+c.Parties[1].ID.String(), "interpreter_name", "译者丙", "interpreter_language", "手语", "interpreter_unbound", "yes", "interpreter_consented", "yes")
		})
		says(t, mediator.page(at), "Interpreter: 译者丙 (for 慕容雪松 (Respondent), 手语)")

		c = s.To(mediation.InSession)
		at = "/mediations/" + c.ID.String()
		d := s.Draft(c, "2026-05-31")
		c = s.Act(s.As("mediator"), c, mediation.Record{Session: c.Sessions[0].ID, Minutes: 50, Present: d.Parties, Text: "双方心平气和"})
		s.Act(s.As("mediator"), c, mediation.Oral{Language: d.Language, Parties: d.Parties, Terms: d.Terms, NoWaiver: true, Performed: true})
		mediator.act(at, "agree_oral", func(f *filled) {
			f.fill("party", c.Parties[1].ID.String(), "interpreter_name", "译者丙", "interpreter_language", "手语", "interpreter_unbound", "yes", "interpreter_consented", "yes")
		})
		says(t, mediator.page(at), "Interpreter: 译者丙 (for 慕容雪松 (Respondent), 手语)")

		// An heir speaks what it speaks.
		c = s.To(mediation.InSession)
		at = "/mediations/" + c.ID.String()
		mediator.act(at, "party_ended", func(f *filled) { f.fill("party", c.Parties[1].ID.String(), "how", "died") })
		mediator.act(at, "succeed", func(f *filled) {
			f.fill("party", c.Parties[1].ID.String(), "as", "person", "name", "慕容青山", "language", "壮语")
		})
		says(t, s.as("clerk").page(at+"/inform"), "慕容青山 (Respondent): 壮语")
	})
}

// partyAt is a party of the case at an address.
func (s *site) partyAt(at string, n int) string {
	s.t.Helper()
	c, err := id.Parse(strings.TrimPrefix(at, "/mediations/"))
	s.must(err)
	return s.read(mediation.Case{ID: c}).Parties[n].ID.String()
}

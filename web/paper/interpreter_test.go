package paper_test

import (
	"net/http"
	"strings"
	"testing"

	"linli/mediation"
	"linli/platform/access"
)

// TestWhoReadsItOutIsNamedWithTheCode: on the screen a party signs by itself, so that the office names the interpreter when it gives the
// code; a fault of that stands at its field, and no code is given.
func TestWhoReadsItOutIsNamedWithTheCode(t *testing.T) {
	onSQLite(t, func(t *testing.T, s *site) {
		c := s.To(mediation.Signing)
		at := "/mediations/" + c.ID.String() + "/signature/party-2"
		mediator := s.browser(t, s.As("mediator"))
		named := map[string]string{"interpreter_name": "译者丙", "interpreter_language": "彝语", "interpreter_unbound": "yes"}
		says(t, mediator.post(at+"/code", named), http.StatusUnprocessableEntity, `href="#interpreter_consented"`, `value="译者丙"`)
		named["interpreter_consented"], named["interpreter_name"] = "yes", ""
		says(t, mediator.post(at+"/code", named), http.StatusBadRequest, `href="#interpreter_name"`)
		named["interpreter_name"] = "译者丙"
		says(t, mediator.get(at), http.StatusOK, `name="paper_interpreter_name"`) // on paper it is the office that enters who read the text out
		onPaper := map[string]string{"method": "paper", "text": c.Agreement.Text, "paper_interpreter_name": "译者丁", "paper_interpreter_language": "藏语", "paper_interpreter_unbound": "yes", "prints": "none"}
		says(t, mediator.post(at, onPaper), http.StatusUnprocessableEntity, `href="#paper_interpreter_consented"`, `value="译者丁"`)
		got := mediator.post(at+"/code", named)
		says(t, got, http.StatusOK, "data-code>", `value="译者丙"`) // it goes with a newer code, too
		o, err := s.App.Mediation.Open(s.Ctx, s.As("mediator"), c.ID, access.ForWork)
		if err != nil {
			t.Fatal(err)
		}
		if i := o.InterpretedFor(c.Parties[1].ID, "sign_code"); i.Name != "译者丙" || i.Language != "彝语" {
			t.Errorf("%+v", i)
		}
		onPaper["paper_interpreter_consented"] = "yes"
		if got := mediator.post(at, onPaper); got.Code != http.StatusSeeOther {
			t.Fatalf("%d %s", got.Code, got.Body)
		}
		says(t, mediator.get("/mediations/"+c.ID.String()+"/papers/agreement"), http.StatusOK, "译者丁", "藏语")
	})
}

// TestWhoSignsForAPartyIsNamed: for a ward its guardian signs, on paper and at the office: no code is made for it, nothing is drawn, and
// the office says who signed.
func TestWhoSignsForAPartyIsNamed(t *testing.T) {
	onSQLite(t, func(t *testing.T, s *site) {
		c := s.To(mediation.Signing)
		c = s.Act(s.As("mediator"), c, mediation.Appoint{Party: c.Parties[1].ID, As: mediation.Guardian, Name: "慕容妈妈"})
		c = s.Act(s.As("mediator"), c, mediation.Appoint{Party: c.Parties[0].ID, As: mediation.Agent, Name: "努尔兰律师", Scope: mediation.General})
		at := "/mediations/" + c.ID.String() + "/signature/party-"
		mediator := s.browser(t, s.As("mediator"))
		guardian, agent := c.Representatives[0].ID.String(), c.Representatives[1].ID.String()
		ward := mediator.get(at + "2")
		says(t, ward, http.StatusOK, `<option value="`+guardian+`">监护人（法定代理人）：慕容妈妈`)
		for _, refused := range []string{"<canvas", "/code", agent} {
			if strings.Contains(ward.Body.String(), refused) {
				t.Errorf("the page of a ward's signature has %s", refused)
			}
		}
		says(t, mediator.post(at+"2/code", nil), http.StatusUnprocessableEntity)
		code, _, err := s.App.Mediation.IssueSlip(s.Ctx, s.As("clerk"), c.ID, c.Parties[1].ID)
		if err != nil {
			t.Fatal(err)
		}
		own := s.browser(t, s.Party(c, 1)).get("/r/" + string(code) + "/signature")
		says(t, own, http.StatusOK, "由代您行事的人在办公室的纸上签名")
		for _, refused := range []string{"<canvas", "data-passkey"} {
			if strings.Contains(own.Body.String(), refused) {
				t.Errorf("a ward's own page has %s", refused)
			}
		}
		says(t, mediator.get(at+"1"), http.StatusOK, "<canvas", "/code", agent)

		onPaper := map[string]string{"method": "paper", "text": c.Agreement.Text, "prints": "none"}
		says(t, mediator.post(at+"2", onPaper), http.StatusUnprocessableEntity, `href="#by"`)
		onPaper["by"] = "x"
		says(t, mediator.post(at+"2", onPaper), http.StatusBadRequest, `href="#by"`)
		onPaper["by"] = agent // of the other side
		says(t, mediator.post(at+"2", onPaper), http.StatusUnprocessableEntity, `href="#by"`)
		says(t, mediator.post(at+"1", onPaper), http.StatusUnprocessableEntity, `href="#by"`) // may speak, and not bind
		onPaper["by"] = guardian
		if got := mediator.post(at+"2", onPaper); got.Code != http.StatusSeeOther {
			t.Fatalf("%d %s", got.Code, got.Body)
		}
		got, _, err := s.App.Mediation.See(s.Ctx, s.As("mediator"), c.ID)
		if err != nil || len(got.Agreement.Acts) != 1 || got.Agreement.Acts[0].By != c.Representatives[0].ID {
			t.Errorf("%+v, %v", got.Agreement.Acts, err)
		}
	})
}

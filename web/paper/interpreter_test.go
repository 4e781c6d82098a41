package paper_test

import (
	"net/http"
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

package mediation_test

import (
	"net/http"
	"testing"

	"linli/mediation"
)

// The form of a change holds what is still owed; nothing changes before it is saved, and the old agreement stands until all
// have signed.
func TestAnAgreementIsChangedOnThePage(t *testing.T) {
	onSQLite(t, func(t *testing.T, s *site) {
		c := s.To(mediation.Effective)
		at := "/mediations/" + c.ID.String()
		v := s.as("mediator")
		says(t, v.page(at), at+"/vary")
		body := v.page(at + "/vary")
		f := v.form(body, at+"/vary")
		status, body := f.press("")
		if status != http.StatusBadRequest && status != http.StatusUnprocessableEntity {
			t.Errorf("without the declaration: %d", status)
		}
		says(t, body, "no term gives up a right")
		f = v.form(v.page(at+"/vary"), at+"/vary")
		f.fill("no_waiver", "yes", "terms[0].due-year", "2026", "terms[0].due-month", "12", "terms[0].due-day", "20")
		if status, body = f.press(""); status != http.StatusOK {
			t.Fatalf("the check of a change: %d", status)
		}
		says(t, body, "Nothing is saved yet")
		v.form(body, at+"/vary").goes("save")
		after := v.page(at)
		says(t, after, "Waiting for signatures")
		got, _, err := s.App.Mediation.See(s.Ctx, s.As("mediator"), c.ID)
		if err != nil || got.Standing == nil || got.Agreement.Instalments[0].Due != "2026-12-20" || got.Agreement.Instalments[0].Amount != got.Standing.Agreement.Instalments[0].Amount {
			t.Errorf("%+v, %v", got.Agreement, err)
		}
	})
}

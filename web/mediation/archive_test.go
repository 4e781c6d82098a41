package mediation_test

import (
	"net/http"
	"strings"
	"testing"

	"linli/app/apptest"
	"linli/mediation"
)

// One case is one file: the archivist archives what is complete, is told what lacks, and from then on is the one who opens it.
func TestTheArchivistKeepsTheArchive(t *testing.T) {
	onSQLite(t, func(t *testing.T, s *site) {
		c := s.To(mediation.Assigned)
		mediator := s.as("mediator")
		c = s.Act(s.Party(c, 1), c, mediation.Withdraw{Party: c.Parties[1].ID})
		lacking := s.After(mediation.Performed)
		at := "/mediations/" + c.ID.String()

		keeper := s.as("records")
		body := keeper.page("/archive")
		for _, planted := range apptest.Planted {
			hides(t, body, planted)
		}
		says(t, body, "柳树村人调字〔2026〕第1号")
		says(t, body, "Proof of identity")
		if strings.Contains(body, lacking.ID.String()+"/archive") || !strings.Contains(body, at+"/archive") {
			t.Errorf("what is complete is offered, and nothing else: %s", body)
		}
		if _, body = keeper.get(at); strings.Contains(body, "阳台花盆坠落") {
			t.Error("the archivist reads a file that is not archived")
		}
		form := "/mediations/" + lacking.ID.String() + "/archive"
		status, refusal := keeper.form(keeper.page(form), form).press("")
		if status != http.StatusUnprocessableEntity {
			t.Fatalf("an incomplete file: %d", status)
		}
		says(t, refusal, "The file is not complete yet. It lacks: Proof of identity, Signed original of the agreement (or where it is kept). Add the original under “Papers and files” and say which paper it is, or say where the paper original lies.")

		says(t, mediator.page(at), "阳台花盆坠落")
		keeper.act(at, "archive", func(*filled) {})
		says(t, keeper.page(at), "阳台花盆坠落")
		hides(t, keeper.page(at), "13812345678")
		hides(t, mediator.page(at), "阳台花盆坠落")
		hides(t, s.as("lead").page(at), "阳台花盆坠落")
		body = keeper.page("/archive?show=archived")
		says(t, body, "柳树村人调字〔2026〕第1号")
		says(t, body, "The case file: destroyed on 28 February 2036")
		hides(t, keeper.page("/archive"), at)
		for _, login := range []string{"clerk", "mediator", "lead", "other.clerk", "upper.lead", "admin", "privacy"} {
			if status, _ := s.as(login).get("/archive"); status != http.StatusForbidden {
				t.Errorf("%s opens the archive: %d", login, status)
			}
		}
		for _, wrong := range []string{"/archive?show=x", "/archive?unit=x", "/archive?at=x", "/archive?unit=" + s.Unit("V2").String()} {
			if status, _ := keeper.get(wrong); status != http.StatusNotFound && status != http.StatusForbidden {
				t.Errorf("%s: %d", wrong, status)
			}
		}
	})
}

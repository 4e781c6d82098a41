package mediation_test

import (
	"net/http"
	"strings"
	"testing"

	"linli/mediation"
)

// TestANewCaseIsBegunFromTheOldOne: the form comes from the case with the voided agreement, has its type and unit and no word
// of it, and both cases then name each other.
func TestANewCaseIsBegunFromTheOldOne(t *testing.T) {
	onSQLite(t, func(t *testing.T, s *site) {
		old := s.After(mediation.Voided)
		at, clerk := "/mediations/"+old.ID.String(), s.as("clerk")
		start := "/mediations/new?follows=" + old.ID.String()
		says(t, clerk.page(at), `href="`+start+`"`)
		for _, login := range []string{"lead", "mediator"} {
			hides(t, s.as(login).page(at), start)
		}
		if status, _ := s.as("other.clerk").get(start); status != http.StatusNotFound && status != http.StatusForbidden {
			t.Errorf("a clerk of another unit gets %d", status)
		}
		body := clerk.page(start)
		says(t, body, "The new case after a court set the agreement aside")
		hides(t, body, "慕容雪松")
		hides(t, body, `name="type"`)
		_, body = clerk.form(body, "/mediations/new").fill("own_dispute", "no", "source", "oral", "summary", "还是为了那堵墙", "parties[0].name", "阿依古丽欧阳",
			"parties[1].name", "慕容雪松").press("check")
		says(t, body, "还是为了那堵墙")
		_, to := clerk.form(body, "/mediations/new").press("save")
		made := strings.TrimSuffix(to, "/created")
		body = clerk.page(made)
		says(t, body, "Follows")
		says(t, body, `href="`+at+`"`)
		body = clerk.page(at)
		says(t, body, "Goes on in")
		says(t, body, `href="`+made+`"`)
		says(t, body, "the dispute is taken up in a new case")
		hides(t, body, start)
		says(t, s.as("mediator").page(at), "A case on which you do not work")
		if status, body := clerk.get(start); status != http.StatusUnprocessableEntity && status != http.StatusConflict {
			t.Errorf("a second one is offered: %d", status)
		} else {
			says(t, body, "A new case has been started already.")
		}
	})
}

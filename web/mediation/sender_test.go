package mediation_test

import (
	"net/http"
	"strings"
	"testing"

	"linli/app/apptest"
)

// A clerk who says that a body sent the dispute is asked for its letter, then for the scan, and learns from the page when
// the reply leaves.
func TestALetterIsAskedForAndItsReplyAnnounced(t *testing.T) {
	onSQLite(t, func(t *testing.T, s *site) {
		clerk := s.as("clerk")
		f := clerk.form(clerk.page("/mediations/new"), "/mediations/new").fill("own_dispute", "no", "source", "police", "type", "neighbour", "summary", "楼道口角",
			"parties[0].name", "阿依古丽", "parties[1].name", "慕容雪松")
		status, body := f.press("check")
		if status != http.StatusBadRequest {
			t.Errorf("without the letter: %d", status)
		}
		for _, says := range []string{`href="#sent-body"`, `href="#sent-number"`, "Enter the date on the letter."} {
			if !strings.Contains(body, says) {
				t.Errorf("the page does not say %q", says)
			}
		}
		f = clerk.form(body, "/mediations/new").fill("source", "oral", "sent.body", apptest.SenderBody)
		_, body = f.press("check")
		says(t, body, "A letter belongs only to a case that a court or another body sent.")
		f = clerk.form(body, "/mediations/new").fill("source", "police", "sent.number", apptest.SenderNumber).day("sent.dated", "2026", "3", "1")
		_, body = f.press("check")
		says(t, body, apptest.SenderBody)
		at := strings.TrimSuffix(clerk.form(body, "/mediations/new").goes("save"), "/created")
		says(t, clerk.page(at), "First add the scan of the letter under “Papers”.")
		says(t, clerk.page(at), "due on 31 May 2026, whatever comes of the case")
		if status, body := clerk.form(clerk.page(at+"/screen"), at+"/screen").press(""); status != http.StatusUnprocessableEntity || !strings.Contains(body, "Without the letter nobody is spoken to.") {
			t.Errorf("opened without the scan: %d", status)
		}
	})
}

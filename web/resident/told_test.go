package resident_test

import (
	"net/http"
	"strings"
	"testing"

	"linli/report"
)

// TestAReporterLeavesAnAddressOnItsPage: left, confirmed by the digits, stopped in one step; what is wrong is told at its field; where no
// mail is sent none can be left; and a complaint's page has none of it.
func TestAReporterLeavesAnAddressOnItsPage(t *testing.T) {
	pages(t, func(t *testing.T, s *site) {
		filed, err := s.App.Report.Submit(s.Ctx, s.Anybody(), s.Issue(), nil, nil)
		if err != nil {
			t.Fatal(err)
		}
		passphrase, err := s.App.Report.FirstSlip(s.Ctx, s.Tenant(), filed.Code)
		if err != nil {
			t.Fatal(err)
		}
		c, _ := s.Complained(filed.Code)
		b, at := s.browser(t), "/r/"+filed.Code.String()
		b.lang = "en"
		b.get(at)
		b.post(at, "digits", passphrase)
		_, own := b.get(at)
		says(t, own, `href="`+at+`/mail"`, "How to reach me", "We can tell you by e-mail when there is news.")
		_, form := b.get(at + "/mail")
		says(t, form, "Send the digits")
		silent(t, form, "Send no more mails")
		for _, wrong := range []string{"", "nobody", "a@example.org, b@example.org"} {
			if status, body := b.post(at+"/mail", "do", "leave", "address", wrong); status != http.StatusBadRequest || !strings.Contains(body, `href="#address"`) {
				t.Errorf("%q: %d", wrong, status)
			}
		}
		b.post(at+"/mail", "do", "leave", "address", "me@example.org")
		letter, err := s.App.Report.Letter(s.Ctx, s.Tenant(), c.ID, true)
		if err != nil || letter.To != "me@example.org" || letter.Language != "en" {
			t.Fatalf("%+v, %v", letter, err)
		}
		_, waits := b.get(at + "/mail")
		says(t, waits, "Confirm your e-mail address", "me@example.org")
		silent(t, waits, letter.Digits)
		if status, body := b.post(at+"/mail", "do", "confirm", "one_time_code", "no"); status == http.StatusOK || !strings.Contains(body, "These are not the digits.") {
			t.Errorf("wrong digits: %d", status)
		}
		b.post(at+"/mail", "do", "confirm", "one_time_code", letter.Digits)
		_, stands := b.get(at + "/mail")
		says(t, stands, "When there is news, we write to me@example.org.", "Send no more mails")
		_, copied := b.get(at + "/data")
		says(t, copied, "me@example.org")
		s.Answer(s.Handler(), c, report.Take{})
		if o, err := s.App.Report.Open(s.Ctx, s.Handler(), c.ID); err != nil || o.Mail.To != "" {
			t.Errorf("the handler reads the address: %v", err)
		}
		b.post(at+"/mail", "do", "stop")
		_, form = b.get(at + "/mail")
		silent(t, form, "me@example.org", "Send no more mails")
		s.noMail = true
		_, form = b.get(at + "/mail")
		says(t, form, "This office sends no e-mail at present.")
		silent(t, form, "Send the digits")
	})
}

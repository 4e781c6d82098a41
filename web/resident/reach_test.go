package resident_test

import (
	"net/http"
	"strings"
	"testing"

	"linli/mediation"
	"linli/platform/id"
	"linli/platform/job"
)

// TestWithoutAMailServerThePageSaysSo: an address that nothing would reach is not taken, and one that stood there is not lost.
func TestWithoutAMailServerThePageSaysSo(t *testing.T) {
	pages(t, func(t *testing.T, s *site) {
		c := s.To(mediation.Accepted)
		b := s.browser(t)
		at, _ := b.in(c, 0)
		const why = "This office sends no e-mail at present, so nothing would reach an address left here."
		s.noMail = true
		_, body := b.get(at + "/contact")
		says(t, body, why)
		silent(t, body, `type="email"`)
		for _, typed := range [][]string{{"reach", "any", "email", "a@example.org"}, {"reach", "mail", "contact", "13812345678"}} {
			if status, body := b.post(at+"/contact", typed...); status != http.StatusBadRequest || !strings.Contains(body, why) {
				t.Errorf("%v: %d %s", typed, status, visible(body))
			}
		}
		s.noMail = false
		if status, _ := b.post(at+"/contact", "reach", "any", "email", "a@example.org"); status != http.StatusSeeOther {
			t.Fatalf("with a mail server: %d", status)
		}
		s.noMail = true
		b.get(at + "/contact") // another form
		if status, body := b.post(at+"/contact", "reach", "phone", "contact", "13900000000", "email", "a@example.org"); status != http.StatusSeeOther {
			t.Errorf("what stood there cannot stay: %d %s", status, visible(body))
		}
		_, body = b.get(at + "/contact")
		says(t, body, "13900000000", `value="a@example.org"`)
	})
}

// TestHowToReachMe goes through the page: what is typed, what it says when it is wrong, and the digits of the mail.
func TestHowToReachMe(t *testing.T) {
	pages(t, func(t *testing.T, s *site) {
		c := s.To(mediation.Accepted)
		b := s.browser(t)
		at, body := b.in(c, 0)
		says(t, body, "How to reach me", "Change how you are reached")
		_, body = b.get(at + "/contact")
		says(t, body, "13812345678", "Take everything out")
		silent(t, body, "Digits from the e-mail", "Write nothing more to it")
		_, body = b.post(at+"/contact", "reach", "mail", "contact", "13812345678", "email", "")
		says(t, body, "Enter an e-mail address: you want to be reached by e-mail alone.", `href="#email"`)
		_, body = b.post(at+"/contact", "reach", "any", "email", "nobody")
		says(t, body, "Enter one e-mail address, such as name@example.org.")
		_, body = b.post(at+"/contact", "email", "a@example.org")
		says(t, body, `href="#reach"`)
		if status, where := b.post(at+"/contact", "reach", "any", "email", "a@example.org", "safe_contact", "only before noon"); status != http.StatusSeeOther || where != at+"/contact" {
			t.Fatalf("saving: %d %s", status, visible(where))
		}
		_, body = b.get(at + "/contact")
		says(t, body, "Confirm your e-mail address", "only before noon", "a@example.org")
		silent(t, body, "13812345678")
		letter, err := s.App.Mediation.AddressToConfirm(s.Ctx, s.Tenant(), c.ID, c.Parties[0].ID)
		if err != nil {
			t.Fatal(err)
		}
		wrong := "000000"
		if letter.Digits == wrong {
			wrong = "000001"
		}
		_, body = b.post(at+"/contact/confirm", "one_time_code", wrong)
		says(t, body, `href="#one_time_code"`)
		if status, _ := b.post(at + "/contact/again"); status != http.StatusSeeOther {
			t.Errorf("new digits: %d", status)
		}
		b.get(at + "/contact")
		if status, body := b.post(at+"/contact/confirm", "one_time_code", letter.Digits); status != http.StatusSeeOther {
			t.Fatalf("confirming: %d %s", status, visible(body))
		}
		_, body = b.get(at + "/contact")
		says(t, body, "Your address is confirmed", "You confirmed your e-mail address on", "Write nothing more to it")
		_, body = b.get(at + "/reads")
		says(t, body, "You said how you are reached", "You confirmed your e-mail address.")
		b.get(at + "/contact")
		b.post(at+"/contact", "do", "remove")
		_, body = b.get(at + "/contact")
		says(t, body, "Taken out and destroyed.")
		silent(t, body, "a@example.org", "Take everything out")

		other := s.browser(t)
		of, _ := other.in(c, 1)
		for _, path := range []string{"", "/reads", "/contact"} {
			_, body = other.get(of + path)
			silent(t, body, "You said how you are reached", "a@example.org")
		}
	})
}

// TestTheLostSlipPagesSayNothing: a code that exists, one that does not, and what is no code are answered alike.
func TestTheLostSlipPagesSayNothing(t *testing.T) {
	pages(t, func(t *testing.T, s *site) {
		c := s.To(mediation.Accepted)
		code, _ := s.slip(t, c, 0)
		b := s.browser(t)
		var first string
		for _, typed := range []string{string(code), string(id.NewCode(code.Tag(), nil)), string(id.NewCode("ZZZ", nil)), "no code"} {
			b.get("/r/lost")
			status, body := b.post("/r/lost", "code", typed)
			body = strings.ReplaceAll(body, b.token, "")
			if status != http.StatusOK || first != "" && visible(body) != visible(first) {
				t.Errorf("%q is answered %d %s", typed, status, visible(body))
			}
			first = body
			b.get("/r/again")
			status, body = b.post("/r/again", "code", typed, "digits", "1234123412341234")
			if status != http.StatusUnauthorized || !strings.Contains(body, "The code and the digits do not fit together, were used before, or the half hour is over.") {
				t.Errorf("%q opens %d %s", typed, status, visible(body))
			}
		}
		_, body := b.post("/r/lost", "code", "")
		says(t, body, `href="#code"`)
		// What the mail brings opens, once.
		s.Act(s.Party(c, 0), c, mediation.ChangeContact{Party: c.Parties[0].ID, Reach: mediation.ReachAny, Email: "a@example.org"})
		c = s.Confirm(c, 0)
		j, err := job.New(s.Tenant(), c.ID, "mediation.again", job.Payload{"code": "c" + strings.ToLower(string(code))}, s.Clock.Now(), s.Clock.Now())
		if err != nil {
			t.Fatal(err)
		}
		letter, err := s.App.Mediation.WayBack(s.Ctx, j)
		if err != nil {
			t.Fatal(err)
		}
		b.get("/r/again")
		status, body := b.post("/r/again", "code", code.String(), "digits", id.ShowPassphrase(letter.Digits))
		if status != http.StatusOK || !digitsShown.MatchString(body) {
			t.Fatalf("the new slip: %d %s", status, visible(body))
		}
		says(t, body, "The old code and passphrase open nothing any more.")
		b.get("/r/again")
		if status, _ = b.post("/r/again", "code", code.String(), "digits", letter.Digits); status != http.StatusUnauthorized {
			t.Errorf("a second time: %d", status)
		}
	})
}

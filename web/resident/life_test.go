package resident_test

import (
	"net/http"
	"strings"
	"testing"

	"linli/mediation"
)

// presses opens a page, sends its form, and expects to be led on.
func (b *browser) presses(path string, pairs ...string) {
	b.t.Helper()
	if status, body := b.get(path); status != http.StatusOK {
		b.t.Fatalf("%s: %d %s", path, status, visible(body))
	}
	if status, body := b.post(path, pairs...); status != http.StatusSeeOther {
		b.t.Fatalf("%s: %d %s", path, status, visible(body))
	}
}

func TestWhatIsOwedThroughThePages(t *testing.T) {
	pages(t, func(t *testing.T, s *site) {
		c := s.After(mediation.Performing) // 250 of 500 yuan have come
		payee, obligor := s.browser(t), s.browser(t)
		at, body := payee.in(c, 0)
		says(t, body, "The agreement is being carried out", "What is owed")
		of, _ := obligor.in(c, 1)
		_, body = obligor.get(of + "/dues")
		says(t, body, "You owe 阿依古丽欧阳", "CN¥250.00 received, CN¥250.00 still to come", "I have done this")
		silent(t, body, "/dues/1/received", "/dues/1/missing")
		if status, _ := obligor.get(of + "/dues/1/received"); status != http.StatusSeeOther {
			t.Error("who owes says what has come")
		}
		obligor.presses(of + "/dues/1/report")
		_, body = obligor.get(of + "/dues")
		says(t, body, "You said that it is done")
		if status, _ := obligor.post(of + "/dues/1/report"); status != http.StatusSeeOther {
			t.Error("sent again, it is refused")
		}

		_, body = payee.get(at)
		says(t, body, "Waits for you")
		path := at + "/dues/1/received"
		payee.get(path)
		if status, body := payee.post(path); status != http.StatusBadRequest {
			t.Errorf("nothing chosen: %d %s", status, visible(body))
		}
		_, body = payee.post(path, "what", "part", "amount", "")
		says(t, body, `href="#amount"`)
		_, body = payee.post(path, "what", "part", "amount", "300")
		says(t, body, "More came than was owed")
		status, body := payee.post(path, "what", "part", "amount", "300", "surplus", "return")
		says(t, body, "Is this right?", "CN¥300.00", "It goes back")
		if status != http.StatusOK {
			t.Errorf("the check: %d", status)
		}
		_, body = payee.post(path, "what", "part", "amount", "300", "surplus", "return", "do", "change")
		says(t, body, `value="300"`)
		if status, where := payee.post(path, "what", "part", "amount", "300", "surplus", "return", "do", "send"); status != http.StatusSeeOther {
			t.Fatalf("%d %s", status, visible(where))
		}
		_, body = payee.get(at)
		says(t, body, "Everything that was agreed is done", "You do not have to do anything more.")
		_, body = payee.get(at + "/dues")
		says(t, body, "CN¥50.00 too much")
	})
}

func TestWhatDidNotComeAndComesAfterAll(t *testing.T) {
	pages(t, func(t *testing.T, s *site) {
		c := s.After(mediation.Breached)
		mediator := s.As("mediator")
		c = s.Act(mediator, c, mediation.Urge{})
		b := s.browser(t)
		at, body := b.in(c, 0)
		says(t, body, "Something did not come on its day")
		_, body = b.get(at + "/dues")
		silent(t, body, "/dues/1/missing", "12368") // said already, and the routes not told yet
		s.Act(mediator, c, mediation.TellRoutes{})
		_, body = b.get(at + "/dues")
		says(t, body, "Other ways that are open to you", "12368")
		b.get(at + "/dues/1/received")
		_, body = b.post(at+"/dues/1/received", "what", "kind", "text", "")
		says(t, body, `href="#text"`)
		if status, where := b.post(at+"/dues/1/received", "what", "kind", "text", "一车砖", "do", "send"); status != http.StatusSeeOther {
			t.Fatalf("%d %s", status, visible(where))
		}
		_, body = b.get(at)
		says(t, body, "Everything that was agreed is done")
	})
}

// TestNobodyIsOfferedWhatOthersSayForIt: a ward reads what it would sign, and that its guardian signs at the office; it is offered no
// screen and no court, and can still say no.
func TestNobodyIsOfferedWhatOthersSayForIt(t *testing.T) {
	pages(t, func(t *testing.T, s *site) {
		c := s.To(mediation.Signing)
		b := s.browser(t)
		at, _ := b.in(c, 1)
		_, body := b.get(at)
		silent(t, body, `id="elsewhere"`)
		c = s.Act(s.As("mediator"), c, mediation.Appoint{Party: c.Parties[1].ID, As: mediation.Guardian, Name: "慕容妈妈"})
		_, body = b.get(at)
		says(t, body, `id="elsewhere"`, "Whoever acts for you answers this at the office")
		s.Offered(c)
		_, body = b.get(at + "/agreement")
		says(t, body, "Whoever acts for you signs on paper at the office", at+"/agreement/refuse")
		silent(t, body, `href="`+at+`/signature"`)

		e := s.To(mediation.Effective)
		e = s.Act(s.As("mediator"), e, mediation.PrepareConfirmation{Court: "测试区人民法院", Venue: "office_place", Excluded: mediation.NothingExcluded})
		at, _ = b.in(e, 1)
		_, body = b.get(at)
		says(t, body, at+"/confirmation")
		s.Act(s.As("mediator"), e, mediation.Appoint{Party: e.Parties[1].ID, As: mediation.Guardian, Name: "慕容妈妈"})
		_, body = b.get(at)
		silent(t, body, `href="`+at+`/confirmation"`, at+"/follow-up")
		says(t, body, `id="elsewhere"`)
	})
}

func TestAPartySeesAndEndsWhoActsForIt(t *testing.T) {
	pages(t, func(t *testing.T, s *site) {
		c := s.To(mediation.Signing)
		c = s.Act(s.As("mediator"), c, mediation.Appoint{Party: c.Parties[0].ID, As: mediation.Agent, Name: "努尔兰律师", Until: "2026-12-31"})
		c = s.Act(s.As("mediator"), c, mediation.Appoint{Party: c.Parties[0].ID, As: mediation.Guardian, Name: "欧阳妈妈"})
		one, two := s.browser(t), s.browser(t)
		a, _ := one.in(c, 0)
		b, _ := two.in(c, 1)
		_, body := one.get(a)
		says(t, body, "Who acts for you")
		_, body = one.get(a + "/acting")
		says(t, body, "努尔兰律师", "General: may attend and speak, may not decide", "ends after 2026-12-31", "欧阳妈妈", "A guardian acts by law")
		_, body = two.get(b)
		silent(t, body, "Who acts for you", "努尔兰律师", "欧阳妈妈")
		if status, _ := two.get(b + "/acting"); status != http.StatusSeeOther {
			t.Errorf("nobody acts for the other side, and its page answers %d", status)
		}
		for _, who := range []string{"", "x", c.Representatives[1].ID.String()} { // nobody sends a guardian away here
			if status, _ := one.post(a+"/acting", "who", who); status == http.StatusSeeOther {
				t.Errorf("%q ended an authority: %d", who, status)
			}
		}
		if status, _ := two.post(b+"/acting", "who", c.Representatives[0].ID.String()); status != http.StatusSeeOther {
			t.Errorf("the other side's form answers %d", status)
		}
		one.presses(a+"/acting", "who", c.Representatives[0].ID.String())
		_, body = one.get(a + "/acting")
		silent(t, body, "努尔兰律师")
		says(t, body, "欧阳妈妈")
	})
}

// Nobody is offered to take back an application that nobody has made.
func TestNothingIsTakenBackFromACourtThatWasNotAsked(t *testing.T) {
	pages(t, func(t *testing.T, s *site) {
		c := s.To(mediation.Effective)
		one := s.browser(t)
		a, body := one.in(c, 0)
		silent(t, body, "Take back the application to the court")
		if status, _ := one.get(a + "/confirmation/back"); status != http.StatusSeeOther {
			t.Errorf("its page is open: %d", status)
		}
		s.Act(s.As("mediator"), c, mediation.PrepareConfirmation{Court: "测试区人民法院", Venue: "office_place", Excluded: mediation.NothingExcluded})
		_, body = one.get(a)
		says(t, body, "Take back the application to the court")
	})
}

func TestTheCourtAndTheTimeAfterThroughThePages(t *testing.T) {
	pages(t, func(t *testing.T, s *site) {
		c := s.Act(s.As("mediator"), s.To(mediation.Effective), mediation.PrepareConfirmation{Court: "测试区人民法院", Venue: "office_place", Excluded: mediation.NothingExcluded})
		one, two := s.browser(t), s.browser(t)
		a, _ := one.in(c, 0)
		b, _ := two.in(c, 1)
		one.presses(a+"/follow-up", "do", "agree")
		_, body := one.get(a + "/follow-up")
		says(t, body, "Do not ask me any more")
		_, body = two.get(b)
		silent(t, body, "Do not ask me any more")
		one.presses(a+"/follow-up", "do", "stop")

		_, body = one.get(a + "/confirmation")
		says(t, body, "测试区人民法院", "1 April 2026", "You need not.")
		one.presses(a + "/confirmation")
		if status, _ := one.get(a + "/confirmation"); status != http.StatusSeeOther {
			t.Error("joined, and asked again")
		}
		two.presses(b + "/confirmation")
		_, body = two.get(b)
		says(t, body, "The application is with the court")
		two.presses(b + "/confirmation/back")
		_, body = one.get(a)
		says(t, body, "The application to the court was taken back", "Say how you want to go on")
		one.get(a + "/choose")
		if status, _ := one.post(a + "/choose"); status != http.StatusBadRequest {
			t.Errorf("no choice: %d", status)
		}
		one.presses(a+"/choose", "way", "end")
		_, body = one.get(a + "/choose")
		says(t, body, "So far you chose: End the mediation")
		two.presses(b+"/choose", "way", "end")
		_, body = one.get(a)
		says(t, body, "The mediation has ended")

		s.Act(s.As("lead"), c, mediation.Reopen{Text: "双方又愿意谈"})
		_, body = one.get(a + "/reopening")
		says(t, body, "双方又愿意谈", "Shall the talks go on?")
		silent(t, body, " checked")
		one.presses(a+"/reopening", "answer", "yes")
		_, body = two.get(b)
		silent(t, body, "阿依古丽欧阳 agreed")
		two.presses(b+"/reopening", "answer", "yes")
		_, body = one.get(a)
		says(t, body, "Mediation is under way", "End the mediation")
	})
}

func TestAnOralAgreementIsAgreedToByEachParty(t *testing.T) {
	pages(t, func(t *testing.T, s *site) {
		c := s.To(mediation.InSession)
		mediator := s.As("mediator")
		a, b := c.Parties[0].ID, c.Parties[1].ID
		said := mediation.Oral{Language: "zh-Hans", Performed: true, NoWaiver: true,
			Terms: []mediation.Term{{Obligor: b, Obligee: a, Type: "apology", Text: "当面道歉", Delivery: "当场"}}}
		said.Parties = append(said.Parties, a, b)
		c = s.Act(mediator, c, said)
		for i := range 2 {
			party := s.browser(t)
			at, body := party.in(c, i)
			says(t, body, "Say whether this is what was agreed", "End the mediation")
			_, body = party.get(at + "/oral")
			says(t, body, "当面道歉")
			party.presses(at + "/oral")
		}
		party := s.browser(t)
		_, body := party.in(c, 0)
		says(t, body, "You have agreed")
	})
}

func TestThePagesOfAnAgreementsLifeInEveryLanguage(t *testing.T) {
	pages(t, func(t *testing.T, s *site) {
		for _, state := range []mediation.State{mediation.OralAgreed, mediation.ConfirmationApplied, mediation.Confirmed, mediation.Rejected, mediation.Withdrawn,
			mediation.Performing, mediation.Breached, mediation.Performed, mediation.Voided} {
			c := s.After(state)
			if state == mediation.Voided {
				c = s.Act(s.As("lead"), c, mediation.Reopen{Text: "双方又愿意谈"})
			}
			for i := range 2 {
				b := s.browser(t)
				at, _ := b.in(c, i)
				for _, lang := range []string{"zh-Hans", "zh-Hant", "en"} {
					for _, path := range []string{"", "/dues", "/dues/1/report", "/dues/1/received", "/dues/1/missing", "/dues/9/report", "/follow-up", "/confirmation",
						"/confirmation/back", "/choose", "/reopening", "/oral", "/agreement", "/papers"} {
						status, body := b.get(at + path + "?lang=" + lang)
						if status != http.StatusOK && status != http.StatusSeeOther {
							t.Errorf("%s of party %d in %s, %s: %d %s", path, i, state, lang, status, visible(body))
						}
						if status == http.StatusOK && !strings.Contains(body, "govuk-exit-this-page") {
							t.Errorf("%s in %s has no quick exit", path, state)
						}
					}
				}
			}
		}
	})
}

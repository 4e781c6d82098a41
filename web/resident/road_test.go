package resident_test

import (
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"linli/mediation"
	"linli/platform/id"
)

var (
	codeShown   = regexp.MustCompile(`translate="no">([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4})<`)
	digitsShown = regexp.MustCompile(`translate="no">([0-9]{4}-[0-9]{4}-[0-9]{4}-[0-9]{4})<`)
)

// typed is what somebody writes into the application, page by page.
func (s *site) typed() [][]string {
	return [][]string{
		{"unit", s.Unit("V1").String()},
		{"own", "no", "type", "neighbour"},
		{"summary", "阳台花盆坠落，\n\"砸坏\" <雨棚> & more", "claims", "赔偿伍佰元整", "amount", "￥１,２００.５", "currency", "HKD"},
		{"you_kind", "person", "you_name", "阿依古丽欧阳", "you_contact", "13812345678", "you_safe", "白天 only", "you_language", "zh-Hans"},
		{"other_kind", "person", "other_name", "慕容雪松", "other_contact", ""},
	}
}

// apply goes through the pages up to the last one and returns it.
func (b *browser) apply() string {
	b.t.Helper()
	_, body := b.get("/apply")
	form := fields(body)
	for i, typed := range append([][]string{nil}, b.typed()...) {
		for j := 0; j < len(typed); j += 2 {
			form.Set(typed[j], typed[j+1])
		}
		status, next := b.send("/apply", form)
		if status != http.StatusOK {
			b.t.Fatalf("page %d: %d %s", i, status, visible(next))
		}
		body, form = next, fields(next)
	}
	return body
}

func TestTheRoadOfAResident(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		b := s.browser(t)
		check := b.apply()
		says(t, check, "&lt;雨棚&gt;", "HK$1,200.50", "慕容雪松")
		status, sent := b.send("/apply/send", fields(check))
		if status != http.StatusOK {
			t.Fatalf("%d %s", status, visible(sent))
		}
		code := codeShown.FindStringSubmatch(sent)[1]
		silent(t, sent, "慕容雪松")
		form := fields(sent)
		status, slip := b.send("/apply/slip", form)
		if status != http.StatusOK {
			t.Fatalf("%d %s", status, visible(slip))
		}
		digits := digitsShown.FindStringSubmatch(slip)[1]
		says(t, slip, code, "data:image/png;base64,", `alt="`)
		silent(t, slip, "测试镇调解中心")
		if status, again := b.send("/apply/slip", form); status != http.StatusOK || digitsShown.MatchString(again) {
			t.Errorf("the passphrase is shown twice: %d", status)
		}
		if status, receipt := b.send("/apply/receipt", form); status != http.StatusOK || !strings.Contains(receipt, `"signature"`) || strings.Contains(receipt, "雪松") {
			t.Errorf("the receipt: %d %s", status, receipt)
		}

		at := "/r/" + code
		b.get(at)
		if status, where := b.post(at, "digits", " "+strings.ReplaceAll(digits, "-", " ")+" "); status != http.StatusSeeOther {
			t.Fatalf("signing in: %d %s", status, visible(where))
		}
		_, own := b.get(at)
		says(t, own, "We have your application", "What the office owes you", "End the mediation", "Screening opened within 3 working days", "白天 only")
		if title := regexp.MustCompile(`<title>(.*)</title>`).FindStringSubmatch(own)[1]; title != "My page – linli" {
			t.Errorf("the tab says %q", title)
		}

		_, c := s.caseOf(t, code)
		clerk := s.As("clerk")
		s.Act(clerk, c, mediation.Screen{})
		_, talkFirst := b.get(at + "/consent")
		says(t, talkFirst, "talks with you alone", "Mediation costs nothing.")
		silent(t, talkFirst, `name="answer"`)
		s.Act(clerk, c, mediation.Talk{Party: c.Parties[0].ID, Concern: mediation.NoConcernTold})
		_, ask := b.get(at + "/consent")
		says(t, ask, `name="answer"`)
		silent(t, ask, " checked")
		if status, body := b.post(at+"/consent", "alone", "yes", "answer", "yes"); status != http.StatusBadRequest {
			t.Errorf("consent without the own decision: %d %s", status, visible(body))
		}
		if _, body := b.post(at+"/consent", "alone", "no"); !strings.Contains(body, "with your guardian") {
			t.Errorf("the guardian's way: %s", visible(body))
		}
		b.get(at + "/consent")
		if status, where := b.post(at+"/consent", "alone", "yes", "answer", "yes", "free", "yes"); status != http.StatusSeeOther {
			t.Fatalf("consent: %d %s", status, visible(where))
		}
		_, own = b.get(at)
		says(t, own, "Your consent is recorded", "My consent receipt")
		_, receipt := b.get(at + "/consent/receipt")
		says(t, receipt, "Taking part in mediation", "on screen", "Name and language")

		_, end := b.get(at + "/withdraw")
		silent(t, end, "<textarea", `type="radio"`, `type="checkbox"`)
		if status, where := b.post(at + "/withdraw"); status != http.StatusSeeOther {
			t.Fatalf("withdraw: %d %s", status, visible(where))
		}
		_, own = b.get(at)
		says(t, own, "The mediation has ended", "arbitration")
		silent(t, own, "/withdraw\"")
	})
}

// caseOf finds the case of a code as the counter would.
func (s *site) caseOf(t *testing.T, code string) (id.Code, mediation.Case) {
	t.Helper()
	parsed, err := id.ParseCode(code)
	if err != nil {
		t.Fatal(err)
	}
	slip, err := s.App.Mediation.Repo.Slip(s.Ctx, s.Tenant(), parsed)
	if err != nil {
		t.Fatal(err)
	}
	c, err := s.App.Mediation.Repo.Case(s.Ctx, s.Tenant(), slip.Case)
	if err != nil {
		t.Fatal(err)
	}
	return parsed, c
}

func TestAnApplicationSentAgainIsOneCase(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		b := s.browser(t)
		check := b.apply()
		form := fields(check)
		_, first := b.send("/apply/send", form)
		_, again := b.send("/apply/send", form)
		if codeShown.FindStringSubmatch(first)[1] != codeShown.FindStringSubmatch(again)[1] {
			t.Error("sent twice, it is two cases")
		}
		// Back to the last page, which has a new form key, and sent once more.
		_, back := b.send("/apply", with(form, "at", "other"))
		_, third := b.send("/apply/send", fields(back))
		if codeShown.FindStringSubmatch(first)[1] != codeShown.FindStringSubmatch(third)[1] {
			t.Error("sent again from the page before, it is two cases")
		}
		_, other := b.send("/apply/send", with(form, "summary", "something else"))
		says(t, other, "was sent before with other content")
		if n := s.rows(t)["mediation"]; n != 1 {
			t.Errorf("%d cases", n)
		}
	})
}

func with(form url.Values, pairs ...string) url.Values {
	out := url.Values{}
	for k, v := range form {
		out[k] = v
	}
	for i := 0; i < len(pairs); i += 2 {
		out.Set(pairs[i], pairs[i+1])
	}
	return out
}

func TestNothingTypedIsLost(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		b := s.browser(t)
		form := fields(b.apply())
		_, what := b.send("/apply", with(form, "at", "check", "go", "what"))
		says(t, what, "赔偿伍佰元整</textarea>", "&lt;雨棚&gt; &amp; more</textarea>", `name="change" value="yes"`)
		status, wrong := b.send("/apply", with(fields(what), "summary", " ", "claims", "赔偿", "amount", "viele"))
		if status != http.StatusBadRequest {
			t.Errorf("a wrong page: %d", status)
		}
		says(t, wrong, `href="#summary"`, `href="#amount"`, `value="viele"`, "赔偿</textarea>", "阿依古丽欧阳")
		_, check := b.send("/apply", with(fields(wrong), "summary", "Kurz", "claims", "赔偿", "amount", "12"))
		says(t, check, "Kurz", "阿依古丽欧阳", "Send the application")
		_, back := b.send("/apply", with(form, "at", "you", "go", "back", "you_name", "typed and not sent"))
		says(t, back, "typed and not sent", "Continue")
		if status, _ := b.send("/apply/send", with(form, "you_name", "")); status != http.StatusBadRequest {
			t.Errorf("an application without a name: %d", status)
		}
		if status, _ := b.send("/apply/send", with(form, "unit", s.Tenant().String(), "town", "")); status != http.StatusBadRequest {
			t.Errorf("an application to no unit: %d", status)
		}
	})
}

func TestASessionEnds(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		c := s.To(mediation.Screening)
		closed := func(b *browser, at, why string) {
			t.Helper()
			if status, body := b.get(at); status != http.StatusOK || !strings.Contains(body, `id="digits"`) {
				t.Errorf("%s, and the page is open: %d %s", why, status, visible(body))
			}
			if status, body := b.get(at + "/reads"); status != http.StatusUnauthorized || strings.Contains(body, "mediator") {
				t.Errorf("%s, and a page behind it is open: %d %s", why, status, visible(body))
			}
		}
		b := s.browser(t)
		at, _ := b.in(c, 0)
		s.Clock.Add(29 * time.Minute)
		if _, body := b.get(at); !strings.Contains(body, "My page") || strings.Contains(body, `id="digits"`) {
			t.Error("the session ended too soon")
		}
		s.Clock.Add(31 * time.Minute)
		closed(b, at, "nobody did anything for half an hour")

		at, _ = b.in(c, 0)
		for range 9 {
			s.Clock.Add(29 * time.Minute)
			b.get(at)
		}
		closed(b, at, "four hours are over")

		at, _ = b.in(c, 0)
		s.slip(t, c, 0) // at the counter
		closed(b, at, "the slip was replaced")

		at, _ = b.in(c, 0)
		b.get(at + "/slip")
		status, slip := b.post(at + "/slip")
		if status != http.StatusOK || !digitsShown.MatchString(slip) {
			t.Fatalf("a new slip: %d %s", status, visible(slip))
		}
		closed(b, at, "the party replaced its slip")

		at, _ = b.in(c, 0)
		kept := b.cookies["resident"]
		b.post(at + "/leave")
		closed(b, at, "signed out")
		b.cookies["resident"] = kept[:len(kept)-4] + "AAAA"
		closed(b, at, "the token was altered")
		other, _ := s.slip(t, c, 0)
		b.cookies["resident"] = kept
		closed(b, "/r/"+other.String(), "another code")
	})
}

// TestBeforeAPartySigns: what it may have first stands on its page; what it wants comes before its signature, a pause ends
// at its own word, and the other party reads neither.
func TestBeforeAPartySigns(t *testing.T) {
	pages(t, func(t *testing.T, s *site) {
		c := s.To(mediation.Signing)
		c = s.Act(s.Party(c, 1), c, mediation.RefuseSign{Party: c.Parties[1].ID})
		c = s.Act(s.As("mediator"), c, s.Draft(c, "2026-05-31"))
		b, other := s.browser(t), s.browser(t)
		at, home := b.in(c, 0)
		theirs, _ := other.in(c, 1)
		says(t, home, "What you may have before you sign")
		_, body := b.get(at + "/agreement")
		says(t, body, "Have it read aloud", "See what you may have first", "say what you want of it")
		_, body = b.get(at + "/agreement/before")
		says(t, body, "Somebody you trust beside you", "Advice of your own", "The text read aloud", "Taking the text home", "Some days to think", "7 days")
		path := at + "/agreement/before"
		if status, gaps := b.post(path, "support", "no"); status != http.StatusBadRequest || strings.Count(gaps, "govuk-error-message") != 4 {
			t.Errorf("three answers and the pause are missing: %d", status)
		}
		if status, page := b.post(path, "support", "no", "advice", "wanted", "aloud", "had", "home", "no", "pause_days", "3"); status != http.StatusSeeOther {
			t.Fatalf("%d %s", status, visible(page))
		}
		_, body = b.get(at + "/agreement")
		says(t, body, "Nobody can sign before", "End the time that I asked for", "Yes, before signing", "Something that you want is still to come.")
		_, body = other.get(theirs + "/agreement")
		says(t, body, "Nobody can sign before")
		silent(t, body, "End the time that I asked for", "Yes, before signing")
		if status, _ := other.post(theirs + "/agreement/pause/end"); status == http.StatusSeeOther {
			t.Error("another party ends the pause")
		}
		if status, page := b.post(at + "/agreement/pause/end"); status != http.StatusSeeOther {
			t.Fatalf("%d %s", status, visible(page))
		}
		_, body = other.get(theirs + "/agreement")
		silent(t, body, "Nobody can sign before")
		b.get(path)
		if status, page := b.post(path, "support", "no", "advice", "had", "aloud", "had", "home", "no", "pause_days", "0"); status != http.StatusSeeOther {
			t.Fatalf("%d %s", status, visible(page))
		}
		_, body = b.get(at + "/agreement")
		silent(t, body, "Something that you want")
		says(t, body, "Sign on this screen")
	})
}

// TestTheOfficesOwnDispute: whoever says that the office itself is a side is told the other ways before anybody is named,
// and nothing of the application is stored, from whichever page it is sent.
func TestTheOfficesOwnDispute(t *testing.T) {
	pages(t, func(t *testing.T, s *site) {
		b, before := s.browser(t), s.rows(t)
		_, start := b.get("/apply?lang=en")
		_, where := b.send("/apply", fields(start))
		_, kind := b.send("/apply", with(fields(where), "town", s.Unit("V1").String()))
		says(t, kind, "itself a side of this?")
		if status, gap := b.send("/apply", with(fields(kind), "type", "neighbour")); status != http.StatusBadRequest || !strings.Contains(gap, "Say whether the office itself is a side of this.") {
			t.Errorf("not answered: %d", status)
		}
		form := with(fields(kind), "type", "neighbour", "own", "yes")
		status, ways := b.send("/apply", form)
		if status != http.StatusOK {
			t.Errorf("the other ways: %d", status)
		}
		says(t, ways, "This office cannot mediate this", "go to court", "the unit above, can mediate if it is no side of this.", "Nothing that you filled in was saved", "Apply to another office")
		if _, back := b.send("/apply", with(fields(ways), "go", "kind")); !strings.Contains(back, "itself a side of this?") {
			t.Error("who chose by mistake cannot go back")
		}
		sent := fields(b.apply())
		if _, ways := b.send("/apply/send", with(sent, "own", "yes")); !strings.Contains(ways, "This office cannot mediate this") {
			t.Error("sent from the last page it is taken")
		}
		if after := s.rows(t); !maps.Equal(before, after) {
			t.Errorf("rows before %v, after %v", before, after)
		}
	})
}

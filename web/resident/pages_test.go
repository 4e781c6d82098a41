package resident_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"

	"linli/app/apptest"
	"linli/mediation"
	"linli/office"
)

func TestThePublicPagesInEveryLanguage(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		b := s.browser(t)
		for _, lang := range []string{"zh-Hans", "zh-Hant", "en"} {
			b.lang = lang
			for _, path := range []string{"/", "/where", "/apply", "/r", "/verify", "/transparency", "/accessibility", "/language", "/r/ABCD"} {
				status, body := b.get(path + "?lang=" + lang)
				if status != http.StatusOK && path != "/language" {
					t.Errorf("%s in %s: %d %s", path, lang, status, visible(body))
				}
			}
			if _, body := b.get("/language"); !strings.Contains(body, "lang=zh-Hant") {
				t.Errorf("the languages in %s: %s", lang, visible(body))
			}
			_, body := b.get("/apply?lang=" + lang)
			form := fields(body)
			for _, typed := range append([][]string{nil}, s.typed()...) {
				for j := 0; j < len(typed); j += 2 {
					form.Set(typed[j], typed[j+1])
				}
				_, body = b.send("/apply", form)
				form = fields(body)
			}
			_, sent := b.send("/apply/send", form)
			if status, body := b.send("/apply/slip", fields(sent)); status != http.StatusOK || !digitsShown.MatchString(body) {
				t.Errorf("applying in %s: %d %s", lang, status, visible(body))
			}
		}
	})
}

// TestThePlace: a town is asked first, then where in it; whoever is not sure leaves it to the office, with one page less.
func TestThePlace(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		b := s.browser(t)
		_, start := b.get("/apply?lang=en")
		_, where := b.send("/apply", fields(start))
		says(t, where, "I am not sure: let the office decide", "Step 1 of")
		_, wrong := b.send("/apply", fields(where))
		says(t, wrong, "Choose a place, or “I am not sure: let the office decide”.", "look=1")
		_, kind := b.send("/apply", with(fields(where), "town", s.Unit("T").String()))
		says(t, kind, "What is it about?", "Step 2 of 6")
	})
}

// TestAnotherLanguageKeepsWhatWasTyped: the switch stands on a page that answers a form, and sends what was typed along
// without checking or doing anything.
func TestAnotherLanguageKeepsWhatWasTyped(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		b := s.browser(t)
		form := fields(b.apply())
		_, what := b.send("/apply", with(form, "at", "check", "go", "what"))
		says(t, what, `action="?lang=zh-Hans&amp;look=1"`)
		status, other := b.send("/apply?lang=zh-Hans&look=1", with(fields(what), "summary", ""))
		if status != http.StatusOK {
			t.Errorf("looking checks the page: %d", status)
		}
		says(t, other, "赔偿伍佰元整</textarea>", "发生了什么？", `name="change" value="yes"`)

		c := s.To(mediation.InSession)
		at, _ := b.in(c, 0)
		_, page := b.get(at + "/statement?lang=en")
		_, faulty := b.send(at+"/statement", with(fields(page), "text", "die Rinne"))
		says(t, faulty, "die Rinne</textarea>", `action="?lang=zh-Hant&amp;look=1"`)
		_, other = b.send(at+"/statement?lang=zh-Hant&look=1", with(fields(faulty), "text", "die Rinne", "who", "all"))
		says(t, other, "die Rinne</textarea>", "送出")
		if _, mine := b.get(at + "/statement"); strings.Contains(mine, "die Rinne") {
			t.Error("looking recorded the statement")
		}
	})
}

// TestNoIsRecordedAtOnce: a no that was sent counts, with nothing left to confirm.
func TestNoIsRecordedAtOnce(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		c := s.To(mediation.Invited)
		b := s.browser(t)
		at, _ := b.in(c, 1)
		s.Act(s.As("clerk"), c, mediation.Talk{Party: c.Parties[1].ID, Concern: "none", Text: "谈过"})
		_, page := b.get(at + "/consent")
		if status, body := b.send(at+"/consent", with(fields(page), "answer", "no")); status != http.StatusSeeOther {
			t.Fatalf("%d %s", status, visible(body))
		}
		if got, err := s.App.Mediation.Repo.Case(s.Ctx, s.Tenant(), c.ID); err != nil || got.State != mediation.Declined {
			t.Errorf("the no left the case in %s (%v)", got.State, err)
		}
	})
}

// TestOneApplicantOfSeveralSaysNo: its no, on the page of consent or on its own, leaves the others' application.
func TestOneApplicantOfSeveralSaysNo(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		c := s.Act(s.As("clerk"), s.To(mediation.Invited), mediation.AddParty{Role: mediation.Applicant, As: "person", Name: "皇甫静"})
		c = s.Act(s.As("clerk"), c, mediation.AddParty{Role: mediation.Applicant, As: "person", Name: "司马南"})
		first, second := s.browser(t), s.browser(t)
		at, _ := first.in(c, 2)
		s.Act(s.As("clerk"), c, mediation.Talk{Party: c.Parties[2].ID, Concern: "none", Text: "谈过"})
		_, page := first.get(at + "/consent")
		if status, body := first.send(at+"/consent", with(fields(page), "answer", "no")); status != http.StatusSeeOther {
			t.Fatalf("%d %s", status, visible(body))
		}
		own, _ := second.in(c, 3)
		_, home := second.get(own + "?lang=en")
		says(t, home, "you are named as one who asks with them")
		silent(t, home, "to settle something with you")
		_, ask := second.get(own + "/refuse?lang=en")
		says(t, ask, "The others’ application goes on")
		if status, body := second.send(own+"/refuse", fields(ask)); status != http.StatusSeeOther {
			t.Fatalf("%d %s", status, visible(body))
		}
		if got, err := s.App.Mediation.Repo.Case(s.Ctx, s.Tenant(), c.ID); err != nil || got.State != mediation.Invited || got.Parties[2].Consent.Refused.IsZero() || got.Parties[3].Consent.Refused.IsZero() {
			t.Errorf("the others' application is %s (%v)", got.State, err)
		}
	})
}

// TestWhereToGo: whoever does not want to write finds the door and the telephone, in public and on the own page.
func TestWhereToGo(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		c := s.To(mediation.Accepted)
		party := s.browser(t)
		at, _ := party.in(c, 0)
		public := s.browser(t)
		says := func(b *browser, path string, words ...string) string {
			t.Helper()
			_, body := b.get(path)
			for _, w := range words {
				if !strings.Contains(visible(body), w) {
					t.Errorf("%s does not say %q: %s", path, w, visible(body))
				}
			}
			return body
		}
		if body := says(public, "/?lang=en", "Where to go", apptest.Desk.Address, apptest.Desk.Phone, apptest.Desk.Hours); strings.Contains(body, `href="/where"`) {
			t.Error("there is one place only, but the page offers a list")
		}
		says(party, at+"?lang=en", apptest.Desk.Address, apptest.Desk.Phone, apptest.Desk.Hours)
		if err := s.App.Office.SetDesk(s.Ctx, s.As("admin"), s.Unit("V1"), office.Desk{Address: "柳树村委会"}); err != nil {
			t.Fatal(err)
		}
		says(party, at, "柳树村委会")
		if body := says(public, "/"); !strings.Contains(body, `href="/where"`) {
			t.Error("the list of places cannot be found")
		}
		if body := says(public, "/where", "柳树村委会", "柳树村", apptest.Desk.Phone); strings.Contains(body, "石桥村") {
			t.Error("a unit that says nothing is listed")
		}
		if err := s.App.Office.SetDesk(s.Ctx, s.As("admin"), s.Unit("T"), office.Desk{}); err != nil {
			t.Fatal(err)
		}
		says(public, "/", "has not published an address or a telephone number yet")
	})
}

func TestThePagesOfAPartyInEveryState(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		for _, state := range []mediation.State{mediation.Submitted, mediation.Screening, mediation.Invited, mediation.Accepted, mediation.Assigned,
			mediation.Scheduled, mediation.InSession, mediation.Signing, mediation.Effective} {
			c := s.To(state)
			for i := range 2 {
				if i == 1 && c.Parties[1].Invited.IsZero() {
					continue
				}
				b := s.browser(t)
				at, _ := b.in(c, i)
				for _, lang := range []string{"zh-Hans", "zh-Hant", "en"} {
					for _, path := range []string{"", "/consent", "/refuse", "/agreement", "/agreement/pause", "/agreement/refuse", "/statement", "/withdraw",
						"/papers", "/reads", "/receipt", "/slip", "/extension", "/consent/receipt"} {
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

func TestWhatAPartyDecidesAlongTheRoad(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		c := s.To(mediation.Accepted)
		c = s.Act(s.As("clerk"), c, mediation.Propose{Account: s.Hired("mediator").Account, Lead: true})
		e := c.Engagements[0].ID
		b := s.browser(t)
		at, body := b.in(c, 0)
		silent(t, body, "Say whether you accept the mediator")
		s.Act(s.As("mediator"), c, mediation.Disclose{Engagement: e, Conflict: mediation.Tie, Text: "与乙方同村"})
		_, body = b.get(at)
		says(t, body, "Say whether you accept the mediator", "Waits for you")
		path := at + "/mediator/" + e.String()
		_, body = b.get(path)
		says(t, body, "与乙方同村", "The office proposes mediator")
		silent(t, body, " checked")
		if status, _ := b.post(path); status != http.StatusBadRequest {
			t.Errorf("no answer: %d", status)
		}
		if status, where := b.post(path, "answer", "yes"); status != http.StatusSeeOther {
			t.Fatalf("%d %s", status, visible(where))
		}
		if status, where := b.get(path); status != http.StatusSeeOther || where != at {
			t.Errorf("answered, and asked again: %d", status)
		}

		c = s.To(mediation.Signing)
		b = s.browser(t)
		at, _ = b.in(c, 1)
		_, body = b.get(at + "/agreement")
		says(t, body, "赔偿伍佰元整", "慕容雪松", "阿依古丽欧阳", "Ask for time", "The text read aloud", "It was done", "<li>You <")
		b.get(at + "/agreement/pause")
		if status, where := b.post(at+"/agreement/pause", "days", "3"); status != http.StatusSeeOther {
			t.Fatalf("%d %s", status, visible(where))
		}
		_, body = b.get(at + "/agreement")
		says(t, body, "Nobody can sign before")
		b.get(at + "/agreement/refuse")
		if status, where := b.post(at + "/agreement/refuse"); status != http.StatusSeeOther {
			t.Fatalf("%d %s", status, visible(where))
		}
		_, body = b.get(at)
		says(t, body, "Mediation is under way")

		s.Act(s.As("mediator"), c, mediation.AskExtension{Days: 10})
		_, body = b.get(at + "/extension")
		says(t, body, "10 more days")
		if status, where := b.post(at + "/extension"); status != http.StatusSeeOther {
			t.Fatalf("%d %s", status, visible(where))
		}
		if status, _ := b.get(at + "/extension"); status != http.StatusSeeOther {
			t.Error("agreed, and asked again")
		}
		_, body = b.get(at + "/reads")
		says(t, body, "You, to look at the own case")
		silent(t, body, "clerk, mediator")
	})
}

func TestAReceiptIsChecked(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		c := s.To(mediation.Submitted)
		b := s.browser(t)
		at, _ := b.in(c, 0)
		_, receipt := b.get(at + "/receipt.json")
		b.get("/verify")
		_, body := b.post("/verify/receipt", "receipt", receipt)
		says(t, body, "Not proven yet")
		_, body = b.post("/verify/receipt", "receipt", strings.Replace(receipt, `"code": "`, `"code": "X`, 1))
		says(t, body, "Not proven")
		if status, body := b.post("/verify/receipt"); status != http.StatusBadRequest {
			t.Errorf("nothing: %d %s", status, visible(body))
		}
		_, page := b.get(at + "/receipt")
		says(t, page, "Not proven yet", "Save the receipt")
	})
}

func TestTransparency(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		b := s.browser(t)
		_, body := b.get("/transparency")
		says(t, body, "0123456789abcdef", runtime.Version(), "sha256sum linli", "says of itself", "can change the program for the future", "No list of people")
		r := httptest.NewRequest(http.MethodGet, "/transparency", nil)
		r.Header.Set("Accept", "application/json")
		r.Host, r.RemoteAddr = "localhost:8080", "127.0.0.1:4711"
		w := httptest.NewRecorder()
		s.handler.ServeHTTP(w, r)
		var got struct{ Tenant, Build, Compiler string }
		if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil || got.Tenant != "test" || got.Build == "" || got.Compiler == "" {
			t.Errorf("%v %s", err, w.Body)
		}
	})
}

package mediation_test

import (
	"net/http"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"linli/casefile"
	"linli/consent"
	"linli/mediation"
	"linli/platform/access"
	"linli/platform/i18n"
)

// Every page of the package, in every state of a case and in every language: the renderer is strict, so that a missing
// text is an error page.
func TestEveryPageInEveryLanguage(t *testing.T) {
	onSQLite(t, func(t *testing.T, s *site) {
		var cases []mediation.Case
		for _, state := range []mediation.State{mediation.Submitted, mediation.Screening, mediation.Invited, mediation.Accepted, mediation.Assigned,
			mediation.Scheduled, mediation.InSession, mediation.Signing, mediation.Effective} {
			cases = append(cases, s.To(state))
		}
		mediator := s.As("mediator")
		rest := s.Act(mediator, s.To(mediation.InSession), mediation.Suspend{Reason: "appraisal", Text: "等鉴定"})
		ended := s.To(mediation.Assigned)
		ended = s.Act(mediator, ended, mediation.Withdraw{Party: ended.Parties[0].ID})
		cases = append(cases, rest, ended)
		for _, state := range []mediation.State{mediation.OralAgreed, mediation.Performing, mediation.Breached, mediation.Performed, mediation.ConfirmationApplied,
			mediation.Confirmed, mediation.Rejected, mediation.Withdrawn, mediation.Voided} {
			cases = append(cases, s.After(state))
		}
		asked := s.Act(s.As("lead"), s.After(mediation.Voided), mediation.Reopen{Text: "双方又愿意谈"})
		prepared := s.Act(mediator, s.To(mediation.Effective), mediation.PrepareConfirmation{Court: "测试区人民法院", Venue: "office_place", Excluded: mediation.NothingExcluded})
		prepared = s.Act(mediator, prepared, mediation.AgreeFollowUp{Party: prepared.Parties[0].ID, How: consent.Oral, Language: "zh-Hans"})
		prepared = s.Act(mediator, prepared, mediation.AskFollowUp{Party: prepared.Parties[0].ID, Mode: "phone", Outcome: "not_yet", Text: "还没收到"})
		cases = append(cases, asked, prepared)
		opened := 0
		for _, lang := range i18n.Languages() {
			for _, login := range []string{"clerk", "mediator", "lead"} {
				v := s.as(login).in(lang)
				s.Clock.Add(time.Hour) // whoever opens very many cases within an hour is held back
				for _, path := range []string{"/due", "/due?show=late", "/mediations", "/mediations/new"} {
					if status, body := v.get(path); status >= 500 {
						t.Errorf("%s %s %s: %d %s", lang, login, path, status, body)
					}
				}
				for _, c := range cases {
					s.Clock.Add(10 * time.Minute) // a case has many forms, and each is a reading
					at := "/mediations/" + c.ID.String()
					if status, body := v.get(at); status >= 500 || login != "mediator" && status != http.StatusOK {
						t.Errorf("%s %s in %s: %d %.3000s", lang, login, c.State, status, body)
					}
					for _, event := range c.Next() {
						status, body := v.get(at + "/" + string(event))
						if status >= 500 {
							t.Errorf("%s %s in %s: %d %.3000s", lang, event, c.State, status, body)
						}
						if status == http.StatusOK {
							opened++
							if key := bare.FindString(body); key != "" {
								t.Errorf("%s %s in %s shows the key %s", lang, event, c.State, key)
							}
						}
					}
				}
			}
		}
		if opened < 200 {
			t.Errorf("only %d forms were opened", opened)
		}
		if missing := s.App.Texts.Missing(); len(missing) > 0 {
			t.Errorf("texts are missing: %v", missing)
		}
	})
}

// bare is a message key that reached the reader instead of its text.
var bare = regexp.MustCompile(`>[^<]*\b(staff|mediation)\.[a-z_]+(\.[a-z_]+)*[^<]*<`)

// Every word that the machine can say is there in every language.
func TestTheMachineHasWords(t *testing.T) {
	b, err := i18n.Open()
	if err != nil {
		t.Fatal(err)
	}
	keys, events := map[string]bool{}, map[casefile.Kind]bool{}
	for _, s := range mediation.States {
		keys["mediation.state."+string(s)] = true
	}
	for _, row := range mediation.Machine {
		events[row.Event] = true
		for _, g := range row.Guards {
			if f := casefile.WaiveFault(g.Name); f != nil {
				keys[f.Key] = true
			} else if casefile.AsideFault(g.Name) == nil { // those of demands, urgent access and copies read the same for every kind of case: package report looks at them
				keys["mediation.guard."+g.Name] = true
			}
		}
	}
	for e := range events {
		keys["mediation.event."+string(e)] = true
		keys["mediation.history."+string(e)] = true
		keys["mediation.notice."+string(e)] = true
	}
	for _, e := range mediation.Events() {
		if e != "apply" {
			keys["staff.act."+string(e)+".text"] = true
			keys["staff.done."+string(e)] = true
		}
	}
	for _, m := range mediation.Modes {
		keys["mediation.mode."+m] = true
	}
	asked := regexp.MustCompile(`"(mediation\.(?:field|guard)\.[a-z_]+[a-z])"`)
	files, err := os.ReadDir("../../mediation")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if !strings.HasSuffix(f.Name(), ".go") || strings.HasSuffix(f.Name(), "_test.go") {
			continue
		}
		text, err := os.ReadFile("../../mediation/" + f.Name())
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range asked.FindAllSubmatch(text, -1) {
			keys[string(m[1])] = true
		}
	}
	if len(keys) < 200 {
		t.Errorf("only %d keys: the search has gone blind", len(keys))
	}
	for key := range keys {
		for _, lang := range i18n.Languages() {
			if !b.Has(lang, key) {
				t.Errorf("%s has no text for %s", lang, key)
			}
		}
	}
}

// banned are words for what no form of linli asks: a person's papers, descent, belief, past or whereabouts.
var banned = []string{"id_number", "identity_number", "passport", "birth", "gender", "sex", "ethnic", "nation", "religio", "politic", "party_member", "risk",
	"score", "level", "tag", "flag", "label", "watch", "track", "location", "address", "photo", "face", "finger", "health", "disab", "criminal", "drug", "petitioner",
	"marital", "occupation", "income", "education"}

func TestNoFormAsksForMoreThanTheCaseNeeds(t *testing.T) {
	onSQLite(t, func(t *testing.T, s *site) {
		seen := map[string]bool{}
		note := func(v *visitor, path, action string) {
			status, body := v.get(path)
			if status != http.StatusOK || strings.Contains(body, "There is nothing that you could take back here.") || strings.Contains(body, "There is nothing in this case to do this with") {
				return
			}
			for name := range v.form(body, action).names {
				seen[name] = true
			}
		}
		note(s.as("clerk"), "/mediations/new", "/mediations/new")
		for _, state := range []mediation.State{mediation.Screening, mediation.Invited, mediation.Accepted, mediation.InSession, mediation.Signing} {
			c := s.To(state)
			for _, login := range []string{"clerk", "mediator", "lead"} {
				for _, e := range c.Next() {
					at := "/mediations/" + c.ID.String() + "/" + string(e)
					note(s.as(login), at, at)
				}
			}
		}
		if len(seen) < 50 {
			t.Errorf("only %d fields were seen", len(seen))
		}
		for name := range seen {
			for _, word := range banned {
				if strings.Contains(strings.ToLower(name), word) && name != "language" {
					t.Errorf("a form asks for %s", name)
				}
			}
		}
	})
}

func TestAgeIsAskedAndForgotten(t *testing.T) {
	onSQLite(t, func(t *testing.T, s *site) {
		c := s.To(mediation.Invited)
		at := "/mediations/" + c.ID.String()
		clerk := s.as("clerk")
		a := c.Parties[0].ID.String()
		f := clerk.form(clerk.page(at+"/consent"), at+"/consent").fill("party", a, "how", "written", "language", "zh-Hans", "age", "7")
		status, body := f.press("")
		if status != http.StatusUnprocessableEntity {
			t.Fatalf("a child of seven consents alone: %d", status)
		}
		says(t, body, "This person does not decide alone")
		says(t, body, `href="#by"`)
		f = clerk.form(body, at+"/consent")
		if f.values.Get("age") != "7" || f.values.Get("party") != a {
			t.Error("what was typed is lost")
		}

		// The guardian is entered first: nobody from the other side, and then another.
		f = clerk.form(clerk.page(at+"/appoint"), at+"/appoint").fill("party", a, "as", "guardian", "name", "欧阳妈妈", "known", c.Parties[1].ID.String())
		_, body = f.press("")
		says(t, body, "The guardian is on the other side of this dispute")
		says(t, body, `href="#known"`)
		clerk.form(body, at+"/appoint").fill("known", "").goes("")
		body = clerk.page(at)
		says(t, body, "欧阳妈妈; by law")
		f = clerk.form(clerk.page(at+"/consent"), at+"/consent").fill("party", a, "how", "written", "language", "zh-Hans", "age", "9")
		var guardian string
		for _, r := range s.read(c).Representatives {
			guardian = r.ID.String()
		}
		f.fill("by", guardian)
		_, body = f.press("")
		says(t, body, "Hear the child alone first")
		clerk.act(at, "hear", func(f *filled) { f.fill("party", a) })
		clerk.form(body, at+"/consent").goes("")
		says(t, clerk.page(at), "Child heard")

		// Who acts for a party is nobody else's to read.
		other, err := s.App.Mediation.Open(s.Ctx, s.Party(c, 1), c.ID, access.ForParty)
		if err != nil || len(other.Acting) > 0 || len(other.Case.Representatives) > 0 {
			t.Errorf("the other side reads %v, %v, %v", other.Acting, other.Case.Representatives, err)
		}
		clerk.act(at, "end_authority", func(f *filled) { f.fill("representative", guardian, "why", "acts_alone") })
		says(t, clerk.page(at), "ended on")
		for _, e := range s.Events(c) {
			if strings.Contains(string(e.Body), `"age"`) || strings.Contains(string(e.Body), "欧阳") {
				t.Errorf("%s keeps %s", e.Kind, e.Body)
			}
		}
	})
}

func TestAFormThatTheCaseHasLeftBehindSaysWhereItStands(t *testing.T) {
	onSQLite(t, func(t *testing.T, s *site) {
		c := s.To(mediation.Signing)
		status, body := s.as("mediator").get("/mediations/" + c.ID.String() + "/begin")
		if status != http.StatusUnprocessableEntity {
			t.Errorf("status %d", status)
		}
		says(t, body, "The case stands at “Waiting for signatures”; “Begin the session” does not fit there.")
	})
}

func TestAWaiverIsRefusedAtItsField(t *testing.T) {
	onSQLite(t, func(t *testing.T, s *site) {
		c := s.To(mediation.InSession)
		at := "/mediations/" + c.ID.String() + "/draft"
		mediator := s.as("mediator")
		f := mediator.form(mediator.page(at), at).fill("facts", "花盆坠落", "issues", "谁修", "responsibility", "乙方", "terms[0].text", "修好雨棚")
		status, body := f.press("add_term")
		if status != http.StatusOK {
			t.Fatalf("adding a term: %d", status)
		}
		f = mediator.form(body, at)
		if f.values.Get("facts") != "花盆坠落" || f.values.Get("terms[0].text") != "修好雨棚" || len(f.values["parties"]) != 2 {
			t.Errorf("what was typed is lost: %v", f.values)
		}
		f.fill("terms[1].text", "甲方承诺不再上访", "terms[1].kind", "other", "no_waiver", "yes")
		status, body = f.press("")
		if status != http.StatusBadRequest {
			t.Errorf("a term that waives a petition: %d", status)
		}
		says(t, body, "would give up the right to petition")
		says(t, body, `href="#terms-1-text"`)
		says(t, body, `href="#terms-0-obligor"`)
		_, body = mediator.form(body, at).press("remove_term:1")
		hides(t, body, "甲方承诺不再上访")
		says(t, body, "修好雨棚")
	})
}

// TestAClerkIsToldTheWaysOfADisputeWithTheUnit: the other ways, and nothing is stored.
func TestAClerkIsToldTheWaysOfADisputeWithTheUnit(t *testing.T) {
	onSQLite(t, func(t *testing.T, s *site) {
		clerk := s.as("clerk")
		f := clerk.form(clerk.page("/mediations/new"), "/mediations/new").fill("own_dispute", "yes", "type", "neighbour", "summary", "村里占了我家的地",
			"parties[0].name", "甲", "parties[1].name", "村委会")
		status, body := f.press("check")
		if status != http.StatusUnprocessableEntity {
			t.Errorf("a dispute with the unit: %d", status)
		}
		says(t, body, `href="#own_dispute"`)
		says(t, body, "The unit does not mediate its own dispute.")
		says(t, body, "the unit above, can mediate if it is no side of this.")
		says(t, body, "go to court")
		if status, _ = f.press("save"); status != http.StatusUnprocessableEntity {
			t.Errorf("saved all the same: %d", status)
		}
		hides(t, clerk.page("/mediations"), "/mediations/0")
	})
}

func TestRefusalsAreShownWhereTheyCanBeMended(t *testing.T) {
	onSQLite(t, func(t *testing.T, s *site) {
		clerk := s.as("clerk")
		f := clerk.form(clerk.page("/mediations/new"), "/mediations/new").fill("summary", "漏水", "parties[0].contact", "13812345678", "amount", "很多").
			day("claimed", "2026", "2", "30")
		status, body := f.press("check")
		if status != http.StatusBadRequest {
			t.Errorf("a form with gaps: %d", status)
		}
		says(t, body, `value="13812345678"`)
		says(t, body, "Enter an amount such as 1200")
		says(t, body, "must be a real date")
		says(t, body, `href="#own_dispute"`)
		f = clerk.form(body, "/mediations/new").fill("own_dispute", "no", "amount", "").day("claimed", "2026", "2", "20")
		_, body = f.press("check")
		says(t, body, `href="#parties-0-name"`)
		says(t, body, "Enter the name of party 1.")
		says(t, body, "Enter the name of party 2.")
		says(t, body, "Choose the kind of dispute.")
		f = clerk.form(body, "/mediations/new").fill("type", "neighbour", "parties[0].name", "甲", "parties[1].name", "乙")
		_, body = f.press("check")
		says(t, body, "20 February 2026")
		_, body = clerk.form(body, "/mediations/new").press("change")
		says(t, body, "漏水")
		_, body = clerk.form(body, "/mediations/new").press("check")
		at := strings.TrimSuffix(clerk.form(body, "/mediations/new").goes("save"), "/created")
		says(t, clerk.page(at), "20 February 2026") // received on the true day
		says(t, clerk.page(at), "happened on 20 February 2026")
		says(t, clerk.page("/due"), "Late") // and the office's time runs from it

		if status, body := clerk.get(at + "/invite"); status != http.StatusUnprocessableEntity {
			t.Errorf("a form that does not fit the state: %d %s", status, body)
		}
		clerk.act(at, "screen", nil)
		status, body = clerk.form(clerk.page(at+"/invite"), at+"/invite").press("")
		if status != http.StatusUnprocessableEntity {
			t.Errorf("inviting before informing: %d", status)
		}
		says(t, body, "First give each applicant the notice of rights and duties.")
		body = clerk.in(i18n.Hant).page(at + "/invite")
		_, body = clerk.in(i18n.Hant).form(body, at+"/invite").press("")
		says(t, body, "請先向每名申請人告知權利和義務。")
	})
}

func TestWhatMovedMeanwhileIsShown(t *testing.T) {
	onSQLite(t, func(t *testing.T, s *site) {
		c := s.To(mediation.Scheduled)
		at := "/mediations/" + c.ID.String() + "/begin"
		mediator := s.as("mediator")
		f := mediator.form(mediator.page(at), at)
		s.Act(s.As("clerk"), c, mediation.Withdraw{Party: c.Parties[0].ID})
		status, body := f.press("")
		if status != http.StatusUnprocessableEntity {
			t.Errorf("beginning a session of a closed case: %d", status)
		}
		says(t, body, "it may have moved on")
	})
}

func TestAFormSentTwiceActsOnce(t *testing.T) {
	onSQLite(t, func(t *testing.T, s *site) {
		c := s.To(mediation.InSession)
		at := "/mediations/" + c.ID.String() + "/note"
		mediator := s.as("mediator")
		f := mediator.form(mediator.page(at), at).fill("scope", "joint", "text", "下次带发票")
		before := len(s.Events(c))
		f.goes("")
		f.goes("")
		if got := len(s.Events(c)) - before; got != 1 {
			t.Errorf("sent twice, the form wrote %d events", got)
		}
		f.fill("text", "另一句话")
		if status, body := f.press(""); status != http.StatusUnprocessableEntity {
			t.Errorf("the same key with another text: %d", status)
		} else {
			says(t, body, "This form was sent before with other content.")
		}
		f.values.Del("_key")
		if status, body := f.press(""); status != http.StatusBadRequest {
			t.Errorf("a form without a key: %d %s", status, wrong(body))
		}
	})
}

// TestAQuestionWithoutAnAnswerIsNamed: whoever leaves radios out reads which question waits, in its own words.
func TestAQuestionWithoutAnAnswerIsNamed(t *testing.T) {
	onSQLite(t, func(t *testing.T, s *site) {
		clerk, mediator := s.as("clerk"), s.as("mediator")
		at := "/mediations/" + s.To(mediation.Screening).ID.String() + "/talk"
		_, body := clerk.form(clerk.page(at), at).press("")
		says(t, body, `href="#concern"`)
		says(t, body, "Choose an answer for “What did the party say about safety?”.")
		at = "/mediations/" + s.To(mediation.Assigned).ID.String() + "/schedule"
		_, body = mediator.form(mediator.page(at), at).press("")
		says(t, body, "Choose an answer for “How is it held?”.")
		at = "/mediations/" + s.After(mediation.Performing).ID.String() + "/confirm_performance"
		_, body = mediator.form(mediator.page(at), at).press("")
		hides(t, body, "Choose an answer for “Where more came than was owed”.") // asked only of a sum that is too large
	})
}

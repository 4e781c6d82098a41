package mediation_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"linli/app/apptest"
	"linli/mediation"
)

// read is the case as it is stored.
func (s *site) read(c mediation.Case) mediation.Case {
	s.t.Helper()
	out, err := s.App.Mediation.Repo.Case(s.Ctx, s.Tenant(), c.ID)
	s.must(err)
	return out
}

// An agreement in instalments, from the draft to the last payment, with nothing but the pages.
func TestInstalmentsThroughThePages(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		s := newSite(t, w)
		c := s.To(mediation.InSession)
		mediator := s.as("mediator")
		at := "/mediations/" + c.ID.String()
		a, b := c.Parties[0].ID.String(), c.Parties[1].ID.String()
		mediator.act(at, "record", func(f *filled) { f.fill("minutes", "50", "text", "双方心平气和").tick("present", a, b) })

		f := mediator.form(mediator.page(at+"/draft"), at+"/draft").fill("language", "zh-Hans", "facts", "阳台花盆坠落", "issues", "雨棚由谁修", "responsibility", "乙方修复",
			"no_waiver", "yes", "terms[0].obligor", b, "terms[0].obligee", a, "terms[0].kind", "money", "terms[0].text", "赔偿一千元", "terms[0].amount", "1000",
			"terms[0].method", "微信转账", "terms[0].parts", "1")
		status, body := f.press("parts:0")
		says(t, body, "Enter a number of instalments between 2 and 240.")
		if status != http.StatusBadRequest {
			t.Errorf("one instalment: %d", status)
		}
		f = mediator.form(body, at+"/draft").fill("terms[0].parts", "3").day("terms[0].first", "2026", "3", "31")
		status, body = f.press("") // nobody has seen them yet
		if status != http.StatusBadRequest {
			t.Errorf("instalments that nobody has seen are saved: %d", status)
		}
		says(t, body, "Check the instalments that are shown, then save.")
		f = mediator.form(body, at+"/draft").fill("terms[0].amount", "1200")
		if lines := f.values.Get("terms[0].instalments"); lines != "2026-03-31 333.33\n2026-04-30 333.33\n2026-05-31 333.34" || f.values.Get("terms[0].parts") != "" {
			t.Errorf("worked out: %q", lines)
		}
		if status, body := f.press(""); status != http.StatusBadRequest || !strings.Contains(body, "do not add up") || !strings.Contains(body, `href="#terms-0-instalments"`) {
			t.Errorf("another sum than that of the instalments that were seen is saved: %d", status)
		}
		_, body = f.fill("terms[0].amount", "1000").press("") // the check that stands before the parties can read it
		says(t, body, "3 instalments")
		says(t, body, "CN¥333.34, by 31 May 2026")
		says(t, body, "by 30 April 2026")
		mediator.form(body, at+"/draft").goes("save")
		c = s.Sign(s.read(c))
		says(t, mediator.page(at), "CN¥333.33, by 31 March 2026")
		says(t, mediator.page(at), "The parties can apply together until 1 April 2026")
		one, two, three := c.Agreement.Instalments[0].ID.String(), c.Agreement.Instalments[1].ID.String(), c.Agreement.Instalments[2].ID.String()

		mediator.act(at, "agree_follow_up", func(f *filled) { f.fill("party", a, "how", "oral") })
		mediator.act(at, "follow_up", func(f *filled) { f.fill("party", a, "mode", "phone", "outcome", "not_yet", "text", "说下周给") })
		says(t, mediator.page(at), "说下周给")
		mediator.act(at, "stop_follow_up", func(f *filled) { f.fill("party", a, "how", "oral") })
		hides(t, mediator.page(at), "wants to be asked")

		mediator.act(at, "report_performance", func(f *filled) { f.fill("instalment", one) })
		says(t, mediator.page(at), "Record what was received")
		f = mediator.form(mediator.page(at+"/confirm_performance"), at+"/confirm_performance").fill("instalment", one, "amount", "500")
		_, body = f.press("")
		says(t, body, "More came than was owed.")
		mediator.form(body, at+"/confirm_performance").fill("surplus", "next").goes("")
		says(t, mediator.page(at), "CN¥166.67 counted on")
		says(t, mediator.page(at), "Still to come: CN¥166.66.")

		s.Clock.Add(60 * 24 * time.Hour)
		says(t, mediator.page(at), "Past its day")
		_, body = mediator.form(mediator.page(at+"/confirm_performance"), at+"/confirm_performance").fill("instalment", two).press("")
		says(t, body, "Enter an amount above zero.")
		mediator.act(at, "not_performed", func(f *filled) { f.fill("instalment", two) })
		says(t, mediator.page(at), "Not performed in time")
		mediator.act(at, "urge", nil)
		mediator.act(at, "tell_routes", nil)
		says(t, mediator.page(at), "The other side was reminded once and the other routes were explained.")
		mediator.act(at, "confirm_performance", func(f *filled) { f.fill("instalment", two, "in_kind", "yes", "text", "一车砖") })
		says(t, mediator.page(at), "Being performed")
		mediator.act(at, "confirm_performance", func(f *filled) { f.fill("instalment", three, "amount", "333.34") })
		says(t, mediator.page(at), "Performed in full")
		says(t, mediator.page(at), "This case is closed.")
		if missing := s.App.Texts.Missing(); len(missing) > 0 {
			t.Errorf("texts are missing: %v", missing)
		}
	})
}

// A court confirms, or does not, or sets aside; and a closed case is taken up again by all.
func TestTheCourtThroughThePages(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		s := newSite(t, w)
		mediator, lead := s.as("mediator"), s.as("lead")
		c := s.To(mediation.Effective)
		at := "/mediations/" + c.ID.String()
		a, b := c.Parties[0].ID.String(), c.Parties[1].ID.String()
		_, body := mediator.form(mediator.page(at+"/prepare_confirmation"), at+"/prepare_confirmation").fill("court", "测试区人民法院", "venue", "office_place").press("")
		says(t, body, `href="#excluded"`) // an empty field is no declaration
		_, body = mediator.form(body, at+"/prepare_confirmation").fill("excluded", "title").press("")
		says(t, body, "A court does not confirm agreements about this.")
		mediator.form(body, at+"/prepare_confirmation").fill("excluded", "none").goes("")
		says(t, mediator.page(at), "测试区人民法院")
		for _, p := range []string{a, b} {
			mediator.act(at, "join_confirmation", func(f *filled) { f.fill("party", p) })
		}
		says(t, mediator.page(at), "Before the court for confirmation")
		mediator.act(at, "reject_confirmation", func(f *filled) { f.fill("text", "内容不明确") })
		says(t, mediator.page(at), "内容不明确")
		for _, p := range []string{a, b} {
			mediator.act(at, "choose", func(f *filled) { f.fill("party", p, "way", "perform") })
		}
		says(t, mediator.page(at), "Being performed")

		lead.act(at, "void", func(f *filled) { f.fill("text", "损害他人利益") })
		says(t, lead.page(at), "The lead can propose to take the case up again, or close it.")
		lead.act(at, "reopen", func(f *filled) { f.fill("text", "双方又愿意谈") })
		answer := func(p, word string) {
			mediator.act(at, "agree_reopen", func(f *filled) { f.fill("party", p, "answer", word, "how", "written") })
		}
		answer(a, "no")
		if got := s.read(c); got.Reopening != nil || got.State != mediation.Voided {
			t.Errorf("one no is enough: %s", got.State)
		}
		lead.act(at, "reopen", func(f *filled) { f.fill("text", "双方又愿意谈") })
		answer(a, "yes")
		says(t, mediator.page(at), "Still to answer:")
		answer(b, "yes")
		body = mediator.page(at)
		says(t, body, "In mediation")
		says(t, body, "set aside by a court on")
	})
}

func TestAnOralAgreementThroughThePages(t *testing.T) {
	onSQLite(t, func(t *testing.T, s *site) {
		c := s.To(mediation.InSession)
		mediator := s.as("mediator")
		at := "/mediations/" + c.ID.String()
		a, b := c.Parties[0].ID.String(), c.Parties[1].ID.String()
		mediator.act(at, "record", func(f *filled) { f.fill("minutes", "50", "text", "双方心平气和").tick("present", a, b) })
		f := mediator.form(mediator.page(at+"/oral"), at+"/oral").fill("language", "zh-Hans", "no_waiver", "yes", "terms[0].obligor", b, "terms[0].obligee", a,
			"terms[0].kind", "apology", "terms[0].text", "当面道歉")
		_, body := f.press("")
		says(t, body, "This agreement has to be in writing")
		mediator.form(body, at+"/oral").fill("performed", "yes").goes("")
		for _, p := range []string{a, b} {
			says(t, mediator.page(at), "Record that a party agrees orally")
			mediator.act(at, "agree_oral", func(f *filled) { f.fill("party", p) })
		}
		_, body = mediator.form(mediator.page(at+"/register_oral"), at+"/register_oral").press("")
		says(t, body, "First read the agreement back to the parties.")
		mediator.form(body, at+"/register_oral").fill("read_back", "yes").goes("")
		body = mediator.page(at)
		says(t, body, "This is an oral agreement, without a paper.")
		says(t, body, "当面道歉")
		if strings.Contains(body, "The parties can apply together until") {
			t.Error("the page offers a confirmation that no court gives an oral agreement")
		}
	})
}

// TestTheCourtsAnswerIsNotGuessed: while an application is with the court, no button says that it confirmed.
func TestTheCourtsAnswerIsNotGuessed(t *testing.T) {
	onSQLite(t, func(t *testing.T, s *site) {
		at := "/mediations/" + s.After(mediation.ConfirmationApplied).ID.String()
		body := s.as("mediator").page(at)
		says(t, body, "When its answer comes, enter it below: confirmed, or not confirmed.")
		says(t, body, `<a class="govuk-link" href="`+at+`/confirm">`)
		says(t, body, `<a class="govuk-link" href="`+at+`/reject_confirmation">`)
		hides(t, body, "Next step")
	})
}

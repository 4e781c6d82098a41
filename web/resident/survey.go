package resident

import (
	"net/http"
	"time"

	"linli/casefile"
	"linli/insight/survey"
	"linli/mediation"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/report"
	"linli/rulebook"
	"linli/web/page"
)

// The survey is offered on the page of a party or a reporter, and answered on one that knows no party: the code alone leads from one to the
// other, and it stands nowhere but in that person's hands.

type surveyPage struct {
	Form      *page.Form
	Code      string // in fours
	Title     string
	Questions []*page.Radios
}

// surveyOfferPage offers the code of the survey.
type surveyOfferPage struct {
	Form  *page.Form
	At    string // of the own page
	Title string // message key
}

type codePage struct {
	At         string
	SurveyCode string // in fours
	Until      time.Time
	Title      string
	Questions  []*page.Radios // for the sheet on paper
}

// Print marks the button that prints the sheet.
func (codePage) Print() page.Attributes { return printing }

// MaySurvey reports whether the party can have the code of the survey.
func (o *partyPage) MaySurvey() bool {
	return o.Rules.Mediation.Survey != nil && o.Case.MaySurvey(o.Me.ID)
}

// MaySurvey reports whether the reporter can have the code of the survey: its report is over, and it was not given one before.
func (c *complaintPage) MaySurvey() bool {
	return c.Rules.Report.Survey != nil && len(c.Case.Next([]casefile.Kind{(report.OfferSurvey{}).Kind()}, "")) > 0 && c.mayJoined((report.OfferSurvey{}).Kind())
}

// surveyed is a case whose person can be asked how it was.
type surveyed struct {
	offer surveyOfferPage
	may   bool
	of    string // the capability
	unit  id.ID
	given func() error // writes down that the code was taken
}

// surveyed opens the case of a visitor for its survey.
func (p *Pages) surveyed(r *http.Request, v *visitor) (s surveyed, err error) {
	if v.complains {
		c, err := p.seeComplaint(r, v)
		if err != nil {
			return s, err
		}
		if r.Method == http.MethodPost { // for another language: looked has dealt with the rest
			if c.Form, err = page.ReadForm(r); err != nil {
				return s, err
			}
			c.Form.Looking()
		}
		return surveyed{surveyOfferPage{c.Form, c.At, "resident.way.survey"}, c.MaySurvey(), report.Capability, c.Case.CountsIn(), func() error {
			_, err := p.Report.Act(r.Context(), v.actor, v.actor.Case, report.OfferSurvey{}, nil)
			return err
		}}, nil
	}
	own, err := p.take(r, v)
	if err != nil {
		return s, err
	}
	return surveyed{surveyOfferPage{own.Form, own.At, "survey.offer.title"}, own.MaySurvey(), mediation.Capability, own.Case.Unit, func() error {
		_, _, err := p.Mediation.Act(r.Context(), v.actor, v.actor.Case, mediation.OfferSurvey{Party: own.Me.ID}, mediation.Ask{})
		return err
	}}, nil
}

func (p *Pages) surveyOffer(w http.ResponseWriter, r *http.Request, v *visitor) error {
	s, err := p.surveyed(r, v)
	if err != nil {
		return err
	}
	if !s.may {
		return seeOther(w, r, s.offer.At) // the case has moved on, and its page says so
	}
	return p.show(w, r, s.offer.Form, "survey_offer", s.offer)
}

// surveyCode gives a party or a reporter its code, this once.
func (p *Pages) surveyCode(w http.ResponseWriter, r *http.Request, v *visitor) error {
	s, err := p.surveyed(r, v)
	if err != nil {
		return err
	}
	if !s.may {
		return seeOther(w, r, s.offer.At)
	}
	code, form, until, err := p.Survey.Issue(r.Context(), v.tenant.ID, s.of, s.unit)
	if err != nil {
		return err
	}
	// Without the key of the form: the answer to a request that comes again would be another code.
	if err := s.given(); err != nil {
		return err
	}
	lang := string(page.Of(r).Language)
	return p.show(w, r, nil, "survey_code", codePage{s.offer.At, survey.Show(code), until, form.Title.In(lang), questions(form, lang, nil)})
}

// surveyStart asks for the code: of a sheet that came back on paper, or one that somebody kept for later.
func (p *Pages) surveyStart(w http.ResponseWriter, r *http.Request) error {
	form := page.NewForm(nil)
	return p.show(w, r, form, "survey", surveyPage{Form: form})
}

// surveyForm shows the questions for a code.
func (p *Pages) surveyForm(w http.ResponseWriter, r *http.Request) error {
	form, err := page.ReadForm(r)
	if err != nil {
		return err
	}
	page.Of(r).Switch = "/survey"
	asked, err := p.surveyOf(r, form)
	if err != nil || form.Faulty() {
		return p.surveyAgain(w, r, form, err)
	}
	return p.showSurvey(w, r, form, asked)
}

func (p *Pages) surveyOf(r *http.Request, form *page.Form) (*rulebook.Survey, error) {
	tenant, err := p.surveyTenant(r, form.Value("code"))
	if err != nil {
		return nil, err
	}
	return p.Survey.Ask(r.Context(), tenant, form.Value("code"))
}

// surveyTenant is the office of a code's tag; that of this address where it is of no office.
func (p *Pages) surveyTenant(r *http.Request, code string) (id.ID, error) {
	if tag := survey.Tag(code); tag != "" {
		t, err := p.Office.TenantOf(r.Context(), tag)
		if err == nil || !isGone(err) {
			return t.ID, err
		}
	}
	return visitorOf(r).tenant.ID, nil
}

// surveyAgain asks for the code anew.
func (p *Pages) surveyAgain(w http.ResponseWriter, r *http.Request, form *page.Form, err error) error {
	if err != nil && !form.Take(err) {
		return err
	}
	return p.show(w, r, form, "survey", surveyPage{Form: form})
}

func (p *Pages) showSurvey(w http.ResponseWriter, r *http.Request, form *page.Form, asked *rulebook.Survey) error {
	lang := string(page.Of(r).Language)
	data := surveyPage{Form: form, Code: form.Value("code"), Title: asked.Title.In(lang), Questions: questions(asked, lang, form)}
	p.Render.Render(w, r, form.Status(), "resident/survey_form", data)
	return nil
}

// questions are the questions of a survey with their answers to choose from.
func questions(s *rulebook.Survey, lang string, form *page.Form) []*page.Radios {
	var out []*page.Radios
	for _, q := range s.Questions {
		x := &page.Radios{Choices: page.Choices{Field: page.Field{Name: q.Code, ID: q.Code}, IDPrefix: q.Code,
			Fieldset: &page.Fieldset{Legend: page.Text{Text: q.Label.In(lang), Classes: "govuk-fieldset__legend--s"}}}}
		for _, a := range q.Answers {
			item := page.Item{Value: a.Code, Text: a.Label.In(lang)}
			if form != nil {
				item.Checked = new(form.Value(q.Code) == a.Code)
			}
			x.Items = append(x.Items, item)
		}
		out = append(out, x)
	}
	return out
}

// surveyAnswer counts the answers. The page after it knows no code any more.
func (p *Pages) surveyAnswer(w http.ResponseWriter, r *http.Request) error {
	form, err := page.ReadForm(r)
	if err != nil {
		return err
	}
	page.Of(r).Switch = "/survey"
	asked, err := p.surveyOf(r, form)
	if err != nil {
		return p.surveyAgain(w, r, form, err)
	}
	tenant, err := p.surveyTenant(r, form.Value("code"))
	if err != nil {
		return err
	}
	answers := map[string]string{}
	for _, q := range asked.Questions {
		answers[q.Code] = form.Value(q.Code)
	}
	err = p.Survey.Answer(r.Context(), tenant, form.Value("code"), answers)
	if f := fault.Of(err); f != nil && f.Field == "code" {
		return p.surveyAgain(w, r, form, err)
	}
	if err != nil {
		if !form.Take(err) {
			return err
		}
		return p.showSurvey(w, r, form, asked)
	}
	return p.show(w, r, nil, "survey_done", surveyPage{Form: page.NewForm(nil)})
}

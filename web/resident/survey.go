package resident

import (
	"net/http"
	"time"

	"linli/insight/survey"
	"linli/mediation"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/rulebook"
	"linli/web/page"
)

// The survey is offered on the party's own page, and answered on one that knows no party: the code alone leads from one to the
// other, and it stands nowhere but in the party's hands.

type surveyPage struct {
	Form      *page.Form
	Code      string // in fours
	Title     string
	Questions []*page.Radios
}

type codePage struct {
	*partyPage
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

func (p *Pages) surveyOffer(w http.ResponseWriter, r *http.Request, v *visitor) error {
	return p.form(w, r, v, "survey_offer", (*partyPage).MaySurvey)
}

// surveyCode gives the party its code, this once.
func (p *Pages) surveyCode(w http.ResponseWriter, r *http.Request, v *visitor) error {
	own, err := p.read(r, v)
	if err != nil {
		return err
	}
	page.Of(r).Switch = own.At
	if !own.MaySurvey() {
		return seeOther(w, r, own.At)
	}
	code, form, until, err := p.Survey.Issue(r.Context(), v.tenant.ID, own.Case.Unit)
	if err != nil {
		return err
	}
	// Not [Pages.ask]: the answer to a request that comes again would be another code.
	if _, _, err := p.Mediation.Act(r.Context(), v.actor, v.actor.Case, mediation.OfferSurvey{Party: own.Me.ID}, mediation.Ask{}); err != nil {
		return err
	}
	data := codePage{own, survey.Show(code), until, form.Title.In(own.lang), questions(form, own.lang, nil)}
	return p.show(w, r, nil, "survey_code", data)
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

package mediation

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

type surveyPage struct {
	Form            *page.Form
	Title, Href, At string
	Parties         []partyRow // who can be given a sheet
}

// sheetPage is a survey on paper. It names neither the case nor the party.
type sheetPage struct {
	Title, Href string
	Code        string
	Until       time.Time
	Questions   []sheetQuestion
}

type sheetQuestion struct {
	Text    string
	Answers []string
}

// Print marks the button that prints the sheet; without a script the browser's own menu does.
func (sheetPage) Print() page.Attributes { return page.Attributes{"data-print": true, "hidden": true} }

// surveyParties are the parties to whom the reader can give a sheet.
func (v *view) surveyParties() []partyRow {
	var out []partyRow
	if v.rules.Mediation.Survey == nil || !v.may("offer_survey") {
		return nil
	}
	for _, x := range v.partyRows() {
		if party, err := id.Parse(x.ID); err == nil && v.Case.MaySurvey(party) {
			out = append(out, x)
		}
	}
	return out
}

// surveyForm lets the clerk choose who gets a sheet.
func (p *Pages) surveyForm(w http.ResponseWriter, r *http.Request) error {
	v, err := p.open(r)
	if err != nil {
		return err
	}
	return p.chooseSurvey(w, r, v, page.NewForm(nil))
}

func (p *Pages) chooseSurvey(w http.ResponseWriter, r *http.Request, v *view, form *page.Form) error {
	if !v.may("offer_survey") {
		return p.Mediation.Access.Check(v.actor, "mediation.offer_survey", v.Case.Facts())
	}
	p.Render.Render(w, r, form.Status(), "mediation/survey", surveyPage{Form: form, Title: v.Title(), Href: v.Href(), At: v.Href("survey"), Parties: v.surveyParties()})
	return nil
}

// surveySheet prints the sheet of a party, this once: its code stands nowhere else.
func (p *Pages) surveySheet(w http.ResponseWriter, r *http.Request) error {
	form, err := page.ReadForm(r)
	if err != nil {
		return err
	}
	v, err := p.open(r)
	if err != nil {
		return err
	}
	if !v.may("offer_survey") {
		return p.Mediation.Access.Check(v.actor, "mediation.offer_survey", v.Case.Facts())
	}
	party, err := id.Parse(form.Value("party"))
	if err != nil || v.Case.Party(party) == nil {
		return fault.New(fault.NotFound, "fault.not_found")
	}
	code, asked, until, err := p.Survey.Issue(r.Context(), v.actor.Tenant, mediation.Capability, v.Case.Unit)
	if err == nil {
		_, _, err = p.Mediation.Act(r.Context(), v.actor, v.Case.ID, mediation.OfferSurvey{Party: party}, mediation.Ask{})
	}
	if err != nil {
		if !form.Take(err) {
			return err
		}
		return p.chooseSurvey(w, r, v, form)
	}
	data := sheetPage{Title: v.in(asked.Title), Href: v.Href(), Code: survey.Show(code), Until: until}
	for _, q := range asked.Questions {
		data.Questions = append(data.Questions, sheetQuestion{v.in(q.Label), labels(v, q.Answers)})
	}
	p.Render.Render(w, r, http.StatusOK, "mediation/survey_sheet", data)
	return nil
}

func labels(v *view, codes []rulebook.Code) []string {
	var out []string
	for _, c := range codes {
		out = append(out, v.in(c.Label))
	}
	return out
}

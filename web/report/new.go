package report

import (
	"net/http"
	"net/url"

	"linli/office"
	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/report"
	"linli/rulebook"
	"linli/web/page"
)

// newPage is the form on which somebody at a counter writes down what a person complains of.
type newPage struct {
	Form  *page.Form
	Units []office.Row
	about []page.Item
	heard []page.Item
}

// UnitItems are the open units.
func (n *newPage) UnitItems() []page.Item {
	out := []page.Item{{}}
	for _, u := range n.Units {
		out = append(out, page.Item{Value: u.ID.String(), Text: u.Name})
	}
	return out
}

// AboutItems are a mediator, the office, and what else the rulebook has about a unit: who it is stands in the words.
func (n *newPage) AboutItems() []page.Item { return n.about }

// HeardItems are the ways in which a clerk is told it.
func (n *newPage) HeardItems() []page.Item { return n.heard }

func (p *Pages) newPage(r *http.Request, form *page.Form) (*newPage, error) {
	a := actor(r)
	if !p.Report.MayEnter(a) {
		return nil, p.Report.Access.Check(a, "report.enter", access.Facts{Tenant: a.Tenant, Kind: report.Capability})
	}
	words, err := p.words(r.Context(), r)
	if err != nil {
		return nil, err
	}
	n := &newPage{Form: form, heard: words.heardItems()}
	rules, _, err := p.Report.Categories(r.Context(), a.Tenant)
	if err != nil {
		return nil, err
	}
	for _, c := range rules.Report.Categories {
		switch {
		case c.Kind == rulebook.ComplaintMediator:
			n.about = append(n.about, page.Item{Value: c.Code, Text: words.Text("report.new.mediator", nil)})
		case c.Kind == rulebook.ComplaintOffice:
			n.about = append(n.about, page.Item{Value: c.Code, Text: words.Text("report.form.about_office", nil)})
		case c.Kind.AboutUnit():
			n.about = append(n.about, page.Item{Value: c.Code, Text: c.Label.In(string(words.Language)), Hint: page.Text{Text: words.Text("intake.grievance_hint", nil)}})
		}
	}
	n.Units, err = p.Office.OpenUnits(r.Context(), a.Tenant)
	return n, err
}

func (p *Pages) newForm(w http.ResponseWriter, r *http.Request) error {
	n, err := p.newPage(r, page.NewForm(url.Values{"category": r.URL.Query()["category"]}))
	if err != nil {
		return err
	}
	p.Render.Render(w, r, http.StatusOK, "report/new", n)
	return nil
}

// create files what a person said, and shows the slip for it.
func (p *Pages) create(w http.ResponseWriter, r *http.Request) error {
	form, err := page.ReadForm(r)
	if err != nil {
		return err
	}
	n, err := p.newPage(r, form)
	if err != nil {
		return err
	}
	if form.Looking() {
		p.Render.Render(w, r, http.StatusOK, "report/new", n)
		return nil
	}
	cmd := report.File{Category: form.Value("category"), Text: form.Value("text"), Number: form.Value("number"), Name: form.Value("name"), Contact: form.Value("contact"), Heard: form.Value("heard")}
	if cmd.Unit, err = id.Parse(form.Value("unit")); err != nil {
		form.Add("unit", "form.choose")
	}
	form.Require("text")
	if !form.Faulty() {
		sent := url.Values{"unit": {cmd.Unit.String()}, "category": {cmd.Category}, "text": {cmd.Text}, "number": {cmd.Number}, "name": {cmd.Name}, "contact": {cmd.Contact}, "heard": {cmd.Heard}}
		if err = p.enter(w, r, form, cmd, sent); err == nil {
			return nil
		}
		if fault.Of(err).Code == fault.Forbidden { // it is about the reader's own unit: said beside the unit that was chosen
			err = fault.Field("unit", fault.Of(err).Key)
		}
		if !form.Take(err) {
			return err
		}
	}
	p.Render.Render(w, r, form.Status(), "report/new", n)
	return nil
}

func (p *Pages) enter(w http.ResponseWriter, r *http.Request, form *page.Form, cmd report.File, sent url.Values) error {
	ask, err := request(r, form, sent)
	if err != nil {
		return err
	}
	code, err := p.Report.File(r.Context(), actor(r), cmd, ask)
	if err != nil {
		return err
	}
	return p.showSlip(w, r, slipPage{Code: code, Back: "/complaints", BackText: "report.list.title", Again: "/complaints/new"})
}

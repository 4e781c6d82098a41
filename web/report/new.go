package report

import (
	"net/http"
	"net/url"

	"linli/office"
	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/report"
	"linli/web/page"
)

// newPage is the form on which somebody at a counter writes down what a person complains of.
type newPage struct {
	*page.Form
	Units  []office.Row
	itself [2]string
}

// UnitItems are the open units.
func (n *newPage) UnitItems() []page.Item {
	out := []page.Item{{}}
	for _, u := range n.Units {
		out = append(out, page.Item{Value: u.ID.String(), Text: u.Name})
	}
	return out
}

// AboutItems are a mediator and the office: who it is stands in the words.
func (n *newPage) AboutItems() []page.Item {
	return []page.Item{{Value: "complaint_mediator", Text: n.itself[0]}, {Value: "complaint_office", Text: n.itself[1]}}
}

func (p *Pages) newPage(r *http.Request, form *page.Form) (*newPage, error) {
	a := actor(r)
	if !p.Report.MayEnter(a) {
		return nil, p.Report.Access.Check(a, "report.enter", access.Facts{Tenant: a.Tenant, Kind: report.Capability})
	}
	words, err := p.words(r.Context(), r)
	if err != nil {
		return nil, err
	}
	n := &newPage{Form: form, itself: [2]string{words.Text("report.new.mediator", nil), words.Text("report.form.about_office", nil)}}
	n.Units, err = p.Office.OpenUnits(r.Context(), a.Tenant)
	return n, err
}

func (p *Pages) newForm(w http.ResponseWriter, r *http.Request) error {
	n, err := p.newPage(r, page.NewForm(nil))
	if err != nil {
		return err
	}
	p.Render.Render(w, r, http.StatusOK, "report/new", n)
	return nil
}

// slipPage shows the author's code and passphrase, this once. Whoever wrote the complaint down hands it over.
type slipPage struct {
	Code       id.Code
	Passphrase string // in fours; empty where it was shown before
}

// Print marks the print button; without a script it stays hidden.
func (slipPage) Print() page.Attributes {
	return page.Attributes{"data-print": true, "hidden": true}
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
	cmd := report.File{Category: form.Value("category"), Text: form.Value("text"), Number: form.Value("number"), Name: form.Value("name"), Contact: form.Value("contact")}
	if cmd.Unit, err = id.Parse(form.Value("unit")); err != nil {
		form.Add("unit", "form.choose")
	}
	form.Require("text")
	if !form.Faulty() {
		sent := url.Values{"unit": {cmd.Unit.String()}, "category": {cmd.Category}, "text": {cmd.Text}, "number": {cmd.Number}, "name": {cmd.Name}, "contact": {cmd.Contact}}
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
	slip := slipPage{Code: code}
	passphrase, err := p.Report.FirstSlip(r.Context(), actor(r).Tenant, code)
	switch {
	case err == nil:
		slip.Passphrase = id.ShowPassphrase(passphrase)
	case fault.Of(err).Code != fault.NotFound: // sent again: it was shown with the first answer
		return err
	}
	p.Render.Render(w, r, http.StatusOK, "report/slip", slip)
	return nil
}

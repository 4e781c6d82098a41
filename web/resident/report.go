package resident

import (
	"crypto/rand"
	"net/http"
	"net/url"
	"slices"

	"linli/rulebook"
	"linli/web/page"
	reportpages "linli/web/report"
)

// The steps of a report, one thing a page. Nothing of it is stored before it is sent: each page carries what the pages before
// asked.
const (
	stepWhat  = "what"
	stepWhere = "where"
	stepTell  = "tell"
	stepYou   = "you"
	stepCheck = "check"
)

var reportSteps = []string{stepWhat, stepWhere, stepTell, stepYou, stepCheck}

// reportPage is a report on its way.
type reportPage struct {
	*reportpages.Telling
	Step string
}

func (p *Pages) reportPage(r *http.Request, form *page.Form) (*reportPage, error) {
	told, err := reportpages.Tell(r.Context(), p.Report, p.Office, p.Map, visitorOf(r).tenant.ID, string(page.Of(r).Language), form)
	if err != nil {
		return nil, err
	}
	if !attemptForm.MatchString(form.Value(attempt)) {
		form.Set(attempt, rand.Text())
	}
	return &reportPage{Telling: told, Step: stepWhat}, nil
}

// Hidden are the fields that this page does not ask.
func (c *reportPage) Hidden() []page.Typed {
	here := map[string][]string{stepWhat: {"category"}, stepWhere: reportpages.AskedWhere, stepYou: reportpages.AskedYou}[c.Step]
	if c.Step == stepTell {
		here = c.AskedTell()
	}
	return c.Carried(here, attempt, written)
}

// Steps says which page of how many it is.
func (c *reportPage) Number() int { return slices.Index(reportSteps, c.Step) + 1 }

// Accept says which files can be chosen.
func (reportPage) Accept() page.Attributes { return page.Uploads() }

func (p *Pages) reportStart(w http.ResponseWriter, r *http.Request) error {
	c, err := p.reportPage(r, page.NewForm(url.Values{"category": r.URL.Query()["category"]}))
	if err != nil {
		return err
	}
	return p.show(w, r, c.Form, "tell_us", c)
}

// reportStep takes one page and shows the next, an earlier one that is to be changed, or files the report.
func (p *Pages) reportStep(w http.ResponseWriter, r *http.Request) error {
	form, err := page.ReadForm(r)
	if err != nil {
		return err
	}
	c, err := p.reportPage(r, form)
	if err != nil {
		return err
	}
	if at := form.Value("at"); slices.Contains(reportSteps, at) {
		c.Step = at
	}
	if form.Looking() {
		return p.show(w, r, form, "tell_us", c)
	}
	if to := form.Value("go"); slices.Contains(reportSteps, to) {
		c.Step = to
		return p.show(w, r, form, "tell_us", c)
	}
	if c.Category.Code == "" {
		c.Step = stepWhat
		form.Add("category", "form.choose")
		return p.show(w, r, form, "tell_us", c)
	}
	if k := c.Category.Kind; k == rulebook.ComplaintMediator || k == rulebook.ComplaintOffice {
		return seeOther(w, r, "/complain") // whom it is about is asked there
	}
	if c.Step != stepCheck {
		return p.reportNext(w, r, c)
	}
	return p.reportSend(w, r, c)
}

// reportNext shows the next page, or this one again with what is wrong.
func (p *Pages) reportNext(w http.ResponseWriter, r *http.Request, c *reportPage) error {
	next := reportSteps[slices.Index(reportSteps, c.Step)+1]
	switch c.Step {
	case stepWhat:
		if c.Category.Place == "none" && !c.AboutUnit() {
			next = stepTell
		}
	case stepWhere:
		c.CheckWhere()
	case stepTell:
		c.CheckTell()
	}
	if !c.Form.Faulty() {
		c.Step = next
	}
	return p.show(w, r, c.Form, "tell_us", c)
}

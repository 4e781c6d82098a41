package resident

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"

	"linli/casefile"
	"linli/office"
	"linli/platform/id"
	"linli/report"
	"linli/web/page"
)

// Mediator is somebody whom a complaint can name by choosing.
type Mediator struct {
	Account id.ID
	Name    string
}

// Whom a complaint is about, where it is none of the listed mediators.
const (
	aboutOther  = "other"  // a mediator whom the author does not choose from the list
	aboutOffice = "office" // the office itself
)

// complainPage is a complaint on its way: first where, then whom and what. Nothing of it is stored before it is sent.
type complainPage struct {
	Form      *page.Form
	Units     []office.Row
	Where     bool // the page asks for the unit
	Unit      string
	Itself    bool // it can be about the office alone: nobody mediates here
	Mediators []Mediator
	Elsewhere []string // the rulebook's text: who outside the office can be turned to

	unsure, itself string
}

// UnitItems are the open units.
func (c *complainPage) UnitItems() []page.Item {
	out := []page.Item{{}}
	for _, u := range c.Units {
		out = append(out, page.Item{Value: u.ID.String(), Text: u.Name})
	}
	return out
}

// AboutItems are the mediators who can be chosen, any other, and the office itself.
func (c *complainPage) AboutItems() []page.Item {
	var out []page.Item
	for _, m := range c.Mediators {
		out = append(out, page.Item{Value: m.Account.String(), Text: m.Name})
	}
	return append(out, page.Item{Value: aboutOther, Text: c.unsure}, page.Item{Value: aboutOffice, Text: c.itself})
}

func (p *Pages) complainPage(r *http.Request, v *visitor, form *page.Form) (*complainPage, error) {
	l := p.locale(r)
	c := &complainPage{Form: form, unsure: l.Text("report.form.about_other", nil), itself: l.Text("report.form.about_office", nil)}
	var err error
	if c.Units, err = p.Office.OpenUnits(r.Context(), v.tenant.ID); err != nil {
		return nil, err
	}
	rules, err := p.Report.Office.Rulebook(r.Context(), v.tenant.ID, p.Clock.Now())
	if err != nil {
		return nil, err
	}
	if c.Itself = !rules.Mediates(); c.Itself {
		form.Set("about", aboutOffice)
	}
	c.Elsewhere = paragraphs(rules.Text(string(page.Of(r).Language), rules.Report.Elsewhere))
	if !attemptForm.MatchString(form.Value(attempt)) {
		form.Set(attempt, rand.Text())
	}
	if len(c.Units) == 1 {
		form.Set("unit", c.Units[0].ID.String())
	}
	at := c.at()
	if c.Where = at < 0; c.Where {
		return c, nil
	}
	c.Unit = c.Units[at].Name
	c.Mediators, err = p.choosable(r.Context(), v.tenant.ID, c.Units[at].ID, form.Values("offered"))
	return c, err
}

// at is the row of the chosen unit, or -1.
func (c *complainPage) at() int {
	u, err := id.Parse(c.Form.Value("unit"))
	if err != nil {
		return -1
	}
	return slices.IndexFunc(c.Units, func(row office.Row) bool { return row.ID == u })
}

// choosable are the mediators whom a complaint about a unit can name by choosing: those who agreed to be listed, and those whom
// a page that knows them has offered.
func (p *Pages) choosable(ctx context.Context, tenant, unit id.ID, offered []string) ([]Mediator, error) {
	out, err := p.Listed(ctx, tenant, unit)
	if err != nil || len(offered) == 0 {
		return out, err
	}
	there, err := p.Report.Office.Mediators(ctx, tenant, unit)
	if err != nil {
		return nil, err
	}
	for _, text := range offered {
		account, err := id.Parse(text)
		if err != nil || !slices.Contains(there, account) || slices.ContainsFunc(out, func(m Mediator) bool { return m.Account == account }) {
			continue
		}
		name, err := p.Office.AccountName(ctx, tenant, account)
		if err != nil {
			return nil, err
		}
		out = append(out, Mediator{account, name})
	}
	return out, nil
}

func (p *Pages) complainStart(w http.ResponseWriter, r *http.Request) error {
	c, err := p.complainPage(r, visitorOf(r), page.NewForm(nil))
	if err != nil {
		return err
	}
	return p.show(w, r, c.Form, "complain", c)
}

// complainHere is the same form, begun on a party's own page: with the unit and the mediators of its case. What is sent says
// nothing of the case.
func (p *Pages) complainHere(w http.ResponseWriter, r *http.Request, v *visitor) error {
	own, err := p.see(r, v)
	if err != nil {
		return err
	}
	known := url.Values{"unit": {own.Case.Unit.String()}}
	for _, e := range own.Case.Engagements {
		known.Add("offered", e.Account.String())
	}
	c, err := p.complainPage(r, v, page.NewForm(known))
	if err != nil {
		return err
	}
	return p.show(w, r, c.Form, "complain", c)
}

// complain takes one page of the form and shows the next, or files the complaint.
func (p *Pages) complain(w http.ResponseWriter, r *http.Request) error {
	form, err := page.ReadForm(r)
	if err != nil {
		return err
	}
	v := visitorOf(r)
	c, err := p.complainPage(r, v, form)
	if err != nil {
		return err
	}
	switch {
	case form.Looking() || form.Value("at") == "" && !c.Where:
		return p.show(w, r, form, "complain", c)
	case c.Where:
		form.Add("unit", "form.choose")
		return p.show(w, r, form, "complain", c)
	}
	cmd := c.command()
	if form.Faulty() {
		return p.show(w, r, form, "complain", c)
	}
	if _, in := p.Flood.Admit(w, r, form); !in { // a complaint is looked at by a person in any case
		return nil
	}
	code, err := p.file(r, v, c, cmd)
	switch {
	case errors.Is(err, casefile.ErrKeyReused):
		form.Add("", "report.form.sent_before")
		return p.show(w, r, form, "complain", c)
	case err != nil:
		if !form.Take(err) {
			return err
		}
		return p.show(w, r, form, "complain", c)
	}
	passphrase, err := p.Report.FirstSlip(r.Context(), v.tenant.ID, code)
	if isGone(err) { // sent again: it was given with the first answer
		return p.show(w, r, nil, "slip_gone", sentPage{Code: code})
	}
	if err != nil {
		return err
	}
	return p.showSlipOf(w, r, slipPage{Code: code, Lost: "report.slip.lost"}, passphrase)
}

// command is the complaint as package report takes it.
func (c *complainPage) command() report.File {
	cmd := report.File{Unit: c.Units[c.at()].ID, Category: "complaint_mediator", Text: c.Form.Value("text"), Number: c.Form.Value("number"), Name: c.Form.Value("name"), Contact: c.Form.Value("contact")}
	switch about := c.Form.Value("about"); about {
	case "":
		c.Form.Add("about", "form.choose")
	case aboutOffice:
		cmd.Category = "complaint_office"
	case aboutOther:
	default:
		i := slices.IndexFunc(c.Mediators, func(m Mediator) bool { return m.Account.String() == about })
		if i < 0 {
			c.Form.Add("about", "form.choose")
			return cmd
		}
		cmd.Mediator = c.Mediators[i].Account
	}
	c.Form.Require("text")
	return cmd
}

// file files the complaint: one, however often the form is sent.
func (p *Pages) file(r *http.Request, v *visitor, c *complainPage, cmd report.File) (id.Code, error) {
	what, err := json.Marshal(cmd)
	if err != nil {
		return "", fmt.Errorf("writing a complaint: %w", err)
	}
	request, err := casefile.NewRequest(id.ID{}, "complain:"+c.Form.Value(attempt), what)
	if err != nil {
		return "", err
	}
	return p.Report.File(r.Context(), public(r, v.tenant.ID), cmd, request)
}

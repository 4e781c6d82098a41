package resident

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"

	"linli/casefile"
	"linli/office"
	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/report"
)

// reportSend files the report, takes its photographs and shows the slip: once, however often the form is sent.
func (p *Pages) reportSend(w http.ResponseWriter, r *http.Request, c *reportPage) error {
	v := visitorOf(r)
	if _, in := p.Flood.Admit(w, r, c.Form); !in { // a report is looked at by a person in any case
		return nil
	}
	code, err := p.fileReport(r, v, c)
	if errors.Is(err, casefile.ErrKeyReused) {
		c.Add("", "report.form.sent_before")
		return p.show(w, r, c.Form, "tell_us", c)
	}
	if err != nil {
		if f := fault.Of(err); f != nil && f.Field != "" {
			c.Step = stepOf(f.Field)
		}
		if !c.Take(err) {
			return err
		}
		return p.show(w, r, c.Form, "tell_us", c)
	}
	passphrase, err := p.Report.FirstSlip(r.Context(), v.tenant.ID, code)
	if isGone(err) { // sent again: it was given with the first answer
		return p.show(w, r, nil, "slip_gone", sentPage{Code: code})
	}
	if err != nil {
		return err
	}
	lost, err := p.photographs(r, v, c, code)
	if err != nil {
		return err
	}
	if lost {
		p.Edge.Notify(w, "issue.form.file_lost")
	}
	return p.showSlipOf(w, r, slipPage{Code: code, Lost: "issue.slip.lost"}, passphrase)
}

// stepOf is the page that asks for a field.
func stepOf(field string) string {
	switch field {
	case "category":
		return stepWhat
	case "address", "place_id", "unit", "lat", "long":
		return stepWhere
	case "name", "contact":
		return stepYou
	}
	return stepTell
}

func (p *Pages) fileReport(r *http.Request, v *visitor, c *reportPage) (id.Code, error) {
	var filing any
	unit, _ := id.Parse(c.Value("unit"))
	known, _ := id.Parse(c.Value("place_id"))
	point, err := c.point()
	if err != nil {
		return "", fault.Of(err).At("address")
	}
	cmd := report.Submit{Category: c.Category.Code, Text: c.Value("description"), Unit: unit, Address: c.Value("address"), Known: known, Point: point,
		Name: c.Value("name"), Contact: c.Value("contact"), MayPass: c.Value("may_pass") == "yes", Answers: map[string][]string{}}
	for _, q := range c.Category.Questions {
		if given := slices.DeleteFunc(slices.Clone(c.Values("q_"+q.Code)), func(s string) bool { return s == "" }); len(given) > 0 {
			cmd.Answers[q.Code] = given
		}
	}
	grievance := report.File{Unit: unit, Category: cmd.Category, Text: cmd.Text, Name: cmd.Name, Contact: cmd.Contact}
	if filing = cmd; c.AboutUnit() {
		filing = grievance
	}
	what, err := json.Marshal(filing)
	if err != nil {
		return "", fmt.Errorf("writing a report: %w", err)
	}
	request, err := casefile.NewRequest(id.ID{}, "report:"+c.Value(attempt), what)
	if err != nil {
		return "", err
	}
	if c.AboutUnit() {
		return p.Report.File(r.Context(), public(r, v.tenant.ID), grievance, request)
	}
	filed, err := p.Report.Submit(r.Context(), public(r, v.tenant.ID), cmd, request, nil)
	return filed.Code, err
}

// photographs adds the files that came with the form. One that cannot be taken is said, and the report stands without it.
func (p *Pages) photographs(r *http.Request, v *visitor, c *reportPage, code id.Code) (lost bool, err error) {
	if len(c.Files("file")) == 0 || c.AboutUnit() {
		return false, nil
	}
	slip, err := p.Report.Repo.Slip(r.Context(), v.tenant.ID, code)
	if err != nil {
		return false, err
	}
	reporter := access.Actor{Kind: access.Resident, Tenant: v.tenant.ID, Case: slip.Case, Party: slip.Party, Via: office.Web}
	for _, head := range c.Files("file") {
		f, err := head.Open()
		if err != nil {
			return true, err
		}
		_, err = p.Report.Upload(r.Context(), reporter, slip.Case, head.Filename, f)
		if closed := f.Close(); err == nil {
			err = closed
		}
		if err != nil {
			if fault.Of(err) == nil {
				return true, err
			}
			lost = true
		}
	}
	return lost, nil
}

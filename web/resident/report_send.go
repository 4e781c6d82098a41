package resident

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"

	"linli/casefile"
	"linli/office"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/report"
)

// reportSend files the report, takes its photographs and shows the slip: once, however often the form is sent.
func (p *Pages) reportSend(w http.ResponseWriter, r *http.Request, c *reportPage) error {
	v := visitorOf(r)
	look, in := p.Flood.Admit(w, r, c.Form)
	if !in {
		return nil
	}
	code, err := p.fileReport(r, v, c, look)
	if errors.Is(err, casefile.ErrKeyReused) {
		c.Form.Add("", "report.form.sent_before")
		return p.show(w, r, c.Form, "tell_us", c)
	}
	if err != nil {
		if f := fault.Of(err); f != nil && f.Field != "" {
			c.Step = stepOf(f.Field)
		}
		if !c.Form.Take(err) {
			return err
		}
		return p.show(w, r, c.Form, "tell_us", c)
	}
	passphrase, err := p.Report.FirstSlip(r.Context(), v.tenant.ID, code)
	if isGone(err) { // sent again: it was given with the first answer
		return p.show(w, r, nil, "slip_gone", sentPage{Code: code, Arrived: c.Form.Value(attempt)})
	}
	if err != nil {
		return err
	}
	lost, err := c.Photographs(r.Context(), p.Report, v.tenant.ID, code, office.Web)
	if err != nil {
		return err
	}
	if lost {
		p.Edge.Notify(w, "issue.form.file_lost")
	}
	return p.showSlipOf(w, r, slipPage{Code: code, Lost: "issue.slip.lost", Arrived: c.Form.Value(attempt)}, passphrase)
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

// fileReport files what was typed. That somebody is to look first is no part of what was asked for: sent again, it is the same report.
func (p *Pages) fileReport(r *http.Request, v *visitor, c *reportPage, look bool) (id.Code, error) {
	var filing any
	cmd, err := c.Submit()
	if err != nil {
		return "", err
	}
	if err := c.putAway(&cmd); err != nil {
		return "", err
	}
	grievance := report.File{Unit: cmd.Unit, Category: cmd.Category, Text: cmd.Text, Name: cmd.Name, Contact: cmd.Contact}
	if filing = cmd; c.AboutUnit() {
		filing = grievance
	}
	what, err := json.Marshal(filing)
	if err != nil {
		return "", fmt.Errorf("writing a report: %w", err)
	}
	request, err := casefile.NewRequest(id.ID{}, "report:"+c.Form.Value(attempt), what)
	if err != nil {
		return "", err
	}
	if !cmd.Written.IsZero() { // a device sends it again for as long as it keeps it
		request.Keep = casefile.OfflineKept
	}
	if c.AboutUnit() {
		return p.Report.File(r.Context(), public(r, v.tenant.ID), grievance, request)
	}
	cmd.Look = look
	filed, err := p.Report.Submit(r.Context(), public(r, v.tenant.ID), cmd, request, nil)
	return filed.Code, err
}

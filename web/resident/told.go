package resident

import (
	"net/http"
	"strings"

	"linli/casefile"
	"linli/platform/fault"
	"linli/report"
	"linli/web/page"
)

// toldPage is how the reporter hears by e-mail that something waits on its page.
type toldPage struct {
	*complaintPage
	Mails bool // whether this office sends e-mail
}

// MayMail reports whether an address can be left, or stands there.
func (c *complaintPage) MayMail() bool {
	return c.Case.IsIssue() && (!c.Case.Told.Section.IsZero() || len(c.Case.Next([]casefile.Kind{"tell_by_mail"}, "")) > 0)
}

// told shows where the reporter hears that something waits, and takes an address, the digits that prove it, or that it stops.
func (p *Pages) told(w http.ResponseWriter, r *http.Request, v *visitor) error {
	if !v.complains {
		return fault.New(fault.NotFound, "fault.not_found")
	}
	c, err := p.seeComplaint(r, v)
	if err != nil {
		return err
	}
	if !c.MayMail() {
		return seeOther(w, r, c.At)
	}
	data := toldPage{c, p.Mails == nil || p.Mails()}
	if r.Method != http.MethodPost {
		return p.show(w, r, c.Form, "told", data)
	}
	if c.Form, err = page.ReadForm(r); err != nil {
		return err
	}
	if c.Form.Looking() {
		return p.show(w, r, c.Form, "told", data)
	}
	done, err := p.tell(r, v, c)
	if err != nil && !c.Form.Take(err) {
		return err
	}
	if c.Form.Faulty() {
		return p.show(w, r, c.Form, "told", data)
	}
	p.Edge.Notify(w, done)
	return seeOther(w, r, c.At+"/mail")
}

// tell does what the pressed button says. Asking for new digits is leaving the address once more.
func (p *Pages) tell(r *http.Request, v *visitor, c *complaintPage) (done string, err error) {
	address := strings.TrimSpace(c.Form.Value("address"))
	switch c.Form.Value("do") {
	case "stop":
		_, err = p.Report.Act(r.Context(), v.actor, v.actor.Case, report.StopMail{}, nil)
		return "told.stopped", err
	case "confirm":
		return "told.confirmed", p.Report.ConfirmMail(r.Context(), v.actor, strings.TrimSpace(c.Form.Value("one_time_code")))
	case "again":
		address = c.Opened.Mail.To
	}
	if address == "" {
		c.Form.Require("address")
		return "", nil
	}
	if p.Mailboxes != nil && !p.Mailboxes.Spares(address) {
		return "", fault.Field("address", "told.later")
	}
	_, err = p.Report.Act(r.Context(), v.actor, v.actor.Case, report.TellByMail{Address: address, Language: c.lang}, nil)
	return "told.sent", err
}

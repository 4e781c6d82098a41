package report

import (
	"net/http"
	"net/url"
	"slices"

	"linli/office"
	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/report"
	"linli/web/page"
)

// The steps in which a clerk writes down what somebody says at the counter or by telephone: which category, what it asks, and
// what is read back to the person before it is sent. Photographs come with the last, for no page carries a file on.
const (
	stepWhat  = "what"
	stepWrite = "write"
	stepCheck = "check"
)

type intakePage struct {
	*Telling
	words
	Step string
}

// Hidden are the fields that this page does not ask.
func (n *intakePage) Hidden() []page.Typed {
	switch n.Step {
	case stepWhat:
		return n.Carried([]string{"category"}, "heard")
	case stepWrite:
		return n.Carried(append(slices.Concat(AskedWhere, AskedYou, n.AskedTell()), "heard"))
	}
	return n.Carried(nil, "heard")
}

// HeardItems are the ways in which a clerk is told it.
func (n *intakePage) HeardItems() []page.Item { return n.heardItems() }

func (w words) heardItems() []page.Item {
	var out []page.Item
	for _, how := range report.HeardWays() {
		out = append(out, page.Item{Value: how, Text: w.Text("intake.heard."+how, nil)})
	}
	return out
}

// HowText says how the clerk was told.
func (n *intakePage) HowText() string {
	if n.Form.Value("heard") == report.ByTelephone {
		return n.words.Text("intake.heard.telephone", nil)
	}
	return n.words.Text("intake.heard.counter", nil)
}

// Accept says which files can be chosen.
func (*intakePage) Accept() page.Attributes { return page.Uploads() }

func (p *Pages) intakePage(r *http.Request, form *page.Form) (*intakePage, error) {
	a := actor(r)
	if !p.Report.MayWrite(a) {
		return nil, p.Report.Access.Check(a, "report.enter", access.Facts{Tenant: a.Tenant, Kind: report.Capability, Desk: access.Handler})
	}
	words, err := p.words(r.Context(), r)
	if err != nil {
		return nil, err
	}
	told, err := Tell(r.Context(), p.Report, p.Office, p.Map, a.Tenant, string(words.Language), form)
	return &intakePage{Telling: told, words: words, Step: stepWhat}, err
}

// intakeForm asks for the category first; a link can name one.
func (p *Pages) intakeForm(w http.ResponseWriter, r *http.Request) error {
	n, err := p.intakePage(r, page.NewForm(url.Values{"category": r.URL.Query()["category"]}))
	if err != nil {
		return err
	}
	for _, post := range actor(r).Posts { // the counter's own place, until something else is said
		if n.Form.Value("unit") == "" && slices.ContainsFunc(n.Units, func(u office.Row) bool { return u.ID == post.Unit }) {
			n.Form.Set("unit", post.Unit.String())
		}
	}
	if n.Category.Code != "" && !n.AboutUnit() {
		n.Step = stepWrite
	}
	p.Render.Render(w, r, http.StatusOK, "report/intake", n)
	return nil
}

// intakeStep takes one page and shows the next, an earlier one that is to be changed, or sends the report.
func (p *Pages) intakeStep(w http.ResponseWriter, r *http.Request) error {
	form, err := page.ReadForm(r)
	if err != nil {
		return err
	}
	n, err := p.intakePage(r, form)
	if err != nil {
		return err
	}
	steps := []string{stepWhat, stepWrite, stepCheck}
	if at := form.Value("at"); slices.Contains(steps, at) {
		n.Step = at
	}
	if to := form.Value("go"); slices.Contains(steps, to) {
		n.Step = to
	} else if !form.Looking() {
		switch {
		case n.Category.Code == "":
			n.Step = stepWhat
			form.Add("category", "form.choose")
		case n.AboutUnit(): // it is answered outside the unit that it is about, and asks whom it is about
			return seeOther(w, r, "/complaints/new?category="+url.QueryEscape(n.Category.Code))
		case n.Step == stepWhat:
			n.Step = stepWrite
		case n.Step == stepWrite:
			n.CheckWhere()
			n.CheckTell()
			if !n.Form.Faulty() {
				n.Step = stepCheck
			}
		default:
			return p.intakeSend(w, r, n)
		}
	}
	p.Render.Render(w, r, form.Status(), "report/intake", n)
	return nil
}

// intakeSend files the report, takes its photographs and shows the slip: once, however often the form is sent.
func (p *Pages) intakeSend(w http.ResponseWriter, r *http.Request, n *intakePage) error {
	cmd, err := n.Submit()
	var filed report.Filed
	if err == nil {
		cmd.Heard = n.Form.Value("heard")
		sent := url.Values{"heard": {cmd.Heard}}
		for _, x := range n.Carried(nil) {
			sent.Add(x.Name, x.Value)
		}
		ask, asked := request(r, n.Form, sent)
		if err = asked; err == nil {
			filed, err = p.Report.Submit(r.Context(), actor(r), cmd, ask, nil)
		}
	}
	if err != nil {
		if fault.Of(err).Field != "" {
			n.Step = stepWrite
		}
		if !n.Form.Take(err) {
			return err
		}
		p.Render.Render(w, r, n.Form.Status(), "report/intake", n)
		return nil
	}
	lost := false
	if !filed.Replayed { // else they came with the first answer
		if lost, err = n.Photographs(r.Context(), p.Report, actor(r).Tenant, filed.Code, office.Web); err != nil {
			return err
		}
	}
	return p.showSlip(w, r, slipPage{Code: filed.Code, Heard: n.HowText(), Lost: lost, Back: "/reports", BackText: "issue.queue.title", Again: "/reports/new"})
}

// slipPage shows the author's code and passphrase, this once. Whoever wrote it down hands it over.
type slipPage struct {
	Code           id.Code
	Passphrase     string // in fours; empty where it was shown before
	Address        string // without the secret, for typing
	QR             any
	Heard          string // how the clerk was told; empty: it is not said
	Lost           bool   // a photograph could not be taken in
	Back, BackText string
	Again          string // address on which the next is written down
}

// Print marks the print button; without a script it stays hidden.
func (slipPage) Print() page.Attributes {
	return page.Attributes{"data-print": true, "hidden": true}
}

// showSlip gives the passphrase of a code and shows both. In the QR code the secret stands after #, so that it reaches no server's log.
func (p *Pages) showSlip(w http.ResponseWriter, r *http.Request, slip slipPage) error {
	passphrase, err := p.Report.FirstSlip(r.Context(), actor(r).Tenant, slip.Code)
	switch {
	case err == nil:
		slip.Address = p.Origin + "/r/" + slip.Code.String()
		slip.Passphrase = id.ShowPassphrase(passphrase)
		if slip.QR, err = page.QR(slip.Address+"#"+passphrase, 6); err != nil {
			return err
		}
	case fault.Of(err) == nil || fault.Of(err).Code != fault.NotFound: // else it is sent again: it was shown with the first answer
		return err
	}
	p.Render.Render(w, r, http.StatusOK, "report/slip", slip)
	return nil
}

package help

import (
	"encoding/base64"
	"fmt"
	"html/template"
	"net/http"
	"slices"
	"time"

	"rsc.io/qr"

	"linli/casefile"
	"linli/consent"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/referral"
	"linli/web/page"
)

// actPage is the page of one act of the worker.
type actPage struct {
	Form *page.Form
	*view
	Act casefile.Kind
	Of  *referred // nil: the act is about the case
	Q   question
}

// inline are acts of small forms on the case's own page.
var inline = []casefile.Kind{"step_done", "appointment", "guardian_ends"}

// Writes reports whether the act takes words, Needs whether it cannot do without.
func (a *actPage) Writes() bool {
	return a.Needs() || slices.Contains([]casefile.Kind{"received", "not_received", "cancel"}, a.Act)
}

// Needs reports whether the act cannot do without words.
func (a *actPage) Needs() bool {
	return slices.Contains([]casefile.Kind{"step", "appoint", "message", "answer_change"}, a.Act)
}

// ReasonItems are why the worker cancels.
func (a *actPage) ReasonItems() []page.Item { return a.reasons(referral.ReasonsToCancel) }

// HowItems are how somebody said it at the counter.
func (a *actPage) HowItems() (out []page.Item) {
	for _, how := range []consent.How{consent.Written, consent.Oral, consent.Thumbprint} {
		out = append(out, page.Item{Value: string(how), Text: a.Text("consent.how."+string(how), nil)})
	}
	return out
}

// WhoItems are who says it: the person, or one of its guardians.
func (a *actPage) WhoItems() []page.Item {
	out := []page.Item{{Value: "self", Text: a.Text("help.who.self", nil)}}
	for _, g := range a.Case.Guardians {
		if g.Ended.IsZero() {
			out = append(out, page.Item{Value: g.ID.String(), Text: a.Text("help.who.guardian", fault.Args{"name": a.Opened.Names[g.ID]})})
		}
	}
	return out
}

// At is the address of the act.
func (a *actPage) At() string {
	if a.Of != nil {
		return a.Href(a.Of.ID.String(), string(a.Act))
	}
	return a.Href(string(a.Act))
}

func (p *Pages) actPage(r *http.Request, form *page.Form) (*actPage, error) {
	v, err := p.view(r)
	if err != nil {
		return nil, err
	}
	a := &actPage{Form: form, view: v, Act: casefile.Kind(r.PathValue("event"))}
	known := slices.Concat(referral.OfWorker, inline)
	if text := r.PathValue("referral"); text != "" {
		known = referral.OfWorkerReferral
		of, err := id.Parse(text)
		i := slices.IndexFunc(v.Referred, func(x referred) bool { return x.ID == of })
		if err != nil || i < 0 {
			return nil, referral.ErrNotFound
		}
		a.Of = &v.Referred[i]
		a.Q = v.question(v.Opened, &a.Of.Referral)
	}
	if !slices.Contains(known, a.Act) {
		return nil, fault.New(fault.NotFound, "fault.not_found")
	}
	return a, p.Referral.Access.Check(actor(r), "referral."+string(a.Act), v.Case.Facts())
}

func (p *Pages) actForm(w http.ResponseWriter, r *http.Request) error {
	a, err := p.actPage(r, page.NewForm(nil))
	if err != nil {
		return err
	}
	if slices.Contains(inline, a.Act) || a.Of == nil && !slices.Contains(a.Next, a.Act) || a.Of != nil && !slices.Contains(a.Of.Next, a.Act) {
		return seeOther(w, r, a.Href()) // the case has moved on, and its page says so
	}
	p.Render.Render(w, r, http.StatusOK, "help/act", a)
	return nil
}

// act reads the form of an act and asks the service for it.
func (p *Pages) act(w http.ResponseWriter, r *http.Request) error {
	form, err := page.ReadForm(r)
	if err != nil {
		return err
	}
	a, err := p.actPage(r, form)
	if err != nil {
		return err
	}
	again := func() error {
		p.Render.Render(w, r, form.Status(), "help/act", a)
		return nil
	}
	if form.Looking() {
		return again()
	}
	if a.Act == "request" || a.Act == "link" {
		return p.giveLink(w, r, a)
	}
	cmd := p.command(a)
	if !form.Faulty() {
		ask, err := request(actor(r).Account, r, form, r.PostForm)
		if err == nil {
			_, err = p.Referral.Act(r.Context(), actor(r), a.Case.ID, cmd, ask)
		}
		if err == nil {
			p.Edge.Notify(w, "help.done")
			return seeOther(w, r, a.Href())
		}
		if !form.Take(err) {
			return err
		}
	}
	if slices.Contains(inline, a.Act) {
		return seeOther(w, r, a.Href())
	}
	return again()
}

// command is what the form asks for.
func (p *Pages) command(a *actPage) referral.Command {
	words, item, of := a.Form.Value("text"), id.ID{}, id.ID{}
	if x, err := id.Parse(a.Form.Value("item")); err == nil {
		item = x
	}
	if a.Of != nil {
		of = a.Of.ID
	}
	if a.Needs() {
		a.Form.Require("text")
	}
	switch a.Act {
	case "appoint":
		return referral.Appoint{At: a.time(), Text: words}
	case "answer_change":
		a.Form.Require("done")
		return referral.AnswerChange{Done: a.Form.Value("done") == "yes", Text: words}
	case "guardian":
		a.Form.Require("name")
		return referral.AddGuardian{Name: a.Form.Value("name"), Opposes: a.Form.Checked("opposes")}
	case "agree":
		if len(lines(a.Form)) == 0 {
			a.Form.Add("lines", "referral.field.lines")
		}
		a.Form.Require("how", "by")
		by, _ := id.Parse(a.Form.Value("by"))
		return referral.Agree{Referral: of, Lines: lines(a.Form), How: consent.How(a.Form.Value("how")), Language: a.lang, Age: int(a.Form.Number("age")), By: by, Until: a.Form.Value("until")}
	case "decline":
		a.Form.Require("how", "by")
		by, _ := id.Parse(a.Form.Value("by"))
		return referral.Decline{Referral: of, How: consent.How(a.Form.Value("how")), Language: a.lang, By: by}
	case "take_back":
		a.Form.Require("how")
		return referral.TakeBack{Referral: of, How: consent.How(a.Form.Value("how"))}
	case "cancel":
		a.Form.Require("reason")
		return referral.Cancel{Referral: of, Reason: a.Form.Value("reason"), Text: words}
	}
	return map[casefile.Kind]referral.Command{"take": referral.Take{Apart: a.Form.Checked("apart")}, "step": referral.AddStep{Text: words}, "message": referral.Write{Text: words}, "close": referral.Close{}, "answer_erasure": referral.AnswerErasure{},
		"step_done": referral.StepDone{Step: item}, "appointment": referral.EndAppointment{Appointment: item, Outcome: a.Form.Value("outcome")}, "guardian_ends": referral.EndGuardian{Guardian: item},
		"revoke_link": referral.RevokeLink{Referral: of}, "enter_error": referral.EnterError{Referral: of},
		"received": referral.Received{Referral: of, Text: words}, "not_received": referral.NotReceived{Referral: of, Text: words}}[a.Act]
}

// time is the day and the time of the form, by the office's clock.
func (a *actPage) time() time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", a.Form.Value("day")+" "+a.Form.Value("time"), a.Rules.Zone)
	if err != nil {
		a.Form.Add("day", "form.not_a_date")
	}
	return t
}

// linkPage shows the way in of a service, this once: whoever sends the referral hands it over.
type linkPage struct {
	*view
	Service string
	Address string // with the key behind the #
	QR      template.URL
	Expires time.Time
	Account bool // its organisation has accounts here
}

// Print marks the print button; without a script it stays hidden.
func (linkPage) Print() page.Attributes {
	return page.Attributes{"data-print": true, "hidden": true}
}

// giveLink sends the referral, or makes another key, and shows the link.
func (p *Pages) giveLink(w http.ResponseWriter, r *http.Request, a *actPage) error {
	give := p.Referral.Request
	if a.Act == "link" {
		give = p.Referral.RenewLink
	}
	link, key, err := give(r.Context(), actor(r), a.Case.ID, a.Of.ID)
	if err != nil {
		if !a.Form.Take(err) {
			return err
		}
		p.Render.Render(w, r, a.Form.Status(), "help/act", a)
		return nil
	}
	_, organisation, err := p.Referral.Waiting(r.Context(), a.Case.Tenant, a.Case.ID, a.Of.ID)
	if err != nil {
		return err
	}
	address := p.Origin.JoinPath("p", link.Code.String()).String() + "#" + string(key)
	picture, err := qr.Encode(address, qr.M)
	if err != nil {
		return fmt.Errorf("drawing the QR code of a link: %w", err)
	}
	picture.Scale = 6 // large enough for a poor camera and a poor printer
	accounts, err := p.Office.Outside(r.Context(), a.Case.Tenant, organisation)
	if err != nil {
		return err
	}
	data := linkPage{view: a.view, Account: len(accounts) > 0, Service: a.Of.Name, Address: address, Expires: link.Expires,
		QR: template.URL("data:image/png;base64," + base64.StdEncoding.EncodeToString(picture.PNG()))} //nolint:gosec // made here
	p.Render.Render(w, r, http.StatusOK, "help/link", data)
	return nil
}

package help

import (
	"crypto/rand"
	"encoding/json"
	"errors"
	"net/http"
	"regexp"

	"linli/casefile"
	"linli/office"
	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/referral"
	"linli/rulebook"
	"linli/web/page"
)

// attempt is the field that makes a request that is sent twice one request.
const attempt = "attempt"

var attemptForm = regexp.MustCompile(`^[A-Z2-7]{26}$`)

// askPage is the request: what is needed, and as much of oneself as one likes to say.
type askPage struct {
	Form *page.Form
	words
	Action string
	Units  []office.Row
	Rules  *rulebook.Rulebook
	Staff  bool
}

// NeedItems are the needs of the rulebook; none is ticked.
func (a *askPage) NeedItems() []page.Item {
	var out []page.Item
	for _, n := range a.Rules.Help.Needs {
		item := page.Item{Value: n.Code, Text: n.Label.In(a.lang)}
		if len(n.Hint) > 0 {
			item.Hint = page.Text{Text: n.Hint.In(a.lang)}
		}
		out = append(out, item)
	}
	return out
}

// UnitItems are the open units.
func (a *askPage) UnitItems() []page.Item {
	out := []page.Item{{}}
	for _, u := range a.Units {
		out = append(out, page.Item{Value: u.ID.String(), Text: u.Name})
	}
	return out
}

func (p *Pages) askPage(r *http.Request, tenant id.ID, form *page.Form, action string) (*askPage, error) {
	a := &askPage{Form: form, words: p.words(r), Action: action}
	var err error
	if a.Rules, err = p.Referral.Office.Rulebook(r.Context(), tenant, p.Clock.Now()); err != nil {
		return nil, err
	}
	if !a.Rules.Helps() {
		return nil, fault.New(fault.NotFound, "fault.not_found")
	}
	if a.Units, err = p.Office.OpenUnits(r.Context(), tenant); err != nil {
		return nil, err
	}
	if !attemptForm.MatchString(form.Value(attempt)) {
		form.Set(attempt, rand.Text())
	}
	return a, nil
}

func (p *Pages) askForm(w http.ResponseWriter, r *http.Request) error {
	p.discreet(r)
	tenant, err := p.Tenant(r)
	if err != nil {
		return err
	}
	a, err := p.askPage(r, tenant.ID, page.NewForm(nil), "/ask")
	if err != nil {
		return err
	}
	p.Render.Render(w, r, http.StatusOK, "help/ask", a)
	return nil
}

// ask takes the request of anybody, and shows the slip.
func (p *Pages) ask(w http.ResponseWriter, r *http.Request) error {
	p.discreet(r)
	tenant, err := p.Tenant(r)
	if err != nil {
		return err
	}
	who := access.Actor{Kind: access.Resident, Tenant: tenant.ID, Via: office.Web, Language: string(page.Of(r).Language)}
	return p.take(w, r, who, "/ask")
}

func (p *Pages) newForm(w http.ResponseWriter, r *http.Request) error {
	who := actor(r)
	unit, may := p.Referral.MayEnter(who)
	if !may {
		return fault.New(fault.Forbidden, "access.refused.referral.enter")
	}
	form := page.NewForm(nil)
	form.Set("unit", unit.String())
	a, err := p.askPage(r, who.Tenant, form, "/help/new")
	if err != nil {
		return err
	}
	a.Staff = true
	p.Render.Render(w, r, http.StatusOK, "help/ask", a)
	return nil
}

// create takes what somebody says at the counter.
func (p *Pages) create(w http.ResponseWriter, r *http.Request) error {
	if _, may := p.Referral.MayEnter(actor(r)); !may {
		return fault.New(fault.Forbidden, "access.refused.referral.enter")
	}
	return p.take(w, r, actor(r), "/help/new")
}

// take opens the case: one, however often the form is sent.
func (p *Pages) take(w http.ResponseWriter, r *http.Request, who access.Actor, action string) error {
	form, err := page.ReadForm(r)
	if err != nil {
		return err
	}
	a, err := p.askPage(r, who.Tenant, form, action)
	if err != nil {
		return err
	}
	a.Staff = who.Kind == access.Staff
	again := func() error {
		p.Render.Render(w, r, form.Status(), "help/ask", a)
		return nil
	}
	if form.Looking() {
		return again()
	}
	form.Require("text")
	if len(form.Values("needs")) == 0 {
		form.Add("needs", "referral.field.needs")
	}
	if form.Faulty() {
		return again()
	}
	if !a.Staff && p.Flood != nil {
		if _, in := p.Flood.Admit(w, r, form); !in { // a request is looked at by a person in any case
			return nil
		}
	}
	unit, _ := id.Parse(form.Value("unit"))
	cmd := referral.Ask{Needs: form.Values("needs"), Text: form.Value("text"), Name: form.Value("name"), Language: form.Value("language"), Contact: form.Value("contact"), Unit: unit}
	what, err := json.Marshal(cmd)
	if err != nil {
		return err
	}
	once, err := casefile.NewRequest(who.Account, "ask:"+form.Value(attempt), what)
	if err != nil {
		return err
	}
	out, err := p.Referral.Ask(r.Context(), who, cmd, once)
	if errors.Is(err, casefile.ErrKeyReused) {
		form.Add("", "report.form.sent_before")
		return again()
	}
	if err != nil {
		if !form.Take(err) {
			return err
		}
		return again()
	}
	passphrase, err := p.Referral.FirstSlip(r.Context(), who.Tenant, out.Code)
	if errors.Is(err, referral.ErrNotFound) { // sent again: it was given with the first answer
		passphrase = ""
	} else if err != nil {
		return err
	}
	return p.Slip(w, r, out.Code, passphrase, "help.slip.lost")
}

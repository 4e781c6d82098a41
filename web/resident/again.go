package resident

import (
	"errors"
	"net/http"

	"linli/mediation"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/web/page"
)

// A lost slip is replaced from home: one page asks for a mail to the address that the party left and confirmed, the other
// takes what the mail brought. What the first answers is the same for every code, and takes the same time.

type againPage struct {
	Form *page.Form
}

func (p *Pages) lostForm(w http.ResponseWriter, r *http.Request) error {
	form := page.NewForm(nil)
	return p.show(w, r, form, "lost", againPage{form})
}

// lost asks for the mail. Nothing is looked up but the office of a tag, which is looked up for an unknown one, too.
func (p *Pages) lost(w http.ResponseWriter, r *http.Request) error {
	form, err := page.ReadForm(r)
	if err != nil {
		return err
	}
	if form.Looking() {
		return p.show(w, r, form, "lost", againPage{form})
	}
	form.Require("code")
	if form.Faulty() {
		return p.show(w, r, form, "lost", againPage{form})
	}
	tenant, err := p.tenantTyped(r, form.Value("code"))
	if err != nil {
		return err
	}
	if err := p.Mediation.AskAgain(r.Context(), tenant, form.Value("code")); err != nil {
		return err
	}
	return p.show(w, r, nil, "lost_sent", againPage{page.NewForm(nil)})
}

// tenantTyped is the office of a code as it was typed; that of this address where it is no code or of no office.
func (p *Pages) tenantTyped(r *http.Request, typed string) (id.ID, error) {
	tenant := visitorOf(r).tenant.ID
	code, err := id.ParseCode(typed)
	if err != nil {
		return tenant, nil //nolint:nilerr // no code: the office of this address
	}
	t, known, err := p.tenantOf(r, code)
	if err == nil && known {
		tenant = t.ID
	}
	return tenant, err
}

func (p *Pages) againForm(w http.ResponseWriter, r *http.Request) error {
	form := page.NewForm(nil)
	return p.show(w, r, form, "again", againPage{form})
}

// again gives a new slip for the digits of the mail. Every refusal is one answer, in the same time.
func (p *Pages) again(w http.ResponseWriter, r *http.Request) error {
	form, err := page.ReadForm(r)
	if err != nil {
		return err
	}
	page.Of(r).Switch = r.URL.Path // digits are typed again, never sent along
	form.Require("code", "digits")
	if form.Faulty() {
		return p.show(w, r, form, "again", againPage{form})
	}
	tenant, err := p.tenantTyped(r, form.Value("code"))
	if err != nil {
		return err
	}
	code, passphrase, err := p.Mediation.Again(r.Context(), tenant, form.Value("code"), form.Value("digits"))
	if errors.Is(err, mediation.ErrAgain) {
		form.Add("digits", mediation.ErrAgain.Key)
		form.Set("digits", "")
		p.Render.Render(w, r, fault.Unauthenticated.Status(), "resident/again", againPage{form})
		return nil
	}
	if err != nil {
		return err
	}
	return p.showSlip(w, r, code, passphrase, true)
}

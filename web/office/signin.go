package office

import (
	"errors"
	"net/http"

	"linli/office"
	"linli/web/page"
)

type signInPage struct {
	Form     *page.Form
	Next     string
	Step     string // of the second page
	Passkeys bool
	Provider string // name of the office's identity provider; empty: none
	Office   string // its slug, as the address says, where one address serves several
}

func (p *Pages) signInPage(r *http.Request, form *page.Form, next string) signInPage {
	return signInPage{Form: form, Next: next, Passkeys: p.Office.PasskeysOn(), Provider: p.Office.ProviderName(), Office: r.URL.Query().Get("office")}
}

func (p *Pages) signInForm(w http.ResponseWriter, r *http.Request) error {
	next := p.onward(r.URL.Query().Get("next"))
	if _, ok := Signed(r.Context()); ok {
		return seeOther(w, r, next)
	}
	p.Render.Render(w, r, http.StatusOK, "office/signin", p.signInPage(r, page.NewForm(nil), next))
	return nil
}

// signIn takes name and password. The next page asks for the code whether they were right or not.
func (p *Pages) signIn(w http.ResponseWriter, r *http.Request) error {
	form, err := page.ReadForm(r)
	if err != nil {
		return err
	}
	data := p.signInPage(r, form, p.onward(form.Value("next")))
	form.Require("login", "password")
	if form.Faulty() {
		p.Render.Render(w, r, form.Status(), "office/signin", data)
		return nil
	}
	data.Step, err = p.Office.Begin(r.Context(), office.SignIn{
		Login: form.Value("login"), Password: r.PostFormValue("password"), Client: p.Browser.Client(r)})
	if err != nil {
		return p.again(w, r, form, err, "office/signin", data)
	}
	data.Form = page.NewForm(nil)
	p.Render.Render(w, r, http.StatusOK, "office/signin_code", data)
	return nil
}

// signInCode takes the code and signs in. What was wrong of name, password and code is not said.
func (p *Pages) signInCode(w http.ResponseWriter, r *http.Request) error {
	form, err := page.ReadForm(r)
	if err != nil {
		return err
	}
	data := p.signInPage(r, form, p.onward(form.Value("next")))
	data.Step = form.Value("step")
	form.Require("code")
	if form.Faulty() {
		p.Render.Render(w, r, form.Status(), "office/signin_code", data)
		return nil
	}
	token, err := p.Office.Finish(r.Context(), data.Step, form.Value("code"), p.Browser.Client(r))
	switch {
	case errors.Is(err, office.ErrRefused), errors.Is(err, office.ErrStepOver):
		return p.again(w, r, form, err, "office/signin", data) // the step is spent: begin again
	case err != nil:
		return p.again(w, r, form, err, "office/signin_code", data)
	}
	next, err := p.signedIn(w, r, token, data.Next)
	if err != nil {
		return err
	}
	return seeOther(w, r, next)
}

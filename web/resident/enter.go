package resident

import (
	"errors"
	"net/http"
	"net/url"

	"linli/mediation"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/web/page"
)

// enterPage asks for the passphrase, and for the code where the address does not give it. It is the same for a code that
// exists and one that does not.
type enterPage struct {
	Form   *page.Form
	Action string
	Typed  bool // the address gives the code
}

func (p *Pages) enterPage(r *http.Request, form *page.Form) enterPage {
	typed := r.PathValue("code")
	if typed == "" {
		return enterPage{form, "/r", false}
	}
	if code, err := id.ParseCode(typed); err == nil {
		typed = code.String()
	}
	return enterPage{form, "/r/" + url.PathEscape(typed), true}
}

func (p *Pages) enterForm(w http.ResponseWriter, r *http.Request) error {
	form := page.NewForm(nil)
	return p.show(w, r, form, "enter", p.enterPage(r, form))
}

// enter lets a party in. A code that does not exist, a wrong passphrase and a slip that was replaced are one answer, in
// the same time: an unknown office is looked up like a known one, and the passphrase is always hashed.
func (p *Pages) enter(w http.ResponseWriter, r *http.Request) error {
	form, err := page.ReadForm(r)
	if err != nil {
		return err
	}
	data := p.enterPage(r, form)
	page.Of(r).Switch = r.URL.Path // a passphrase is typed again, never sent along
	form.Require("digits")
	typed := r.PathValue("code")
	if !data.Typed {
		form.Require("code")
		typed = form.Value("code")
	}
	if form.Faulty() {
		return p.show(w, r, form, "enter", data)
	}
	v := visitorOf(r)
	tenant := v.tenant.ID
	code, err := id.ParseCode(typed)
	if err == nil {
		t, known, err := p.tenantOf(r, code)
		if err != nil {
			return err
		}
		if known {
			tenant = t.ID
		}
	}
	a, err := p.Mediation.Enter(r.Context(), tenant, typed, form.Value("digits"))
	if errors.Is(err, mediation.ErrSlip) {
		form.Add("digits", mediation.ErrSlip.Key)
		form.Set("digits", "")
		p.Render.Render(w, r, fault.Unauthenticated.Status(), "resident/enter", data)
		return nil
	}
	if err != nil {
		return err
	}
	if err := p.signIn(w, r, a, code); err != nil {
		return err
	}
	return seeOther(w, r, "/r/"+code.String())
}

func (p *Pages) enterScript(w http.ResponseWriter, _ *http.Request) error {
	script, err := files.ReadFile("static/enter.js")
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/javascript; charset=utf-8")
	w.Header().Set("Cache-Control", "no-cache")
	_, _ = w.Write(script) // the browser has gone if this fails
	return nil
}

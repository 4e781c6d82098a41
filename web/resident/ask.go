package resident

import (
	"net/http"
	"net/url"

	"linli/casefile"
	"linli/mediation"
	"linli/web/page"
)

// ask sends a command to the case. The key of the form makes sending it again harmless.
func (p *Pages) ask(r *http.Request, v *visitor, form *page.Form, cmd mediation.Command) error {
	sent := url.Values{}
	for name, values := range r.PostForm {
		if name != page.CSRFField {
			sent[name] = values
		}
	}
	request, err := casefile.NewRequest(v.actor.Party, form.Key(), []byte(r.URL.Path+"\n"+sent.Encode()))
	if err != nil {
		return err
	}
	_, _, err = p.Mediation.Act(r.Context(), v.actor, v.actor.Case, cmd, mediation.Ask{Request: request,
		Answer: func(mediation.Case, []casefile.Slip) []byte { return []byte("done") }})
	return err
}

// read opens the case and takes the form that was sent.
func (p *Pages) read(r *http.Request, v *visitor) (*partyPage, error) {
	form, err := page.ReadForm(r)
	if err != nil {
		return nil, err
	}
	own, err := p.see(r, v)
	if err != nil {
		return nil, err
	}
	form.Looking() // looked has dealt with it; the page has the language switch
	own.Form = form
	return own, nil
}

// take opens the case, and takes the form where one was sent.
func (p *Pages) take(r *http.Request, v *visitor) (*partyPage, error) {
	if r.Method == http.MethodPost {
		return p.read(r, v)
	}
	return p.see(r, v)
}

// looked makes a handler of the two of one address: a form that was sent for another language is shown again.
func looked(shown, done func(http.ResponseWriter, *http.Request, *visitor) error) func(http.ResponseWriter, *http.Request) error {
	return own(func(w http.ResponseWriter, r *http.Request, v *visitor) error {
		form, err := page.ReadForm(r)
		if err != nil {
			return err
		}
		if form.Looking() {
			return shown(w, r, v)
		}
		return done(w, r, v)
	})
}

// form shows one page of the party, if the case lets it.
func (p *Pages) form(w http.ResponseWriter, r *http.Request, v *visitor, template string, may func(*partyPage) bool) error {
	own, err := p.take(r, v)
	if err != nil {
		return err
	}
	if may != nil && !may(own) {
		return seeOther(w, r, own.At) // the case has moved on, and its page says so
	}
	return p.show(w, r, own.Form, template, own)
}

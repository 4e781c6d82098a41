package office

import (
	"net/http"

	"linli/office"
	"linli/platform/fault"
	"linli/web/page"
)

// ProviderBack is where an identity provider sends the browser back to; the provider has to know the address.
const ProviderBack = "/sign-in/provider/back"

// provider sends the browser to the office's identity provider.
func (p *Pages) provider(w http.ResponseWriter, r *http.Request) error {
	if r.Header.Get("Sec-Fetch-Site") == "cross-site" {
		return seeOther(w, r, "/sign-in") // a sign-in begins with a press on linli's own page
	}
	q := r.URL.Query()
	d, err := p.Office.BeginProvider(r.Context(), q.Get("office"), p.Browser.Client(r), p.onward(q.Get("next")))
	if err != nil {
		return p.signInAgain(w, r, err)
	}
	p.Browser.Await(w, d.State)
	http.Redirect(w, r, d.Address, http.StatusSeeOther)
	return nil
}

// providerBack takes up what the provider sent the browser back with.
func (p *Pages) providerBack(w http.ResponseWriter, r *http.Request) error {
	q, state := r.URL.Query(), p.Browser.Awaited(r)
	p.Browser.Await(w, "")
	if state == "" || q.Get("state") != state {
		return p.signInAgain(w, r, office.ErrStepOver) // begun in another browser, or long ago
	}
	if q.Get("error") != "" || q.Get("code") == "" {
		return p.signInAgain(w, r, fault.New(fault.Unauthenticated, "signin.provider.broken_off"))
	}
	who, _ := Signed(r.Context())
	a, err := p.Office.FinishProvider(r.Context(), who, state, q.Get("code"), p.Browser.Client(r))
	switch {
	case err != nil:
		return p.signInAgain(w, r, err)
	case a.Linked:
		p.Browser.Notify(w, "signin.provider.linked")
		return seeOther(w, r, "/account")
	}
	next, err := p.signedIn(w, r, a.Token, p.onward(a.Next))
	if err != nil {
		return err
	}
	return seeOther(w, r, next)
}

// signInAgain shows what went wrong above the form to sign in by password, or, to whoever is signed in, on the own account.
func (p *Pages) signInAgain(w http.ResponseWriter, r *http.Request, err error) error {
	form := page.NewForm(nil)
	if f := fault.Of(err); f.Code == fault.Unauthenticated || f.Code == fault.Unavailable {
		form.Add("", f.Key)
	} else if !form.Take(err) {
		return err
	}
	if _, ok := Signed(r.Context()); ok {
		return p.showAccount(w, r, form, "")
	}
	status := form.Status()
	switch fault.Of(err).Code {
	case fault.Unauthenticated:
		status = http.StatusUnauthorized
	case fault.Unavailable:
		status = http.StatusServiceUnavailable
	}
	p.Render.Render(w, r, status, "office/signin", p.signInPage(r, form, p.Home))
	return nil
}

// linkProvider prepares the way to the provider. It is gone by a link: a form may not lead to another site.
func (p *Pages) linkProvider(w http.ResponseWriter, r *http.Request) error {
	if _, err := page.ReadForm(r); err != nil {
		return err
	}
	d, err := p.Office.BeginLink(r.Context(), must(r))
	if err != nil {
		return err
	}
	p.Browser.Await(w, d.State)
	p.Render.Render(w, r, http.StatusOK, "office/provider", struct{ Name, Address string }{p.Office.ProviderName(), d.Address})
	return nil
}

func (p *Pages) unlinkProvider(w http.ResponseWriter, r *http.Request) error {
	if _, err := page.ReadForm(r); err != nil {
		return err
	}
	if err := p.Office.Unlink(r.Context(), must(r)); err != nil {
		return err
	}
	p.Browser.Notify(w, "signin.provider.unlinked")
	return seeOther(w, r, "/account")
}

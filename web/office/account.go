package office

import (
	"encoding/base64"
	"errors"
	"net/http"

	"linli/office"
	"linli/platform/access"
	"linli/platform/i18n"
	"linli/platform/id"
	"linli/web/page"
)

type accountPage struct {
	Form      *page.Form
	Account   office.Colleague
	Posts     []heldPost
	Sessions  []office.Session
	Here      id.ID // the session of this browser
	Passkeys  []passkeyRow
	PasskeyOn bool
	Provider  string // name of the office's identity provider; empty: none
	Link      *office.Link
	Languages []i18n.Language
	Token     string // a new one, shown once
	Digest    *digestBlock
	Outside   bool // it is an organisation's, and has neither posts nor tokens
}

type heldPost struct{ Kind, Unit string }

type passkeyRow struct {
	office.Passkey
	Address string // the credential in an address
}

func (p *Pages) account(w http.ResponseWriter, r *http.Request) error {
	return p.showAccount(w, r, page.NewForm(nil), "")
}

func (p *Pages) showAccount(w http.ResponseWriter, r *http.Request, form *page.Form, token string) error {
	who := must(r)
	data := accountPage{Form: form, Account: who.Account, Here: who.Session, PasskeyOn: p.Office.PasskeysOn(),
		Languages: p.Render.Texts().Languages(), Token: token, Provider: p.Office.ProviderName(), Outside: who.Actor.Kind == access.Provider}
	names, err := p.Office.UnitNames(r.Context(), who.Actor.Tenant)
	if err != nil {
		return err
	}
	for _, post := range who.Actor.Posts {
		if post.Heir {
			continue
		}
		data.Posts = append(data.Posts, heldPost{string(post.Kind), names[post.Unit]})
	}
	if data.Sessions, err = p.Office.Sessions(r.Context(), who.Actor); err != nil {
		return err
	}
	keys, err := p.Office.Passkeys(r.Context(), who.Actor)
	if err != nil {
		return err
	}
	for _, k := range keys {
		data.Passkeys = append(data.Passkeys, passkeyRow{k, base64.RawURLEncoding.EncodeToString(k.Credential)})
	}
	switch link, err := p.Office.Linked(r.Context(), who.Actor); {
	case err == nil:
		data.Link = &link
	case !errors.Is(err, office.ErrNotFound):
		return err
	}
	if !data.Outside {
		if data.Digest, err = p.digestOf(r); err != nil {
			return err
		}
	}
	p.Render.Render(w, r, form.Status(), "office/account", data)
	return nil
}

func (p *Pages) language(w http.ResponseWriter, r *http.Request) error {
	form, err := page.ReadForm(r)
	if err != nil {
		return err
	}
	if err := p.Office.SetLanguage(r.Context(), must(r).Actor, form.Value("language")); err != nil {
		if !form.Take(err) {
			return err
		}
		return p.showAccount(w, r, form, "")
	}
	lang, _ := p.Render.Texts().Parse(form.Value("language"))
	p.Browser.Speak(w, lang)
	p.Browser.Notify(w, "office.account.language_saved")
	return seeOther(w, r, "/account")
}

func (p *Pages) password(w http.ResponseWriter, r *http.Request) error {
	form, err := page.ReadForm(r)
	if err != nil {
		return err
	}
	form.Require("present", "password", "repeat")
	next := r.PostFormValue("password")
	if !form.Faulty() && next != r.PostFormValue("repeat") {
		form.Add("repeat", "signin.password.differs")
	}
	if !form.Faulty() {
		err := p.Office.ChangePassword(r.Context(), must(r), r.PostFormValue("present"), next)
		if err == nil {
			p.Browser.Notify(w, "signin.password.changed")
			return seeOther(w, r, "/account")
		}
		if !form.Take(err) {
			return err
		}
	}
	return p.showAccount(w, r, form, "")
}

func (p *Pages) endSession(w http.ResponseWriter, r *http.Request) error {
	session, err := idIn(r, "id")
	if err != nil {
		return err
	}
	if err := p.Office.EndSession(r.Context(), must(r), session); err != nil {
		return err
	}
	p.Browser.Notify(w, "office.account.session_ended")
	return seeOther(w, r, "/account")
}

func (p *Pages) endAll(w http.ResponseWriter, r *http.Request) error {
	if err := p.Office.EndAll(r.Context(), must(r)); err != nil {
		return err
	}
	p.Browser.SignOut(w)
	w.Header().Set("Clear-Site-Data", clearData)
	return seeOther(w, r, "/sign-in")
}

// issueToken makes a token of the account's own rights, and shows it once.
func (p *Pages) issueToken(w http.ResponseWriter, r *http.Request) error {
	token, err := p.Office.IssueToken(r.Context(), must(r))
	if err != nil {
		return err
	}
	return p.showAccount(w, r, page.NewForm(nil), token)
}

func idIn(r *http.Request, name string) (id.ID, error) {
	u, err := id.Parse(r.PathValue(name))
	if err != nil || u.IsZero() {
		return id.ID{}, office.ErrNotFound
	}
	return u, nil
}

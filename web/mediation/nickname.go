package mediation

import (
	"net/http"

	"linli/platform/fault"
	"linli/platform/id"
	"linli/web/page"
)

// nicknamePage is where the reader calls a case something for itself.
type nicknamePage struct {
	Form            *page.Form
	Title, Href, At string
	Has             bool
}

// nicknameForm asks what the reader calls the case.
func (p *Pages) nicknameForm(w http.ResponseWriter, r *http.Request) error {
	v, err := p.see(r)
	if err != nil {
		return err
	}
	names, err := p.Mediation.CalledBy(r.Context(), v.actor)
	if err != nil {
		return err
	}
	name := names[v.Case.ID]
	return p.showNickname(w, r, v, page.NewForm(map[string][]string{"name": {name}}), name != "")
}

func (p *Pages) showNickname(w http.ResponseWriter, r *http.Request, v *view, form *page.Form, has bool) error {
	p.Render.Render(w, r, form.Status(), "mediation/nickname", nicknamePage{Form: form, Title: v.Title(), Href: v.Href(), At: v.Href("nickname"), Has: has})
	return nil
}

// nickname keeps it, or takes it back.
func (p *Pages) nickname(w http.ResponseWriter, r *http.Request) error {
	form, err := page.ReadForm(r)
	if err != nil {
		return err
	}
	v, err := p.see(r)
	if err != nil {
		return err
	}
	done, name := "nickname.kept", form.Value("name")
	if form.Value("do") == "remove" {
		done, name = "nickname.removed", ""
	}
	if err := p.Mediation.CallCase(r.Context(), v.actor, v.Case.ID, name); err != nil {
		if !form.Take(err) {
			return err
		}
		return p.showNickname(w, r, v, form, false)
	}
	p.Browser.Notify(w, done)
	return seeOther(w, r, v.Href())
}

// named lists the cases that the reader calls something, by what it calls them.
func (p *Pages) named(w http.ResponseWriter, r *http.Request, words *words) error {
	rows, names, err := p.Mediation.Called(r.Context(), actor(r))
	if err != nil {
		return err
	}
	data := listPage{Form: page.NewForm(r.URL.Query()), Rows: words.rows(rows, p.Mediation.Clock.Now()), Named: true}
	for i, x := range rows {
		data.Rows[i].Own = names[x.ID]
	}
	p.Render.Render(w, r, http.StatusOK, "mediation/list", data)
	return nil
}

// ownNames says of rows what the reader calls them.
func (p *Pages) ownNames(r *http.Request, of []id.ID, rows []listRow) error {
	names, err := p.Mediation.CalledBy(r.Context(), actor(r))
	if err != nil {
		return err
	}
	for i, x := range of {
		rows[i].Own = names[x]
	}
	return nil
}

// namedOnly reports whether the reader asks for the cases with a name of its own.
func namedOnly(asked string) (bool, error) {
	switch asked {
	case "":
		return false, nil
	case "yes":
		return true, nil
	}
	return false, fault.New(fault.NotFound, "fault.not_found")
}

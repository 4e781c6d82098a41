package breach

import (
	"net/http"
	"time"

	"linli/casefile/breach"
	"linli/platform/access"
	"linli/platform/fault"
	"linli/web/page"
)

type listPage struct {
	Form  *page.Form
	Keeps bool // the reader keeps the register; who does not sees what waits for a second person
	Rows  []listRow
}

type listRow struct {
	Href, Name string
	Found      time.Time
	State      page.Tag
}

// list shows the register to who keeps it, and what waits for a second person to who can be one.
func (p *Pages) list(w http.ResponseWriter, r *http.Request) error {
	a := actor(r)
	data := listPage{Form: page.NewForm(nil), Keeps: true}
	rows, err := p.Breaches.List(r.Context(), a)
	if err != nil && fault.Of(err).Code == fault.Forbidden {
		data.Keeps = false
		rows, err = p.Breaches.Waiting(r.Context(), a)
	}
	if err != nil {
		return err
	}
	words, err := p.words(r.Context(), a.Tenant, page.Of(r).Language)
	if err != nil {
		return err
	}
	for _, e := range rows {
		x := listRow{at(e.ID), words.t("breach.cause." + e.Cause), e.Found, words.state(e.State())}
		if !data.Keeps {
			x.Href += "/notice"
		}
		data.Rows = append(data.Rows, x)
	}
	p.Render.Render(w, r, http.StatusOK, "breach/list", data)
	return nil
}

type newPage struct {
	Form          *page.Form
	Kinds, Causes []page.Item
}

func (p *Pages) layNew(w http.ResponseWriter, r *http.Request, form *page.Form) error {
	a := actor(r)
	if _, err := p.Breaches.List(r.Context(), a); err != nil { // who may not enter one sees no form
		return err
	}
	words, err := p.words(r.Context(), a.Tenant, page.Of(r).Language)
	if err != nil {
		return err
	}
	data := newPage{Form: form}
	for _, k := range breach.Kinds {
		data.Kinds = append(data.Kinds, page.Item{Value: k, Text: words.t("breach.kind." + k)})
	}
	for _, c := range breach.Causes {
		data.Causes = append(data.Causes, page.Item{Value: c, Text: words.t("breach.cause." + c)})
	}
	p.Render.Render(w, r, form.Status(), "breach/new", data)
	return nil
}

func (p *Pages) newForm(w http.ResponseWriter, r *http.Request) error {
	return p.layNew(w, r, page.NewForm(nil))
}

// enter opens an entry.
func (p *Pages) enter(w http.ResponseWriter, r *http.Request) error {
	form, err := page.ReadForm(r)
	if err != nil {
		return err
	}
	a := actor(r)
	if form.Looking() {
		return p.layNew(w, r, form)
	}
	words, err := p.words(r.Context(), a.Tenant, page.Of(r).Language)
	if err != nil {
		return err
	}
	n := breach.New{Kinds: form.Values("kinds"), Cause: form.Value("cause"), Happened: form.Value("happened"), Measures: form.Value("measures"),
		Found: clockTime(form, "found", words.rules.Zone, p.Breaches.Clock.Now())}
	if form.Faulty() { // the day or the time is none: the rest is looked at when that is one
		return p.layNew(w, r, form)
	}
	e, err := p.Breaches.Enter(r.Context(), a, n)
	if err != nil {
		if !form.Take(err) {
			return err
		}
		return p.layNew(w, r, form)
	}
	return p.done(w, r, "entered", at(e.ID))
}

func (p *Pages) done(w http.ResponseWriter, r *http.Request, what, to string) error {
	p.Browser.Notify(w, "breach.done."+what)
	http.Redirect(w, r, to, http.StatusSeeOther) //nolint:gosec // a path of this site, made of ids
	return nil
}

// name is who an account is, for a page; empty for none.
func (p *Pages) name(r *http.Request, a access.Actor, of breach.Notice) (writer, second string, err error) {
	if !of.By.IsZero() {
		if writer, err = p.Office.AccountName(r.Context(), a.Tenant, of.By); err != nil {
			return "", "", err
		}
	}
	if !of.Second.IsZero() {
		second, err = p.Office.AccountName(r.Context(), a.Tenant, of.Second)
	}
	return writer, second, err
}

package reported

import (
	"errors"
	"net/http"
	"net/url"
	"strings"

	"linli/report/subscription"
	"linli/web/page"
)

// oneClick is what a mail program sends to the address of List-Unsubscribe (RFC 8058, 3.1).
const oneClick = "List-Unsubscribe"

// followPage is the wish to follow by e-mail: what, and where the mails go.
type followPage struct {
	Form         *page.Form
	Office       string
	Mails        bool
	Sent         bool
	Secret, Stop string // of a program that follows: shown this once

	UnitItems, CategoryItems []page.Item
}

// followed is what a mail's code leads to.
type followed struct {
	Action, Title, Office, List string
	Confirmed, Stopped, Hook    bool
}

func (p *Pages) followForm(w http.ResponseWriter, r *http.Request) error {
	words, err := p.enter(r)
	if err != nil {
		return err
	}
	f, err := words.narrowed(r.URL.Query())
	if err != nil {
		return err
	}
	return p.showFollow(w, r, words, &followPage{Form: page.NewForm(f.query())})
}

func (p *Pages) showFollow(w http.ResponseWriter, r *http.Request, words *words, d *followPage) (err error) {
	d.Office, d.Mails = words.tenant.Name, p.Mails()
	if d.UnitItems, d.CategoryItems, err = p.choices(r, words); err != nil {
		return err
	}
	p.Render.Render(w, r, d.Form.Status(), "reported/follow", d)
	return nil
}

// follow takes a wish. What it answers is the same whatever was asked for before, and by whom.
func (p *Pages) follow(w http.ResponseWriter, r *http.Request) error {
	words, err := p.enter(r)
	if err != nil {
		return err
	}
	form, err := page.ReadForm(r)
	if err != nil {
		return err
	}
	d := &followPage{Form: form}
	if form.Looking() || !p.Mails() && form.Value("to") != "program" {
		return p.showFollow(w, r, words, d)
	}
	if form.Value("to") == "program" {
		return p.followProgram(w, r, words, form)
	}
	wish := subscription.Wish{Language: string(words.Language), Address: strings.TrimSpace(form.Value("address"))}
	if form.Require("address"); !form.Faulty() {
		form.Take(wish.Check())
	}
	if form.Faulty() {
		return p.showFollow(w, r, words, d)
	}
	f, err := words.narrowed(url.Values{"unit": {form.Value("unit")}, "category": {form.Value("category")}})
	if err != nil {
		return err
	}
	if _, in := p.Flood.Admit(w, r, form); !in {
		return nil
	}
	wish.Unit, wish.Category = f.unit, f.category
	if p.Mailboxes.Spares(wish.Address) {
		if _, err := p.Follows.Ask(r.Context(), words.tenant.ID, words.tenant.Tag, wish, nil); err != nil {
			return err
		}
	}
	return p.showFollow(w, r, words, &followPage{Form: page.NewForm(nil), Sent: true})
}

func (p *Pages) followed(w http.ResponseWriter, r *http.Request) error {
	words, err := p.enter(r)
	if err != nil {
		return err
	}
	x, err := p.Follows.Of(r.Context(), words.tenant.ID, r.PathValue("code"))
	if err != nil {
		return err
	}
	return p.showFollowed(w, r, words, x, false)
}

func (p *Pages) showFollowed(w http.ResponseWriter, r *http.Request, words *words, x subscription.Subscription, stopped bool) error {
	f := filter{unit: x.Unit, category: x.Category}
	list := "/reported"
	if q := f.query().Encode(); q != "" {
		list += "?" + q
	}
	p.Render.Render(w, r, http.StatusOK, "reported/followed", followed{Action: r.URL.Path, Title: words.title(f), Office: words.tenant.Name, List: list,
		Confirmed: !x.Confirmed.IsZero(), Stopped: stopped, Hook: x.Hook})
	return nil
}

// answer confirms what a code leads to, or stops it: with the button of the page, or with the one click of a mail program. Opening
// the address does neither, for programs that look through mails open every address in them.
func (p *Pages) answer(w http.ResponseWriter, r *http.Request) error {
	words, err := p.enter(r)
	if err != nil {
		return err
	}
	form, err := page.ReadForm(r)
	if err != nil {
		return err
	}
	code := r.PathValue("code")
	if form.Value(oneClick) != "" || form.Value("do") == "stop" {
		x, err := p.Follows.Of(r.Context(), words.tenant.ID, code)
		if err != nil && !errors.Is(err, subscription.ErrNone) {
			return err
		}
		if err := p.Follows.Stop(r.Context(), words.tenant.ID, code); err != nil {
			return err
		}
		return p.showFollowed(w, r, words, x, true)
	}
	if err := p.Follows.Confirm(r.Context(), words.tenant.ID, code); err != nil {
		return err
	}
	http.Redirect(w, r, r.URL.Path, http.StatusSeeOther) //nolint:gosec // a page of this site
	return nil
}

// choices are the units and the categories of which something can be public, behind all of them.
func (p *Pages) choices(r *http.Request, words *words) (units, categories []page.Item, err error) {
	all := page.Item{Text: words.Text("reported.all", nil), Value: ""}
	units, categories = []page.Item{all}, []page.Item{all}
	open, err := p.Office.OpenUnits(r.Context(), words.tenant.ID)
	if err != nil {
		return nil, nil, err
	}
	for _, u := range open {
		units = append(units, page.Item{Value: u.ID.String(), Text: u.Name})
	}
	for _, c := range words.public() {
		categories = append(categories, page.Item{Value: c.Code, Text: words.category(c.Code)})
	}
	return units, categories, nil
}

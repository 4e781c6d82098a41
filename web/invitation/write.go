package invitation

import (
	"net/http"
	"time"

	"linli/mediation/invitation"
	"linli/office"
	"linli/platform/access"
	"linli/platform/document"
	"linli/platform/fault"
	"linli/platform/i18n"
	"linli/platform/id"
	officepages "linli/web/office"
	"linli/web/page"
)

type listPage struct {
	Form *page.Form
	Rows []row
}

type row struct {
	invited
	Status  page.Tag
	Runs    bool
	End     string
	Posters []poster
	By      string
	Written time.Time
}

type poster struct{ Text, Href string }

// list shows the invitations of the units in which the reader writes them.
func (p *Pages) list(w http.ResponseWriter, r *http.Request) error {
	a := officepages.Actor(r.Context())
	all, err := p.Outreach.List(r.Context(), a)
	if err != nil {
		return err
	}
	words, err := p.words(r.Context(), a.Tenant, page.Of(r).Language)
	if err != nil {
		return err
	}
	today, err := p.Outreach.Today(r.Context(), a.Tenant)
	if err != nil {
		return err
	}
	data := listPage{Form: page.NewForm(nil)}
	for _, i := range all {
		x := row{invited: words.invited(i), End: "/outreach/" + i.ID.String() + "/end", Written: i.Written}
		if x.By, err = p.Office.AccountName(r.Context(), a.Tenant, i.By); err != nil {
			return err
		}
		status := i.On(today)
		x.Runs = status != invitation.Over
		x.Status = page.Tag{Text: words.Text("outreach.status."+string(status), nil), Classes: map[invitation.Status]string{
			invitation.Waits: "govuk-tag--yellow", invitation.Shown: "govuk-tag--green", invitation.Over: "govuk-tag--grey"}[status]}
		for _, l := range i18n.Languages() {
			if _, has := i.Texts[string(l)]; has && x.Runs {
				for _, size := range document.PosterSheets {
					x.Posters = append(x.Posters, poster{words.Text("outreach.poster", fault.Args{"size": size, "language": l.Name()}),
						x.Href + "/poster.pdf?size=" + size + "&paper=" + string(l)})
				}
			}
		}
		data.Rows = append(data.Rows, x)
	}
	p.Render.Render(w, r, http.StatusOK, "invitation/list", data)
	return nil
}

type newPage struct {
	Form      *page.Form
	Units     []page.Item
	Types     []page.Item
	Languages []textFields
}

// textFields are the fields of one language.
type textFields struct{ Name, Title, Text string }

func (p *Pages) newPage(r *http.Request, form *page.Form) (*newPage, *words, error) {
	a := officepages.Actor(r.Context())
	words, err := p.words(r.Context(), a.Tenant, page.Of(r).Language)
	if err != nil {
		return nil, nil, err
	}
	d := &newPage{Form: form}
	for _, u := range words.tree.Rows() {
		if p.Outreach.May(a, u.ID) && u.Open(p.Outreach.Clock.Now()) {
			d.Units = append(d.Units, page.Item{Value: u.ID.String(), Text: u.Name})
		}
	}
	if len(d.Units) == 0 {
		return nil, nil, p.Outreach.Access.Check(a, "outreach.write", access.Facts{Tenant: a.Tenant, Kind: "outreach"})
	}
	if len(d.Units) == 1 {
		d.Units[0].Checked = new(true)
	}
	for _, t := range words.rules.Mediation.DisputeTypes {
		d.Types = append(d.Types, page.Item{Value: t.Code, Text: t.Label.In(string(words.Language))})
	}
	for _, l := range i18n.Languages() {
		d.Languages = append(d.Languages, textFields{l.Name(), "title_" + string(l), "text_" + string(l)})
	}
	return d, words, nil
}

func (p *Pages) newForm(w http.ResponseWriter, r *http.Request) error {
	d, _, err := p.newPage(r, page.NewForm(nil))
	if err != nil {
		return err
	}
	p.Render.Render(w, r, http.StatusOK, "invitation/new", d)
	return nil
}

// write reads the form and keeps the invitation.
func (p *Pages) write(w http.ResponseWriter, r *http.Request) error {
	form, err := page.ReadForm(r)
	if err != nil {
		return err
	}
	d, words, err := p.newPage(r, form)
	if err != nil {
		return err
	}
	if form.Looking() {
		p.Render.Render(w, r, http.StatusOK, "invitation/new", d)
		return nil
	}
	cmd := invitation.Write{Types: form.Values("types"), Texts: map[string]invitation.Text{}, From: day(form, "from", words), Until: day(form, "until", words), Nobody: form.Checked("nobody")}
	if cmd.Unit, err = id.Parse(form.Value("unit")); err != nil || !isUnit(d, form.Value("unit")) {
		form.Add("unit", "form.choose")
	}
	for _, l := range d.Languages {
		cmd.Texts[l.Title[len("title_"):]] = invitation.Text{Title: form.Value(l.Title), Text: form.Value(l.Text)}
	}
	if !form.Faulty() {
		if _, err = p.Outreach.Write(r.Context(), officepages.Actor(r.Context()), cmd); err == nil {
			p.Browser.Notify(w, "outreach.done.written")
			http.Redirect(w, r, "/outreach", http.StatusSeeOther)
			return nil
		}
		if !form.Take(err) {
			return err
		}
	}
	p.Render.Render(w, r, form.Status(), "invitation/new", d)
	return nil
}

func isUnit(d *newPage, value string) bool {
	for _, u := range d.Units {
		if u.ValueText() == value {
			return true
		}
	}
	return false
}

// day is a day of the form as YYYY-MM-DD; empty where it is none.
func day(form *page.Form, name string, w *words) string {
	at := form.Date(name, w.rules.Zone)
	if at.IsZero() {
		return ""
	}
	return at.Format(time.DateOnly)
}

// end ends an invitation before its last day.
func (p *Pages) end(w http.ResponseWriter, r *http.Request) error {
	x, err := of(r)
	if err != nil {
		return err
	}
	if err := p.Outreach.End(r.Context(), officepages.Actor(r.Context()), x); err != nil {
		return err
	}
	p.Browser.Notify(w, "outreach.done.ended")
	http.Redirect(w, r, "/outreach", http.StatusSeeOther)
	return nil
}

// Writes reports whether somebody writes invitations anywhere, for the main places.
func Writes(s *invitation.Service, who office.SignedIn) bool {
	for _, post := range who.Actor.Posts {
		if s.May(who.Actor, post.Unit) {
			return true
		}
	}
	return false
}

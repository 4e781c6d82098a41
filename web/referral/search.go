package referral

import (
	"net/http"
	"slices"

	"linli/office"
	"linli/platform/fault"
	"linli/platform/i18n"
	"linli/platform/id"
	"linli/referral/directory"
	"linli/web/page"
)

// perPage is how many services a page shows.
const perPage = 20

type searchPage struct {
	Form                 *page.Form
	Office               string
	Needs, Areas, Spoken []page.Item
	OpenItems            []page.Item
	Places               []page.Item // around which to search
	Asked                bool
	Rows                 []row
	Map                  page.PlaceMap
	More                 string // where the next page goes on; empty on the last
}

// row is a service of a list.
type row struct {
	Href, Name, Organization, Description, Alert, Phone, Fees, Far string
	Needs, Areas, Languages, Addresses                             []string
	State                                                          *page.Tag
}

// search shows the form, and what it finds. Nothing of it is kept.
func (p *Pages) search(w http.ResponseWriter, r *http.Request) error {
	tenant, err := p.Tenant(r)
	if err != nil {
		return err
	}
	page.Of(r).Office = tenant.Name
	form := page.NewForm(nil)
	if r.Method == http.MethodPost {
		if form, err = page.ReadForm(r); err != nil {
			return err
		}
	}
	l := p.locale(r)
	data := &searchPage{Form: form, Office: tenant.Name, OpenItems: []page.Item{{Value: "now", Text: l.Text("directory.search.open", nil)}}}
	if err := p.choices(r, tenant, l, data); err != nil {
		return err
	}
	places, err := p.places(r, tenant.ID)
	if err != nil {
		return err
	}
	if len(places) > 0 {
		data.Places = []page.Item{{Value: "", Text: l.Text("directory.search.any", nil)}}
	}
	for _, x := range places {
		data.Places = append(data.Places, page.Item{Value: x.ID.String(), Text: x.Name})
	}
	if r.Method == http.MethodGet {
		p.Render.Render(w, r, http.StatusOK, "referral/search", data)
		return nil
	}
	_ = form.Looking() // the page has the language switch: a search does nothing, so it is made again in the other language
	q, err := p.query(form)
	if err == nil {
		q.Near, err = point(form, places)
	}
	if err != nil {
		return err
	}
	if form.Faulty() {
		p.Render.Render(w, r, form.Status(), "referral/search", data)
		return nil
	}
	data.Asked = true
	found, more, err := p.find(r.Context(), tenant.ID, q, form.Value("after"))
	if err != nil {
		return err
	}
	data.More, data.Map.Base = more, p.Map
	holiday, err := p.Directory.Holidays(r.Context(), tenant.ID)
	if err != nil {
		return err
	}
	now := p.Directory.Clock.Now()
	for _, e := range found {
		c := e.Card
		x := row{Href: "/services/" + e.ID.String(), Name: c.Name, Organization: c.Organization, Description: c.Description, Alert: c.Alert, Phone: c.Phone, Fees: c.Fees,
			Needs: c.Needs, Areas: c.Areas, Languages: spoken(l, c.Languages), Addresses: c.Addresses, State: state(l, c.Status)}
		if x.State == nil && c.OpenAt(now, holiday) {
			x.State = &page.Tag{Text: l.Text("directory.open_now", nil), Classes: "govuk-tag--green"}
		}
		name := c.Name
		if q.Near != nil {
			x.Far = distance(l, e.Metres)
			name += " · " + x.Far
		}
		if !e.At.IsZero() {
			data.Map.Marks = append(data.Map.Marks, page.PlaceMark{At: e.At, Text: name})
		}
		data.Rows = append(data.Rows, x)
	}
	p.Render.Render(w, r, http.StatusOK, "referral/search", data)
	return nil
}

// query is what the form asks for.
func (p *Pages) query(form *page.Form) (q directory.Query, err error) {
	q = directory.Query{Kind: directory.KindService, Listed: true, Text: form.Value("text"), Area: form.Value("area"), Language: form.Value("language")}
	if v := form.Value("need"); v != "" {
		need, err := id.Parse(v)
		if err != nil {
			return q, fault.New(fault.NotFound, "fault.not_found")
		}
		q.Terms = []id.ID{need}
	}
	if form.Checked("open") {
		q.Open = p.Directory.Clock.Now()
	}
	return q, nil
}

// choices are the needs, areas and languages that some service has.
func (p *Pages) choices(r *http.Request, tenant office.Tenant, l i18n.Locale, data *searchPage) error {
	f, err := p.Directory.Facets(r.Context(), tenant.ID)
	if err != nil {
		return err
	}
	any := page.Item{Value: "", Text: l.Text("directory.search.any", nil)}
	data.Needs, data.Areas, data.Spoken = []page.Item{any}, []page.Item{any}, []page.Item{any}
	for _, t := range f.Needs {
		data.Needs = append(data.Needs, page.Item{Value: t.ID.String(), Text: t.Card.Name})
	}
	for _, a := range f.Areas {
		data.Areas = append(data.Areas, page.Item{Value: a, Text: a})
	}
	for _, c := range f.Languages {
		data.Spoken = append(data.Spoken, page.Item{Value: c, Text: spoken(l, []string{c})[0]})
	}
	return nil
}

// known are the languages whose names linli knows.
var known = []string{"zh", "yue", "nan", "hak", "wuu", "ug", "bo", "mn", "za", "ii", "ko", "kk", "en", "es", "fr", "ru", "ar", "sgn"}

// spoken are languages by their names; a code without one stays a code.
func spoken(l i18n.Locale, codes []string) []string {
	var out []string
	for _, c := range codes {
		if slices.Contains(known, c) {
			c = l.Text("roster.language."+c, nil)
		}
		out = append(out, c)
	}
	return out
}

// state is what a reader has to know before going there; nil where there is nothing.
func state(l i18n.Locale, status string) *page.Tag {
	switch status {
	case "temporarily closed":
		return &page.Tag{Text: l.Text("directory.state.closed", nil), Classes: "govuk-tag--yellow"}
	case "inactive":
		return &page.Tag{Text: l.Text("directory.state.inactive", nil), Classes: "govuk-tag--grey"}
	case "defunct":
		return &page.Tag{Text: l.Text("directory.state.defunct", nil), Classes: "govuk-tag--grey"}
	}
	return nil
}

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
	Asked                bool
	Rows                 []row
	More                 string // where the next page goes on; empty on the last
}

// row is a service of a list.
type row struct {
	Href, Name, Organization, Description, Alert, Phone, Fees string
	Needs, Areas, Languages, Addresses                        []string
	State                                                     *page.Tag
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
	if r.Method == http.MethodGet {
		p.Render.Render(w, r, http.StatusOK, "referral/search", data)
		return nil
	}
	_ = form.Looking() // the page has the language switch: a search does nothing, so it is made again in the other language
	data.Asked = true
	q, after, err := p.query(form)
	if err != nil {
		return err
	}
	found, err := p.Directory.Find(r.Context(), tenant.ID, q, after, perPage)
	if err != nil {
		return err
	}
	holiday, err := p.Directory.Holidays(r.Context(), tenant.ID)
	if err != nil {
		return err
	}
	now := p.Directory.Clock.Now()
	for _, e := range found.Entries {
		c := e.Card
		x := row{Href: "/services/" + e.ID.String(), Name: c.Name, Organization: c.Organization, Description: c.Description, Alert: c.Alert, Phone: c.Phone, Fees: c.Fees,
			Needs: c.Needs, Areas: c.Areas, Languages: spoken(l, c.Languages), Addresses: c.Addresses, State: state(l, c.Status)}
		if x.State == nil && c.OpenAt(now, holiday) {
			x.State = &page.Tag{Text: l.Text("directory.open_now", nil), Classes: "govuk-tag--green"}
		}
		data.Rows = append(data.Rows, x)
	}
	if !found.More.IsZero() {
		data.More = found.More.String()
	}
	p.Render.Render(w, r, http.StatusOK, "referral/search", data)
	return nil
}

// query is what the form asks for.
func (p *Pages) query(form *page.Form) (q directory.Query, after id.ID, err error) {
	q = directory.Query{Kind: directory.KindService, Listed: true, Text: form.Value("text"), Area: form.Value("area"), Language: form.Value("language")}
	if v := form.Value("need"); v != "" {
		need, err := id.Parse(v)
		if err != nil {
			return q, after, fault.New(fault.NotFound, "fault.not_found")
		}
		q.Terms = []id.ID{need}
	}
	if form.Checked("open") {
		q.Open = p.Directory.Clock.Now()
	}
	if v := form.Value("after"); v != "" {
		if after, err = id.Parse(v); err != nil {
			return q, after, fault.New(fault.NotFound, "fault.not_found")
		}
	}
	return q, after, nil
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

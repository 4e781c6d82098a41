package help

import (
	"net/http"
	"strings"

	"linli/platform/fault"
	"linli/platform/id"
	"linli/referral"
	"linli/referral/directory"
	"linli/web/page"
)

// found is how many services the search shows.
const found = 12

// referPage looks for a service, and writes down which lines it would be told.
type referPage struct {
	Form *page.Form
	*view
	Terms, Areas, Spoken []page.Item
	Services             []page.Item
	Asked                bool
}

// NeedItems are the needs of the case.
func (x *referPage) NeedItems() (out []page.Item) {
	for _, c := range x.Case.Needs {
		n, _ := x.Rules.Help.Need(c)
		out = append(out, page.Item{Value: c, Text: n.Label.In(x.lang)})
	}
	return out
}

// LineItems are the lines that can be offered; none is ticked.
func (x *referPage) LineItems() (out []page.Item) {
	for _, l := range referral.Lines {
		if l == referral.LineContact && !x.Case.Reached {
			continue
		}
		out = append(out, page.Item{Value: l, Text: x.Text("help.line."+l, nil)})
	}
	return out
}

// OpenItems is the one thing that can be ticked in the search.
func (x *referPage) OpenItems() []page.Item {
	return []page.Item{{Value: "now", Text: x.Text("directory.search.open", nil)}}
}

func (p *Pages) referPage(r *http.Request, form *page.Form) (*referPage, error) {
	v, err := p.view(r)
	if err != nil {
		return nil, err
	}
	if err := p.Referral.Access.Check(actor(r), "referral.refer", v.Case.Facts()); err != nil {
		return nil, err
	}
	x := &referPage{Form: form, view: v}
	f, err := p.Directory.Facets(r.Context(), actor(r).Tenant)
	if err != nil {
		return nil, err
	}
	none := page.Item{Value: "", Text: v.Text("directory.search.any", nil)}
	x.Terms, x.Areas, x.Spoken = []page.Item{none}, []page.Item{none}, []page.Item{none}
	for _, t := range f.Needs {
		x.Terms = append(x.Terms, page.Item{Value: t.ID.String(), Text: t.Card.Name})
	}
	for _, a := range f.Areas {
		x.Areas = append(x.Areas, page.Item{Value: a, Text: a})
	}
	for _, c := range f.Languages {
		x.Spoken = append(x.Spoken, page.Item{Value: c, Text: c})
	}
	return x, nil
}

func (p *Pages) referForm(w http.ResponseWriter, r *http.Request) error {
	x, err := p.referPage(r, page.NewForm(nil))
	if err != nil {
		return err
	}
	if x.Case.State != referral.Working {
		return seeOther(w, r, x.Href())
	}
	p.Render.Render(w, r, http.StatusOK, "help/refer", x)
	return nil
}

// refer searches, or drafts the referral: one form, so that nothing of the need stands in an address.
func (p *Pages) refer(w http.ResponseWriter, r *http.Request) error {
	form, err := page.ReadForm(r)
	if err != nil {
		return err
	}
	x, err := p.referPage(r, form)
	if err != nil {
		return err
	}
	looking := form.Looking() || form.Value("do") != "refer"
	if err := p.search(r, x); err != nil {
		return err
	}
	if looking {
		p.Render.Render(w, r, http.StatusOK, "help/refer", x)
		return nil
	}
	service, err := id.Parse(form.Value("service"))
	if err != nil {
		form.Add("service", "form.choose")
	}
	form.Require("need")
	if !form.Faulty() {
		cmd := referral.Refer{Service: service, Need: form.Value("need"), Lines: form.Values("lines"), Words: form.Value("words"), Health: form.Value("health"), Safety: form.Value("safety")}
		ask, err := request(actor(r).Account, r, form, r.PostForm)
		if err == nil {
			_, err = p.Referral.Act(r.Context(), actor(r), x.Case.ID, cmd, ask)
		}
		if err == nil {
			p.Edge.Notify(w, "help.done")
			return seeOther(w, r, x.Href())
		}
		if !form.Take(err) {
			return err
		}
	}
	p.Render.Render(w, r, form.Status(), "help/refer", x)
	return nil
}

// search finds services that are there for people, with what a worker needs to choose one. Nothing of it is kept.
func (p *Pages) search(r *http.Request, x *referPage) error {
	x.Asked = true
	q := directory.Query{Kind: directory.KindService, Listed: true, Text: x.Form.Value("search"), Area: x.Form.Value("area"), Language: x.Form.Value("language")}
	if v := x.Form.Value("term"); v != "" {
		term, err := id.Parse(v)
		if err != nil {
			return fault.New(fault.NotFound, "fault.not_found")
		}
		q.Terms = []id.ID{term}
	}
	if x.Form.Checked("open") {
		q.Open = p.Clock.Now()
	}
	out, err := p.Directory.Find(r.Context(), actor(r).Tenant, q, id.ID{}, found)
	if err != nil {
		return err
	}
	for _, e := range out.Entries {
		c := e.Card
		hint := strings.Join(append(append([]string{c.Organization}, c.Areas...), append(c.Addresses, c.Phone)...), " · ")
		x.Services = append(x.Services, page.Item{Value: e.ID.String(), Text: c.Name, Hint: page.Text{Text: strings.Trim(hint, " ·")}})
	}
	return nil
}

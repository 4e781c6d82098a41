package report

import (
	"maps"
	"net/http"
	"net/url"
	"slices"

	"linli/platform/id"
	"linli/report"
	"linli/web/page"
)

// viewsPart is what the queue shows of the views that its reader keeps.
type viewsPart struct {
	All  []viewLink
	Gone []string     // what the queue can no longer be narrowed to
	Kept []page.Typed // the filters that can be kept under a name; none where the whole queue is shown
}

type viewLink struct {
	Name, Href string
	Open       bool
}

// Offered reports whether a view can be kept or taken out here.
func (v viewsPart) Offered() bool {
	return len(v.Kept) > 0 || slices.ContainsFunc(v.All, func(x viewLink) bool { return x.Open })
}

// noUnit stands for an address that names none: like a unit that is gone, no queue is of it.
var noUnit = id.ID{0xff}

// viewAsked are the filters of an address or a form; whatever else stands there is none of them.
func viewAsked(form *page.Form) report.View {
	v := report.View{Category: form.Value("category"), State: report.State(form.Value("state"))}
	if text := form.Value("unit"); text != "" {
		var err error
		if v.Unit, err = id.Parse(text); err != nil {
			v.Unit = noUnit
		}
	}
	return v
}

func viewQuery(v report.View) url.Values {
	out := url.Values{}
	if !v.Unit.IsZero() {
		out.Set("unit", v.Unit.String())
	}
	if v.Category != "" {
		out.Set("category", v.Category)
	}
	if v.State != "" {
		out.Set("state", string(v.State))
	}
	return out
}

func viewHref(v report.View) string { return "/reports?" + viewQuery(v).Encode() }

func (p *Pages) viewsPart(r *http.Request, asked, known report.View) (out viewsPart, err error) {
	of := page.Of(r)
	locale := p.Texts.For(of.Language, of.Zone)
	if known.Unit != asked.Unit {
		out.Gone = append(out.Gone, locale.Text("issue.views.unit_gone", nil))
	}
	if known.Category != asked.Category {
		out.Gone = append(out.Gone, locale.Text("issue.views.category_gone", nil))
	}
	query := viewQuery(known)
	for _, name := range slices.Sorted(maps.Keys(query)) {
		out.Kept = append(out.Kept, page.Typed{Name: name, Value: query.Get(name)})
	}
	all, err := p.Report.Views(r.Context(), actor(r))
	for _, v := range all {
		out.All = append(out.All, viewLink{v.Name, viewHref(v), v.Same(asked)})
	}
	return out, err
}

// changeViews keeps the filters under a name, or takes a view out.
func (p *Pages) changeViews(w http.ResponseWriter, r *http.Request) error {
	form, err := page.ReadForm(r)
	if err != nil {
		return err
	}
	if form.Looking() {
		return p.showQueue(w, r, form)
	}
	if form.Value("do") == "remove" {
		if err := p.Report.DropView(r.Context(), actor(r), form.Value("name")); err != nil {
			return err
		}
		p.Browser.Notify(w, "issue.views.removed")
		return seeOther(w, r, "/reports")
	}
	v := viewAsked(form)
	v.Name = form.Value("name")
	if v, err = p.Report.SaveView(r.Context(), actor(r), v); err != nil {
		if !form.Take(err) {
			return err
		}
		return p.showQueue(w, r, form)
	}
	p.Browser.Notify(w, "issue.views.kept")
	return seeOther(w, r, viewHref(v))
}

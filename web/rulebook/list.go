package rulebook

import (
	"net/http"
	"slices"
	"time"

	"linli/rulebook"
	"linli/rulebook/release"
	"linli/web/page"
)

type listPage struct {
	Form   *page.Form
	Now    *rulebook.Rulebook
	Title  string
	Since  time.Time
	Writes bool
	Rows   []listRow
}

type listRow struct {
	release.Version
	Href  string
	State page.Tag
	Day   time.Time // of the last step
	From  time.Time // since when, or from when, it is in effect; zero: never
}

// list shows the version in effect and those that were written here.
func (p *Pages) list(w http.ResponseWriter, r *http.Request) error {
	return p.lay(w, r, page.NewForm(nil))
}

func (p *Pages) lay(w http.ResponseWriter, r *http.Request, form *page.Form) error {
	ctx, a := r.Context(), actor(r)
	all, now, err := p.Versions.List(ctx, a)
	if err != nil {
		return err
	}
	data := listPage{Form: form, Now: now, Title: now.Title.In(string(page.Of(r).Language)), Since: now.Effective.Start(page.Of(r).Zone), Writes: p.Versions.Writes(ctx, a)}
	for _, v := range all {
		row := listRow{Version: v, Href: at(v.ID), State: p.state(r, v), Day: slices.MaxFunc([]time.Time{v.Begun, v.Proposed, v.Published, v.Withdrawn}, time.Time.Compare)}
		if v.State == release.Released {
			row.From = v.Effective.Start(page.Of(r).Zone)
		}
		data.Rows = append(data.Rows, row)
	}
	p.Render.Render(w, r, form.Status(), "rulebook/list", data)
	return nil
}

func (p *Pages) state(r *http.Request, v release.Version) page.Tag {
	key, colour := "rulebook.state."+string(v.State), map[release.State]string{release.Draft: "govuk-tag--blue", release.Proposed: "govuk-tag--yellow",
		release.Released: "govuk-tag--green", release.Withdrawn: "govuk-tag--grey"}[v.State]
	if v.State == release.Released && v.Effective.Start(page.Of(r).Zone).After(p.Versions.Clock.Now()) {
		key, colour = "rulebook.state.published", "govuk-tag--purple"
	}
	return page.Tag{Text: p.locale(r).Text(key, nil), Classes: colour}
}

// begin makes a draft of the version in effect.
func (p *Pages) begin(w http.ResponseWriter, r *http.Request) error {
	form, err := page.ReadForm(r)
	if err != nil {
		return err
	}
	v, err := p.Versions.Begin(r.Context(), actor(r), form.Value("name"))
	if err != nil {
		if !form.Take(err) {
			return err
		}
		return p.lay(w, r, form)
	}
	p.Browser.Notify(w, "rulebook.done.begin")
	return seeOther(w, r, at(v.ID))
}

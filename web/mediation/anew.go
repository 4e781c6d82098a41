package mediation

import (
	"html/template"
	"net/http"

	"linli/mediation"
	"linli/platform/id"
	"linli/web/page"
)

// followed is the case with a voided agreement that the form of a new one names, or nil where it names none.
func (p *Pages) followed(r *http.Request, f *page.Form) (*mediation.Case, error) {
	if f.Value("follows") == "" {
		return nil, nil
	}
	old, err := id.Parse(f.Value("follows"))
	if err != nil || old.IsZero() {
		return nil, mediation.ErrNotFound
	}
	c, err := p.Mediation.Anew(r.Context(), actor(r), old)
	if err != nil {
		return nil, err
	}
	return &c, nil
}

// anew offers a clerk at work on a case with a voided agreement to begin the new one.
func (v *view) anew() []action {
	c := &v.Case
	if c.State != mediation.Voided || !c.Anew.IsZero() || c.Reopening != nil || !v.may("begin_anew") {
		return nil
	}
	return []action{{"begin_anew", v.t("mediation.event.begin_anew"), "/mediations/new?follows=" + c.ID.String()}}
}

// linked is the other case of one dispute, with a link for whoever works on both.
func (v *view) linked() []page.SummaryRow {
	if v.Opened == nil || v.proposed() {
		return nil
	}
	var out []page.SummaryRow
	add := func(key string, other id.ID) {
		if other.IsZero() {
			return
		}
		text := page.Text{Text: v.t("staff.anew.other")}
		if c, err := v.pages.Mediation.LinkedCase(v.ctx, v.actor, other); err == nil {
			text = page.Text{HTML: template.HTML(`<a class="govuk-link" href="/mediations/` + other.String() + `">` + template.HTMLEscapeString(v.caseName(&c)) + `</a>`)} //nolint:gosec // an id, and text that is escaped
		}
		out = append(out, page.SummaryRow{Key: page.Text{Text: v.t(key)}, Value: text})
	}
	add("staff.anew.follows", v.Case.Follows)
	add("staff.anew.followed", v.Case.Anew)
	return out
}

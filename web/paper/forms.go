package paper

import (
	"net/http"
	"strings"

	"linli/mediation/paper"
	"linli/platform/fault"
	"linli/platform/i18n"
	"linli/platform/id"
	"linli/web/page"
)

type formsPage struct {
	Forms     []row
	Languages []i18n.Language
}

// forms lists the forms that can be printed empty. Nothing of any case is opened.
func (p *Pages) forms(w http.ResponseWriter, r *http.Request, who reader) error {
	rules, err := p.Mediation.Office.Rulebook(r.Context(), who.Tenant, p.Clock.Now())
	if err != nil {
		return err
	}
	data := formsPage{Languages: i18n.Languages()}
	for _, d := range paper.Forms(rules) {
		data.Forms = append(data.Forms, row{ID: d.ID, Title: d.Title.In(string(page.Of(r).Language))})
	}
	p.Render.Render(w, r, http.StatusOK, "paper/staff_forms", data)
	return nil
}

// form prints one form empty, with the name of the unit in which its reader works.
func (p *Pages) form(w http.ResponseWriter, r *http.Request, who reader) error {
	name, pdf := strings.CutSuffix(r.PathValue("form"), ".pdf")
	if !pdf {
		return paper.ErrNone
	}
	var office paper.Office
	if len(who.Posts) > 0 {
		var err error
		if office, _, err = p.Desk.Of(r.Context(), who.Tenant, who.Posts[0].Unit); err != nil {
			return err
		}
	}
	return p.blank(w, r, who.Tenant, office, name)
}

// application prints the application empty for anybody who would rather write by hand.
func (p *Pages) application(w http.ResponseWriter, r *http.Request, _ reader) error {
	if p.Tenant == nil {
		return fault.New(fault.NotFound, "fault.not_found")
	}
	t, err := p.Tenant(r)
	if err != nil {
		return err
	}
	return p.blank(w, r, t.ID, paper.Office{Name: t.Name}, "application")
}

func (p *Pages) blank(w http.ResponseWriter, r *http.Request, tenant id.ID, office paper.Office, name string) error {
	rules, err := p.Mediation.Office.Rulebook(r.Context(), tenant, p.Clock.Now())
	if err != nil {
		return err
	}
	result, err := p.Press.Blank(paper.Form{Rules: rules, Office: office, Document: name, Language: p.Render.PaperLanguage(r), Verify: p.Origin.JoinPath("verify").String(), At: p.Clock.Now()})
	if err != nil {
		return err
	}
	send(w, "application/pdf", "inline", name+".pdf", result.Bytes)
	return nil
}

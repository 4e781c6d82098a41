package mediation

import (
	"net/http"

	"linli/casefile"
	"linli/mediation"
	"linli/platform/access"
	"linli/web/page"
)

type draftCheckPage struct {
	Form         *page.Form
	Action, Case string
	Parties      []string
	Agreement    agreementView
	Hidden       []hidden // every answer, to be sent again
}

// checkDraft asks the machine whether it would take the draft, without saving anything, and shows it as the parties will
// read it: once saved, every party of the case can.
func (p *Pages) checkDraft(w http.ResponseWriter, r *http.Request, v *view, f form, typed *page.Form, asked mediation.Command, cmd mediation.Draft) error {
	by := casefile.By{Kind: v.actor.Kind, Account: v.actor.Account, Post: access.Mediator}
	m := p.Mediation
	if _, err := mediation.Decide(v.Case, asked, by, m.Clock.Now(), m.Clock.Now(), mediation.Knowledge{Rules: v.rules}, m.IDs); err != nil {
		if !typed.Take(placed(err)) {
			return err
		}
		return p.lay(w, r, v, f, typed)
	}
	d := draftCheckPage{Form: page.NewForm(nil), Action: v.Href(string(asked.Kind())), Case: v.Title(), Hidden: carried(r.PostForm),
		Agreement: agreementView{Partial: cmd.Partial, Language: v.NameOf(cmd.Language), Facts: cmd.Facts, Issues: cmd.Issues,
			Responsibility: cmd.Responsibility, Terms: v.termRows(cmd.Terms)}}
	for _, x := range cmd.Parties {
		d.Parties = append(d.Parties, v.party(x))
	}
	p.Render.Render(w, r, http.StatusOK, "mediation/draft_check", d)
	return nil
}

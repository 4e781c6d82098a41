package mediation

import (
	"net/http"

	"linli/casefile"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/promise"
	"linli/web/aside"
	"linli/web/page"
)

// beside are the registers of the other kinds of case.
func (p *Pages) beside() []*casefile.Registrar {
	out := []*casefile.Registrar{p.Report.Asides()}
	if p.Help != nil {
		out = append(out, p.Help.Asides())
	}
	return out
}

// aside is what a report or a request for help is called where nobody's name may stand.
func (w *words) aside(x casefile.Aside) string {
	return aside.Name(w.Locale, x.Facts.Kind, w.units[x.Facts.Unit], x.Received)
}

// owedAside is what the reader owes on reports and requests for help that stands among no promises of theirs: answers to demands, and
// checks of urgent accesses.
func (p *Pages) owedAside(r *http.Request, words *words) (out []requestRow, err error) {
	row := func(href string, of id.ID, x casefile.Aside, owed promise.Promise) {
		out = append(out, requestRow{Href: href, Name: words.aside(x), Title: words.promise(owed.Rule), Left: words.left(owed.Due, p.Mediation.Clock.Now()),
			at: promise.Place{Due: owed.Due, Case: of, Key: owed.Rule}})
	}
	for _, of := range p.beside() {
		demands, err := of.DemandsOwed(r.Context(), actor(r))
		if err != nil {
			return nil, err
		}
		for _, x := range demands {
			row(aside.DemandAt(x.ID), x.ID, x.Case, x.Owed)
		}
		urgents, err := of.UrgentsOwed(r.Context(), actor(r))
		if err != nil {
			return nil, err
		}
		for _, x := range urgents {
			row(aside.UrgentAt(x.Case.ID), x.Case.ID, x.Case, x.Owed)
		}
	}
	return out, nil
}

// actAside asks for what a form asks for of a demand, an urgent access or a copy. Where it was done the next page says so and stands where the form
// was; else the form stands there again.
func (p *Pages) actAside(w http.ResponseWriter, r *http.Request, of id.ID, typed *page.Form, act casefile.AsideAct, done string, again func(http.ResponseWriter, *http.Request, *page.Form) error) error {
	if act == nil {
		return fault.New(fault.NotFound, "fault.not_found")
	}
	ask, err := request(r, typed)
	if err == nil {
		if _, err = p.Mediation.Asides().Act(r.Context(), actor(r), of, act, ask); err == nil {
			p.Browser.Notify(w, done+string(act.Kind()))
			return seeOther(w, r, r.URL.Path)
		}
	}
	if !typed.Take(err) {
		return err
	}
	return again(w, r, typed)
}

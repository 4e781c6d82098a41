package mediation

import (
	"net/http"

	"linli/casefile"
	"linli/platform/id"
	"linli/promise"
	"linli/web/demand"
	"linli/web/urgent"
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
	return demand.Name(w.Locale, x.Facts.Kind, w.units[x.Facts.Unit], x.Received)
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
			row(demand.At(x.ID), x.ID, x.Case, x.Owed)
		}
		urgents, err := of.UrgentsOwed(r.Context(), actor(r))
		if err != nil {
			return nil, err
		}
		for _, x := range urgents {
			row(urgent.At(x.Case.ID), x.Case.ID, x.Case, x.Owed)
		}
	}
	return out, nil
}

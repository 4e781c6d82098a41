package mediation

import (
	"net/http"

	"linli/promise"
	"linli/web/page"
)

// dueInspections are what the reader's units owe on inspections in a stretch of time.
func (p *Pages) dueInspections(r *http.Request, words *words, f promise.Filter) ([]dueLine, error) {
	if p.Inspect == nil || len(words.rules.Inspection.Promises) == 0 {
		return nil, nil
	}
	rows, err := p.Inspect.Due(r.Context(), actor(r), f)
	if err != nil {
		return nil, err
	}
	var out []dueLine
	for _, x := range rows {
		c := &x.Case
		rules, err := p.Inspect.Office.RulebookOf(r.Context(), c.Tenant, c.Rulebook, c.RulebookVersion)
		if err != nil {
			return nil, err
		}
		title := words.t("inspection.list.title")
		for _, promised := range rules.Inspection.Promises {
			if promised.ID == x.Rule {
				title = words.in(promised.Title)
			}
		}
		tag := words.left(x.Due, p.Mediation.Clock.Now())
		hint := words.t("inspection.due.hint", "place", c.Spot.Name, "unit", words.units[c.Unit], "day", words.LongDate(lastDay(x.Due)))
		out = append(out, dueLine{x.Place(), words.entry(title, c.Spot.Name), page.Task{Title: page.Text{Text: title}, Hint: page.Text{Text: hint},
			Href: "/inspections/" + c.ID.String(), Status: page.TaskStatus{Tag: &tag}}})
	}
	return out, nil
}

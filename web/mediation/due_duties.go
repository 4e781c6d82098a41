package mediation

import (
	"net/http"

	"linli/platform/id"
	"linli/promise"
	"linli/web/page"
)

// owes reports whether the reader has to do with the office's own duties.
func (p *Pages) owes(r *http.Request) (bool, error) {
	a := actor(r)
	if !p.Duty.Known(r.Context(), a.Tenant) {
		return false, nil
	}
	units, err := p.Duty.Units(r.Context(), a)
	return len(units) > 0, err
}

// dueDuties are the duties that the reader has to do or to check in a stretch of time.
func (p *Pages) dueDuties(r *http.Request, words *words, f promise.Filter) ([]dueLine, error) {
	if !p.Duty.Known(r.Context(), actor(r).Tenant) {
		return nil, nil
	}
	rows, err := p.Duty.Due(r.Context(), actor(r), f)
	if err != nil {
		return nil, err
	}
	var out []dueLine
	for _, x := range rows {
		rules, err := p.Duty.Office.RulebookOf(r.Context(), x.Case.Tenant, x.Case.Rulebook, x.Case.RulebookVersion)
		if err != nil {
			return nil, err
		}
		rule, _ := rules.Duty(x.Case.Duty)
		tag := words.left(x.Next, p.Mediation.Clock.Now())
		hint := words.t("duty.due.hint_"+x.Case.Waits(), "unit", words.units[x.Case.Unit], "day", words.LongDate(lastDay(x.Next)))
		entry := words.t("duty.due.entry_"+x.Case.Waits(), "duty", words.in(rule.Label), "unit", words.units[x.Case.Unit])
		out = append(out, dueLine{x.Place(), entry, page.Task{Title: page.Text{Text: words.in(rule.Label)}, Hint: page.Text{Text: hint},
			Href: "/duties/" + x.Case.ID.String(), Status: page.TaskStatus{Tag: &tag}}})
	}
	return out, nil
}

// dutyName is what a duty is called under the office's rules of today.
func (p *Pages) dutyName(r *http.Request, words words, tenant id.ID, rule string) (string, error) {
	rules, err := p.Duty.Office.Rulebook(r.Context(), tenant, p.Mediation.Clock.Now())
	if err != nil {
		return "", err
	}
	x, _ := rules.Duty(rule)
	return words.in(x.Label), nil
}

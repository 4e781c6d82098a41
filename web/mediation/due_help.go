package mediation

import (
	"net/http"

	"linli/platform/access"
	"linli/promise"
	"linli/web/page"
)

// helps reports whether an account has to do with what is owed on requests for help.
func (p *Pages) helps(a access.Actor) bool {
	return p.Help != nil && (len(p.Help.Desks(a)) > 0 || len(p.Help.Archives(a)) > 0)
}

// entersHelp reports whether an account writes down what somebody asks for at its counter.
func (p *Pages) entersHelp(a access.Actor) bool {
	if p.Help == nil {
		return false
	}
	_, may := p.Help.MayEnter(a)
	return may
}

// answers reports whether something beside mediations can be owed by an account.
func (p *Pages) answers(a access.Actor) bool { return p.Report.Answers(a) || p.helps(a) }

// dueHelp are the promises of requests for help in a stretch of time, for those who help in their units: what is needed, and nobody who
// needs it.
func (p *Pages) dueHelp(r *http.Request, words *words, f promise.Filter) ([]dueLine, error) {
	if !p.helps(actor(r)) {
		return nil, nil
	}
	rows, err := p.Help.Due(r.Context(), actor(r), f)
	if err != nil {
		return nil, err
	}
	var out []dueLine
	for _, x := range rows {
		c, key := &x.Case, "issue.queue.waits"
		if !c.Worker.IsZero() {
			key = "issue.queue.taken"
		}
		rules, err := p.Help.Office.RulebookOf(r.Context(), c.Tenant, c.Rulebook, c.RulebookVersion)
		if err != nil {
			return nil, err
		}
		var needs []string
		for _, code := range c.Needs {
			need, _ := rules.Help.Need(code)
			needs = append(needs, words.in(need.Label))
		}
		hint := words.t("issue.due.hint", "category", words.List(needs), "where", words.t(key, "unit", words.units[c.Unit], "day", words.Date(c.Received)), "day", words.LongDate(lastDay(x.Due)))
		tag := words.left(x.Due, p.Mediation.Clock.Now())
		out = append(out, dueLine{x.Place(), words.entry(words.promise(x.Rule), words.units[c.Unit]), page.Task{Title: page.Text{Text: words.promise(x.Rule)}, Hint: page.Text{Text: hint},
			Href: "/help/" + c.ID.String(), Status: page.TaskStatus{Tag: &tag}}})
	}
	return out, nil
}

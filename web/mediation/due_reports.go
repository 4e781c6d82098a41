package mediation

import (
	"net/http"

	"linli/promise"
	"linli/web/page"
)

// dueLine is one promise as the Due page shows it, with its place in the order.
type dueLine struct {
	at    promise.Place
	entry string // what a calendar says, which lies with strangers: the promise and a number, a category or a unit
	task  page.Task
}

// dueOf lists what the reader owes on one kind of case within what a filter leaves.
type dueOf func(*http.Request, *words, promise.Filter) ([]dueLine, error)

// dueReports are the promises of reports in a stretch of time, for those who handle them.
func (p *Pages) dueReports(r *http.Request, words *words, f promise.Filter) ([]dueLine, error) {
	if !p.Report.Answers(actor(r)) {
		return nil, nil
	}
	rows, err := p.Report.Due(r.Context(), actor(r), f)
	if err != nil {
		return nil, err
	}
	var out []dueLine
	for _, x := range rows {
		c, href, key := &x.Case, "/reports/", "issue.queue.waits"
		if !c.IsIssue() {
			href = "/complaints/"
		}
		if !c.Handler.IsZero() {
			key = "issue.queue.taken"
		}
		of := c.Desk.Unit
		if !c.IsIssue() {
			of = c.About[0]
		}
		category, _ := words.rules.Report.Category(c.Category)
		hint := words.t("issue.due.hint", "category", words.in(category.Label), "where", words.t(key, "unit", words.units[of], "day", words.Date(c.Received)), "day", words.LongDate(lastDay(x.Due)))
		tag := words.left(x.Due, p.Mediation.Clock.Now())
		out = append(out, dueLine{x.Place(), words.entry(words.promise(x.Rule), words.in(category.Label)), page.Task{Title: page.Text{Text: words.promise(x.Rule)}, Hint: page.Text{Text: hint},
			Href: href + c.ID.String(), Status: page.TaskStatus{Tag: &tag}}})
	}
	return out, nil
}

// dueIntro says whose promises the page lists, and dueNone that there are none, to a reader who has no mediations.
func (p *Pages) dueIntro(r *http.Request, d *duePage, keeps bool) {
	switch {
	case d.Requests && keeps:
		d.Intro, d.None = "demand.due", "demand.due_none"
	case d.Requests && p.helps(actor(r)) && p.Report.Answers(actor(r)):
		d.Intro, d.None = "help.due.both", "help.due.none"
	case d.Requests && p.helps(actor(r)):
		d.Intro, d.None = "help.due.text", "help.due.none"
	case d.Requests && !p.Report.Answers(actor(r)):
		d.Intro, d.None = "duty.due.text", "duty.due.none"
	case d.Requests:
		d.Intro, d.None = "issue.due.text", "issue.due.none"
	case d.Unit:
		d.Intro = "staff.due.of_unit"
	default:
		d.Intro = "staff.due.of_account"
	}
}

package report

import (
	"cmp"
	"net/http"
	"strconv"
	"strings"
	"time"

	"linli/casefile"
	"linli/platform/clock"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/report"
	"linli/rulebook"
	"linli/web/page"
)

// perPage is how many complaints a page of the list shows.
const perPage = 25

type listRow struct {
	Href, Name, Hint string
	State            page.Tag
	Due              time.Time
}

type listPage struct {
	Form       *page.Form
	Rows       []listRow
	Categories []page.Item
	Shown      []string // what the list is narrowed to; empty: everything is shown
	Enter      bool     // the reader can write down what somebody complains of
	More       string   // address of the next page; empty on the last
}

// list shows what the reader's desks have to answer, the next due first. Nothing is counted.
func (p *Pages) list(w http.ResponseWriter, r *http.Request) error {
	a := actor(r)
	words, err := p.words(r.Context(), r)
	if err != nil {
		return err
	}
	form := page.NewForm(r.URL.Query())
	f := report.QueueFilter{Category: form.Value("category"), Limit: perPage}
	if f.After, err = cursorAt(form.Value("after")); err != nil {
		return err
	}
	if f.Days, err = days(words, form); err != nil {
		return err
	}
	var rows []report.Row
	var next report.Cursor
	if !form.Faulty() {
		if rows, next, err = p.Report.List(r.Context(), a, f); err != nil {
			return err
		}
	}
	rules, all, err := p.Report.Categories(r.Context(), a.Tenant)
	if err != nil {
		return err
	}
	data := listPage{Form: form, Enter: p.Report.MayEnter(a), Shown: words.shown(f, rules), Categories: []page.Item{{Text: words.Text("issue.queue.all", nil)}}}
	for _, c := range all {
		data.Categories = append(data.Categories, page.Item{Value: c.Code, Text: c.Label.In(string(words.Language))})
	}
	for _, x := range rows {
		rules, err := p.Report.Office.RulebookOf(r.Context(), x.Case.Tenant, x.Case.Rulebook, x.Case.RulebookVersion)
		if err != nil {
			return err
		}
		of, href, state := x.Case.Home, "/reports/", words.issueState(x.Case.State)
		if !x.Case.IsIssue() { // else it is the review of an answer
			of, href, state = x.Case.About[0], "/complaints/", words.state(x.Case.State)
		}
		data.Rows = append(data.Rows, listRow{Href: href + x.Case.ID.String(), Name: words.category(&x.Case, rules),
			Hint: words.Text("report.list.hint", fault.Args{"unit": words.units[of], "day": words.Date(x.Case.Received)}), State: state, Due: x.Due})
	}
	if !next.ID.IsZero() {
		q := form.Narrows("category")
		q.Set("after", cursorText(next))
		data.More = "/complaints?" + q.Encode()
	}
	p.Render.Render(w, r, form.Status(), "report/list", data)
	return nil
}

// days reads the days that a list is narrowed to. What is wrong with them stands at their fields.
func days(words words, form *page.Form) (casefile.Days, error) {
	first, last := form.Days()
	days, err := casefile.DaysOf(first, last, words.Zone)
	if form.Take(err) {
		err = nil
	}
	return days, err
}

// shown says what a list is narrowed to.
func (w words) shown(f report.QueueFilter, rules *rulebook.Rulebook) (out []string) {
	if f.Category != "" {
		c, _ := rules.Report.Category(f.Category)
		out = append(out, cmp.Or(c.Label.In(string(w.Language)), f.Category))
	}
	if !f.Unit.IsZero() {
		out = append(out, w.units[f.Unit])
	}
	if f.State != "" {
		out = append(out, w.Text("issue.state."+string(f.State), nil))
	}
	if said := page.SaidDays(w.Locale, f.Days.From, f.Days.Until); said != "" {
		out = append(out, said)
	}
	return out
}

// state is a state as a list shows it.
func (w words) state(s report.State) page.Tag {
	tag := page.Tag{Text: w.Text("report.state."+string(s), nil), Classes: "govuk-tag--grey"}
	if s.Open() {
		tag.Classes = "govuk-tag--blue"
	}
	return tag
}

func cursorText(c report.Cursor) string {
	due := int64(0)
	if !c.Due.IsZero() {
		due = clock.Micros(c.Due)
	}
	return strconv.FormatInt(due, 36) + "~" + c.ID.String()
}

func cursorAt(s string) (c report.Cursor, err error) {
	if s == "" {
		return c, nil
	}
	micros, rest, _ := strings.Cut(s, "~")
	n, err := strconv.ParseInt(micros, 36, 64)
	if err == nil {
		c.ID, err = id.Parse(rest)
	}
	if err != nil || n < 0 {
		return c, fault.New(fault.NotFound, "fault.not_found")
	}
	if n > 0 {
		c.Due = clock.FromMicros(n)
	}
	return c, nil
}

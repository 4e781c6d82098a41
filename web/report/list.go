package report

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"linli/platform/clock"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/report"
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
	Rows  []listRow
	Enter bool   // the reader can write down what somebody complains of
	More  string // address of the next page; empty on the last
}

// list shows what the reader's desks have to answer, the next due first. Nothing is counted.
func (p *Pages) list(w http.ResponseWriter, r *http.Request) error {
	a := actor(r)
	words, err := p.words(r.Context(), r)
	if err != nil {
		return err
	}
	after, err := cursorAt(r.URL.Query().Get("after"))
	if err != nil {
		return err
	}
	rows, next, err := p.Report.List(r.Context(), a, after, perPage)
	if err != nil {
		return err
	}
	data := listPage{Enter: p.Report.MayEnter(a)}
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
		data.More = "/complaints?after=" + url.QueryEscape(cursorText(next))
	}
	p.Render.Render(w, r, http.StatusOK, "report/list", data)
	return nil
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

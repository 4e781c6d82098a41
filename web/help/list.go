package help

import (
	"cmp"
	"context"
	"net/http"
	"strconv"
	"strings"
	"time"

	"linli/casefile"
	"linli/platform/clock"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/referral"
	"linli/web/page"
)

// perPage is how many cases a page of the list shows.
const perPage = 25

type listRow struct {
	Href, Name, Hint string
	State            page.Tag
	Due              time.Time
}

type listPage struct {
	Form       *page.Form
	Mine, Rows []listRow
	Needs      []page.Item
	Shown      []string // what the list is narrowed to; empty: everything is shown
	Enter      bool     // the reader writes down what somebody asks for
	Closed     bool     // shown are those that have ended
	More       string   // address of the next page; empty on the last
}

// list shows the reader's own cases and those of its units: what is needed, where and since when. It has no names, and nothing by which
// a person could be looked for.
func (p *Pages) list(w http.ResponseWriter, r *http.Request) error {
	a, say := actor(r), p.words(r)
	var err error
	if say.units, err = p.Office.UnitNames(r.Context(), a.Tenant); err != nil {
		return err
	}
	form := page.NewForm(r.URL.Query())
	data := listPage{Form: form, Closed: form.Checked("closed")}
	f := referral.Filter{Need: form.Value("need"), Limit: perPage}
	if data.Closed {
		f.State = referral.Closed
	}
	if f.After, err = cursorAt(form.Value("after")); err != nil {
		return err
	}
	first, last := form.Days()
	if f.Days, err = casefile.DaysOf(first, last, say.Zone); err != nil && !form.Take(err) {
		return err
	}
	var next referral.Cursor
	if !form.Faulty() {
		var rows []referral.Row
		if rows, next, err = p.Referral.List(r.Context(), a, f); err != nil {
			return err
		}
		if data.Rows, err = p.rows(r.Context(), say, rows); err != nil {
			return err
		}
	}
	rules, err := p.Referral.Office.Rulebook(r.Context(), a.Tenant, p.Clock.Now())
	if err != nil {
		return err
	}
	data.Needs = []page.Item{{Text: say.Text("help.list.every_need", nil)}}
	for _, n := range rules.Help.Needs {
		data.Needs = append(data.Needs, page.Item{Value: n.Code, Text: n.Label.In(say.lang)})
	}
	if f.Need != "" {
		data.Shown = append(data.Shown, cmp.Or(say.needs([]string{f.Need}, rules), f.Need))
	}
	if days := page.SaidDays(say.Locale, f.Days.From, f.Days.Until); days != "" {
		data.Shown = append(data.Shown, days)
	}
	if !data.Closed && data.Shown == nil && f.After.ID.IsZero() {
		mine, err := p.Referral.Mine(r.Context(), a, perPage)
		if err != nil {
			return err
		}
		if data.Mine, err = p.rows(r.Context(), say, mine); err != nil {
			return err
		}
	}
	_, data.Enter = p.Referral.MayEnter(a)
	if !next.ID.IsZero() {
		q := form.Narrows("need", "closed")
		q.Set("after", cursorText(next))
		data.More = "/help?" + q.Encode()
	}
	p.Render.Render(w, r, form.Status(), "help/list", data)
	return nil
}

func (p *Pages) rows(ctx context.Context, say words, rows []referral.Row) (out []listRow, err error) {
	for _, x := range rows {
		rules, err := p.Referral.Office.RulebookOf(ctx, x.Case.Tenant, x.Case.Rulebook, x.Case.RulebookVersion)
		if err != nil {
			return nil, err
		}
		out = append(out, listRow{Href: "/help/" + x.Case.ID.String(), Name: say.needs(x.Case.Needs, rules),
			Hint: say.Text("report.list.hint", fault.Args{"unit": say.units[x.Case.Unit], "day": say.Date(x.Case.Received)}), State: say.state(x.Case.State), Due: x.Due})
	}
	return out, nil
}

func cursorText(c referral.Cursor) string {
	due := int64(0)
	if !c.Due.IsZero() {
		due = clock.Micros(c.Due)
	}
	return strconv.FormatInt(due, 36) + "~" + c.ID.String()
}

func cursorAt(s string) (c referral.Cursor, err error) {
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

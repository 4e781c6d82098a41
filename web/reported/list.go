package reported

import (
	"net/http"
	"net/url"

	"linli/platform/fault"
	"linli/platform/id"
	"linli/report"
	"linli/web/page"
)

// perPage is how many reports a page of the list shows.
const perPage = 20

type listPage struct {
	Form   *page.Form
	Office string
	Rows   []row
	More   string // address of the next page; empty on the last
	Feeds  []page.FeedLink
	Mail   string // address of the form to follow by e-mail; empty where the office sends none

	UnitItems, CategoryItems, StateItems []page.Item
}

// row is a report as a list shows it.
type row struct {
	Href, Title, Hint, Text string
	State                   page.Tag
}

// list shows what was published, the newest first. Filters stand in the address; nothing is counted.
func (p *Pages) list(w http.ResponseWriter, r *http.Request) error {
	words, err := p.enter(r)
	if err != nil {
		return err
	}
	f, err := words.narrowed(r.URL.Query())
	if err != nil {
		return err
	}
	rows, next, err := p.rows(r.Context(), words, f, perPage)
	if err != nil {
		return err
	}
	data := &listPage{Form: page.NewForm(r.URL.Query()), Office: words.tenant.Name, Feeds: p.feeds(words, f)}
	for i := range rows {
		data.Rows = append(data.Rows, words.row(&rows[i]))
	}
	if p.Mails() {
		q := f.query()
		q.Del("state")
		data.Mail = (&url.URL{Path: "/reported/follow", RawQuery: q.Encode()}).String()
	}
	if !next.IsZero() {
		q := f.query()
		q.Set("after", next.String())
		data.More = "/reported?" + q.Encode()
	}
	if data.UnitItems, data.CategoryItems, err = p.choices(r, words); err != nil {
		return err
	}
	data.StateItems = data.CategoryItems[:1:1]
	for _, s := range []string{"open", "done"} {
		data.StateItems = append(data.StateItems, page.Item{Value: s, Text: words.Text("reported.state."+s, nil)})
	}
	page.Of(r).Public = &page.Public{Canonical: p.address("/reported", f.query()), Feeds: data.Feeds}
	p.Render.Render(w, r, http.StatusOK, "reported/list", data)
	return nil
}

func (w *words) row(p *report.Public) row {
	return row{Href: "/reported/" + p.ID.String(), Title: w.heading(p), Text: p.Text, State: w.state(p),
		Hint: w.Text("reported.hint", fault.Args{"unit": w.unit(p.Unit), "day": w.Date(report.Week(p.Received, w.rules.Zone))})}
}

// heading is what a report is called: what it is about, and where.
func (w *words) heading(p *report.Public) string {
	if p.Place == "" {
		return w.category(p.Category)
	}
	return w.Text("reported.heading", fault.Args{"category": w.category(p.Category), "place": p.Place})
}

// state says where a report stands. That it was fixed and that it was closed are two facts: one that was closed and never called
// fixed is told as just that.
func (w *words) state(p *report.Public) page.Tag {
	tag := page.Tag{Text: w.Text("issue.state."+string(p.State), nil), Classes: "govuk-tag--grey"}
	switch {
	case p.Open:
		tag.Classes = "govuk-tag--blue"
	case p.State == report.Closed && p.Fixed.IsZero():
		tag.Text = w.Text("reported.closed_unfixed", nil)
	case p.State == report.Closed:
		tag.Text, tag.Classes = w.Text("reported.closed_fixed", nil), "govuk-tag--green"
	case !p.Fixed.IsZero():
		tag.Classes = "govuk-tag--green"
	}
	return tag
}

type onePage struct {
	row
	Office, Unit string
	Public       report.Public
	Pictures     []string // addresses of copies, each drawn anew with what a person covered
	Category     string
	Facts        []fact
}

// fact is one line of what is known.
type fact struct{ Key, Value string }

// one shows a report as everybody reads it.
func (p *Pages) one(w http.ResponseWriter, r *http.Request) error {
	words, err := p.enter(r)
	if err != nil {
		return err
	}
	publicID, err := id.Parse(r.PathValue("report"))
	if err != nil || publicID.IsZero() {
		return report.ErrNotPublished
	}
	x, err := p.Report.PublishedView(r.Context(), words.tenant.ID, publicID)
	if err != nil {
		return err
	}
	data := onePage{row: words.row(&x), Office: words.tenant.Name, Unit: words.unit(x.Unit), Public: x, Category: words.category(x.Category), Facts: words.facts(&x)}
	for n := range x.Copies {
		data.Pictures = append(data.Pictures, PictureOf(x.ID, n+1))
	}
	page.Of(r).Public = &page.Public{Canonical: p.address(data.Href, nil)}
	p.Render.Render(w, r, http.StatusOK, "reported/one", data)
	return nil
}

func (w *words) facts(p *report.Public) []fact {
	told := func(key string) string { return w.Text(key, nil) }
	out := []fact{{told("reported.fact.unit"), w.unit(p.Unit)}}
	if p.Place != "" {
		out = append(out, fact{told("reported.fact.place"), p.Place})
	}
	out = append(out, fact{told("reported.fact.received"), w.Text("reported.week", fault.Args{"day": w.LongDate(report.Week(p.Received, w.rules.Zone))})})
	fixed, closed := told("reported.not_yet"), told("reported.not_yet")
	if p.Sort.Mended() {
		if !p.Fixed.IsZero() {
			fixed = w.LongDate(w.day(p, p.Fixed))
		} else if !p.Open {
			fixed = told("reported.never")
		}
		out = append(out, fact{told("reported.fact.fixed"), fixed})
	}
	if !p.Closed.IsZero() {
		closed = w.LongDate(w.day(p, p.Closed))
	}
	return append(out, fact{told("reported.fact.closed"), closed})
}

package mediation

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"linli/casefile"
	"linli/mediation"
	"linli/platform/clock"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/web/page"
)

// listRow is a case as a list shows it.
type listRow struct {
	Href, Name string
	Hint       string // the unit, and what the name does not say already
	Own        string // what the reader calls it; empty: nothing
	State      page.Tag
	Left       *page.Tag // nil where nothing is owed
}

func (w *words) rows(rows []mediation.Row, now time.Time) []listRow {
	var out []listRow
	for _, x := range rows {
		row := listRow{Href: "/mediations/" + x.ID.String(), Name: w.name(x.Unit, x.Year, x.Number, x.Ref, x.Type, x.Received),
			Hint: w.units[x.Unit], State: w.state(x.State)}
		if x.Number > 0 || x.Ref != "" {
			row.Hint = w.t("staff.list.hint", "type", w.kind(x.Type), "unit", w.units[x.Unit], "day", w.Date(x.Received))
		}
		if !x.Due.IsZero() {
			tag := w.left(x.Due, now)
			row.Left = &tag
		}
		out = append(out, row)
	}
	return out
}

type listPage struct {
	Form   *page.Form
	Rows   []listRow
	Units  []page.Item
	States []page.Item
	Types  []page.Item
	Shown  []string // what the list is narrowed to; empty: everything is shown
	Pages  page.Pagination
	Intake bool
	Leads  bool
	Named  bool // those that the reader has names for, and no others
}

// maxTrail is how many pages a list can be turned; a place in it is found by a filter long before.
const maxTrail = 40

// list shows the cases of the reader's units and the reader's own, the next due first. Filters and place stand in the
// address, so that a page can be kept and sent on. No totals: counting would read every row.
func (p *Pages) list(w http.ResponseWriter, r *http.Request) error {
	a, q := actor(r), r.URL.Query()
	words, err := p.words(r.Context(), a, p.locale(r))
	if err != nil {
		return err
	}
	scope := p.Mediation.Access.Scope(a, "mediation.list")
	if scope.None {
		return p.Mediation.Access.Check(a, "mediation.list", factsOf(a))
	}
	if named, err := namedOnly(q.Get("named")); named || err != nil {
		if err != nil {
			return err
		}
		return p.named(w, r, words)
	}
	form := page.NewForm(q)
	f := mediation.Filter{State: mediation.State(q.Get("state")), Type: q.Get("type"), Number: form.Value("number"), Limit: 25}
	if f.State != "" && !slices.Contains(mediation.States, f.State) {
		return fault.New(fault.NotFound, "fault.not_found")
	}
	if f.Unit, err = id.Parse(q.Get("unit")); err != nil {
		return fault.New(fault.NotFound, "fault.not_found")
	}
	first, last := form.Days()
	if f.Days, err = casefile.DaysOf(first, last, words.Zone); err != nil && !form.Take(err) {
		return err
	}
	trail := q["at"]
	if len(trail) > maxTrail {
		return fault.New(fault.NotFound, "fault.not_found")
	}
	if len(trail) > 0 {
		if f.After, err = cursorAt(trail[len(trail)-1]); err != nil {
			return err
		}
	}
	var found mediation.Page
	if !form.Faulty() {
		if found, err = p.Mediation.List(r.Context(), a, f); err != nil && !form.Take(err) {
			return err
		}
	}
	data := listPage{Form: form, Rows: words.rows(found.Rows, p.Mediation.Clock.Now()), Intake: len(p.clerkIn(a)) > 0, Leads: len(ledBy(a)) > 0,
		Shown: words.shown(f)}
	of := make([]id.ID, len(found.Rows))
	for i, x := range found.Rows {
		of[i] = x.ID
	}
	if err := p.ownNames(r, of, data.Rows); err != nil {
		return err
	}
	data.Pages = paging(words, form.Narrows("unit", "state", "type", "number"), trail, found.Next)
	data.States = []page.Item{{Value: "", Text: words.t("staff.list.every_state")}}
	for _, s := range mediation.States {
		data.States = append(data.States, page.Item{Value: string(s), Text: words.t("mediation.state." + string(s))})
	}
	data.Types = []page.Item{{Value: "", Text: words.t("staff.list.every_type")}}
	for _, t := range words.rules.Mediation.DisputeTypes {
		data.Types = append(data.Types, page.Item{Value: t.Code, Text: words.in(t.Label)})
	}
	if len(scope.Units) > 1 {
		data.Units = []page.Item{{Value: "", Text: words.t("staff.list.every_unit")}}
		for _, u := range scope.Units {
			data.Units = append(data.Units, page.Item{Value: u.String(), Text: words.units[u]})
		}
	}
	p.Render.Render(w, r, form.Status(), "mediation/list", data)
	return nil
}

// shown says what a list is narrowed to.
func (w *words) shown(f mediation.Filter) (out []string) {
	if f.Number != "" {
		out = append(out, w.t("find.said.number", "number", f.Number))
	}
	if f.Type != "" {
		out = append(out, w.kind(f.Type))
	}
	if !f.Unit.IsZero() {
		out = append(out, w.units[f.Unit])
	}
	if f.State != "" {
		out = append(out, w.t("mediation.state."+string(f.State)))
	}
	if days := page.SaidDays(w.Locale, f.Days.From, f.Days.Until); days != "" {
		out = append(out, days)
	}
	return out
}

// paging leads to the neighbouring pages. The address carries the places of all pages before, so that going back needs
// no second index.
func paging(words *words, narrows url.Values, trail []string, next mediation.Cursor) page.Pagination {
	to := func(trail []string) string {
		out := maps.Clone(narrows)
		for _, at := range trail {
			out.Add("at", at)
		}
		if len(out) == 0 {
			return "/mediations"
		}
		return "/mediations?" + out.Encode()
	}
	var g page.Pagination
	if len(trail) > 0 {
		g.Previous = &page.PageLink{Text: words.t("staff.list.sooner"), Href: to(trail[:len(trail)-1])}
	}
	if next != (mediation.Cursor{}) && len(trail) < maxTrail {
		g.Next = &page.PageLink{Text: words.t("staff.list.later"), Href: to(append(slices.Clone(trail), cursorText(next)))}
	}
	return g
}

func cursorText(c mediation.Cursor) string {
	return strconv.FormatInt(clock.Micros(c.Due), 36) + "~" + c.ID.String()
}

func cursorAt(s string) (c mediation.Cursor, err error) {
	micros, rest, ok := strings.Cut(s, "~")
	n, err := strconv.ParseInt(micros, 36, 64)
	if err != nil || !ok {
		return c, fault.New(fault.NotFound, "fault.not_found")
	}
	if c.ID, err = id.Parse(rest); err != nil {
		return c, fault.New(fault.NotFound, "fault.not_found")
	}
	c.Due = clock.FromMicros(n)
	return c, nil
}

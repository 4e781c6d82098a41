package insight

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"linli/insight"
	"linli/office"
	"linli/platform/access"
	"linli/platform/calendar"
	"linli/platform/fault"
	"linli/platform/i18n"
	"linli/platform/id"
	"linli/rulebook"
	"linli/web/chart"
	"linli/web/page"
)

// along is one indicator along a dimension, as the page shows it.
type along struct {
	Name, By string // in words
	Head     string // what the rows are
	Lines    []line
	Total    line
	Chart    *page.Chart // nil: too little is shown for one
}

// table says which table is asked for.
type table struct {
	by    insight.Dimension
	of    string
	tree  office.Tree
	unit  office.Row
	rules *rulebook.Rulebook
	l     i18n.Locale
}

// along reads a table. Its rows stand in the order of the rulebook, of the tree of units or of the calendar, never in that
// of their figures: nobody is ranked.
func (p *Pages) along(r *http.Request, a access.Actor, q insight.Query, t table) (*along, error) {
	var units []insight.Row
	if t.by == insight.ByUnit {
		units = below(t.tree, t.unit.ID)
	}
	b, err := p.Insight.Breakdown(r.Context(), a, q, t.by, units)
	if err != nil {
		return nil, err
	}
	at := slices.IndexFunc(b.Total, func(f insight.Figure) bool { return f.ID == t.of })
	out := &along{Name: t.l.Text(nameOf(t.of), nil), By: t.l.Text("insight.by."+string(t.by), nil), Head: t.l.Text("insight.head."+string(t.by), nil)}
	order, name := t.naming()
	slices.SortStableFunc(b.Rows, func(x, y insight.Slice) int {
		return cmp.Or(cmp.Compare(order(x.Of), order(y.Of)), cmp.Compare(x.Of, y.Of))
	})
	for _, row := range b.Rows {
		f := row.Figures[at]
		if f.Denominator != nil && *f.Denominator == 0 {
			continue
		}
		x := lineOf(f, t.l)
		x.Name = name(row.Of)
		x.month, _ = firstDay(row.Of) // none but a row of months has one
		out.Lines = append(out.Lines, x)
	}
	out.Total = lineOf(b.Total[at], t.l)
	out.Total.Name = t.l.Text("insight.page.total", nil)
	out.Chart = out.drawn(t)
	return out, nil
}

// drawn is the table as a chart: settlement by unit as a funnel plot, months as a curve, all else as bars.
func (a *along) drawn(t table) *page.Chart {
	rows := make([]chart.Row, len(a.Lines))
	for i := range a.Lines {
		rows[i] = a.Lines[i].row()
	}
	kind, args := "bars", fault.Args{"figure": a.Name, "by": a.By, "all": a.Total.Value}
	var d *page.Chart
	switch {
	case t.by == insight.ByUnit && t.of == "mediation.settlement":
		return a.funnel(rows, t.l)
	case t.by == insight.ByMonth:
		kind, d = "months", chart.Months(a.everyMonth(rows, t.l), t.l)
	default:
		d = chart.Bars(rows, t.l)
	}
	if d != nil {
		d.ID, d.Title, d.Text, d.Caption = kind, t.l.Text("insight.chart.title", args), t.l.Text("insight.chart."+kind, args), t.l.Text("insight.chart."+kind, args)
	}
	return d
}

// everyMonth is the rows with one for each month between the first and the last, so that time has its true length.
func (a *along) everyMonth(rows []chart.Row, l i18n.Locale) []chart.Row {
	var out []chart.Row
	var month calendar.Date
	for i, r := range rows {
		day := a.Lines[i].month
		for ; i > 0 && month.Before(day); month = month.AddMonths(1) {
			out = append(out, chart.Row{Name: monthOf(month, l)})
		}
		out, month = append(out, r), day.AddMonths(1)
	}
	return out
}

// funnel is the funnel plot of the table; it numbers the rows that it draws.
func (a *along) funnel(rows []chart.Row, l i18n.Locale) *page.Chart {
	plot := chart.Funnel(rows, a.Total.row(), l.Text("insight.funnel.cases", nil), l)
	if plot == nil {
		return nil
	}
	n := 0
	for i := range a.Lines {
		if rows[i].Shown {
			n++
			a.Lines[i].No = n
		}
	}
	said := []string{}
	for _, unit := range plot.Outside {
		said = append(said, l.Text("insight.funnel.outside", fault.Args{"unit": unit}))
	}
	if len(said) == 0 {
		said = append(said, l.Text("insight.funnel.inside", nil))
	}
	mean := fault.Args{"mean": a.Total.Value}
	plot.ID, plot.Title = "funnel", l.Text("insight.funnel.title", nil)
	plot.Text = strings.Join(append([]string{l.Text("insight.funnel.text", mean)}, said...), " ")
	plot.Caption = strings.Join(slices.Concat([]string{l.Text("insight.funnel.caption", mean)}, said, []string{l.Text("insight.funnel.source", nil)}), " ")
	return &plot.Chart
}

// below are the rows of a table by unit: the unit's own cases, and each next unit with all below it.
func below(tree office.Tree, unit id.ID) []insight.Row {
	rows := []insight.Row{{Unit: unit}}
	for _, u := range tree.Below(unit)[1:] {
		if x, _ := tree.Unit(u); x.Parent == unit && !x.Guest() {
			rows = append(rows, insight.Row{Unit: u, Below: tree.Below(u)[1:]})
		}
	}
	return rows
}

// naming says how the rows of a table are ordered and named.
func (t table) naming() (order func(string) int, name func(string) string) {
	none := func(string) int { return 0 }
	lang := string(t.l.Language)
	switch t.by {
	case insight.ByUnit:
		rows := t.tree.Rows()
		find := func(of string) int {
			return slices.IndexFunc(rows, func(x office.Row) bool { return x.ID.String() == of })
		}
		return find, func(of string) string {
			if of == t.unit.ID.String() && len(t.tree.Below(t.unit.ID)) > 1 {
				return t.l.Text("insight.page.itself", fault.Args{"unit": t.unit.Name})
			}
			return rows[find(of)].Name
		}
	case insight.ByType:
		find := func(of string) int {
			return slices.IndexFunc(t.rules.Mediation.DisputeTypes, func(x rulebook.DisputeType) bool { return x.Code == of })
		}
		return find, func(of string) string {
			if i := find(of); i >= 0 {
				return t.rules.Mediation.DisputeTypes[i].Label.In(lang)
			}
			return of
		}
	case insight.BySource:
		find := func(of string) int {
			return slices.IndexFunc(t.rules.Mediation.Sources, func(x rulebook.Code) bool { return x.Code == of })
		}
		return find, func(of string) string {
			if i := find(of); i >= 0 {
				return t.rules.Mediation.Sources[i].Label.In(lang)
			}
			return of
		}
	}
	return none, func(of string) string {
		day, ok := firstDay(of)
		if !ok {
			return of
		}
		return monthOf(day, t.l)
	}
}

// firstDay is the first day of a month that is written YYYY-MM.
func firstDay(of string) (calendar.Date, bool) {
	day, err := calendar.ParseDate(strings.TrimSpace(of) + "-01")
	return day, err == nil
}

// monthOf is a month in words.
func monthOf(day calendar.Date, l i18n.Locale) string {
	month := l.Text("date.month."+strconv.Itoa(int(day.Month)), nil)
	return l.Text("insight.month", fault.Args{"year": strconv.Itoa(day.Year), "month": month})
}

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
)

// along is one indicator along a dimension, as the page shows it.
type along struct {
	Name, By string // in words
	Head     string // what the rows are
	Lines    []line
	Total    line
	Funnel   *funnel // nil: no plot
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
		out.Lines = append(out.Lines, x)
	}
	out.Total = lineOf(b.Total[at], t.l)
	out.Total.Name = t.l.Text("insight.page.total", nil)
	if t.by == insight.ByUnit && t.of == "mediation.settlement" {
		out.Funnel = funnelOf(out.Lines, out.Total, t.l)
	}
	return out, nil
}

// below are the rows of a table by unit: the unit's own cases, and each next unit with all below it.
func below(tree office.Tree, unit id.ID) []insight.Row {
	rows := []insight.Row{{Unit: unit}}
	for _, u := range tree.Below(unit)[1:] {
		if x, _ := tree.Unit(u); x.Parent == unit {
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
		day, err := calendar.ParseDate(strings.TrimSpace(of) + "-01")
		if err != nil {
			return of
		}
		return monthOf(day, t.l)
	}
}

// monthOf is a month in words.
func monthOf(day calendar.Date, l i18n.Locale) string {
	month := strconv.Itoa(int(day.Month))
	if l.Language == i18n.English {
		month = day.Month.String()
	}
	return l.Text("insight.month", fault.Args{"year": strconv.Itoa(day.Year), "month": month})
}

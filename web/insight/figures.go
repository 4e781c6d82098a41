package insight

import (
	"cmp"
	"net/http"
	"slices"
	"strings"
	"time"

	"linli/insight"
	"linli/office"
	"linli/platform/access"
	"linli/platform/calendar"
	"linli/platform/fault"
	"linli/platform/i18n"
	"linli/platform/id"
	"linli/web/chart"
	officepages "linli/web/office"
	"linli/web/page"
)

// periods are the windows that the page offers, by the day of registration.
var periods = []string{"all", "year", "last_year", "quarter"}

type figuresPage struct {
	Form                             *page.Form
	Units, Periods, Ways, Indicators []choice
	Unit                             string
	Days                             string // the days of the window in words, or empty
	Lines                            []line
	Cutoff                           time.Time
	Minimum                          int
	Along                            *along // nil: one unit alone
	Asks                             bool   // the parties are asked how it was
	Declares                         bool   // the rulebook has indicators
	Neighbourhood                    bool   // the rulebook asks the neighbourhood, and the reader sees the whole office
	Confirms                         bool   // a court confirms agreements here
}

// choice is a unit or a period to choose.
type choice struct {
	Value, Text string
	Selected    bool
}

// line is one figure in the reader's words.
type line struct {
	Name                   string
	Hidden, Empty          bool
	Numerator, Denominator int64
	Value, Low, High       string
	No                     int           // in the plot; 0 where there is none
	share                  [3]float64    // value, low, high
	month                  calendar.Date // of a row of months: its first day
}

// row is the line for a chart.
func (x line) row() chart.Row {
	if x.Hidden || x.Empty {
		return chart.Row{Name: x.Name}
	}
	return chart.Row{Name: x.Name, Shown: true, Numerator: x.Numerator, Of: x.Denominator, Value: x.share[0], Low: x.share[1], High: x.share[2]}
}

// figures shows the figures of a unit, with all below it, for a window, and one of them along a dimension.
func (p *Pages) figures(w http.ResponseWriter, r *http.Request) error {
	a, query := officepages.Actor(r.Context()), r.URL.Query()
	tree, err := p.Office.Tree(r.Context(), a.Tenant)
	if err != nil {
		return err
	}
	rows, err := p.entitled(a, tree)
	if err != nil {
		return err
	}
	unit, err := chosen(rows, query.Get("unit"))
	if err != nil {
		return err
	}
	rules, err := p.Insight.Rules(r.Context(), a.Tenant)
	if err != nil {
		return err
	}
	period := cmp.Or(query.Get("period"), periods[0])
	if !slices.Contains(periods, period) {
		return fault.New(fault.NotFound, "fault.not_found")
	}
	q := insight.Query{Tenant: a.Tenant, Unit: unit.ID, Below: tree.Below(unit.ID)[1:], Whole: tree.IsRoot(unit.ID)}
	q.From, q.To = window(period, calendar.DateOf(p.Insight.Clock.Now(), rules.Zone))
	figures, err := p.Insight.Together(r.Context(), a, q)
	if err != nil {
		return err
	}
	l := p.Texts.For(page.Of(r).Language, rules.Zone)
	_, asks := asksOf(rules, "")
	data := figuresPage{Form: page.NewForm(nil), Unit: unit.Name, Minimum: rules.MinimumCell, Cutoff: figures[0].Cutoff,
		Confirms: rules.Mediation.Confirmation != nil, Asks: len(asks) > 0, Declares: len(rules.Figures.Indicators) > 0}
	if data.Neighbourhood, err = p.surveysAsked(r, a); err != nil {
		return err
	}
	if !q.From.IsZero() {
		data.Days = l.Text("insight.page.days", fault.Args{"from": l.Date(q.From.Start(rules.Zone)), "to": l.Date(q.To.Start(rules.Zone))})
	}
	of := cmp.Or(query.Get("figure"), "mediation.settlement")
	known := false
	for _, f := range figures {
		known = known || f.ID == of
		data.Lines = append(data.Lines, lineOf(f, l))
		data.Indicators = append(data.Indicators, choice{f.ID, l.Text(nameOf(f.ID), nil), f.ID == of})
	}
	by := insight.Dimension(query.Get("by"))
	if !known || by != "" && !slices.Contains(insight.Dimensions(), by) {
		return fault.New(fault.NotFound, "fault.not_found")
	}
	if by != "" {
		if data.Along, err = p.along(r, a, q, table{by, of, tree, unit, rules, l}); err != nil {
			return err
		}
	}
	for _, x := range rows {
		data.Units = append(data.Units, choice{x.ID.String(), strings.Repeat("　", max(0, x.Depth-rows[0].Depth)) + x.Name, x.ID == unit.ID})
	}
	for _, x := range periods {
		data.Periods = append(data.Periods, choice{x, l.Text("insight.period."+x, nil), x == period})
	}
	data.Ways = append(data.Ways, choice{"", l.Text("insight.by.none", nil), by == ""})
	for _, x := range insight.Dimensions() {
		data.Ways = append(data.Ways, choice{string(x), l.Text("insight.by."+string(x), nil), x == by})
	}
	p.Render.Render(w, r, http.StatusOK, "insight/figures", data)
	return nil
}

// chosen is the unit that was asked for, among those that the actor may see; the first of them where none was.
func chosen(rows []office.Row, given string) (office.Row, error) {
	if given == "" {
		return rows[0], nil
	}
	i := slices.IndexFunc(rows, func(x office.Row) bool { return x.ID.String() == given })
	if i < 0 {
		return office.Row{}, access.ErrNotFound
	}
	return rows[i], nil
}

// entitled are the units whose figures the actor may see, each before those below it; an error where there are none.
func (p *Pages) entitled(a access.Actor, tree office.Tree) ([]office.Row, error) {
	var out []office.Row
	refused := p.Insight.Gate.Check(a, insight.ActionShow, access.Facts{Tenant: a.Tenant, Unit: id.ID{}, Kind: "insight"})
	for _, row := range tree.Rows() {
		if row.Guest() {
			continue // it has no case of its own here
		}
		if err := p.Insight.Gate.Check(a, insight.ActionShow, access.Facts{Tenant: a.Tenant, Unit: row.ID, Kind: "insight"}); err == nil {
			out = append(out, row)
		}
	}
	if len(out) == 0 {
		return nil, refused
	}
	return out, nil
}

// window is the first and the last day of a period, today's own included; both zero for all days.
func window(period string, today calendar.Date) (from, to calendar.Date) {
	switch period {
	case "year":
		return calendar.Date{Year: today.Year, Month: 1, Day: 1}, today
	case "last_year":
		return calendar.Date{Year: today.Year - 1, Month: 1, Day: 1}, calendar.Date{Year: today.Year - 1, Month: 12, Day: 31}
	case "quarter":
		return calendar.Date{Year: today.Year, Month: (today.Month-1)/3*3 + 1, Day: 1}, today
	}
	return from, to
}

func lineOf(f insight.Figure, l i18n.Locale) line {
	out := line{Name: l.Text(nameOf(f.ID), nil), Hidden: f.Suppressed}
	if f.Suppressed {
		return out
	}
	out.Numerator, out.Denominator, out.Empty = *f.Numerator, *f.Denominator, f.Value == nil
	if !out.Empty {
		out.share = [3]float64{*f.Value, *f.Low, *f.High}
		out.Value, out.Low, out.High = l.Percent(*f.Value, 1), l.Percent(*f.Low, 1), l.Percent(*f.High, 1)
	}
	return out
}

// nameOf is the message key of an indicator's name.
func nameOf(id string) string { return "insight.name." + strings.ReplaceAll(id, ".", "_") }

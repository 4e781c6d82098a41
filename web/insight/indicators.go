package insight

import (
	"cmp"
	"net/http"
	"slices"
	"strings"

	"linli/insight"
	"linli/office"
	"linli/platform/access"
	"linli/platform/calendar"
	"linli/platform/i18n"
	"linli/platform/id"
	"linli/rulebook"
	officepages "linli/web/office"
	"linli/web/page"
)

type indicatorsPage struct {
	Form           *page.Form
	Unit           string
	Units, Periods []choice
	Lines          []heldLine
	Minimum        int
	Cards          bool // the rulebook has a scorecard
	Splits         []split
	Half           string // of the time to the first answer of a service, in words; empty: nothing can be said of it
	HalfKnown      string // the day on which that is final, while it is still open
}

// split is a table of the indicators of referrals, by need or by provider.
type split struct {
	Title, Head string
	Rows        []splitRow // the last is all of them
}

type splitRow struct {
	Name, Half string
	Lines      []heldLine
}

// heldLine is a declared indicator in the reader's words.
type heldLine struct {
	line
	ID, About string
	Waived    string // how many promises it leaves out because they were waived; empty: it leaves out none
	None      bool   // there is nothing to divide by
	Known     string
	Open      bool
	Pair      *heldLine
	Asked     *askedLine // what the people say beside it
	List      string     // address of what was late of it, for whoever may read that
}

// span is who asks for which unit and period, as the pages of indicators share it.
type span struct {
	a     access.Actor
	tree  office.Tree
	rows  []office.Row
	unit  office.Row
	rules *rulebook.Rulebook
	l     i18n.Locale
	q     insight.Span
	today calendar.Date
}

// asks reads unit and period of a request; kinds are the lengths of periods that the page has, the first of which it shows
// where none is named.
func (p *Pages) asks(r *http.Request, kinds ...string) (span, error) {
	s := span{a: officepages.Actor(r.Context())}
	var err error
	if s.tree, err = p.Office.Tree(r.Context(), s.a.Tenant); err != nil {
		return s, err
	}
	if s.rows, err = p.entitled(s.a, s.tree); err != nil {
		return s, err
	}
	if s.unit, err = chosen(s.rows, r.URL.Query().Get("unit")); err != nil {
		return s, err
	}
	if s.rules, err = p.Insight.Rules(r.Context(), s.a.Tenant); err != nil {
		return s, err
	}
	if len(s.rules.Figures.Indicators) == 0 {
		return s, insight.ErrNoIndicators
	}
	s.l = p.Texts.For(page.Of(r).Language, s.rules.Zone)
	s.today = calendar.DateOf(p.Insight.Clock.Now(), s.rules.Zone)
	s.q = insight.Span{Tenant: s.a.Tenant, Unit: s.unit.ID, Below: s.tree.Below(s.unit.ID)[1:], Kind: kinds[0],
		Period: cmp.Or(r.URL.Query().Get("period"), insight.Closed(kinds[0], s.today, 1)[0])}
	for _, kind := range kinds {
		if _, _, err := insight.PeriodDays(kind, s.q.Period); err == nil {
			s.q.Kind = kind
			return s, nil
		}
	}
	return s, access.ErrNotFound
}

// units are those to choose from, each indented below the one above it.
func (s span) units() []choice {
	var out []choice
	for _, x := range s.rows {
		out = append(out, choice{x.ID.String(), strings.Repeat("　", max(0, x.Depth-s.rows[0].Depth)) + x.Name, x.ID == s.unit.ID})
	}
	return out
}

func (s span) choices(kind string, n int) []choice {
	var out []choice
	for _, x := range insight.Closed(kind, s.today, n) {
		out = append(out, choice{x, spanName(kind, x, s.l), x == s.q.Period})
	}
	return out
}

// spanName is a period in words.
func spanName(kind, period string, l i18n.Locale) string {
	from, _, err := insight.PeriodDays(kind, period)
	switch {
	case err != nil:
		return period
	case kind == "month":
		return monthOf(from, l)
	case kind == "quarter":
		return l.Text("indicator.quarter", map[string]any{"year": period[:4], "n": period[6:]})
	}
	return l.Text("indicator.year", map[string]any{"year": period})
}

// indicators shows what the rulebook declares of a unit and a period, each indicator with the one beside it.
func (p *Pages) indicators(w http.ResponseWriter, r *http.Request) error {
	s, err := p.asks(r, "month", "quarter", "year")
	if err != nil {
		return err
	}
	held, err := p.Insight.Declared(r.Context(), s.a, s.q)
	if err != nil {
		return err
	}
	data := indicatorsPage{Form: page.NewForm(nil), Unit: s.unit.Name, Units: s.units(), Minimum: s.rules.MinimumCell, Cards: len(s.rules.Figures.Cards) > 0,
		Periods: slices.Concat(s.choices("month", 6), s.choices("quarter", 4), s.choices("year", 2))}
	if half, ok := insight.HalfAnswered(held); ok {
		data.Half = halfOf(held, s.l)
		if half.Open {
			data.HalfKnown = s.l.Date(half.Known.Start(s.l.Zone))
		}
	}
	for _, h := range held {
		x := heldOf(h, s.l)
		x.List = p.lists(s, h)
		if i := slices.IndexFunc(held, func(o insight.Held) bool { return o.Indicator.ID == h.Indicator.Pair }); i >= 0 {
			pair := heldOf(held[i], s.l)
			x.Pair = &pair
		}
		if x.Asked, err = p.asked(r, s, h.Indicator); err != nil {
			return err
		}
		data.Lines = append(data.Lines, x)
	}
	if s.unit.ID == s.rows[0].ID { // of units below it, what one hides would be the rest of the others
		all, err := p.Insight.Splits(r.Context(), s.a, s.q)
		if err != nil {
			return err
		}
		for _, x := range all {
			data.Splits = append(data.Splits, splitOf(x, s))
		}
	}
	p.Render.Render(w, r, http.StatusOK, "insight/indicators", data)
	return nil
}

// splitOf is a table in the reader's words: needs in the order of the rulebook, providers by name, never in that of their figures.
func splitOf(x insight.Split, s span) split {
	out := split{Title: s.l.Text("indicator.split.by_"+x.By, nil), Head: s.l.Text("indicator.split."+x.By, nil)}
	place := func(r insight.SplitRow) int {
		i := slices.IndexFunc(s.rules.Help.Needs, func(n rulebook.Need) bool { return n.Code == r.Of })
		if i < 0 {
			return len(s.rules.Help.Needs)
		}
		return i
	}
	slices.SortStableFunc(x.Rows, func(a, b insight.SplitRow) int {
		return cmp.Or(cmp.Compare(place(a), place(b)), cmp.Compare(a.Name, b.Name))
	})
	add := func(name string, held []insight.Held) {
		row := splitRow{Name: name, Half: halfOf(held, s.l)}
		for _, h := range held {
			row.Lines = append(row.Lines, heldOf(h, s.l))
		}
		out.Rows = append(out.Rows, row)
	}
	for _, r := range x.Rows {
		name := cmp.Or(r.Name, s.l.Text("indicator.split.gone", nil))
		if x.By == insight.ByNeed {
			n, _ := s.rules.Help.Need(r.Of)
			name = cmp.Or(n.Label.In(string(s.l.Language)), r.Of)
		}
		add(name, r.Held)
	}
	add(s.l.Text("insight.page.total", nil), x.All)
	return out
}

// halfOf says within how many days half of a row's referrals had their first answer, or nothing.
func halfOf(held []insight.Held, l i18n.Locale) string {
	half, ok := insight.HalfAnswered(held)
	if !ok {
		return ""
	}
	key := "indicator.half"
	if half.Less {
		key = "indicator.half_less"
	}
	return l.Text(key, map[string]any{"n": half.Days, "done": *half.Figure.Numerator, "of": *half.Figure.Denominator})
}

func heldOf(h insight.Held, l i18n.Locale) heldLine {
	lang := string(l.Language)
	out := heldLine{ID: h.Indicator.ID, About: h.Indicator.About.In(lang), None: h.None, Open: h.Open, Known: l.Date(h.Known.Start(l.Zone))}
	if !h.None {
		out.line = lineOf(h.Figure, l)
	}
	switch {
	case h.WaivedFew:
		out.Waived = l.Text("indicator.waived_few", nil)
	case h.Waived != nil && *h.Waived > 0:
		out.Waived = l.Text("indicator.waived", map[string]any{"n": *h.Waived})
	}
	out.Name = h.Indicator.Title.In(lang)
	return out
}

// rowsBelow are the units of a table: the unit itself, and each next one with all below it.
func (s span) rowsBelow() ([]insight.Row, map[id.ID]string) {
	rows, names := below(s.tree, s.unit.ID), map[id.ID]string{}
	for _, r := range rows {
		x, _ := s.tree.Unit(r.Unit)
		names[r.Unit] = x.Name
		if r.Unit == s.unit.ID {
			names[r.Unit] = s.l.Text("insight.page.itself", map[string]any{"unit": x.Name})
		}
	}
	return rows, names
}

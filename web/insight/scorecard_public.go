package insight

import (
	"errors"
	"net/http"
	"slices"
	"strconv"
	"time"

	"linli/insight"
	"linli/office"
	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/i18n"
	"linli/rulebook"
	"linli/web/page"
)

type publicCardPage struct {
	cardPage
	Office   string
	Named    string // the period
	Hash     string
	Frozen   time.Time
	Restated int
	Minimum  int64
}

// cardRelease is how the card stands on the public page; nil for another unit than the uppermost, and for whoever does not publish it.
func (p *Pages) cardRelease(r *http.Request, s span) (*cardRelease, error) {
	if !s.tree.IsRoot(s.unit.ID) || p.Insight.Gate.Check(s.a, insight.ActionFreeze, access.Facts{Tenant: s.a.Tenant, Unit: s.unit.ID, Kind: "insight"}) != nil {
		return nil, nil //nolint:nilerr // nothing to publish here
	}
	q := s.cardAsked()
	versions, err := p.Insight.Versions(r.Context(), s.a, q)
	if err != nil {
		return nil, err
	}
	out := &cardRelease{Period: q.Period, Named: spanName(s.q.Kind, q.Period, s.l), Version: len(versions)}
	live, err := p.Insight.Reckon(r.Context(), s.a, q)
	if errors.Is(err, insight.ErrOpenPeriod) {
		out.Open, err = true, nil
	}
	if n := len(versions); n > 0 && err == nil {
		out.Frozen, out.Restated = versions[0].Frozen, n-1
		out.Moved = len(insight.Changes(versions[n-1], live)) > 0
	}
	return out, err
}

// cardAsked is the scorecard of the whole office as it is published.
func (s span) cardAsked() insight.Asked {
	root, _ := s.tree.Root()
	return seat{a: s.a, tree: s.tree, unit: office.Row{Unit: root}, form: &rulebook.Return{ID: rulebook.PublicCard}}.asked(s.q.Period)
}

// publishCard publishes the scorecard of a period, or restates it.
func (p *Pages) publishCard(w http.ResponseWriter, r *http.Request) error {
	form, err := page.ReadForm(r)
	if err != nil {
		return err
	}
	r.URL.RawQuery = "period=" + form.Value("period")
	s, err := p.asks(r, "month", "quarter", "year")
	if err != nil {
		return err
	}
	if _, err := p.Insight.Freeze(r.Context(), s.a, s.cardAsked(), form.Value("reason")); err != nil {
		if f := fault.Of(err); (f.Field == "reason" || f.Code == fault.Conflict) && form.Take(err) {
			return p.showCard(w, r, form)
		}
		return err
	}
	http.Redirect(w, r, "/figures/card?"+r.URL.RawQuery, http.StatusSeeOther) //nolint:gosec // a page of this site
	return nil
}

// releases are the published scorecards of this address's office, the latest first, and which of them was asked for; -1 where there are none.
func (p *Pages) releases(r *http.Request) (all []insight.Released, one int, name string, l i18n.Locale, err error) {
	t, err := p.Home(r)
	if err != nil {
		return nil, 0, "", l, err
	}
	tree, err := p.Office.Tree(r.Context(), t.ID)
	if err != nil {
		return nil, 0, "", l, err
	}
	rules, err := p.Insight.Rules(r.Context(), t.ID)
	if err != nil {
		return nil, 0, "", l, err
	}
	root, _ := tree.Root()
	if len(rules.Figures.Cards) > 0 {
		if all, err = p.Insight.Cards(r.Context(), t.ID, root.ID); err != nil {
			return nil, 0, "", l, err
		}
	}
	l = p.Texts.For(page.Of(r).Language, rules.Zone)
	given := r.URL.Query().Get("period")
	one = slices.IndexFunc(all, func(x insight.Released) bool { return given == "" || x.Body.Period == given })
	if one < 0 && given != "" {
		err = access.ErrNotFound
	}
	return all, one, t.Name, l, err
}

// card is what everybody reads of how the office does its own part.
func (p *Pages) card(w http.ResponseWriter, r *http.Request) error {
	all, one, named, l, err := p.releases(r)
	if err != nil {
		return err
	}
	data := publicCardPage{cardPage: cardPage{Form: page.NewForm(nil)}, Office: named}
	if one >= 0 {
		if err := data.fill(r, all, one, l); err != nil {
			return err
		}
	}
	p.Render.Render(w, r, http.StatusOK, "insight/scorecard_public", data)
	return nil
}

func (d *publicCardPage) fill(r *http.Request, all []insight.Released, one int, l i18n.Locale) error {
	x, unit, of := all[one], r.URL.Query().Get("unit"), r.URL.Query().Get("figure")
	card, err := x.Card(unit)
	if err != nil {
		return err
	}
	kind, lang := card.Span.Kind, string(l.Language)
	d.Card, d.Points, d.Title = card, tenth(card.Points), card.Rule.Title.In(lang)
	d.Named, d.Hash, d.Frozen, d.Restated, d.Minimum = x.Body.Period, x.Hash, x.Frozen, x.Restated, x.Body.Minimum
	d.Period, d.Unit = spanName(kind, x.Body.Period, l), l.Text("indicator.public.whole", nil)
	d.words(l)
	d.Units = []choice{{"", d.Unit, unit == ""}}
	for _, row := range x.Units() {
		d.Units = append(d.Units, choice{row.Of, unitName(row, x, l), row.Of == unit})
		if row.Of == unit {
			d.Unit = unitName(row, x, l)
		}
	}
	for _, y := range all {
		d.Periods = append(d.Periods, choice{y.Body.Period, spanName(kind, y.Body.Period, l), y.Body.Period == x.Body.Period})
	}
	if of == "" {
		of = card.Rule.Weighs[0].Indicator
	}
	for _, h := range x.Held(x.Body.Total) {
		d.Figures = append(d.Figures, choice{h.Indicator.ID, h.Indicator.Title.In(lang), h.Indicator.ID == of})
		if h.Indicator.ID == of {
			d.Figure, d.Total = h.Indicator.Title.In(lang), heldOf(h, l)
		}
	}
	if d.Figure == "" {
		return insight.ErrUnknown
	}
	for i := min(len(all), one+pastPeriods) - 1; i >= one; i-- {
		if line, ok := publicLine(all[i], unit, of, l); ok {
			line.Name = spanName(kind, all[i].Body.Period, l)
			d.Series = append(d.Series, line)
		}
	}
	d.drawSeries(l)
	if len(x.Units()) > 1 {
		for _, row := range x.Units() {
			line, _ := publicLine(x, row.Of, of, l)
			line.Name = unitName(row, x, l)
			d.Among = append(d.Among, line)
		}
		d.drawAmong(l)
	}
	return nil
}

// unitName is what a row is called: the unit itself apart from those below it.
func unitName(row insight.Line, x insight.Released, l i18n.Locale) string {
	return insight.RowName(string(insight.ByUnit), row, x.Body, nil, l)
}

// publicLine is one indicator of a row; ok is false where the release has neither the row nor the indicator.
func publicLine(x insight.Released, unit, of string, l i18n.Locale) (heldLine, bool) {
	row := x.Body.Total
	if unit != "" {
		i := slices.IndexFunc(x.Units(), func(y insight.Line) bool { return y.Of == unit })
		if i < 0 {
			return heldLine{}, false
		}
		row = x.Units()[i]
	}
	for _, h := range x.Held(row) {
		if h.Indicator.ID == of {
			return heldOf(h, l), true
		}
	}
	return heldLine{}, false
}

// openedCard is a row of a published scorecard as JSON: what is not shown is null.
type openedCard struct {
	Unit    string         `json:"unit"` // as in body; empty: the whole office
	Name    string         `json:"name"`
	Points  *float64       `json:"points"` // null: a figure of it is not shown, it is past a bar, or there is nothing to weigh
	Of      int            `json:"of"`     // the weights of the figures that there are
	Barred  *bool          `json:"barred"` // null: a figure of it is not shown
	Figures []openedFigure `json:"figures"`
}

type openedFigure struct {
	insight.Figure
	Title     rulebook.Label `json:"title"`
	Part      string         `json:"part"` // weighed, bar or shown
	Weight    int            `json:"weight,omitempty"`
	Threshold int            `json:"threshold,omitempty"` // in per cent; of what is left where less is better
	Past      int            `json:"past,omitempty"`      // in per cent
	Better    string         `json:"better"`              // higher, lower or none
	Points    *float64       `json:"points"`
}

func openCard(x insight.Released, of, name string) (openedCard, error) {
	card, err := x.Card(of)
	out := openedCard{Unit: of, Name: name, Of: card.Of}
	if !card.Hidden {
		out.Barred = &card.Barred
		if !card.Barred && card.Of > 0 {
			out.Points = &card.Points
		}
	}
	add := func(h insight.Held, f openedFigure) {
		f.Figure, f.Title, f.Better = h.Figure, h.Indicator.Title, h.Indicator.Direction
		out.Figures = append(out.Figures, f)
	}
	for _, w := range card.Weighs {
		f := openedFigure{Part: "weighed", Weight: w.Rule.Points, Threshold: w.Rule.Threshold}
		if w.Counts {
			f.Points = new(w.Points)
		}
		add(w.Held, f)
	}
	for _, b := range card.Bars {
		add(b.Held, openedFigure{Part: "bar", Past: b.Rule.Past})
	}
	for _, h := range card.Shows {
		add(h, openedFigure{Part: "shown"})
	}
	return out, err
}

// cardFile is a published scorecard as CSV or JSON, each unit beside the whole office.
func (p *Pages) cardFile(csv bool) func(http.ResponseWriter, *http.Request) error {
	return func(w http.ResponseWriter, r *http.Request) error {
		all, one, named, l, err := p.releases(r)
		if err != nil {
			return err
		}
		if one < 0 {
			return access.ErrNotFound
		}
		x := all[one]
		cards := make([]openedCard, 0, len(x.Units())+1)
		for _, row := range append([]insight.Line{{Name: l.Text("indicator.public.whole", nil)}}, x.Units()...) {
			name := row.Name
			if row.Of != "" {
				name = unitName(row, x, l)
			}
			c, err := openCard(x, row.Of, name)
			if err != nil {
				return err
			}
			cards = append(cards, c)
		}
		if csv {
			w.Header().Set("Content-Type", "text/csv; charset=utf-8")
			w.Header().Set("Content-Disposition", `attachment; filename="scorecard-`+x.Body.Period+`.csv"`)
			_, _ = w.Write(insight.Lines(cardRows(cards, l))) // the reader has gone if this fails
			return nil
		}
		return sendJSON(w, struct {
			insight.Return
			Cards       []openedCard `json:"cards"`
			Description description  `json:"description"`
		}{x.Return, cards, description{Title: x.Rule().Title, Source: named,
			Hidden: "A count is hidden (hidden: true, n: 0; in figures null) where it, or what it leaves of the whole, is above 0 and below minimum, where it would give such a count away, or where a public return of one of its months hides it.",
			Frozen: "Counts as known at the time in frozen, at first release; those of a public return as that return released them. They are never changed; restatements are counted on the page and not published.",
			Hash:   "SHA-256, in hex, of the value of body, byte for byte as it stands in this file."}})
	}
}

func cardRows(cards []openedCard, l i18n.Locale) [][]string {
	head := []string{}
	for _, key := range []string{"insight.page.unit", "indicator.public.part_of", "insight.page.figure", "insight.page.numerator", "insight.page.denominator", "insight.page.value", "survey.wave.low", "survey.wave.high", "indicator.card.points", "indicator.public.weight"} {
		head = append(head, l.Text(key, nil))
	}
	number := func(x *int64) string {
		if x == nil {
			return ""
		}
		return strconv.FormatInt(*x, 10)
	}
	share := func(x *float64) string {
		if x == nil {
			return ""
		}
		return strconv.FormatFloat(*x, 'f', 4, 64)
	}
	rows := [][]string{head}
	for _, c := range cards {
		for _, f := range c.Figures {
			points, weight := "", ""
			if f.Points != nil {
				points = tenth(*f.Points)
			}
			if f.Weight > 0 {
				weight = strconv.Itoa(f.Weight)
			}
			part := map[string]string{"weighed": "indicator.card.weighed", "bar": "indicator.card.bars", "shown": "indicator.card.shown"}[f.Part]
			rows = append(rows, []string{c.Name, l.Text(part, nil), f.Title.In(string(l.Language)), number(f.Numerator), number(f.Denominator), share(f.Value), share(f.Low), share(f.High), points, weight})
		}
	}
	return rows
}

package insight

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"linli/insight"
	"linli/platform/fault"
	"linli/platform/i18n"
	"linli/web/chart"
	officepages "linli/web/office"
	"linli/web/page"
)

// pastPeriods is over how many periods a unit is held against itself.
const pastPeriods = 8

type cardPage struct {
	Form                *page.Form
	Unit, Title, Period string
	Units, Periods      []choice
	Figures             []choice // indicators that can be looked at in time and among units
	Card                insight.Card
	Points              string
	Weighs              []weighedLine
	Bars                []barLine
	Shows               []heldLine
	Figure              string // the indicator that is looked at
	Itself              *page.Chart
	Series              []heldLine
	Breaks              []officepages.BrokenRow // in the time of the series
	Among               []heldLine
	Total               heldLine
	Funnel              *page.Chart
	Release             *cardRelease // nil: for whoever does not publish it
}

// cardRelease is how the scorecard of the period and the whole office stands on the public page.
type cardRelease struct {
	Period, Named     string
	Version, Restated int // 0: not published
	Frozen            time.Time
	Open, Moved       bool // before the last cut-off; the counts have changed since the last version
}

type weighedLine struct {
	heldLine
	Conduct           string // in words
	Weight, Threshold int
	Points            string
	Counts, Reached   bool
}

type barLine struct {
	heldLine
	Limit string
	Past  bool
}

// scorecard shows what a unit is held to: what is weighed, what bars, what only stands beside it; one of the indicators over
// the last periods of the same unit, and among the units below beside what chance alone would make of them.
func (p *Pages) scorecard(w http.ResponseWriter, r *http.Request) error {
	return p.showCard(w, r, page.NewForm(nil))
}

func (p *Pages) showCard(w http.ResponseWriter, r *http.Request, form *page.Form) error {
	s, err := p.asks(r, "month", "quarter", "year")
	if err != nil {
		return err
	}
	cards := s.rules.Figures.Cards
	if len(cards) == 0 {
		return insight.ErrNoCard
	}
	if r.URL.Query().Get("period") == "" || s.q.Kind != cards[0].Grain {
		s.q.Kind, s.q.Period = cards[0].Grain, insight.Closed(cards[0].Grain, s.today, 1)[0]
	}
	card, err := p.Insight.Card(r.Context(), s.a, s.q, cards[0].ID)
	if err != nil {
		return err
	}
	data := cardPage{Form: form, Unit: s.unit.Name, Title: card.Rule.Title.In(string(s.l.Language)), Period: spanName(s.q.Kind, s.q.Period, s.l),
		Units: s.units(), Periods: s.choices(s.q.Kind, pastPeriods), Card: card, Points: tenth(card.Points)}
	data.words(s.l)
	p.cardLists(s, &data)
	for i, w := range card.Weighs {
		if data.Weighs[i].Asked, err = p.asked(r, s, w.Held.Indicator); err != nil {
			return err
		}
	}
	if err := p.inTime(r, s, &data); err != nil {
		return err
	}
	if data.Release, err = p.cardRelease(r, s); err != nil {
		return err
	}
	p.Render.Render(w, r, form.Status(), "insight/scorecard", data)
	return nil
}

func tenth(x float64) string { return strconv.FormatFloat(x, 'f', 1, 64) }

// words puts the parts of the card into words.
func (d *cardPage) words(l i18n.Locale) {
	for _, w := range d.Card.Weighs {
		x := weighedLine{heldLine: heldOf(w.Held, l), Conduct: l.Text("indicator.conduct."+w.Rule.Conduct, nil), Weight: w.Rule.Points,
			Threshold: w.Rule.Threshold, Points: tenth(w.Points), Counts: w.Counts, Reached: w.Reached}
		if w.Pair != nil {
			pair := heldOf(*w.Pair, l)
			x.Pair = &pair
		}
		if w.Held.Indicator.Direction == "lower" { // its complement is held to the threshold: said as what may not be passed
			x.Threshold = 100 - w.Rule.Threshold
			x.Conduct = l.Text("indicator.card.at_most", fault.Args{"conduct": x.Conduct, "n": x.Threshold})
		} else {
			x.Conduct = l.Text("indicator.card.at_least", fault.Args{"conduct": x.Conduct, "n": x.Threshold})
		}
		d.Weighs = append(d.Weighs, x)
	}
	for _, b := range d.Card.Bars {
		key := "indicator.card.bar_below"
		if b.Held.Indicator.Direction == "lower" {
			key = "indicator.card.bar_above"
		}
		d.Bars = append(d.Bars, barLine{heldOf(b.Held, l), l.Text(key, fault.Args{"n": b.Rule.Past}), b.Past})
	}
	for _, h := range d.Card.Shows {
		d.Shows = append(d.Shows, heldOf(h, l))
	}
}

// cardLists adds to the lines of the card where what was late of them stands.
func (p *Pages) cardLists(s span, d *cardPage) {
	for i, w := range d.Card.Weighs {
		d.Weighs[i].List = p.lists(s, w.Held)
	}
	for i, b := range d.Card.Bars {
		d.Bars[i].List = p.lists(s, b.Held)
	}
	for i, h := range d.Card.Shows {
		d.Shows[i].List = p.lists(s, h)
	}
}

// inTime looks at one indicator over the unit's own periods and among the units below.
func (p *Pages) inTime(r *http.Request, s span, d *cardPage) error {
	of := r.URL.Query().Get("figure")
	if of == "" && len(d.Card.Weighs) > 0 {
		of = d.Card.Weighs[0].Held.Indicator.ID
	}
	in := s.rules.Figures.Indicator(of)
	if in == nil {
		return insight.ErrUnknown
	}
	d.Figure = in.Title.In(string(s.l.Language))
	for _, x := range s.rules.Figures.Indicators {
		d.Figures = append(d.Figures, choice{x.ID, x.Title.In(string(s.l.Language)), x.ID == of})
	}
	periods := insight.Closed(s.q.Kind, s.today, pastPeriods)
	slices.Reverse(periods)
	if err := d.breaks(s, periods); err != nil {
		return err
	}
	past, err := p.Insight.Past(r.Context(), s.a, s.q, of, periods)
	if err != nil {
		return err
	}
	for i, h := range past {
		x := heldOf(h, s.l)
		x.Name = spanName(s.q.Kind, periods[i], s.l)
		d.Series = append(d.Series, x)
	}
	d.drawSeries(s.l)
	return p.among(r, s, d, of)
}

// drawSeries draws the indicator over the unit's own periods.
func (d *cardPage) drawSeries(l i18n.Locale) {
	var rows []chart.Row
	for _, x := range d.Series {
		rows = append(rows, x.drawn())
	}
	if c := chart.Months(rows, l); c != nil {
		text := l.Text("indicator.card.itself_text", nil)
		c.ID, c.Title, c.Text, c.Caption = "itself", l.Text("indicator.card.itself", fault.Args{"figure": d.Figure}), text, text
		d.Itself = c
	}
}

// breaks are the days in the time of the periods, or since, from which the unit is another than before.
func (d *cardPage) breaks(s span, periods []string) error {
	first, _, err := insight.PeriodDays(s.q.Kind, periods[0])
	for _, b := range officepages.Broken(s.tree, s.unit.ID) {
		if !b.At.Before(first.Start(s.rules.Zone)) {
			d.Breaks = append(d.Breaks, b)
		}
	}
	return err
}

// drawn is the line for a chart: nothing of it where it shows nothing.
func (x heldLine) drawn() chart.Row {
	if x.None {
		return chart.Row{Name: x.Name}
	}
	return x.row()
}

func (p *Pages) among(r *http.Request, s span, d *cardPage, of string) error {
	below, names := s.rowsBelow()
	if len(below) < 2 {
		return nil
	}
	held, all, err := p.Insight.Among(r.Context(), s.a, s.q, of, below)
	if err != nil {
		return err
	}
	for i, h := range held {
		x := heldOf(h, s.l)
		x.Name = names[below[i].Unit]
		d.Among = append(d.Among, x)
	}
	d.Total = heldOf(all, s.l)
	d.drawAmong(s.l)
	return nil
}

// drawAmong draws the units beside what chance alone would make of them.
func (d *cardPage) drawAmong(l i18n.Locale) {
	var rows []chart.Row
	n := 0
	for i, x := range d.Among {
		row := x.drawn()
		if row.Shown {
			n++
			d.Among[i].No = n
		}
		rows = append(rows, row)
	}
	d.Total.Name = l.Text("insight.page.total", nil)
	plot := chart.Funnel(rows, d.Total.drawn(), l.Text("indicator.card.cases", nil), l)
	if plot == nil {
		return
	}
	said := []string{}
	for _, unit := range plot.Outside {
		said = append(said, l.Text("insight.funnel.outside", fault.Args{"unit": unit}))
	}
	if len(said) == 0 {
		said = append(said, l.Text("insight.funnel.inside", nil))
	}
	args := fault.Args{"mean": d.Total.Value, "figure": d.Figure}
	plot.ID, plot.Title, plot.Text = "among", l.Text("indicator.card.among", args), strings.Join(append([]string{l.Text("indicator.card.among_text", args)}, said...), " ")
	plot.Caption = strings.Join(slices.Concat([]string{l.Text("insight.funnel.caption", args)}, said, []string{l.Text("insight.funnel.source", nil)}), " ")
	d.Funnel = &plot.Chart
}

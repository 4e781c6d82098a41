package duty

import (
	"cmp"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"linli/duty"
	"linli/platform/calendar"
	"linli/platform/fault"
	"linli/web/chart"
	"linli/web/page"
)

type boardPage struct {
	Form          *page.Form
	Unit, Name    string
	Year          int
	Before, After string
	Units         []page.Item
	Months        []string
	Lines         []boardLine
	Whole         []boardMonth
	Gaps          []boardGap
	Unanswered    bool // a complaint about the unit would find nobody who may answer it
	Rates         []boardRate
	Chart         *page.Chart
}

// boardLine is one duty; a cell says in words and numbers how the month stands.
type boardLine struct {
	Name, Posts string
	Cells       []boardCell
}

type boardCell struct {
	Text, Whole string // short for the eye, whole for who does not see it
	Wrong       string // address of what was not done in time
}

// boardMonth is the table that says what the calendar draws.
type boardMonth struct {
	Name string
	duty.Tally
}

type boardGap struct {
	Day, Name, Why, Post, More string

	duty, why string
	n         int
}

type boardRate struct{ Name, Text string }

// board shows a year of a unit: every duty by months, what was late, the vacancies, and the calendar.
func (p *Pages) board(w http.ResponseWriter, r *http.Request) error {
	words, unit, units, err := p.unit(r)
	if err != nil {
		return err
	}
	year := p.Duty.Clock.Now().In(words.Zone).Year()
	if given := r.URL.Query().Get("year"); given != "" {
		if year, err = strconv.Atoi(given); err != nil || year < 2000 || year > 2100 {
			return fault.New(fault.NotFound, "fault.not_found")
		}
	}
	y, err := p.Duty.Year(r.Context(), actor(r), unit.ID, year)
	if err != nil {
		return err
	}
	unanswered, err := p.Unanswered(r.Context(), actor(r).Tenant, unit.ID)
	if err != nil {
		return err
	}
	at := func(year int) string { return "/duties/board?unit=" + unit.ID.String() + "&year=" + strconv.Itoa(year) }
	d := boardPage{Form: page.NewForm(r.URL.Query()), Unit: unit.ID.String(), Name: words.units[unit.ID], Year: year, Units: words.unitItems(units), Before: at(year - 1), After: at(year + 1),
		Unanswered: unanswered}
	for m := range 12 {
		d.Months = append(d.Months, words.t("duty.board.month", "n", m+1))
		d.Whole = append(d.Whole, boardMonth{Name: d.Months[m]})
	}
	for day, t := range y.Days {
		sum(&d.Whole[day.Month-1].Tally, t)
	}
	for _, x := range y.Duties {
		d.Lines = append(d.Lines, words.line(x, y))
		d.rates(words, x, y)
	}
	d.gaps(words, y)
	d.Chart = words.heat(y, d.Months)
	p.Render.Render(w, r, http.StatusOK, "duty/board", d)
	return nil
}

func sum(all *duty.Tally, t duty.Tally) {
	all.Planned, all.Open, all.Overdue, all.Done = all.Planned+t.Planned, all.Open+t.Open, all.Overdue+t.Overdue, all.Done+t.Done
	all.Checked, all.DoneLate, all.Missed = all.Checked+t.Checked, all.DoneLate+t.DoneLate, all.Missed+t.Missed
}

// gaps are the vacancies, those of one duty together: a post that nobody holds is one gap, however many shifts it leaves open.
func (d *boardPage) gaps(w words, y *duty.Year) {
	for _, g := range y.Gaps {
		rule, _ := y.Rules.Duty(g.Duty)
		day := w.LongDate(g.Last.Start(w.Zone))
		if i := slices.IndexFunc(d.Gaps, func(x boardGap) bool { return x.duty == g.Duty && x.why == g.Why }); i >= 0 {
			d.Gaps[i].n++
			d.Gaps[i].More = w.t("duty.board.gap_more", "n", d.Gaps[i].n, "day", day)
			continue
		}
		d.Gaps = append(d.Gaps, boardGap{Day: day, Name: w.in(rule.Label), Why: w.t("duty.gap." + g.Why), Post: w.post(g.Post), duty: g.Duty, why: g.Why})
	}
}

// parts are the ways in which an occurrence can stand, in the order in which a cell tells of them: what went wrong first.
var parts = []struct {
	key, sign string
	n         func(duty.Tally) int
}{
	{"missed", "✕", func(t duty.Tally) int { return t.Missed }},
	{"overdue", "!", func(t duty.Tally) int { return t.Overdue }},
	{"done_late", "◐", func(t duty.Tally) int { return t.DoneLate }},
	{"open", "○", func(t duty.Tally) int { return t.Open }},
	{"done", "●", func(t duty.Tally) int { return t.Done }},
	{"checked", "✓", func(t duty.Tally) int { return t.Checked }},
	{"planned", "·", func(t duty.Tally) int { return t.Planned }},
}

func (w words) line(x duty.OfYear, y *duty.Year) boardLine {
	out := boardLine{Name: w.in(x.Rule.Label), Posts: w.t("duty.board.posts", "does", w.post(x.Rule.OwedBy), "checks", w.post(x.Rule.CheckedBy))}
	for m, t := range x.Months {
		var c boardCell
		if t.Wrong() > 0 {
			c.Wrong = fmt.Sprintf("/duties?unit=%s&duty=%s&month=%d-%02d", y.Unit, url.QueryEscape(x.Rule.ID), y.Year, m+1)
		}
		var whole []string
		for _, part := range parts {
			n := part.n(t)
			if n == 0 {
				continue
			}
			whole = append(whole, w.t("duty.board."+part.key, "n", n))
			if c.Text != "" {
				c.Text += " "
			}
			c.Text += part.sign
			if n > 1 {
				c.Text += strconv.Itoa(n)
			}
		}
		c.Whole = w.List(whole)
		out.Cells = append(out.Cells, c)
	}
	return out
}

// Signs say what the signs of the board mean.
func (boardPage) Signs() []page.Item {
	var out []page.Item
	for _, part := range parts {
		out = append(out, page.Item{Value: part.sign, Text: "duty.sign." + part.key})
	}
	return out
}

// rates are how many statements were signed, and what was paid of what was planned.
func (d *boardPage) rates(w words, x duty.OfYear, y *duty.Year) {
	if x.Listed > 0 {
		d.Rates = append(d.Rates, boardRate{w.in(x.Rule.Label), w.t("duty.board.signed", "n", x.Signed, "of", x.Listed, "share", w.Percent(float64(x.Signed)/float64(x.Listed), 0))})
	}
	if x.Budget > 0 || x.Paid > 0 {
		d.Rates = append(d.Rates, boardRate{w.in(x.Rule.Label), w.t("duty.board.paid", "paid", w.Money(x.Paid, y.Rules.Currency), "planned", w.Money(x.Budget, y.Rules.Currency))})
	}
}

// heat is the calendar of the year. It is nil where nothing is owed.
func (w words) heat(y *duty.Year, months []string) *page.Chart {
	var days []chart.Day
	for day, t := range y.Days {
		x := chart.Day{Month: int(day.Month), Day: day.Day, Wrong: t.Wrong() > 0, How: chart.Planned}
		switch {
		case t.Open+t.Overdue > 0:
			x.How = chart.Open
		case t.Done+t.Checked+t.DoneLate+t.Missed > 0:
			x.How = chart.Settled
		}
		days = append(days, x)
	}
	slices.SortFunc(days, func(x, y chart.Day) int { return cmp.Or(cmp.Compare(x.Month, y.Month), cmp.Compare(x.Day, y.Day)) }) // one page, one drawing
	c := chart.Heat(days, months, func(m int) int { return daysIn(y.Year, m) }, [4]string{w.t("duty.heat.planned"), w.t("duty.heat.open"), w.t("duty.heat.settled"), w.t("duty.heat.wrong")})
	if c == nil {
		return nil
	}
	name := w.units[y.Unit]
	c.ID, c.Title, c.Text, c.Caption = "year", w.t("duty.heat.title", "unit", name, "year", strconv.Itoa(y.Year)), w.t("duty.heat.text"), w.t("duty.heat.caption")
	return c
}

func daysIn(year, month int) int {
	return calendar.Date{Year: year, Month: time.Month(month), Day: 1}.AddMonths(1).AddDays(-1).Day
}

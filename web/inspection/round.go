package inspection

import (
	"net/http"
	"net/url"
	"slices"
	"time"

	"linli/platform/calendar"
	"linli/platform/id"
	"linli/report/inspection"
	"linli/web/page"
)

type stopRow struct {
	Href, Name, Hint string
	Visited          time.Time // zero: not this month
	State            page.Tag
}

type roundPage struct {
	Form *page.Form
	words
	Round        inspection.Round
	Month        string // year and month
	By           time.Time
	Left, Past   []stopRow
	Units        []page.Item
	Before, Next string // the months beside, as addresses; empty: none
}

// round is the round of a month: the places that are still to be visited, those that were, and the numbers of the return.
func (p *Pages) round(w http.ResponseWriter, r *http.Request) error {
	unit, err := p.unit(r)
	if err != nil {
		return err
	}
	d := &roundPage{Form: page.NewForm(r.URL.Query())}
	if d.words, err = p.words(r.Context(), r); err != nil {
		return err
	}
	today := calendar.DateOf(p.Inspect.Clock.Now(), d.rules.Zone)
	day, err := calendar.ParseDate(r.URL.Query().Get("month") + "-01")
	if err != nil {
		day = today
	}
	if d.Round, err = p.Inspect.Round(r.Context(), actor(r), unit, day); err != nil {
		return err
	}
	d.Month = d.Round.Month.String()[:7]
	if !d.Round.By.IsZero() {
		d.By = d.Round.By.Start(d.rules.Zone)
	}
	visits := p.may(r, "inspection.visit", unit) && d.Round.Month == (calendar.Date{Year: today.Year, Month: today.Month, Day: 1})
	for _, s := range d.Round.Stops {
		row := stopRow{Name: s.Place.Name, Hint: d.kind(s.Place.Kind)}
		if visits {
			row.Href = "/rounds/" + s.Place.ID.String()
		}
		if s.Visit == nil {
			d.Left = append(d.Left, row)
			continue
		}
		row.Visited, row.State = s.Visit.At, page.Tag{Text: d.words.Text("inspection.round.fine", nil), Classes: "govuk-tag--green"}
		if s.Visit.Found {
			row.State = page.Tag{Text: d.words.Text("inspection.follow."+s.Visit.Became+".short", nil), Classes: "govuk-tag--yellow"}
		}
		d.Past = append(d.Past, row)
	}
	at := func(m calendar.Date) string {
		return "/rounds?" + url.Values{"month": {m.String()[:7]}, "unit": {unit.String()}}.Encode()
	}
	d.Before = at(d.Round.Month.AddMonths(-1))
	if next := d.Round.Month.AddMonths(1); !next.After(today) {
		d.Next = at(next)
	}
	for _, u := range p.Inspect.Units(actor(r)) {
		d.Units = append(d.Units, page.Item{Value: u.String(), Text: d.units[u]})
	}
	p.Render.Render(w, r, http.StatusOK, "inspection/round", d)
	return nil
}

// visitPage is one place of the round with its checklist.
type visitPage struct {
	Form *page.Form
	words
	Place     inspection.Place
	checklist string
	Questions []look
}

// FollowItems are what follows of a finding.
func (d *visitPage) FollowItems() []page.Item {
	var out []page.Item
	for _, f := range inspection.Follows() {
		out = append(out, page.Item{Value: f, Text: d.words.Text("inspection.follow."+f, nil)})
	}
	return out
}

func (p *Pages) visitPage(r *http.Request, form *page.Form) (*visitPage, error) {
	of, err := one(r, "place")
	if err != nil {
		return nil, err
	}
	d := &visitPage{Form: form}
	if d.words, err = p.words(r.Context(), r); err != nil {
		return nil, err
	}
	var unit id.ID
	if d.Place, unit, err = p.Inspect.Place(r.Context(), actor(r), of); err != nil {
		return nil, err
	}
	if err := p.check(r, "inspection.visit", unit); err != nil {
		return nil, err
	}
	lists := d.rules.Duties.ChecklistsOf(d.Place.Kind)
	if len(lists) == 0 || !slices.Contains(inspection.RoundKinds(d.rules), d.Place.Kind) || unit != d.Place.Unit {
		return nil, inspection.ErrNotFound // no round goes there
	}
	d.checklist = lists[0].ID
	for _, q := range lists[0].Questions {
		d.Questions = append(d.Questions, look{ID: q.ID, Question: d.in(q.Text)})
	}
	return d, nil
}

func (p *Pages) visitForm(w http.ResponseWriter, r *http.Request) error {
	d, err := p.visitPage(r, page.NewForm(nil))
	if err != nil {
		return err
	}
	p.Render.Render(w, r, http.StatusOK, "inspection/visit", d)
	return nil
}

// visit writes down what the checklist says. A finding goes on to a report or to an inspection of the same place.
func (p *Pages) visit(w http.ResponseWriter, r *http.Request) error {
	form, err := page.ReadForm(r)
	if err != nil {
		return err
	}
	d, err := p.visitPage(r, form)
	if err != nil {
		return err
	}
	if !form.Looking() {
		in := inspection.Visited{Unit: d.Place.Unit, Place: d.Place.ID, Checklist: d.checklist, Answers: map[string]string{}, Became: form.Value("became")}
		for _, q := range d.Questions {
			in.Answers[q.ID] = form.Value("answer-" + q.ID)
		}
		v, err := p.Inspect.Visit(r.Context(), actor(r), in)
		if err == nil {
			p.Browser.Notify(w, "inspection.done.visit")
			return seeOther(w, r, onward(v))
		}
		if !form.Take(err) {
			return err
		}
	}
	p.Render.Render(w, r, form.Status(), "inspection/visit", d)
	return nil
}

// onward is where a visit leads to.
func onward(v inspection.Visit) string {
	switch v.Became {
	case inspection.FollowReport:
		return "/reports/new?" + url.Values{"place_id": {v.Place.String()}}.Encode()
	case inspection.FollowInspection:
		return "/inspections/new?" + url.Values{"place": {v.Place.String()}, "round": {"yes"}}.Encode()
	}
	return "/rounds"
}

package roster

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"time"

	"linli/mediation/roster"
	"linli/platform/fault"
	"linli/platform/id"
	officepages "linli/web/office"
	"linli/web/page"
)

type entryPage struct {
	Form             *page.Form
	Name, Action     string
	Status           page.Tag
	Types, Languages []string
	Units, Posts     []string
	Hours            []string
	Leave            []period
	Training         []trained
	Year             string
	Done             string // hours of training in the year
	Duty             string // what the rulebook asks, with the rule; empty where it asks nothing
	Listed           bool
	Confirmed        time.Time
	ConfirmedBy      string
	Version          int64
	Own              bool
	MayConfirm       bool

	Week                              []weekday
	TypeBoxes, LanguageBoxes, Areas   *page.Checkboxes
	ListedBox                         *page.Checkboxes
	LeaveFrom, LeaveUntil, TrainedDay *page.DateInput
	Topic, Minutes                    *page.Input
}

type period struct {
	Text, Value string
}

type trained struct {
	Text, Value string
}

// weekday is one day of the form of hours.
type weekday struct {
	Day         string
	From, Until *page.Input
}

// show is one mediator's entry: for colleagues to read, for itself to write, for its lead to confirm.
func (p *Pages) show(w http.ResponseWriter, r *http.Request) error {
	return p.showEntry(w, r, page.NewForm(nil))
}

func account(r *http.Request) (id.ID, error) {
	x, err := id.Parse(r.PathValue("account"))
	if err != nil || x.IsZero() {
		return x, fault.New(fault.NotFound, "fault.not_found")
	}
	return x, nil
}

func (p *Pages) showEntry(w http.ResponseWriter, r *http.Request, form *page.Form) error {
	a := officepages.Actor(r.Context())
	who, err := account(r)
	if err != nil {
		return err
	}
	e, units, err := p.Roster.Show(r.Context(), a, who)
	if err != nil {
		return err
	}
	words, err := p.words(r.Context(), a.Tenant, r)
	if err != nil {
		return err
	}
	data := entryPage{Form: form, Action: "/roster/" + who.String(), Status: words.status(e), Types: words.types(e.Types), Languages: words.languages(e.Languages),
		Units: words.areas(e.Units), Posts: words.areas(units), Listed: e.Listed, Version: e.Version,
		Own: p.Roster.May(a, "roster.edit", who, units), MayConfirm: p.Roster.May(a, "roster.confirm", who, units) && !e.Changed.IsZero() && !e.Current()}
	if data.Name, err = p.Office.AccountName(r.Context(), a.Tenant, who); err != nil {
		return err
	}
	if e.Confirmed != nil {
		data.Confirmed = e.Confirmed.At
		if data.ConfirmedBy, err = p.Office.AccountName(r.Context(), a.Tenant, e.Confirmed.By); err != nil {
			return err
		}
	}
	words.describe(&data, e, p.Roster.Clock.Now())
	if data.Own {
		if err := p.layOut(r, &data, words, e); err != nil {
			return err
		}
	}
	p.Render.Render(w, r, form.Status(), "roster/entry", data)
	return nil
}

// describe puts hours, leave and training into words.
func (w *words) describe(data *entryPage, e roster.Entry, now time.Time) {
	for _, h := range e.Hours {
		data.Hours = append(data.Hours, w.t("roster.hours", "day", w.t("date.weekday."+strconv.Itoa(int(h.Day))), "from", clock(h.From), "until", clock(h.Until)))
	}
	today := now.In(w.rules.Zone).Format(time.DateOnly)
	for _, l := range e.Leave {
		if l.Until >= today {
			data.Leave = append(data.Leave, period{w.t("roster.leave.days", "from", w.day(l.From), "until", w.day(l.Until)), l.From + "_" + l.Until})
		}
	}
	data.Year = today[:4]
	for i, t := range e.Training {
		data.Training = append(data.Training, trained{w.t("roster.training.line", "day", w.day(t.Day), "topic", t.Topic, "hours", hours(t.Minutes)), strconv.Itoa(i)})
	}
	data.Done = w.t("roster.training.done", "hours", hours(e.Trained(data.Year)), "year", data.Year)
	if duty := w.rules.Mediation.Training; duty != nil {
		law := w.rules.Law(duty.Source.Law)
		data.Done = w.t("roster.training.of", "hours", hours(e.Trained(data.Year)), "duty", strconv.Itoa(duty.Hours), "year", data.Year)
		data.Duty = w.t("roster.training.source", "law", law.Title.In(string(w.Language)), "article", duty.Source.Article)
		if duty.Source.Article == "" {
			data.Duty = law.Title.In(string(w.Language))
		}
	}
}

func (w *words) day(s string) string {
	t, err := time.ParseInLocation(time.DateOnly, s, w.rules.Zone)
	if err != nil {
		return s
	}
	return w.Date(t)
}

func clock(minutes int) string { return fmt.Sprintf("%02d:%02d", minutes/60, minutes%60) }

// hours are minutes as hours with at most one decimal.
func hours(minutes int) string {
	return strconv.FormatFloat(float64(minutes*10/60)/10, 'f', -1, 64)
}

// layOut makes the forms of the own entry.
func (p *Pages) layOut(r *http.Request, data *entryPage, w *words, e roster.Entry) error {
	field := func(name, label string) page.Field {
		return page.Field{Name: name, ID: name, Label: page.Text{Text: w.t(label)}}
	}
	boxes := func(name, label string, items []page.Item, chosen []string) *page.Checkboxes {
		for i := range items {
			items[i].Checked = new(slices.Contains(chosen, items[i].ValueText()))
		}
		f := field(name, label)
		f.Label = page.Text{}
		return &page.Checkboxes{Choices: page.Choices{Field: f, IDPrefix: name, Items: items,
			Fieldset: &page.Fieldset{Legend: page.Text{Text: w.t(label), Classes: "govuk-fieldset__legend--s"}}}}
	}
	var types, languages, areas []page.Item
	for _, t := range w.rules.Mediation.DisputeTypes {
		types = append(types, page.Item{Value: t.Code, Text: t.Label.In(string(w.Language))})
	}
	for _, l := range roster.Languages {
		languages = append(languages, page.Item{Value: l, Text: w.t("roster.language." + l)})
	}
	units, err := p.Roster.Office.UnitsOf(r.Context(), officepages.Actor(r.Context()).Tenant)
	if err != nil {
		return err
	}
	for _, u := range units {
		areas = append(areas, page.Item{Value: u.String(), Text: w.units[u]})
	}
	var served []string
	for _, u := range e.Units {
		served = append(served, u.String())
	}
	data.TypeBoxes, data.LanguageBoxes = boxes("types", "roster.types", types, e.Types), boxes("languages", "roster.languages", languages, e.Languages)
	data.Areas = boxes("units", "roster.areas", areas, served)
	listed := []string{}
	if e.Listed {
		listed = []string{"yes"}
	}
	data.ListedBox = boxes("listed", "roster.listed", []page.Item{{Value: "yes", Text: w.t("roster.listed_yes"), Hint: page.Text{Text: w.t("roster.listed_hint")}}}, listed)
	data.Week = w.week(e)
	date := func(name, label string) *page.DateInput {
		f := field(name, label)
		f.Label = page.Text{}
		return &page.DateInput{Field: f, Fieldset: &page.Fieldset{Legend: page.Text{Text: w.t(label), Classes: "govuk-fieldset__legend--s"}}}
	}
	data.LeaveFrom, data.LeaveUntil, data.TrainedDay = date("leave_from", "roster.leave.from"), date("leave_until", "roster.leave.until"), date("training", "roster.training.day")
	data.Topic = &page.Input{Field: field("topic", "roster.training.topic"), Type: "text"}
	data.Minutes = &page.Input{Field: field("minutes", "roster.training.minutes"), Type: "text", Inputmode: "numeric"}
	data.Minutes.Classes = "govuk-input--width-5"
	return nil
}

// week is the form of hours: one stretch a day, Monday first.
func (w *words) week(e roster.Entry) []weekday {
	var out []weekday
	for i := range 7 {
		day := time.Weekday((i + 1) % 7)
		name := w.t("date.weekday." + strconv.Itoa(int(day)))
		input := func(part string, at func(roster.Hours) int) *page.Input {
			field := "d" + strconv.Itoa(int(day)) + "_" + part
			in := &page.Input{Field: page.Field{Name: field, ID: field, Label: page.Text{Text: w.t("roster.hours_"+part, "day", name)}}, Type: "time"}
			in.Classes = "govuk-input--width-10"
			for _, h := range e.Hours {
				if h.Day == day {
					in.Value = clock(at(h))
				}
			}
			return in
		}
		out = append(out, weekday{name, input("from", func(h roster.Hours) int { return h.From }), input("until", func(h roster.Hours) int { return h.Until })})
	}
	return out
}

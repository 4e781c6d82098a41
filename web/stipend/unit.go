package stipend

import (
	"net/http"
	"slices"
	"strconv"

	"linli/mediation/stipend"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/web/page"
)

type unitPage struct {
	Form                          *page.Form
	Action, Unit                  string
	Year                          int
	Years                         []page.Item
	Planned, Promised, Paid, Left string
	Over                          bool // more is promised and paid than planned
	NoPlan                        bool
	Waiting, Others               claims
	Approved                      bool
	Month                         string
	Batches                       []batchLine
	Plan                          *page.Input
}

type batchLine struct {
	Href, Month string
	State       page.Tag
}

func unitOf(r *http.Request) (id.ID, error) {
	u, err := id.Parse(r.PathValue("unit"))
	if err != nil || u.IsZero() {
		return u, fault.New(fault.NotFound, "fault.not_found")
	}
	return u, nil
}

// ofUnit shows the stipends of a unit and a year: budget against paid, what waits for a review, and the batches.
func (p *Pages) ofUnit(w http.ResponseWriter, r *http.Request) error {
	return p.showUnit(w, r, page.NewForm(nil), r.URL.Query().Get("year"))
}

func (p *Pages) showUnit(w http.ResponseWriter, r *http.Request, form *page.Form, asked string) error {
	unit, err := unitOf(r)
	if err != nil {
		return err
	}
	words, err := p.words(r)
	if err != nil {
		return err
	}
	now := p.Stipends.Year(words.rules)
	year := now
	if asked != "" {
		if year, err = strconv.Atoi(asked); err != nil || year > now+1 || year < 2000 {
			return fault.New(fault.NotFound, "fault.not_found")
		}
	}
	t, err := p.Stipends.OfUnit(r.Context(), words.a, unit, year)
	if err != nil {
		return err
	}
	data := unitPage{Form: form, Action: "/stipends/" + unit.String(), Unit: words.units[unit], Year: year, Month: p.Stipends.Clock.Now().In(words.rules.Zone).Format("2006-01")}
	if words.units[unit] == "" {
		return fault.New(fault.NotFound, "fault.not_found")
	}
	for y := now + 1; y > now-4; y-- {
		data.Years = append(data.Years, page.Item{Value: strconv.Itoa(y), Text: strconv.Itoa(y), Selected: new(y == year)})
	}
	words.budget(&data, t.Budget)
	data.Waiting.Label, data.Others.Label = words.t("stipend.unit.waiting"), words.t("stipend.unit.others")
	for _, c := range t.Claims {
		l := words.line(c, c.Amount)
		if c.State == stipend.Claimed || l.Aside {
			data.Waiting.Lines = append(data.Waiting.Lines, l)
		} else {
			data.Others.Lines = append(data.Others.Lines, l)
		}
		data.Approved = data.Approved || c.State == stipend.Approved && !l.Aside
	}
	data.Approved = data.Approved && !slices.ContainsFunc(t.Batches, func(b stipend.Batch) bool { return b.Month == data.Month })
	for _, b := range t.Batches {
		data.Batches = append(data.Batches, batchLine{data.Action + "/" + b.Month, b.Month, words.batchState(b)})
	}
	p.Render.Render(w, r, form.Status(), "stipend/unit", data)
	return nil
}

func (w *words) budget(data *unitPage, b stipend.Budget) {
	money := func(minor int64) string {
		if b.Currency == "" {
			return w.Number(minor)
		}
		return w.Money(minor, b.Currency)
	}
	left := b.Planned - b.Promised - b.Paid
	data.Planned, data.Promised, data.Paid, data.Left = money(b.Planned), money(b.Promised), money(b.Paid), money(left)
	data.NoPlan, data.Over = b.Version == 0, b.Version > 0 && left < 0
	data.Plan = &page.Input{Field: page.Field{Name: "planned", ID: "planned", Label: page.Text{Text: w.t("stipend.budget.plan", "year", strconv.Itoa(b.Year))}}, Type: "text", Inputmode: "decimal"}
	data.Plan.Classes = "govuk-input--width-10"
	if b.Version > 0 {
		data.Plan.Value = plain(b.Planned)
	}
}

// batchState is where a batch stands.
func (w *words) batchState(b stipend.Batch) page.Tag {
	switch {
	case b.Paid != "":
		return page.Tag{Text: w.t("stipend.batch.paid"), Classes: "govuk-tag--green"}
	case !b.Released.IsZero():
		return page.Tag{Text: w.t("stipend.batch.released"), Classes: "govuk-tag--blue"}
	}
	return page.Tag{Text: w.t("stipend.batch.made"), Classes: "govuk-tag--yellow"}
}

// actOnUnit does what the pressed button of a unit's page says.
func (p *Pages) actOnUnit(w http.ResponseWriter, r *http.Request) error {
	form, err := page.ReadForm(r)
	if err != nil {
		return err
	}
	unit, err := unitOf(r)
	if err != nil {
		return err
	}
	words, err := p.words(r)
	if err != nil {
		return err
	}
	next := "/stipends/" + unit.String()
	switch do := form.Value("do"); do {
	case "batch":
		var month string
		if month, err = p.Stipends.MakeBatch(r.Context(), words.a, unit); err == nil {
			return p.done(w, r, do, next+"/"+month)
		}
	case "plan":
		planned, year := form.Minor("planned", words.rules.Currency, "stipend.field.money"), form.Number("year")
		if err = form.Err(); err == nil {
			if err = p.Stipends.Plan(r.Context(), words.a, unit, int(year), planned); err == nil {
				return p.done(w, r, do, next+"?year="+strconv.FormatInt(year, 10))
			}
		}
	default:
		err = fault.New(fault.Invalid, "form.unreadable")
	}
	if !form.Faulty() && !form.Take(err) {
		return err
	}
	return p.showUnit(w, r, form, form.Value("year"))
}

package mediation

import (
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"linli/mediation"
	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/web/page"
)

// demandsPage is the register of demands from outside: cases by their numbers, and no name.
type demandsPage struct {
	Form *page.Form
	Rows []demandRow
}

type demandRow struct {
	Href, Name string
	At, Ended  time.Time
	State      page.Tag
}

// demands shows the register to those who keep it.
func (p *Pages) demands(w http.ResponseWriter, r *http.Request) error {
	rows, err := p.Mediation.Register(r.Context(), actor(r), mediation.RegisterDemand)
	if err != nil {
		return err
	}
	words, err := p.words(r.Context(), actor(r), p.locale(r))
	if err != nil {
		return err
	}
	data := demandsPage{Form: page.NewForm(nil)}
	for _, x := range rows {
		data.Rows = append(data.Rows, demandRow{Href: demandAt(x.Case, x.ID), Name: words.told(x.Unit, x.Year, x.Number, x.Ref, x.Type, x.Received),
			At: x.At, Ended: x.Ended, State: words.demandState(x.State)})
	}
	p.Render.Render(w, r, http.StatusOK, "mediation/demands", data)
	return nil
}

func demandAt(c, demand id.ID) string {
	return "/mediations/" + c.String() + "/demands/" + demand.String()
}

func (w *words) demandState(state string) page.Tag {
	colour := "govuk-tag--yellow"
	switch state {
	case mediation.Gives:
		colour = "govuk-tag--blue"
	case mediation.Refuses, "ended":
		colour = "govuk-tag--grey"
	}
	return page.Tag{Text: w.t("demand.state." + state), Classes: colour}
}

// newDemandPage takes a demand down. It asks for one case and one order; there is no field for a person.
type newDemandPage struct {
	Form  *page.Form
	Case  string // the one case, where the reader comes from its page
	Name  string
	Units []page.Item
	Days  int
}

// Accept says which files can be chosen.
func (newDemandPage) Accept() page.Attributes { return page.Uploads() }

func (p *Pages) newDemandForm(w http.ResponseWriter, r *http.Request) error {
	return p.layNewDemand(w, r, page.NewForm(r.URL.Query()))
}

func (p *Pages) layNewDemand(w http.ResponseWriter, r *http.Request, typed *page.Form) error {
	a := actor(r)
	units, err := p.Office.UnitNames(r.Context(), a.Tenant)
	if err != nil {
		return err
	}
	data := newDemandPage{Form: typed, Days: mediation.SilentDays}
	for u, name := range units {
		if p.Mediation.Access.Check(a, "mediation.demand", access.Facts{Tenant: a.Tenant, Unit: u, Kind: mediation.Capability}) == nil {
			data.Units = append(data.Units, page.Item{Value: u.String(), Text: name})
		}
	}
	if of, err := id.Parse(typed.Value("case")); err == nil && !of.IsZero() {
		c, _, err := p.Mediation.See(r.Context(), a, of)
		if err != nil {
			return err
		}
		words, err := p.words(r.Context(), a, p.locale(r))
		if err != nil {
			return err
		}
		data.Case, data.Name = of.String(), words.caseName(&c)
	}
	if len(data.Units) == 0 {
		return p.Mediation.Access.Check(a, "mediation.demand", factsOf(a))
	}
	slices.SortFunc(data.Units, func(x, y page.Item) int { return strings.Compare(x.Text, y.Text) })
	p.Render.Render(w, r, typed.Status(), "mediation/demand_new", data)
	return nil
}

// newDemand enters a demand for the one case that it names.
func (p *Pages) newDemand(w http.ResponseWriter, r *http.Request) error {
	typed, err := page.ReadForm(r)
	if err != nil {
		return err
	}
	c, err := p.demandedCase(r, typed)
	if err == nil {
		cmd := mediation.AskDemand{DemandText: mediation.DemandText{Body: typed.Value("body"), Order: typed.Value("order"), Basis: typed.Value("basis"),
			Asks: typed.Value("asks"), Law: typed.Value("silent_law")}}
		if s := typed.Value("silent_days"); s != "" {
			if cmd.Days, err = strconv.Atoi(s); err != nil {
				cmd.Days = -1
			}
		}
		ask := mediation.Ask{}
		if ask.Request, err = request(r, typed); err == nil {
			var after mediation.Case
			if after, err = p.enterDemand(r, typed, c, cmd, ask); err == nil {
				p.Browser.Notify(w, "demand.entered_done")
				if len(after.Demands) == 0 { // sent twice: it stands
					return seeOther(w, r, "/demands")
				}
				return seeOther(w, r, demandAt(c, after.Demands[len(after.Demands)-1].ID))
			}
		}
	}
	if !typed.Take(err) {
		return err
	}
	return p.layNewDemand(w, r, typed)
}

// enterDemand enters a demand, with the scan of its order where one was chosen.
func (p *Pages) enterDemand(r *http.Request, typed *page.Form, c id.ID, cmd mediation.AskDemand, ask mediation.Ask) (after mediation.Case, err error) {
	files := typed.Files("file")
	if len(files) == 0 {
		after, _, err = p.Mediation.Act(r.Context(), actor(r), c, cmd, ask)
		return after, err
	}
	prints, err := typed.Prints(len(files))
	if err != nil {
		return after, err
	}
	f, err := files[0].Open()
	if err != nil {
		return after, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	after, err = p.Mediation.DemandWith(r.Context(), actor(r), c, cmd, mediation.UploadInput{Name: files[0].Filename, Prints: prints[0], Reader: f}, ask)
	if x := fault.Of(err); x != nil && strings.HasPrefix(x.Key, "blob.") {
		err = x.At("file")
	}
	return after, err
}

// demandedCase is the one case that a demand names: by its tracking code, or by the unit and number on its papers.
func (p *Pages) demandedCase(r *http.Request, typed *page.Form) (id.ID, error) {
	if of, err := id.Parse(typed.Value("case")); err == nil && !of.IsZero() {
		return of, nil
	}
	unit, err := id.Parse(typed.Value("unit"))
	if err != nil {
		unit = id.ID{}
	}
	year, number := numbered(typed.Value("code"))
	c, err := p.Mediation.CaseOf(r.Context(), actor(r), typed.Value("code"), unit, year, number)
	if err != nil && fault.Of(err).Code == fault.NotFound {
		return c, fault.Field("code", "demand.case_unknown")
	}
	return c, err
}

// numbered reads the year and the number of a case, as its papers write them ("2026-17") or with any other sign between.
func numbered(s string) (year, number int) {
	parts := strings.FieldsFunc(s, func(r rune) bool { return r < '0' || r > '9' })
	if len(parts) != 2 || len(parts[0]) != 4 || len(parts[1]) > 6 {
		return 0, 0
	}
	year, _ = strconv.Atoi(parts[0])
	number, _ = strconv.Atoi(parts[1])
	return year, number
}

package mediation

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"linli/casefile"
	"linli/mediation"
	"linli/platform/access"
	"linli/platform/id"
	"linli/web/aside"
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

// demands shows the register to those who keep it, the newest first, of whatever kind a case is.
func (p *Pages) demands(w http.ResponseWriter, r *http.Request) error {
	rows, err := p.Mediation.Register(r.Context(), actor(r), casefile.RegisterDemand)
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
			At: x.At, Ended: x.Ended, State: aside.DemandState(words.Locale, x.State)})
	}
	for _, of := range p.beside() {
		all, err := of.Demands(r.Context(), actor(r))
		if err != nil {
			return err
		}
		for _, x := range all {
			row := demandRow{Name: words.aside(x.Case), At: x.Asked, Ended: x.Ended, State: aside.DemandState(words.Locale, x.State())}
			if x.Case.Erased.IsZero() {
				row.Href = aside.DemandAt(x.ID)
			}
			data.Rows = append(data.Rows, row)
		}
	}
	slices.SortStableFunc(data.Rows, func(x, y demandRow) int { return y.At.Compare(x.At) })
	data.Rows = data.Rows[:min(len(data.Rows), casefile.MaxRegister)]
	p.Render.Render(w, r, http.StatusOK, "mediation/demands", data)
	return nil
}

func demandAt(c, demand id.ID) string {
	return "/mediations/" + c.String() + "/demands/" + demand.String()
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
	data := newDemandPage{Form: typed, Days: casefile.SilentDays}
	for u, name := range units {
		if p.Mediation.Access.Check(a, "mediation.demand", access.Facts{Tenant: a.Tenant, Unit: u, Kind: mediation.Capability}) == nil {
			data.Units = append(data.Units, page.Item{Value: u.String(), Text: name})
		}
	}
	if of, err := id.Parse(typed.Value("case")); err == nil && !of.IsZero() {
		if data.Name, err = p.demandedName(r, of); err != nil {
			return err
		}
		data.Case = of.String()
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
	at, err := p.takeDemand(r, typed)
	if err == nil {
		p.Browser.Notify(w, "demand.entered_done")
		return seeOther(w, r, at)
	}
	if !typed.Take(err) {
		return err
	}
	return p.layNewDemand(w, r, typed)
}

package roster

import (
	"net/http"
	"time"

	"linli/mediation/roster"
	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
	officepages "linli/web/office"
	"linli/web/page"
)

type listPage struct {
	Form  *page.Form
	Unit  string
	Units []page.Item
	Rows  []row
	Own   string // address of the reader's own entry
}

// row is one mediator as the directory shows it.
type row struct {
	Href, Name string
	Status     page.Tag
	Types      []string
	Languages  []string
	Away       string // why the mediator is not there today
	Load       string // what it has to do; empty for who does not assign cases
}

// list shows the mediators who serve a unit.
func (p *Pages) list(w http.ResponseWriter, r *http.Request) error {
	a := officepages.Actor(r.Context())
	words, err := p.words(r.Context(), a.Tenant, r)
	if err != nil {
		return err
	}
	unit, err := p.unit(r, a)
	if err != nil {
		return err
	}
	entries, err := p.Roster.Serving(r.Context(), a, unit)
	if err != nil {
		return err
	}
	data := listPage{Form: page.NewForm(nil), Unit: words.units[unit]}
	for _, x := range entries {
		if x.Account == a.Account {
			data.Own = "/roster/" + a.Account.String()
		}
		one, err := p.row(r, words, a, unit, x)
		if err != nil {
			return err
		}
		data.Rows = append(data.Rows, one)
	}
	tree, err := p.Office.Tree(r.Context(), a.Tenant)
	if err != nil {
		return err
	}
	for _, u := range tree.Rows() {
		if u.Open(p.Roster.Clock.Now()) {
			data.Units = append(data.Units, page.Item{Value: u.ID.String(), Text: u.Name, Selected: new(u.ID == unit)})
		}
	}
	p.Render.Render(w, r, http.StatusOK, "roster/list", data)
	return nil
}

// unit is the one that the address names, else the first in which the reader works.
func (p *Pages) unit(r *http.Request, a access.Actor) (id.ID, error) {
	asked := r.URL.Query().Get("unit")
	if asked == "" {
		for _, x := range a.Posts {
			if x.Kind == access.Clerk || x.Kind == access.Mediator || x.Kind == access.Lead {
				return x.Unit, nil
			}
		}
		return id.ID{}, p.Roster.Access.Check(a, "roster.see", access.Facts{Tenant: a.Tenant, Kind: "roster"})
	}
	unit, err := id.Parse(asked)
	if err != nil {
		return unit, fault.New(fault.NotFound, "fault.not_found")
	}
	tree, err := p.Office.Tree(r.Context(), a.Tenant)
	if err != nil {
		return unit, err
	}
	if _, known := tree.Unit(unit); !known {
		return unit, fault.New(fault.NotFound, "fault.not_found")
	}
	return unit, nil
}

func (p *Pages) row(r *http.Request, words *words, a access.Actor, unit id.ID, e roster.Entry) (row, error) {
	name, err := p.Office.AccountName(r.Context(), a.Tenant, e.Account)
	if err != nil {
		return row{}, err
	}
	out := row{Href: "/roster/" + e.Account.String(), Name: name, Types: words.types(e.Types), Languages: words.languages(e.Languages), Status: words.status(e)}
	now := p.Roster.Clock.Now()
	if e.Away(now, 0, words.rules.Zone) == roster.OnLeave {
		out.Away = words.t("roster.away.leave")
	}
	if !a.Holds(access.Lead, unit) && !a.Holds(access.Clerk, unit) && a.Account != e.Account {
		return out, nil
	}
	at := now.In(words.rules.Zone)
	monday := time.Date(at.Year(), at.Month(), at.Day()-(int(at.Weekday())+6)%7, 0, 0, 0, 0, words.rules.Zone)
	load, err := p.Mediation.Load(r.Context(), a.Tenant, e.Account, monday, monday.AddDate(0, 0, 7))
	out.Load = words.t("roster.load", "cases", words.t("roster.cases", "n", int64(load.Open)), "sessions", words.t("roster.sessions", "n", int64(load.Sessions)))
	return out, err
}

// status says whether a lead has confirmed the entry as it stands.
func (w *words) status(e roster.Entry) page.Tag {
	switch {
	case e.Changed.IsZero():
		return page.Tag{Text: w.t("roster.status.empty"), Classes: "govuk-tag--grey"}
	case e.Current():
		return page.Tag{Text: w.t("roster.status.confirmed"), Classes: "govuk-tag--green"}
	}
	return page.Tag{Text: w.t("roster.status.waits"), Classes: "govuk-tag--yellow"}
}

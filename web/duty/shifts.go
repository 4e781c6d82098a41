package duty

import (
	"context"
	"net/http"

	"linli/duty"
	"linli/platform/id"
	"linli/web/page"
)

// shiftDays is for how many days shifts are shown.
const shiftDays = 28

type shiftsPage struct {
	Form       *page.Form
	Unit, Name string
	Units      []page.Item
	Empty      int // shifts that nobody has signed up for
	Days       []shiftDay
}

type shiftDay struct {
	Day  string
	Rows []shiftRow
}

type shiftRow struct {
	Href, Name, Hours, Crew string
	State                   *page.Tag
	Mine                    bool
}

// shifts shows who is on which shift in the next four weeks, and which have nobody yet.
func (p *Pages) shifts(w http.ResponseWriter, r *http.Request) error {
	words, unit, units, err := p.unit(r)
	if err != nil {
		return err
	}
	rows, rules, err := p.Duty.Shifts(r.Context(), actor(r), unit.ID, shiftDays)
	if err != nil {
		return err
	}
	d := shiftsPage{Form: page.NewForm(r.URL.Query()), Unit: unit.ID.String(), Name: words.units[unit.ID], Units: words.unitItems(units)}
	for _, x := range rows {
		day := words.LongDate(x.Case.Last.Start(words.Zone))
		if n := len(d.Days); n == 0 || d.Days[n-1].Day != day {
			d.Days = append(d.Days, shiftDay{Day: day})
		}
		rule, _ := rules.Duty(x.Case.Duty)
		row := shiftRow{Href: "/duties/" + x.Case.ID.String(), Name: words.in(rule.Label), Hours: rule.Recurs.Hours, Mine: x.Case.On(actor(r).Account)}
		if row.Crew, err = p.names(r.Context(), words, actor(r).Tenant, x.Case.Crew); err != nil {
			return err
		}
		switch {
		case x.Case.State != duty.Due:
			tag := words.state(&x.Case, x.Last, p.Duty.Clock.Now())
			row.State = &tag
		case len(x.Case.Crew) == 0:
			d.Empty++
			row.State = &page.Tag{Text: words.t("duty.shift.nobody"), Classes: "govuk-tag--orange"}
		case len(x.Case.Offered) > 0:
			row.State = &page.Tag{Text: words.t("duty.shift.offered"), Classes: "govuk-tag--yellow"}
		}
		last := &d.Days[len(d.Days)-1]
		last.Rows = append(last.Rows, row)
	}
	p.Render.Render(w, r, http.StatusOK, "duty/shifts", d)
	return nil
}

// names are those of accounts, as a list.
func (p *Pages) names(ctx context.Context, words words, tenant id.ID, accounts []id.ID) (string, error) {
	var out []string
	for _, account := range accounts {
		name, err := p.Office.AccountName(ctx, tenant, account)
		if err != nil {
			return "", err
		}
		out = append(out, name)
	}
	return words.List(out), nil
}

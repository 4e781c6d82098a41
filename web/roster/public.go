package roster

import (
	"cmp"
	"net/http"
	"slices"

	"linli/platform/fault"
	"linli/web/page"
)

type publicPage struct {
	Office string
	Units  []publicUnit
}

type publicUnit struct {
	Name      string
	Mediators []publicMediator
}

type publicMediator struct {
	Name             string
	Types, Languages []string
}

// public shows who mediates: the names of those who agreed to it, what they know and speak. Nothing is counted here.
func (p *Pages) public(w http.ResponseWriter, r *http.Request) error {
	tenant, err := p.Tenant(r)
	if err != nil {
		return err
	}
	page.Of(r).Office = tenant.Name
	words, err := p.words(r.Context(), tenant.ID, r)
	if err != nil {
		return err
	}
	if !words.rules.Mediates() {
		return fault.New(fault.NotFound, "fault.not_found")
	}
	listed, err := p.Roster.Listed(r.Context(), tenant.ID)
	if err != nil {
		return err
	}
	tree, err := p.Office.Tree(r.Context(), tenant.ID)
	if err != nil {
		return err
	}
	data := publicPage{Office: tenant.Name}
	for _, u := range tree.Rows() {
		unit := publicUnit{Name: u.Name}
		for _, m := range listed {
			if !slices.Contains(m.Units, u.ID) {
				continue
			}
			name, err := p.Office.AccountName(r.Context(), tenant.ID, m.Account)
			if err != nil {
				return err
			}
			unit.Mediators = append(unit.Mediators, publicMediator{name, words.types(m.Types), words.languages(m.Languages)})
		}
		slices.SortFunc(unit.Mediators, func(a, b publicMediator) int { return cmp.Compare(a.Name, b.Name) })
		if len(unit.Mediators) > 0 {
			data.Units = append(data.Units, unit)
		}
	}
	p.Render.Render(w, r, http.StatusOK, "roster/public", data)
	return nil
}

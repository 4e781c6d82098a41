package office

import (
	"net/http"
	"slices"

	"linli/office"
	"linli/platform/id"
	"linli/web/page"
)

// closingPage says what the closing of an account does before it is done.
type closingPage struct {
	Form *page.Form
	office.Colleague
	Home id.ID // the unit from whose page the reader comes
	Open int   // cases that the account is at work on
	Told bool  // Open is known
}

// closing asks before an account is closed: it cannot be opened again, and its cases wait for somebody.
func (p *Pages) closing(w http.ResponseWriter, r *http.Request) error {
	ctx, a := r.Context(), must(r).Actor
	unit, account, err := unitAndAccount(r)
	if err != nil {
		return err
	}
	accounts, err := p.Office.Accounts(ctx, a, unit)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(accounts, func(x office.Colleague) bool { return x.ID == account })
	if i < 0 {
		return office.ErrNotFound
	}
	if !accounts[i].ClosedAt.IsZero() || account == a.Account {
		return seeOther(w, r, "/office/units/"+unit.String())
	}
	data := closingPage{Form: page.NewForm(nil), Colleague: accounts[i], Home: unit}
	if p.Operation != nil {
		if data.Open, err = p.Operation.Open(ctx, a.Tenant, account); err != nil {
			return err
		}
		data.Told = true
	}
	p.Render.Render(w, r, http.StatusOK, "office/close", data)
	return nil
}

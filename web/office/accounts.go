package office

import (
	"errors"
	"net/http"

	"linli/office"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/web/page"
)

// codePage shows an enrolment code, once.
type codePage struct {
	Form   *page.Form
	Person string
	Login  string
	Unit   id.ID
	Code   id.Code
	Alone  bool // it waits for nobody: there is no second person yet
}

func (p *Pages) createAccount(w http.ResponseWriter, r *http.Request) error {
	form, err := page.ReadForm(r)
	if err != nil {
		return err
	}
	unit, err := idIn(r, "unit")
	if err != nil {
		return err
	}
	account, code, err := p.Office.CreateAccount(r.Context(), must(r).Actor, office.CreateAccount{
		Unit: unit, Login: form.Value("login"), Name: form.Value("person"), Language: form.Value("language")})
	if err != nil {
		if !form.Take(moved(err, "name", "person")) {
			return err
		}
		return p.showUnit(w, r, form)
	}
	return p.showCode(w, r, unit, account, code)
}

func (p *Pages) resetAccount(w http.ResponseWriter, r *http.Request) error {
	form, err := page.ReadForm(r)
	if err != nil {
		return err
	}
	unit, account, err := unitAndAccount(r)
	if err != nil {
		return err
	}
	code, err := p.Office.ResetAccount(r.Context(), must(r).Actor, account)
	if err != nil {
		if !form.Take(err) {
			return err
		}
		return p.showUnit(w, r, form)
	}
	accounts, err := p.Office.Accounts(r.Context(), must(r).Actor, unit)
	if err != nil {
		return err
	}
	for _, x := range accounts {
		if x.ID == account {
			return p.showCode(w, r, unit, x, code)
		}
	}
	return p.showCode(w, r, unit, office.Colleague{ID: account}, code)
}

func (p *Pages) showCode(w http.ResponseWriter, r *http.Request, unit id.ID, account office.Colleague, code id.Code) error {
	alone, err := p.Office.Alone(r.Context(), must(r).Actor.Tenant)
	if err != nil {
		return err
	}
	p.Render.Render(w, r, http.StatusOK, "office/code", codePage{Form: page.NewForm(nil), Person: account.Name,
		Login: account.Login, Unit: unit, Code: code, Alone: alone && account.Organisation.IsZero()})
	return nil
}

func (p *Pages) closeAccount(w http.ResponseWriter, r *http.Request) error {
	return p.act(w, r, "office.account.closed", func(id.ID, *page.Form) error {
		_, account, err := unitAndAccount(r)
		if err != nil {
			return err
		}
		return p.Office.CloseAccount(r.Context(), must(r).Actor, account)
	})
}

func unitAndAccount(r *http.Request) (unit, account id.ID, err error) {
	if unit, err = idIn(r, "unit"); err != nil {
		return unit, account, err
	}
	account, err = idIn(r, "account")
	return unit, account, err
}

// moved renames the field of a fault where a page holds two fields of the same meaning.
func moved(err error, from, to string) error {
	var list fault.List
	if errors.As(err, &list) {
		out := make(fault.List, 0, len(list))
		for _, f := range list {
			if f.Field == from {
				f = f.At(to)
			}
			out = append(out, f)
		}
		return out
	}
	var one *fault.Error
	if errors.As(err, &one) && one.Field == from {
		return one.At(to)
	}
	return err
}

package aside

import (
	"context"
	"net/http"
	"time"

	"linli/casefile"
	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/i18n"
	"linli/platform/id"
	"linli/referral"
	"linli/report"
	"linli/rulebook"
	"linli/web/page"
)

var errNone = fault.New(fault.NotFound, "fault.not_found")

// none is the same answer for what is not there and for what the reader may not know of.
func none(err error) error {
	if fault.Of(err).Code == fault.NotFound {
		return errNone
	}
	return err
}

// kind is a case of one kind as these pages find it: what there is aside of it, and its rules.
type kind struct {
	*casefile.Registrar
	of    casefile.Aside
	rules *rulebook.Rulebook
}

// registrar is that of a capability; nil for one whose pages stand elsewhere.
func (p *Pages) registrar(capability string) *casefile.Registrar {
	switch capability {
	case report.Capability:
		return p.Report.Asides()
	case referral.Capability:
		return p.Referral.Asides()
	}
	return nil
}

// find looks for the case of an address among all kinds: see shows it to whoever may know of it.
func find[S any](p *Pages, r *http.Request, see func(*casefile.Registrar, context.Context, access.Actor, id.ID) (S, error)) (of *casefile.Registrar, out S, err error) {
	n, err := id.Parse(r.PathValue("case"))
	if err != nil || n.IsZero() {
		return nil, out, errNone
	}
	for _, capability := range []string{report.Capability, referral.Capability} {
		of = p.registrar(capability)
		if out, err = see(of, r.Context(), actor(r), n); err == nil || fault.Of(err).Code != fault.NotFound {
			return of, out, err
		}
	}
	return nil, out, errNone
}

// Name is what a report or a request for help is called where nobody's name may stand: its unit, and when it came in.
func Name(l i18n.Locale, capability, unit string, received time.Time) string {
	return l.Text("demand.case."+capability, fault.Args{"unit": unit, "time": l.DateTime(received)})
}

// named is a case with its name and that of its unit.
func (p *Pages) named(r *http.Request, x *kind) (name, unit string, err error) {
	units, err := p.Office.UnitNames(r.Context(), actor(r).Tenant)
	unit = units[x.of.Facts.Unit]
	return Name(p.locale(r, x.rules), x.of.Facts.Kind, unit, x.of.Received), unit, err
}

func (p *Pages) locale(r *http.Request, rules *rulebook.Rulebook) i18n.Locale {
	return p.Texts.For(page.Of(r).Language, rules.Zone)
}

// account is the name of an account.
func (p *Pages) account(r *http.Request) func(id.ID) (string, error) {
	return func(account id.ID) (string, error) {
		return p.Office.AccountName(r.Context(), actor(r).Tenant, account)
	}
}

// act asks for what a form asks for. Where it was done the next page says so and stands where the form was; else the form stands there again.
func (p *Pages) act(w http.ResponseWriter, r *http.Request, x *kind, typed *page.Form, act casefile.AsideAct, done string, again func(*page.Form) error) error {
	if act == nil {
		return errNone
	}
	ask, err := casefile.NewRequest(actor(r).Account, typed.Key(), []byte(r.URL.Path+"\n"+r.PostForm.Encode()))
	if err == nil {
		if _, err = x.Act(r.Context(), actor(r), x.of.ID, act, ask); err == nil {
			p.Browser.Notify(w, done+string(act.Kind()))
			http.Redirect(w, r, r.URL.Path, http.StatusSeeOther)
			return nil
		}
	}
	if !typed.Take(err) {
		return err
	}
	return again(typed)
}

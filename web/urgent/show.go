package urgent

import (
	"context"
	"net/http"
	"time"

	"linli/casefile"
	"linli/platform/fault"
	"linli/platform/i18n"
	"linli/platform/id"
	"linli/referral"
	"linli/report"
	"linli/rulebook"
	"linli/web/demand"
	"linli/web/page"
)

var errNone = fault.New(fault.NotFound, "fault.not_found")

// seen is the case of an address as these pages use it.
type seen struct {
	Of
	id       id.ID
	unit     id.ID
	received time.Time
	rules    *rulebook.Rulebook
}

// of finds the case of an address, for whoever has to do with urgent access to it.
func (p *Pages) of(r *http.Request) (seen, error) {
	ctx, a := r.Context(), actor(r)
	n, err := id.Parse(r.PathValue("case"))
	if err != nil || n.IsZero() {
		return seen{}, errNone
	}
	out := seen{id: n}
	of := p.Report.Asides()
	x, err := of.SeeUrgent(ctx, a, n)
	if err != nil && fault.Of(err).Code == fault.NotFound {
		of = p.Referral.Asides()
		x, err = of.SeeUrgent(ctx, a, n)
	}
	if err != nil {
		return seen{}, none(err)
	}
	out.Of = Of{Urgents: x.Case.Urgents, Asks: x.Asks, Approves: x.Approves, Checks: x.Checks, Kind: x.Case.Facts.Kind,
		Words: func(ctx context.Context, u id.ID) (string, string, error) { return of.ForCheck(ctx, a, n, u) }}
	out.unit, out.received, out.rules = x.Case.Facts.Unit, x.Case.Received, x.Rules
	units, err := p.Office.UnitNames(ctx, a.Tenant)
	if err != nil {
		return seen{}, err
	}
	out.Name = demand.Name(p.locale(r, out), out.Kind, units[out.unit], out.received)
	out.Reader, out.Now, out.Action, out.Case = a.Account, p.Report.Clock.Now(), At(n), At(n)+"/read"
	out.Account = func(account id.ID) (string, error) { return p.Office.AccountName(ctx, a.Tenant, account) }
	return out, nil
}

// none is the same answer for what is not there and for what the reader may not know of.
func none(err error) error {
	if fault.Of(err).Code == fault.NotFound {
		return errNone
	}
	return err
}

func (p *Pages) locale(r *http.Request, x seen) i18n.Locale {
	return p.Texts.For(page.Of(r).Language, x.rules.Zone)
}

func (p *Pages) show(w http.ResponseWriter, r *http.Request) error {
	return p.lay(w, r, page.NewForm(nil))
}

func (p *Pages) lay(w http.ResponseWriter, r *http.Request, typed *page.Form) error {
	x, err := p.of(r)
	if err != nil {
		return err
	}
	d, err := Lay(r.Context(), x.Of, p.locale(r, x), typed)
	if err != nil {
		return err
	}
	p.Render.Render(w, r, typed.Status(), "urgent/show", d)
	return nil
}

// act takes what somebody does with urgent access to a case.
func (p *Pages) act(w http.ResponseWriter, r *http.Request) error {
	typed, err := page.ReadForm(r)
	if err != nil {
		return err
	}
	x, err := p.of(r)
	if err != nil {
		return err
	}
	event := casefile.Kind(typed.Value("do") + "_urgent")
	if casefile.UrgentEvents[event] == nil {
		return errNone
	}
	ask, err := casefile.NewRequest(actor(r).Account, typed.Key(), []byte(r.URL.Path+"\n"+r.PostForm.Encode()))
	if err == nil {
		if err = p.do(r, x, event, typed, ask); err == nil {
			p.Browser.Notify(w, "urgent.done."+string(event))
			http.Redirect(w, r, At(x.id), http.StatusSeeOther)
			return nil
		}
	}
	if !typed.Take(err) {
		return err
	}
	return p.lay(w, r, typed)
}

func (p *Pages) do(r *http.Request, x seen, event casefile.Kind, typed *page.Form, ask *casefile.Request) (err error) {
	n := This(typed)
	if x.Kind == report.Capability {
		_, err = p.Report.Act(r.Context(), actor(r), x.id, map[casefile.Kind]report.Command{"ask_urgent": report.AskUrgent(Ask(typed)), "approve_urgent": report.ApproveUrgent{Urgent: n},
			"end_urgent": report.EndUrgent{Urgent: n}, "check_urgent": report.CheckUrgent(Check(typed))}[event], ask)
		return err
	}
	_, err = p.Referral.Act(r.Context(), actor(r), x.id, map[casefile.Kind]referral.Command{"ask_urgent": referral.AskUrgent(Ask(typed)), "approve_urgent": referral.ApproveUrgent{Urgent: n},
		"end_urgent": referral.EndUrgent{Urgent: n}, "check_urgent": referral.CheckUrgent(Check(typed))}[event], ask)
	return err
}

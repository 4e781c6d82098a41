package aside

import (
	"context"
	"net/http"

	"linli/casefile"
	"linli/platform/id"
	"linli/web/page"
)

// urgent is a case with the urgent accesses to it.
type urgent struct {
	kind
	UrgentOf
}

// urgent finds the case of an address, for whoever has to do with urgent access to it.
func (p *Pages) urgent(r *http.Request) (urgent, error) {
	of, x, err := find(p, r, (*casefile.Registrar).SeeUrgent)
	if err != nil {
		return urgent{}, err
	}
	a, n := actor(r), x.Case.ID
	out := urgent{kind{of, x.Case, x.Rules}, UrgentOf{Urgents: x.Case.Urgents, Asks: x.Asks, Approves: x.Approves, Checks: x.Checks, Checkers: x.Checkers, Kind: x.Case.Facts.Kind,
		Reader: a.Account, Now: p.Report.Clock.Now(), Action: UrgentAt(n), Case: UrgentAt(n) + "/read", Account: p.account(r),
		Words: func(ctx context.Context, u id.ID) (string, string, error) { return of.ForCheck(ctx, a, n, u) }}}
	out.Name, _, err = p.named(r, &out.kind)
	return out, err
}

func (p *Pages) showUrgent(w http.ResponseWriter, r *http.Request) error {
	return p.layUrgent(w, r, page.NewForm(nil))
}

func (p *Pages) layUrgent(w http.ResponseWriter, r *http.Request, typed *page.Form) error {
	x, err := p.urgent(r)
	if err != nil {
		return err
	}
	d, err := LayUrgent(r.Context(), x.UrgentOf, p.locale(r, x.rules), typed)
	if err != nil {
		return err
	}
	p.Render.Render(w, r, typed.Status(), "urgent/show", d)
	return nil
}

// actUrgent takes what somebody does with urgent access to a case.
func (p *Pages) actUrgent(w http.ResponseWriter, r *http.Request) error {
	typed, err := page.ReadForm(r)
	if err != nil {
		return err
	}
	x, err := p.urgent(r)
	if err != nil {
		return err
	}
	return p.act(w, r, &x.kind, typed, UrgentAct(typed), "urgent.done.", func(typed *page.Form) error { return p.layUrgent(w, r, typed) })
}

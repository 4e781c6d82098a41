package aside

import (
	"context"
	"net/http"

	"linli/casefile"
	"linli/platform/id"
	"linli/web/page"
)

// exported is a case with the requests that a copy of it leaves.
type exported struct {
	kind
	ExportOf
}

// exports finds the case of an address, for whoever has to do with a copy of it.
func (p *Pages) exports(r *http.Request) (exported, error) {
	of, x, err := find(p, r, (*casefile.Registrar).SeeExports)
	if err != nil {
		return exported{}, err
	}
	a, c := actor(r), &x.Case
	out := exported{kind{of, x.Case, x.Rules}, ExportOf{Exported: c.Exported, Asks: x.Asks, Approves: x.Approves, Erased: !c.Erased.IsZero(), Nameless: c.Nameless, Kind: c.Facts.Kind,
		Reader: a.Account, Now: p.Report.Clock.Now(), Action: ExportsAt(c.ID), Case: caseAt(c), Account: p.account(r),
		To: func(ctx context.Context, e id.ID) (string, error) { return of.ExportTo(ctx, a, c.ID, e) },
		Order: func(n id.ID) string {
			if p.Report.Access.Check(a, c.Facts.Kind+".see_demand", c.Facts) != nil {
				return ""
			}
			return DemandAt(n)
		}}}
	out.Name, _, err = p.named(r, &out.kind)
	return out, err
}

func (p *Pages) showExports(w http.ResponseWriter, r *http.Request) error {
	return p.layExports(w, r, page.NewForm(nil))
}

func (p *Pages) layExports(w http.ResponseWriter, r *http.Request, typed *page.Form) error {
	x, err := p.exports(r)
	if err != nil {
		return err
	}
	d, err := LayExports(r.Context(), x.ExportOf, p.locale(r, x.rules), typed)
	if err != nil {
		return none(err)
	}
	p.Render.Render(w, r, typed.Status(), "export/show", d)
	return nil
}

// actExports takes what somebody does with a request that a copy leaves.
func (p *Pages) actExports(w http.ResponseWriter, r *http.Request) error {
	typed, err := page.ReadForm(r)
	if err != nil {
		return err
	}
	x, err := p.exports(r)
	if err != nil {
		return err
	}
	return p.act(w, r, &x.kind, typed, ExportAct(typed, casefile.ForOwnCopy), "export.done.", func(typed *page.Form) error { return p.layExports(w, r, typed) })
}

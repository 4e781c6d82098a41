package export

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

// of finds the case of an address, for whoever has to do with a copy of it.
func (p *Pages) of(r *http.Request) (seen, error) {
	ctx, a := r.Context(), actor(r)
	n, err := id.Parse(r.PathValue("case"))
	if err != nil || n.IsZero() {
		return seen{}, errNone
	}
	out := seen{id: n}
	var facts access.Facts
	x, err := p.Report.SeeExports(ctx, a, n)
	switch {
	case err == nil:
		c := &x.Case
		out.Of = Of{ExportsSeen: x.ExportsSeen, Erased: !c.Erased.IsZero(), Nameless: !c.Named, Kind: report.Capability, Case: "/complaints/" + n.String(),
			To: func(ctx context.Context, e id.ID) (string, error) { return p.Report.ExportTo(ctx, a, n, e) }}
		if c.IsIssue() {
			out.Case = "/reports/" + n.String()
		}
		out.unit, out.received, out.rules, facts = c.Desk.Unit, c.Received, x.Rules, c.Facts()
	case fault.Of(err).Code != fault.NotFound:
		return seen{}, err
	default:
		y, err := p.Referral.SeeExports(ctx, a, n)
		if err != nil {
			return seen{}, none(err)
		}
		out.Of = Of{ExportsSeen: y.ExportsSeen, Erased: !y.Case.Erased.IsZero(), Kind: referral.Capability, Case: "/help/" + n.String(),
			To: func(ctx context.Context, e id.ID) (string, error) { return p.Referral.ExportTo(ctx, a, n, e) }}
		out.unit, out.received, out.rules, facts = y.Case.Unit, y.Case.Received, y.Rules, y.Case.Facts()
	}
	units, err := p.Office.UnitNames(ctx, a.Tenant)
	if err != nil {
		return seen{}, err
	}
	out.Name = demand.Name(p.locale(r, out), out.Kind, units[out.unit], out.received)
	out.Reader, out.Now, out.Action = a.Account, p.Report.Clock.Now(), demand.ExportsAt(n)
	out.Account = func(account id.ID) (string, error) { return p.Office.AccountName(ctx, a.Tenant, account) }
	out.Order = func(n id.ID) string {
		if p.Report.Access.Check(a, out.Kind+".see_demand", facts) != nil {
			return ""
		}
		return demand.At(n)
	}
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
		return none(err)
	}
	p.Render.Render(w, r, typed.Status(), "export/show", d)
	return nil
}

// act takes what somebody does with a request that a copy leaves.
func (p *Pages) act(w http.ResponseWriter, r *http.Request) error {
	typed, err := page.ReadForm(r)
	if err != nil {
		return err
	}
	x, err := p.of(r)
	if err != nil {
		return err
	}
	do := map[string]casefile.Kind{"ask": "ask_export", "approve": "approve_export", "end": "end_export"}[typed.Value("do")]
	if do == "" {
		return errNone
	}
	ask, err := casefile.NewRequest(actor(r).Account, typed.Key(), []byte(r.URL.Path+"\n"+r.PostForm.Encode()))
	if err == nil {
		if err = p.do(r, x, do, typed, ask); err == nil {
			p.Browser.Notify(w, "export.done."+string(do))
			http.Redirect(w, r, demand.ExportsAt(x.id), http.StatusSeeOther)
			return nil
		}
	}
	if !typed.Take(err) {
		return err
	}
	return p.lay(w, r, typed)
}

func (p *Pages) do(r *http.Request, x seen, do casefile.Kind, typed *page.Form, ask *casefile.Request) (err error) {
	shown, to, of := typed.Value("shown"), typed.Value("to"), This(typed)
	if x.Kind == report.Capability {
		_, err = p.Report.Act(r.Context(), actor(r), x.id, map[casefile.Kind]report.Command{"ask_export": report.AskExport{Shown: shown, To: to},
			"approve_export": report.ApproveExport{Export: of}, "end_export": report.EndExport{Export: of}}[do], ask)
		return err
	}
	_, err = p.Referral.Act(r.Context(), actor(r), x.id, map[casefile.Kind]referral.Command{"ask_export": referral.AskExport{Shown: shown, To: to},
		"approve_export": referral.ApproveExport{Export: of}, "end_export": referral.EndExport{Export: of}}[do], ask)
	return err
}

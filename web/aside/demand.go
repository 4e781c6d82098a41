package aside

import (
	"net/http"
	"path"
	"slices"
	"time"

	"linli/casefile"
	"linli/platform/i18n"
	"linli/platform/id"
	"linli/report"
	"linli/web/page"
)

// demanded is one demand with its case.
type demanded struct {
	kind
	casefile.Demand
	officer bool // the reader decides on it
}

// demand finds the demand of an address.
func (p *Pages) demand(r *http.Request) (demanded, error) {
	ctx, a := r.Context(), actor(r)
	n, err := id.Parse(r.PathValue("demand"))
	if err != nil || n.IsZero() {
		return demanded{}, errNone
	}
	entry, err := p.Report.Repo.Entry(ctx, a.Tenant, casefile.RegisterDemand, n)
	if err != nil {
		return demanded{}, none(err)
	}
	of := p.registrar(entry.Capability)
	if of == nil {
		return demanded{}, errNone
	}
	d, err := of.SeeDemand(ctx, a, entry)
	if err != nil {
		return demanded{}, none(err)
	}
	officer := d.Case.Erased.IsZero() && p.Report.Access.Check(a, entry.Capability+".answer_demand", d.Case.Facts) == nil
	return demanded{kind{of, d.Case, d.Rules}, d.Demand, officer}, nil
}

// open reads what a demand asks for, what was said to it, and what it could be given.
func (p *Pages) open(r *http.Request, x *demanded, l i18n.Locale) (text casefile.DemandText, said string, _ []Part, err error) {
	if x.of.Facts.Kind == report.Capability {
		o, err := p.Report.ForDemand(r.Context(), actor(r), x.of.ID, x.ID)
		if err != nil {
			return text, "", nil, err
		}
		return o.Demands[x.ID], o.Written[x.ID], OfReport(o, l), nil
	}
	o, err := p.Referral.ForDemand(r.Context(), actor(r), x.of.ID, x.ID)
	if err != nil {
		return text, "", nil, err
	}
	parts, err := OfReferral(r.Context(), p.Referral, o, l)
	return o.Demands[x.ID], o.Written[x.ID], parts, err
}

func (p *Pages) showDemand(w http.ResponseWriter, r *http.Request) error {
	return p.layDemand(w, r, page.NewForm(nil))
}

func (p *Pages) layDemand(w http.ResponseWriter, r *http.Request, typed *page.Form) error {
	x, err := p.demand(r)
	if err != nil {
		return err
	}
	a, l := actor(r), p.locale(r, x.rules)
	name, _, err := p.named(r, &x.kind)
	if err != nil {
		return err
	}
	d := DemandShow{Form: typed, Action: DemandAt(x.ID), Name: name, Demand: x.Demand, State: DemandState(l, x.State()), Waits: x.Answered.IsZero() && x.Ended.IsZero(),
		Held: x.Ended.IsZero(), Own: x.By == a.Account, Officer: x.officer}
	if d.Entered, err = p.account(r)(x.By); err != nil {
		return err
	}
	if owed, ok := x.Promise(x.rules, p.Report.Clock.Now()); ok && owed.Open() {
		d.Due, d.Left = owed.Due.Add(-time.Microsecond), page.Tag{Text: l.Left(owed.Due, p.Report.Clock.Now()), Classes: "govuk-tag--grey"}
	}
	if !x.officer {
		p.Render.Render(w, r, typed.Status(), "demand/show", d)
		return nil
	}
	text, said, parts, err := p.open(r, &x, l)
	if err != nil {
		return err
	}
	d.Text, d.Said, d.Decides, d.Reasons = &text, said, d.Waits && !d.Own, DemandReasons(l)
	for _, one := range parts {
		d.Papers = append(d.Papers, page.Item{Value: one.ID, Text: one.Title})
		if slices.Contains(x.Papers, one.ID) {
			d.Given = append(d.Given, one.Title)
		}
	}
	if x.Scan != "" {
		d.Scan = d.Action + "/order"
	}
	if len(x.Papers) > 0 {
		d.PDF, d.Exports, d.MayExport = d.Action+"/papers.pdf", ExportsAt(x.of.ID), d.Held
	}
	p.Render.Render(w, r, typed.Status(), "demand/show", d)
	return nil
}

// actDemand takes what the privacy officer does with a demand.
func (p *Pages) actDemand(w http.ResponseWriter, r *http.Request) error {
	typed, err := page.ReadForm(r)
	if err != nil {
		return err
	}
	x, err := p.demand(r)
	if err != nil {
		return err
	}
	return p.act(w, r, &x.kind, typed, DemandAct(typed, x.ID), "demand.done.", func(typed *page.Form) error { return p.layDemand(w, r, typed) })
}

// order hands out the scan of a demand's order, for whoever decides on demands.
func (p *Pages) order(w http.ResponseWriter, r *http.Request) error {
	x, err := p.demand(r)
	if err != nil {
		return err
	}
	kind, body, err := x.DemandScan(r.Context(), actor(r), x.of.ID, x.ID)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Security-Policy", "default-src 'none'; sandbox")
	return page.SendFile(w, r, page.File{Name: "order." + path.Base(kind), Type: kind, Bytes: body})
}

package mediation

import (
	"net/http"
	"slices"

	"linli/mediation"
	"linli/mediation/paper"
	"linli/platform/id"
	"linli/web/aside"
	"linli/web/page"
)

func (p *Pages) demand(w http.ResponseWriter, r *http.Request) error {
	return p.showDemand(w, r, page.NewForm(nil))
}

// demandID is the demand that an address names.
func demandID(r *http.Request) (id.ID, error) {
	x, err := id.Parse(r.PathValue("demand"))
	if err != nil || x.IsZero() {
		return id.ID{}, mediation.ErrNotFound
	}
	return x, nil
}

func (p *Pages) showDemand(w http.ResponseWriter, r *http.Request, typed *page.Form) error {
	d, err := p.demandView(r)
	if err != nil {
		return err
	}
	d.Form = typed
	p.Render.Render(w, r, typed.Status(), "demand/show", d)
	return nil
}

func (p *Pages) demandView(r *http.Request) (aside.DemandShow, error) {
	a := actor(r)
	of, err := caseID(r)
	n, err2 := demandID(r)
	if err != nil || err2 != nil {
		return aside.DemandShow{}, mediation.ErrNotFound
	}
	c, x, promises, err := p.Mediation.SeeDemand(r.Context(), a, of, n)
	if err != nil {
		return aside.DemandShow{}, err
	}
	words, err := p.words(r.Context(), a, p.locale(r))
	if err != nil {
		return aside.DemandShow{}, err
	}
	if words.rules, err = p.rulesOf(r.Context(), &c); err != nil {
		return aside.DemandShow{}, err
	}
	d := aside.DemandShow{Action: r.URL.Path, Name: words.caseName(&c), Unit: words.units[c.Unit], Demand: x, State: aside.DemandState(words.Locale, x.State()),
		Waits: x.Answered.IsZero() && x.Ended.IsZero(), Held: x.Ended.IsZero(), Own: x.By == a.Account}
	if d.Entered, err = p.Office.AccountName(r.Context(), a.Tenant, x.By); err != nil {
		return aside.DemandShow{}, err
	}
	for _, row := range promises {
		if row.Subject == n && row.Open() {
			d.Due, d.Left = lastDay(row.Due), words.left(row.Due, p.Mediation.Clock.Now())
		}
	}
	if d.Officer = p.Mediation.Access.Check(a, "mediation.answer_demand", c.Facts()) == nil && c.Erased.IsZero(); !d.Officer {
		return d, nil
	}
	o, err := p.Mediation.ForDemand(r.Context(), a, of, n)
	if err != nil {
		return aside.DemandShow{}, err
	}
	text := o.Demands[n]
	d.Text, d.Said, d.Decides = &text, o.Passage(mediation.FieldDemandAnswer, n), d.Waits && !d.Own
	for _, one := range paper.Demandable(o) {
		title := words.paperTitle(one)
		d.Papers = append(d.Papers, page.Item{Value: one.ID, Text: title})
		if slices.Contains(x.Papers, one.ID) {
			d.Given = append(d.Given, title)
		}
	}
	if x.Scan != "" {
		d.Scan = d.Action + "/order"
	}
	if len(x.Papers) > 0 {
		d.PDF, d.Exports, d.MayExport = d.Action+"/papers.pdf", exportAt(of), d.Held
	}
	d.Reasons = aside.DemandReasons(words.Locale)
	return d, nil
}

// answerDemand takes what the privacy officer does with a demand: the answer, a longer hold, its end, telling the parties, or asking that
// what was given leaves as a file.
func (p *Pages) answerDemand(w http.ResponseWriter, r *http.Request) error {
	typed, err := page.ReadForm(r)
	if err != nil {
		return err
	}
	of, err := caseID(r)
	n, err2 := demandID(r)
	if err != nil || err2 != nil {
		return mediation.ErrNotFound
	}
	return p.actAside(w, r, of, typed, aside.DemandAct(typed, n), "demand.done.", p.showDemand)
}

package mediation

import (
	"context"
	"net/http"

	"linli/casefile"
	"linli/mediation"
	"linli/platform/id"
	"linli/web/aside"
	"linli/web/page"
)

func exportAt(c id.ID) string { return "/mediations/" + c.String() + "/export" }

func (p *Pages) exports(w http.ResponseWriter, r *http.Request) error {
	return p.showExports(w, r, page.NewForm(nil))
}

// showExports is where it is asked that papers of one mediation leave as a file, and approved: parties stand by side and place.
func (p *Pages) showExports(w http.ResponseWriter, r *http.Request, typed *page.Form) error {
	a := actor(r)
	n, err := caseID(r)
	if err != nil {
		return err
	}
	c, seen, err := p.Mediation.SeeExports(r.Context(), a, n)
	if err != nil {
		return err
	}
	words, err := p.words(r.Context(), a, p.locale(r))
	if err != nil {
		return err
	}
	if words.rules, err = p.rulesOf(r.Context(), &c); err != nil {
		return err
	}
	of := aside.ExportOf{Exported: c.Exported, Asks: seen.Asks, Approves: seen.Approves, Reader: a.Account, Now: p.Mediation.Clock.Now(), Erased: !c.Erased.IsZero(), Kind: mediation.Capability, Action: exportAt(n),
		Name: words.caseName(&c), Unit: words.units[c.Unit], Case: "/mediations/" + n.String(),
		Purposes: []page.Item{{Value: casefile.ForOwnCopy, Text: words.t("export.own_copy." + mediation.Capability)}},
		Party:    func(party id.ID) string { return words.side(c.Parties, party) },
		Account:  func(account id.ID) (string, error) { return p.Office.AccountName(r.Context(), a.Tenant, account) },
		To:       func(ctx context.Context, x id.ID) (string, error) { return p.Mediation.Asides().ExportTo(ctx, a, n, x) },
		Order: func(demand id.ID) string {
			if p.Mediation.Access.Check(a, "mediation.see_demand", c.Facts()) != nil {
				return ""
			}
			return demandAt(n, demand)
		}}
	if c.Applies() {
		of.Purposes = append(of.Purposes, page.Item{Value: mediation.ForCourt, Text: words.t("export.purpose." + mediation.ForCourt)})
	}
	for _, x := range c.Copies() {
		of.Parties = append(of.Parties, page.Item{Value: x.ID.String(), Text: words.side(c.Parties, x.ID)})
	}
	d, err := aside.LayExports(r.Context(), of, words.Locale, typed)
	if err != nil {
		return err
	}
	p.Render.Render(w, r, typed.Status(), "export/show", d)
	return nil
}

// actExport takes what somebody does with a request that papers leave.
func (p *Pages) actExport(w http.ResponseWriter, r *http.Request) error {
	typed, err := page.ReadForm(r)
	if err != nil {
		return err
	}
	of, err := caseID(r)
	if err != nil {
		return err
	}
	return p.actAside(w, r, of, typed, aside.ExportAct(typed, typed.Value("purpose")), "export.done.", p.showExports)
}

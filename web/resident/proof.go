package resident

import (
	"net/http"
	"time"

	"linli/mediation"
	"linli/mediation/paper"
	"linli/platform/id"
	"linli/rulebook"
	"linli/web/page"
)

// proofPage is what anybody who holds a paper may know of it: which office made it, when, and how it stands. No name, no
// number of the case, and nothing of what stands on it.
type proofPage struct {
	Known       bool
	Office      string
	Document    string // as the rulebook calls it
	Made        time.Time
	Fingerprint string
	State       string
	Since       time.Time
}

// ofPaper shows what the code at the foot of a paper says. Looking leaves no record, as with receipts.
func (p *Pages) ofPaper(w http.ResponseWriter, r *http.Request) error {
	if p.Prover == nil {
		return mediation.ErrNotFound
	}
	x, err := p.Prover.Open(r.PathValue("mark"), func(tenant, c id.ID) ([]rulebook.Document, error) { //nolint:contextcheck // the request has it
		all, err := p.Mediation.DocumentsOf(r.Context(), tenant, c)
		if isGone(err) && p.Inspected != nil { // a paper of an inspection
			return p.Inspected(r.Context(), tenant, c)
		}
		return all, err
	})
	if isGone(err) {
		p.Render.Render(w, r, http.StatusNotFound, "resident/proof", proofPage{})
		return nil
	}
	if err != nil {
		return err
	}
	stands, err := p.Mediation.HowStands(r.Context(), x.Tenant, x.Case, x.Agreed())
	if isGone(err) && p.Inspected != nil {
		if _, inspected := p.Inspected(r.Context(), x.Tenant, x.Case); inspected == nil {
			stands, err = mediation.Stands{State: mediation.PaperStands}, nil
		}
	}
	whole := "paper.file"
	if c, reported := p.Report.Repo.Case(r.Context(), x.Tenant, x.Case); isGone(err) && reported == nil {
		if whole = "dossier.file"; c.Erased.IsZero() {
			stands, err = mediation.Stands{State: mediation.PaperStands}, nil
		}
	}
	if c, helped := p.Referral.Repo.Case(r.Context(), x.Tenant, x.Case); isGone(err) && helped == nil { // its one paper
		if whole = "consent.receipt.title"; c.Erased.IsZero() {
			stands, err = mediation.Stands{State: mediation.PaperStands}, nil
		}
	}
	if p.Owed != nil && isGone(err) && p.Owed(r.Context(), x.Tenant, x.Case) { // a statement of responsibility
		whole, stands, err = "duty.sign.paper", mediation.Stands{State: mediation.PaperStands}, nil
	}
	if isGone(err) { // the case was brought in and taken out again
		stands, err = mediation.Stands{State: mediation.FileGone}, nil
	}
	if err != nil {
		return err
	}
	office, err := p.Office.TenantByID(r.Context(), x.Tenant)
	if err != nil {
		return err
	}
	page.Of(r).Zone = p.zone(office.Zone)
	d := proofPage{Known: true, Office: office.Name, Made: x.Made, Fingerprint: x.Fingerprint(), State: stands.State, Since: stands.Since}
	if lang := page.Of(r).Language; x.Document == paper.Whole {
		d.Document = p.Texts.Text(lang, whole, nil)
	} else {
		d.Document = x.Title.In(string(lang))
	}
	return p.show(w, r, nil, "proof", d)
}

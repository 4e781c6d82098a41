package paper

import (
	"net/http"
	"slices"

	"linli/mediation"
	"linli/mediation/paper"
	"linli/platform/access"
	"linli/platform/document"
	"linli/platform/id"
	"linli/web/edge"
	"linli/web/page"
)

// slip prints the slip that was issued a moment ago. Code and passphrase come with the request, because linli keeps the
// passphrase nowhere; they must open the case that is printed, so that nobody prints a slip that opens nothing.
func (p *Pages) slip(w http.ResponseWriter, r *http.Request, who reader) error {
	form, err := page.ReadForm(r)
	if err != nil {
		return err
	}
	party, code, err := p.entered(r, who, form)
	if err != nil {
		return err
	}
	result, err := p.printSlip(r, party, code, form.Value("passphrase"), p.slipSize(w, form.Value("size")))
	if err != nil {
		return err
	}
	send(w, "application/pdf", "inline", "slip.pdf", result)
	return nil
}

// slipSize is the paper of a slip, A6 unless another is named. The device keeps it: what is in its printer today is there
// tomorrow.
func (p *Pages) slipSize(w http.ResponseWriter, named string) string {
	if !slices.Contains(document.Slips, named) {
		return document.Slips[0]
	}
	p.Device.Keep(w, edge.SlipPaper, named)
	return named
}

// entered is the party whose code and passphrase come with a form; at the office, of the case of the address.
func (p *Pages) entered(r *http.Request, who reader, form *page.Form) (access.Actor, id.Code, error) {
	typed := form.Value("code")
	if given := r.PathValue("code"); given != "" {
		typed = given
	}
	code, err := id.ParseCode(typed)
	if err != nil {
		return access.Actor{}, "", mediation.ErrSlip
	}
	tenant := who.Tenant
	if tenant.IsZero() {
		t, err := p.Office.TenantOf(r.Context(), code.Tag())
		if err != nil {
			return access.Actor{}, "", mediation.ErrSlip
		}
		tenant = t.ID
	}
	party, err := p.Mediation.Enter(r.Context(), tenant, typed, form.Value("passphrase"))
	if err == nil && !who.Of.IsZero() && party.Case != who.Of {
		err = mediation.ErrSlip
	}
	return party, code, err
}

func (p *Pages) printSlip(r *http.Request, party access.Actor, code id.Code, typed, size string) ([]byte, error) {
	c, _, err := p.Mediation.See(r.Context(), party, party.Case)
	if err != nil {
		return nil, err
	}
	rules, err := p.Mediation.Office.RulebookOf(r.Context(), c.Tenant, c.Rulebook, c.RulebookVersion)
	if err != nil {
		return nil, err
	}
	office, _, err := p.Desk.Of(r.Context(), c.Tenant, c.Unit)
	if err != nil {
		return nil, err
	}
	passphrase, err := id.ParsePassphrase(typed)
	if err != nil {
		return nil, mediation.ErrSlip
	}
	result, err := p.Press.SlipPDF(paper.Slip{Rules: rules, Office: office, Origin: p.Origin.String(), Code: code,
		Passphrase: id.ShowPassphrase(passphrase), Paper: size, Language: page.Of(r).Language, At: p.Clock.Now()})
	return result.Bytes, err
}

package paper

import (
	"net/http"

	"linli/mediation"
	"linli/mediation/paper"
	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/web/page"
)

// receipt prints the receipt of a party's case, for the party that has the slip open.
func (p *Pages) receipt(w http.ResponseWriter, r *http.Request, who reader) error {
	code, err := id.ParseCode(r.PathValue("code"))
	if err != nil {
		return mediation.ErrNotFound
	}
	return p.printReceipt(w, r, who.Actor, code)
}

// slipReceipt prints it at the counter, beside the slip that was issued a moment ago: the receipt bears the party's code, and
// whoever holds code and passphrase has the receipt on its own page as well.
func (p *Pages) slipReceipt(w http.ResponseWriter, r *http.Request, who reader) error {
	form, err := page.ReadForm(r)
	if err != nil {
		return err
	}
	party, code, err := p.entered(r, who, form)
	if err != nil {
		return err
	}
	return p.printReceipt(w, r, party, code)
}

// printReceipt is the receipt of the first event that the party may see, as paper.
func (p *Pages) printReceipt(w http.ResponseWriter, r *http.Request, party access.Actor, code id.Code) error {
	o, err := p.Mediation.Print(r.Context(), party, party.Case)
	if err != nil {
		return err
	}
	if p.Receipt == nil || len(o.Events) == 0 {
		return fault.New(fault.NotFound, "fault.not_found")
	}
	first := o.Events[0]
	receipt, err := p.Receipt(r.Context(), party.Tenant, code, first)
	if err != nil {
		return err
	}
	office, _, err := p.Desk.Of(r.Context(), o.Case.Tenant, o.Case.Unit)
	if err != nil {
		return err
	}
	lang := p.Render.PaperLanguage(r)
	result, err := p.Press.ReceiptPDF(paper.Receipt{Rules: o.Rules, Office: office, Origin: p.Origin.String(), Receipt: receipt,
		Event: p.Texts.For(lang, nil).Text("mediation.history."+string(first.Kind), nil), Language: lang, At: p.Clock.Now()})
	if err != nil {
		return err
	}
	send(w, "application/pdf", "inline", "receipt.pdf", result.Bytes)
	return nil
}

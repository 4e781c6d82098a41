package help

import (
	"encoding/json"
	"net/http"

	"linli/consent"
	"linli/platform/i18n"
	"linli/referral"
	"linli/web/page"
)

// receiptPage is the person's copy of what it agreed to, for print.
type receiptPage struct {
	*minePage
	Receipts []receipt
}

// receipt is one record, with the service that it names.
type receipt struct {
	consent.Receipt
	Service string
	Lines   []string
}

// Print marks the print button; without a script it stays hidden.
func (receiptPage) Print() page.Attributes {
	return page.Attributes{"data-print": true, "hidden": true}
}

// LanguageName names the language of a notice as its readers do.
func (receiptPage) LanguageName(tag string) string {
	if l, known := i18n.Parse(tag); known {
		return l.Name()
	}
	return tag
}

func (p *Pages) receipts(w http.ResponseWriter, r *http.Request) error {
	data, err := p.receiptsOf(r)
	if err != nil {
		return p.enter(w, r, err)
	}
	p.Render.Render(w, r, http.StatusOK, "help/receipt", data)
	return nil
}

// receiptFile is the same for programs (ISO/IEC TS 27560).
func (p *Pages) receiptFile(w http.ResponseWriter, r *http.Request) error {
	data, err := p.receiptsOf(r)
	if err != nil {
		return p.enter(w, r, err)
	}
	var out []consent.Receipt
	for _, x := range data.Receipts {
		out = append(out, x.Receipt)
	}
	body, err := json.MarshalIndent(out, "", "  ")
	if err != nil {
		return err
	}
	return page.SendFile(w, r, page.File{Name: "consent.json", Type: "application/json", Bytes: body})
}

func (p *Pages) receiptsOf(r *http.Request) (*receiptPage, error) {
	m, who, err := p.see(r)
	if err != nil {
		return nil, err
	}
	tenant, err := p.Office.TenantByID(r.Context(), who.Tenant)
	if err != nil {
		return nil, err
	}
	data := &receiptPage{minePage: m}
	office := consent.Controller{ID: m.Case.Unit, Name: tenant.Name}
	for _, record := range m.Records {
		x := receipt{Receipt: consent.NewReceipt(record.ID, record, office, p.Clock.Now())}
		for _, ref := range m.Case.Referrals {
			if ref.Service == record.Recipient.ID {
				x.Service = m.Words[ref.ID].Service
			}
		}
		for _, d := range record.Data {
			x.Lines = append(x.Lines, m.Text("help.line."+referral.LineOf(d.Field), nil))
		}
		data.Receipts = append(data.Receipts, x)
	}
	return data, nil
}

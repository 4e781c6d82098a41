package help

import (
	"encoding/json"
	"net/http"

	"linli/consent"
	"linli/consent/paper"
	"linli/platform/document"
	"linli/platform/fault"
	"linli/referral"
	"linli/web/page"
)

// receiptPage is the person's copy of what it agreed to, for print.
type receiptPage struct {
	*minePage
	Receipts []paper.Receipt
}

// Print marks the print button; without a script it stays hidden.
func (receiptPage) Print() page.Attributes {
	return page.Attributes{"data-print": true, "hidden": true}
}

// LanguageName names the language of a notice as its readers do.
func (receiptPage) LanguageName(tag string) string { return paper.Language(tag) }

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
	return page.SendFile(w, r, page.File{Name: "receipt.json", Type: "application/json", Bytes: body})
}

// receiptPaper is the same on paper.
func (p *Pages) receiptPaper(w http.ResponseWriter, r *http.Request) error {
	data, err := p.receiptsOf(r)
	if err != nil {
		return p.enter(w, r, err)
	}
	if len(data.Receipts) == 0 {
		return seeOther(w, r, data.At) // nothing was asked yet
	}
	out, err := paper.Print(p.Fonts, p.Texts.For(p.Texts.Whole(data.Language), data.Zone), data.Receipts, func(docs []*document.Doc, opts *document.Options) error {
		return p.Prove(data.Case.Tenant, data.Case.ID, docs, opts)
	})
	if err != nil {
		return err
	}
	return page.SendFile(w, r, page.File{Name: "receipt.pdf", Type: "application/pdf", Bytes: out.Bytes})
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
	tree, err := p.Office.Tree(r.Context(), who.Tenant)
	if err != nil {
		return nil, err
	}
	desk := tree.Desk(tree.Now(m.Case.Unit, p.Clock.Now()))
	office := consent.Controller{ID: m.Case.Unit, Name: tenant.Name, Contact: desk.Phone, Address: desk.Address}
	for _, record := range m.Records {
		x := paper.NewReceipt(record, office, p.Clock.Now())
		x.Kept = m.Text("help.receipt.kept", fault.Args{"n": m.Rules.Help.Kept.N})
		for _, ref := range m.Case.Referrals {
			if ref.Service == record.Recipient.ID {
				x.To = m.Words[ref.ID].Service
			}
		}
		for _, d := range record.Data {
			x.Lines = append(x.Lines, m.Text("help.line."+referral.LineOf(d.Field), nil))
		}
		data.Receipts = append(data.Receipts, x)
	}
	return data, nil
}
